"""All intake that runs by itself, joined: the sources the settings name, and the watch over their silence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.intake.desk import Desk
from bot.intake.feed import Feed
from bot.intake.fetch import Fetcher
from bot.intake.imap import Account
from bot.intake.inbox import Inbox
from bot.intake.mailbox import Mailbox
from bot.intake.options import IntakeSettings
from bot.intake.source import Source
from bot.intake.watch import Keeper, watching
from bot.intake.watchman import Watchman
from storage.database import StorageError

log = structlog.get_logger(__name__)

_MINUTE = 60.0


def sources_of(settings: IntakeSettings, desk: Desk) -> list[Source]:
    """The sources that are set up, none of them touched yet."""
    sources: list[Source] = []
    if settings.inbox:
        sources.append(Inbox(settings.inbox, desk))
    fetcher = Fetcher(private=settings.allow_private_networks)
    sources += [Feed(url, desk, fetcher, every=settings.feed_pause) for url in settings.feeds]
    if settings.mail_host and settings.mail_password:
        account = Account(
            settings.mail_host,
            settings.mail_port,
            settings.mail_user,
            settings.mail_password.get_secret_value(),
            settings.mail_folder,
            settings.mail_ca_file,
        )
        vouching, every = settings.mail_vouched_by, settings.mail_pause
        sources.append(Mailbox(account, settings.mail_senders, desk, every=every, vouching=vouching))
    return sources


@asynccontextmanager
async def attending(settings: IntakeSettings, desk: Desk) -> AsyncIterator[None]:
    """Look after the sources and the rhythm while the block runs."""
    storage, notices = desk.storage, desk.notices
    sources = sources_of(settings, desk)
    watchman = Watchman(
        storage.archive,
        notices,
        settings.rhythm,
        clock=desk.clock,
        zone=desk.zone,
        from_the_start=bool(sources),
    )
    listening = asyncio.create_task(_every_minute(watchman), name="rhythm")
    try:
        async with watching(Keeper(storage.sources, notices, desk.clock), sources):
            yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _every_minute(watchman: Watchman) -> None:
    while True:
        try:
            await watchman.look()
        except StorageError as error:
            log.warning("whether issues are missing is not known", reason=str(error))
        await asyncio.sleep(_MINUTE)
