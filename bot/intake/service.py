"""All intake that runs by itself, joined: the sources the settings name, and the watch over their silence."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from bot.intake.desk import Desk
from bot.intake.feed import Feed, feed_label
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


@dataclass(frozen=True, slots=True)
class Configured:
    """A source that is set up: what it is called, and how it is made once there is a desk to hand in at."""

    kind: str
    """`inbox`, `feed` or `mailbox`."""
    name: str
    label: str
    make: Callable[[Desk], Source]
    folder: Path | None = None
    """Where it looks on this machine."""


def configured(settings: IntakeSettings) -> list[Configured]:
    """The sources that are set up, none of them touched."""
    return [*_inbox(settings), *_feeds(settings), *_mailbox(settings)]


def _inbox(settings: IntakeSettings) -> Iterator[Configured]:
    folder = settings.inbox
    if folder:
        yield Configured("inbox", Inbox.name, Inbox.label, lambda desk: Inbox(folder, desk), folder)


def _feeds(settings: IntakeSettings) -> Iterator[Configured]:
    fetcher, every = Fetcher(private=settings.allow_private_networks), settings.feed_pause
    for url in settings.feeds:
        make = partial(Feed, url, fetcher=fetcher, every=every)
        yield Configured("feed", url, feed_label(url), make)


def mail_account(settings: IntakeSettings) -> Account | None:
    """The mailbox that is set up."""
    if not (settings.mail_host and settings.mail_password):
        return None
    return Account(
        settings.mail_host,
        settings.mail_port,
        settings.mail_user,
        settings.mail_password.get_secret_value(),
        settings.mail_folder,
        settings.mail_ca_file,
    )


def _mailbox(settings: IntakeSettings) -> Iterator[Configured]:
    account = mail_account(settings)
    if account is None:
        return
    make = partial(
        Mailbox,
        account,
        settings.mail_senders,
        every=settings.mail_pause,
        vouching=settings.mail_vouched_by,
    )
    yield Configured("mailbox", account.name, account.label, make)


@asynccontextmanager
async def attending(settings: IntakeSettings, desk: Desk) -> AsyncIterator[None]:
    """Look after the sources and the rhythm while the block runs."""
    storage, notices = desk.storage, desk.notices
    sources = [one.make(desk) for one in configured(settings)]
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
    """The first time after a while: what waited for us while we were down is taken in first."""
    while True:
        await asyncio.sleep(_MINUTE)
        try:
            await watchman.look()
        except StorageError as error:
            log.warning("whether issues are missing is not known", reason=str(error))
