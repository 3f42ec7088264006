"""The mailbox: mails of allowed senders are handed in, each once, told of by the server or looked for in turns.

Which mail was the last is remembered with the folder's UIDVALIDITY, so a restart goes on from there; mail is marked
as seen and never deleted.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.intake.desk import Desk, Sender, Verdict
from bot.intake.found import printable
from bot.intake.imap import Account, Imap
from bot.intake.mail import MAX_MAIL, texts_of
from bot.intake.mail_sender import is_vouched_for, sender_of, subject_of
from bot.intake.source import SourceError
from bot.reader import Unreadable

log = structlog.get_logger(__name__)

IDLE = timedelta(minutes=20)
"""A wait for the server to speak; RFC 2177 asks for less than 29 minutes."""

_AFTER_LOSS = 20.0
_FAREWELL = 3.0

R = TypeVar("R")


class Mailbox:
    """A source (see `bot.intake.source`)."""

    def __init__(
        self, account: Account, senders: tuple[str, ...], desk: Desk, *, every: timedelta, vouching: str = ""
    ) -> None:
        """`vouching` names the server whose Authentication-Results must vouch for a sender; empty: none."""
        self.name = account.name
        self.label = account.label
        self.every = every
        self._senders = senders
        self._desk = desk
        self._vouching = vouching
        self._sender = Sender("mail", self.label)
        self._imap = Imap(account)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mailbox")
        self._stop = threading.Event()

    async def look(self) -> timedelta | None:
        try:
            await self._take_new()
        except SourceError:
            await self._call(self._imap.close)
            raise
        return None

    async def rest(self, wait: timedelta) -> None:
        """Whoever offers to tell is listened to; a line that breaks is the next look's affair, after a while."""
        if not (self._imap.is_open and self._imap.idles):
            await asyncio.sleep(wait.total_seconds())
            return
        try:
            await self._call(lambda: self._imap.wait(min(wait, IDLE).total_seconds(), self._stop))
        except SourceError as error:
            log.info("the server stopped telling of new mail", source=self.label, reason=str(error))
            await self._call(self._imap.close)
            await asyncio.sleep(min(wait.total_seconds(), _AFTER_LOSS))

    async def close(self) -> None:
        self._stop.set()
        goodbye = self._thread.submit(self._imap.close)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.wrap_future(goodbye), _FAREWELL)
        self._imap.abort()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _take_new(self) -> None:
        if not self._imap.is_open:
            await self._call(self._imap.open)
        sources = self._desk.storage.sources
        state = await sources.state(self.name)
        memory = state.memory if state else {}
        validity = await self._call(self._imap.validity)
        last = int(memory.get("uid", "0")) if memory.get("uidvalidity") == validity else 0
        for uid in await self._call(lambda: self._imap.later_than(last, self._senders)):
            await self._take(uid, validity)
            await sources.remember(self.name, {"uidvalidity": validity, "uid": str(uid)})

    async def _take(self, uid: int, validity: str) -> None:
        size, header = await self._call(lambda: self._imap.header(uid))
        sender = sender_of(header)
        if sender not in self._senders:
            log.info("a mail that only looks like one of an allowed sender", source=self.label, uid=uid)
            return
        name = printable(subject_of(header)) or "a mail"
        refusal = self._refusal(size, header, sender)
        if refusal:
            verdict = Verdict("refused", refusal)
            await self._desk.say(verdict, name=name, sender=self._sender, about=f"{validity}:{uid}")
            return
        data = await self._call(lambda: self._imap.whole(uid, MAX_MAIL))
        try:
            texts = await asyncio.to_thread(texts_of, data)
        except Unreadable as error:
            verdict = Verdict("refused", str(error))
            await self._desk.say(verdict, name=name, sender=self._sender, about=f"{validity}:{uid}")
        else:
            await self._desk.take(texts, name=texts[0].name if texts else name, sender=self._sender)
        await self._mark(uid)

    def _refusal(self, size: int, header: bytes, sender: str) -> str | None:
        if self._vouching and not is_vouched_for(header, sender, self._vouching):
            return f"{self._vouching} does not vouch for its sender {sender}; it may be forged"
        if size > MAX_MAIL:
            return f"too large: a mail of {size / 1e6:.1f} MB; at most {MAX_MAIL / 1e6:.0f} MB are read"
        return None

    async def _mark(self, uid: int) -> None:
        try:
            await self._call(lambda: self._imap.mark_seen(uid))
        except SourceError as error:
            log.info("a mail could not be marked as seen", source=self.label, uid=uid, reason=str(error))

    async def _call(self, work: Callable[[], R]) -> R:
        """Do it in the thread of this mailbox, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
