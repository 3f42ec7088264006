"""How the webhook stands at Telegram, beside what the settings say."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.cli.doctor.finding import Finding, doubtful, well
from bot.cli.doctor.rights import asked

_LATELY = 600.0
"""Seconds for which a failure is worth telling when nothing waits any more."""


async def hook(client: httpx.AsyncClient, methods: str, url: str | None, now: datetime) -> list[Finding]:
    """`methods` is the address of the token's methods, `url` that of the settings. Raises httpx.HTTPError, ValueError."""
    info = await asked(client, f"{methods}/getWebhookInfo") or {}
    stands = str(info.get("url", ""))
    name = "webhook"
    if not url:
        told = f"Telegram brings updates to {urlsplit(stands).hostname}, and the settings name no webhook"
        return [doubtful(name, told, "the next start takes it away")] if stands else []
    if stands != url:
        return [doubtful(name, "Telegram does not bring updates there", "the start of the bot asks it to")]
    waiting = int(info.get("pending_update_count", 0))
    if reason := _trouble(info, waiting, now):
        advice = "look at your web server, its certificate and whether it reaches the bot's port"
        return [doubtful(name, f"Telegram could not bring updates ({reason}); {waiting} wait", advice)]
    return [well(name, f"Telegram brings updates to {urlsplit(url).hostname}")]


def _trouble(info: dict[str, Any], waiting: int, now: datetime) -> str:
    """What Telegram met with, if that matters now."""
    since = now.timestamp() - float(info.get("last_error_date", 0))
    return str(info.get("last_error_message", "")) if waiting or since < _LATELY else ""
