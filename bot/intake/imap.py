"""A connection to a mailbox: IMAP over TLS. Blocking; all of it runs in one thread of `bot.intake.mailbox`.

Nothing here deletes: the only thing that is written is the mark that a mail was seen. (imap-tools' own `flag` is not
used because it also expunges, which would remove what others marked for deletion.)
"""

import imaplib
import re
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imap_tools import MailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from bot.intake.source import SourceError

CONNECT_TIMEOUT = 6.0
"""Seconds to reach the server: until then nobody can cut the line, and a bot that is told to stop waits for it."""

TIMEOUT = 30.0
"""Seconds for each answer of the server."""

_SLICE = 0.5  # seconds between looks at whether we are to stop
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Account:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    ca_file: Path | None = None
    """Certificates to trust instead of the system's."""

    @property
    def name(self) -> str:
        """What it is known by in storage."""
        return f"mailbox {self.user}@{self.host}/{self.folder}"

    @property
    def label(self) -> str:
        """How people read it."""
        return f"mailbox {self.user} at {self.host}"


@contextmanager
def _plainly() -> Iterator[None]:
    """Whatever goes wrong inside is a `SourceError`, in one line."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise _plain(error) from error


class Imap:
    """One connection: connected, logged in and with the folder open after `open`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._box: MailBox | None = None
        self.idles = False
        """Whether the server offers to tell of new mail."""

    @_plainly()
    def open(self) -> None:
        account = self._account
        if any(not char.isprintable() for char in account.user + account.password + account.folder):
            raise SourceError("user, password or folder holds a control character", lasting=True)
        context = ssl.create_default_context(cafile=account.ca_file)
        self._box = MailBox(account.host, account.port, timeout=CONNECT_TIMEOUT, ssl_context=context)
        self._box.client.socket().settimeout(TIMEOUT)
        self._log_in(self._box)
        self._box.folder.set(account.folder)
        _, offers = self._box.client.capability()  # some is offered only to those who logged in
        self.idles = b"IDLE" in (offers[0] or b"").upper().split()

    @property
    def is_open(self) -> bool:
        return self._box is not None

    def _log_in(self, box: MailBox) -> None:
        user, password = self._account.user, self._account.password
        login = box.login if (user + password).isascii() else box.login_utf8
        try:
            login(user, password, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, MailboxLoginError):
            raise SourceError("the server refuses user or password", lasting=True) from None

    @_plainly()
    def validity(self) -> str:
        """While this stays the same, UIDs name the same mails."""
        _, found = self._ready.client.response("UIDVALIDITY")
        return (found[0] or b"").decode("ascii", "replace") if found else ""

    @_plainly()
    def later_than(self, uid: int, senders: Iterable[str]) -> list[int]:
        """UIDs above `uid` of mails whose From holds one of these addresses, lowest first."""
        self._ready.client.noop()  # lets the server tell of what came since
        found: set[int] = set()
        for sender in senders:
            uids = self._ready.uids(f'UID {uid + 1}:* FROM "{sender}"', charset=None)
            found.update(int(one) for one in uids if one.isdecimal())
        return sorted(one for one in found if one > uid)  # n:* gives the last mail even if it is below n

    @_plainly()
    def header(self, uid: int) -> tuple[int, bytes]:
        """Size in bytes of a mail, and its header."""
        data, told = self._fetch(uid, "(RFC822.SIZE BODY.PEEK[HEADER])")
        size = _SIZE.search(told)
        return (int(size[1]) if size else 0), data

    @_plainly()
    def whole(self, uid: int, limit: int) -> bytes:
        """The mail as it came, at most `limit` bytes of it."""
        return self._fetch(uid, f"(BODY.PEEK[]<0.{limit}>)")[0]

    @_plainly()
    def mark_seen(self, uid: int) -> None:
        self._ready.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    @_plainly()
    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Until the server tells of something, the time is over, or we are to stop.

        What it tells is only noticed and then read in peace: imap-tools' own `poll` loses a line that comes in two
        pieces.
        """
        idle, until = self._ready.idle, time.monotonic() + seconds
        idle.start()  # type: ignore[no-untyped-call]
        while not stop.is_set() and time.monotonic() < until:
            if _has_something(self._ready.client.socket()):
                break
        idle.stop()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Say goodbye if the other side still listens."""
        box, self._box = self._box, None
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                box.logout()
            with suppress(OSError):
                box.client.shutdown()  # a broken line is not closed by saying goodbye on it

    def abort(self) -> None:
        """Cut the line, from any thread: whoever waits for an answer gets an error."""
        box = self._box
        if box is not None:
            with suppress(OSError):
                box.client.shutdown()

    @property
    def _ready(self) -> MailBox:
        if self._box is None:
            raise SourceError("not connected")
        return self._box

    def _fetch(self, uid: int, what: str) -> tuple[bytes, bytes]:
        """The literal the server sent for a mail, and all it said around it."""
        status, answer = self._ready.client.uid("FETCH", str(uid), what)
        parts: list[Any] = list(answer or [])
        literals = [part for part in parts if isinstance(part, tuple)]
        if status != "OK" or not literals:
            raise SourceError(f"mail {uid} cannot be had")
        around = [part[0] if isinstance(part, tuple) else part for part in parts]
        return bytes(literals[0][1]), b" ".join(one for one in around if isinstance(one, bytes))


def _has_something(line: socket.socket) -> bool:
    """Whether there is something to read, now or within a moment."""
    if isinstance(line, ssl.SSLSocket) and line.pending():
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        return bool(selector.select(_SLICE))


def _plain(error: Exception) -> SourceError:
    if isinstance(error, MailboxFolderSelectError):
        return SourceError("there is no such folder", lasting=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return SourceError(f"its certificate is not trusted: {error.verify_message}", lasting=True)
    if isinstance(error, ssl.SSLError):
        return SourceError(f"no TLS on this port: {error.reason or error}", lasting=True)
    if isinstance(error, TimeoutError):
        return SourceError("no answer in time")
    if isinstance(error, OSError):
        return SourceError(error.strerror or str(error) or type(error).__name__)
    return SourceError(" ".join(str(error).split())[:200] or type(error).__name__)
