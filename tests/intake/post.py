"""A real IMAP server over TLS on this machine: pymap in memory, its certificate signed by a CA of our own."""

import asyncio
import ssl
from argparse import ArgumentParser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

import trustme
from imap_tools import MailBox
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.config import BackendCapability
from pymap.imap import IMAPServer, IMAPService
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

from bot.intake.imap import Account

USER, PASSWORD = "reader", 'pass "word" \\'
SENT = datetime(2019, 11, 14, 11, 55, tzinfo=UTC)


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@dataclass
class Post:
    port: int
    ca_file: Path
    commands: list[str] = field(default_factory=list)
    """What clients sent, a line each."""
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    def account(self, **more: Any) -> Account:
        given = {
            "host": "localhost",
            "port": self.port,
            "user": USER,
            "password": PASSWORD,
            "folder": "INBOX",
        }
        return Account(**{**given, "ca_file": self.ca_file, **more})

    async def deliver(self, *mails: bytes) -> None:
        """Put mails into the box, as the server's own delivery would."""
        await asyncio.to_thread(self._deliver, mails)

    def _deliver(self, mails: tuple[bytes, ...]) -> None:
        with self._box() as box:
            for each in mails:
                box.append(each, "INBOX")

    async def flags(self) -> list[tuple[str, ...]]:
        """The flags of each mail in the box."""
        return await asyncio.to_thread(self._flags)

    def _flags(self) -> list[tuple[str, ...]]:
        with self._box() as box:
            return [tuple(sorted(set(mail.flags) - {r"\Recent"})) for mail in box.fetch(mark_seen=False)]

    async def mark_deleted(self) -> None:
        def mark() -> None:
            with self._box() as box:
                box.client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")

        await asyncio.to_thread(mark)

    def hang_up(self) -> None:
        """Cut every line."""
        for writer in self.connections:
            writer.transport.abort()

    def _box(self) -> MailBox:
        context = ssl.create_default_context(cafile=self.ca_file)
        return MailBox("localhost", self.port, ssl_context=context).login_utf8(USER, PASSWORD)


@asynccontextmanager
async def post(folder: Path, *, idle: bool = True) -> AsyncIterator[Post]:
    certificate = authority().issue_cert("localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    ca_file = folder / "ca.pem"
    authority().cert_pem.write_to_path(str(ca_file))
    imap, served = await _server(idle), Post(0, ca_file)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.connections.add(writer)
        await imap(_Listening(reader, served.commands), writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        served.hang_up()
        await server.wait_closed()


class _Quiet(Config):
    """A server that does not offer to tell of new mail."""

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=False, object_id=True, multi_append=True)


async def _server(idle: bool) -> Any:
    parser = ArgumentParser()
    IMAPService.add_arguments(parser)
    DictBackend.add_subparser("dict", parser.add_subparsers())
    arguments = parser.parse_args(["--host", "127.0.0.1", "--no-tls", "dict"])
    arguments.debug, arguments.passlib_cfg = False, None
    arguments.demo_user, arguments.demo_password = USER, PASSWORD
    kind = Config if idle else _Quiet
    config = kind.from_args(arguments, hash_context=BuiltinHash(rounds=1), invalid_user_sleep=0)
    login = Login(config)
    hashed = await Passwords(config).hash_password(PASSWORD)
    await login.demo_user_identity.set(UserMetadata(config, USER, password=hashed))
    config.apply_context()
    return ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(login, config))


class _Listening(asyncio.StreamReader):
    """Passes on what the client says and keeps the lines."""

    def __init__(self, reader: asyncio.StreamReader, lines: list[str]) -> None:
        self._reader, self._lines = reader, lines

    def __getattribute__(self, name: str) -> Any:
        if name in ("_reader", "_lines", "readline", "_heard"):
            return object.__getattribute__(self, name)
        return getattr(self._reader, name)

    async def readline(self) -> bytes:
        line = await self._reader.readline()
        self._lines.append(line.decode(errors="replace").strip())
        return line


def mail(
    text: str, *, sender: str = "News <news@laogao.example>", subject: str = "Evening", **headers: str
) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"], made["Date"] = sender, "reader@box.example", subject, SENT
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()
