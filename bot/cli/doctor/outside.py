"""What the doctor asks of others: Telegram, feeds, the mailbox. None of it changes anything there."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.cli.doctor.finding import Finding, doubtful, well, wrong
from bot.cli.doctor.hook import hook
from bot.cli.doctor.rights import rights
from bot.intake.feed import feed_label
from bot.intake.feed_entries import MAX_BYTES
from bot.intake.fetch import Fetcher
from bot.intake.imap import Account, Imap
from bot.intake.service import mail_account
from bot.intake.source import SourceError
from bot.settings import LOOPBACK, Settings

PATIENCE = 10.0
"""Seconds for Telegram's answer."""

_ASKEW = timedelta(minutes=1)
_WRONG_TIME = timedelta(minutes=10)
_BOTFATHER = "@BotFather shows the right one"


async def outside(settings: Settings, now: datetime) -> list[Finding]:
    """Everything at once: the slowest answer is what one waits for."""
    fetcher = Fetcher(private=settings.allow_private_networks)
    looks = [telegram(settings, now)]
    looks += [_feed(fetcher, url, now) for url in settings.feeds]
    if account := mail_account(settings):
        looks.append(_mailbox(account))
    return [finding for found in await asyncio.gather(*looks) for finding in found]


async def telegram(settings: Settings, now: datetime) -> list[Finding]:
    """The token, by asking who we are; and this machine's clock beside Telegram's."""
    name = "token"
    token = settings.token.get_secret_value() if settings.token else ""
    if not token:
        return [wrong(name, "KUAIXUN_TOKEN is not set", "ask @BotFather for a bot's token, put it into .env")]
    host = urlsplit(settings.api_url).hostname
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=host not in LOOPBACK) as client:
            methods = f"{settings.api_url}/bot{token}"
            answer = await client.get(f"{methods}/getMe")
            me = answer.json()
            allowed = await _rights(client, methods, me, settings)
            if answer.status_code == httpx.codes.OK:
                allowed += await hook(client, methods, settings.webhook_url, now)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = type(error).__name__  # the text may hold the address, and that the token
        advice = "check this machine's network, proxy and KUAIXUN_API_URL"
        return [wrong("telegram", f"{host} cannot be reached ({reason})", advice)]
    except ValueError:
        return [wrong("telegram", f"{host} does not answer as Telegram does", "check KUAIXUN_API_URL")]
    found = [_identity(answer.status_code, me), *allowed]
    if clock := _clock(answer.headers.get("date", ""), now):
        found.append(clock)
    return found


async def _rights(client: httpx.AsyncClient, methods: str, me: Any, settings: Settings) -> list[Finding]:
    known = me.get("result") if isinstance(me, dict) else None
    if not isinstance(known, dict) or "id" not in known:
        return []
    admins, channels = settings.admins, settings.source_channels
    return await rights(client, methods, known["id"], admins=admins, channels=channels)


def _identity(status: int, me: Any) -> Finding:
    name = "token"
    if status in (401, 404):
        return wrong(name, "Telegram does not accept KUAIXUN_TOKEN", _BOTFATHER)
    if status != 200 or not isinstance(me, dict) or not isinstance(me.get("result"), dict):
        return wrong("telegram", f"Telegram answered {status}", "try again in a while")
    who = f"this is @{me['result'].get('username', '?')}"
    if not me["result"].get("supports_inline_queries", False):
        advice = "@BotFather, /setinline; only if people are to ask it from other chats"
        return doubtful(name, f"{who}; it is not asked from other chats", advice)
    return well(name, who)


def _clock(date: str, now: datetime) -> Finding | None:
    """This machine's clock beside the time the answer was made; None when it does not tell."""
    name = "clock"
    with suppress(ValueError, TypeError):
        off = abs(now - parsedate_to_datetime(date))
        told = f"{int(off.total_seconds())} seconds from Telegram's"
        if off > _WRONG_TIME:
            return wrong(name, told, "digests would come at wrong times: set the clock, switch on NTP")
        if off > _ASKEW:
            return doubtful(name, told, "switch on NTP")
        return well(name, told)
    return None


async def _feed(fetcher: Fetcher, url: str, now: datetime) -> list[Finding]:
    name = feed_label(url)
    try:
        await fetcher.get(url, now, limit=MAX_BYTES)
    except SourceError as error:
        return [wrong(name, str(error), "docs/intake.md says what each answer means")]
    return [well(name, "answers")]


async def _mailbox(account: Account) -> list[Finding]:
    try:
        await asyncio.to_thread(_open_and_close, account)
    except SourceError as error:
        return [wrong(account.label, str(error), "check the KUAIXUN_MAIL_ settings")]
    return [well(account.label, f"lets us in, {account.folder} is there")]


def _open_and_close(account: Account) -> None:
    box = Imap(account)
    try:
        box.open()
    finally:
        box.close()


def told_about(admins: Iterable[int]) -> Finding:
    """Who hears of trouble."""
    count = len(tuple(admins))
    if not count:
        advice = "put your Telegram id into KUAIXUN_ADMINS (@userinfobot tells it)"
        return doubtful("admins", "nobody is told of trouble", advice)
    return well("admins", f"{count} of them")
