"""The mailbox with a real IMAP server over TLS: allowed senders, each mail once, nothing deleted."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
import trustme

from bot.intake.imap import Account
from bot.intake.mailbox import Mailbox
from bot.intake.source import SourceError
from bot.intake.watch import watching
from tests.intake.office import Office, evening
from tests.intake.post import PASSWORD, Post, mail
from tests.intake.post import post as serving

HOUR = timedelta(hours=1)
SENDERS = ("news@laogao.example", "editor@laogao.example")


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with serving(tmp_path) as served:
        yield served


@dataclass
class Reader:
    """Looks into the mailbox, each time as after a restart."""

    office: Office
    account: Account

    def mailbox(self, **more: Any) -> Mailbox:
        return Mailbox(self.account, SENDERS, self.office.desk, every=HOUR, **more)

    async def look(self, **more: Any) -> None:
        mailbox = self.mailbox(**more)
        try:
            await mailbox.look()
        finally:
            await mailbox.close()


@pytest.fixture
def reader(office: Office, post: Post) -> Reader:
    return Reader(office, post.account())


async def error_of(office: Office, account: Account) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await Reader(office, account).look()
    return caught.value


async def test_a_mail_of_an_allowed_sender_is_stored_and_marked_as_seen(
    office: Office, post: Post, reader: Reader
) -> None:
    await post.deliver(mail(evening(13)), mail(evening(14), sender="EDITOR@laogao.example"))
    await reader.look()
    assert await office.days() == ["2019-11-13", "2019-11-14"]
    assert await post.flags() == [("\\Seen",), ("\\Seen",)]
    assert office.told == []


async def test_each_mail_is_read_once_and_a_restart_goes_on_from_there(
    office: Office, post: Post, reader: Reader
) -> None:
    await post.deliver(mail("No issue today."), mail(evening(13)))
    await reader.look()
    await post.deliver(mail(evening(14)))
    await reader.look()
    await reader.look()
    assert await office.days() == ["2019-11-13", "2019-11-14"]
    fetched = [line for line in post.commands if "BODY.PEEK[]" in line and "FLAGS" not in line]
    assert len(fetched) == 3
    (told,) = office.told
    assert "Evening was refused: no items found" in told


async def test_a_mailbox_that_was_made_anew_is_read_from_its_start(
    office: Office, post: Post, reader: Reader
) -> None:
    name = reader.mailbox().name
    await office.storage.sources.remember(name, {"uidvalidity": "of another box", "uid": "100000"})
    await post.deliver(mail(evening(14)))
    await reader.look()
    assert await office.days() == ["2019-11-14"]


async def test_other_senders_are_neither_read_nor_marked(office: Office, post: Post, reader: Reader) -> None:
    await post.deliver(
        mail(evening(14), sender="evil@x.example"),
        mail(evening(14), sender='"news@laogao.example" <evil@x.example>'),
        mail(evening(14), sender="news@laogao.example.x.example"),
        mail(evening(14), Reply_To="news@laogao.example", sender="evil@x.example"),
    )
    await reader.look()
    assert await office.days() == []
    assert await post.flags() == [(), (), (), ()]
    assert not any("BODY.PEEK[]<" in line for line in post.commands)
    assert office.told == []  # or anybody could make us write to the operators


async def test_a_sender_the_server_does_not_vouch_for_is_refused_and_told_once(
    office: Office, post: Post, reader: Reader
) -> None:
    good = "mx.box.example; dkim=pass header.d=laogao.example"
    await post.deliver(
        mail(evening(13), Authentication_Results=good),
        mail(evening(14), subject="Urgent", Authentication_Results="x"),
    )
    for _ in range(2):
        await reader.look(vouching="mx.box.example")
    assert await office.days() == ["2019-11-13"]
    (told,) = office.told
    assert "Urgent was refused: mx.box.example does not vouch for its sender news@laogao.example" in told


async def test_attachments_are_read_and_their_names_are_never_paths(
    office: Office, post: Post, reader: Reader, tmp_path: Path
) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["Subject"], made["Date"] = (
        SENDERS[0],
        "See attached",
        "Thu, 14 Nov 2019 12:00:00 +0000",
    )
    made.set_content("Dear reader,\nthe issue is attached.\n")
    made.add_attachment(evening(14).encode("gb18030"), "text", "plain", filename="../../evening.txt")
    await post.deliver(made.as_bytes())
    before = set(tmp_path.rglob("*"))
    await reader.look()
    assert await office.days() == ["2019-11-14"]
    assert set(tmp_path.rglob("*")) - before <= {tmp_path / "archive.db-wal", tmp_path / "archive.db-shm"}
    assert office.told == []


async def test_the_day_it_was_sent_bounds_the_year(office: Office, post: Post, reader: Reader) -> None:
    await post.deliver(mail(evening(14)).replace(b"14 Nov 2019", b"14 Nov 2018"))
    await reader.look()
    assert await office.days() == ["2018-11-14"]


async def test_a_mail_too_large_is_told_and_not_fetched(
    office: Office, post: Post, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.mailbox.MAX_MAIL", 500)
    await post.deliver(mail(evening(14)))
    await reader.look()
    (told,) = office.told
    assert "Evening was refused: too large" in told
    assert not any("BODY.PEEK[]<" in line for line in post.commands)


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: text/plain; charset=no-such-thing\r\n\r\n\xff\xfe\xfd",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n\r\n====",
        b"Subject: =?utf-8?b?\xff?=\r\n\r\n\0\0\0",
        b"\r\n",
    ],
    ids="charset nested no-boundary base64 header empty".split(),
)
async def test_a_broken_mail_is_refused_and_the_next_one_read(
    office: Office, post: Post, reader: Reader, body: bytes
) -> None:
    await post.deliver(b"From: news@laogao.example\r\n" + body, mail(evening(14)))
    await reader.look()
    assert await office.days() == ["2019-11-14"]
    (told,) = office.told
    assert "was refused" in told


async def test_new_mail_is_read_when_the_server_tells_of_it(
    office: Office, post: Post, reader: Reader
) -> None:
    async with watching(office.keeper, [reader.mailbox()]):
        await _until_said(post, "IDLE")
        await post.deliver(mail(evening(14)))
        await _stored(office)
    assert post.commands[-1].endswith("LOGOUT")


async def test_without_idle_the_mailbox_is_looked_into_in_turns(office: Office, tmp_path: Path) -> None:
    async with serving(tmp_path, idle=False) as post:
        mailbox = Mailbox(post.account(), SENDERS, office.desk, every=timedelta(seconds=0.1))
        async with watching(office.keeper, [mailbox]):
            await _until_said(post, "SEARCH")
            await post.deliver(mail(evening(14)))
            await _stored(office)
        assert not any(line.endswith("IDLE") for line in post.commands)


async def test_a_server_that_hangs_up_is_called_again(
    office: Office, post: Post, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.mailbox._AFTER_LOSS", 0.05)
    async with watching(office.keeper, [reader.mailbox()]):
        await _until_said(post, "IDLE")
        post.hang_up()
        await _until_said(post, "IDLE", times=2)
        await post.deliver(mail(evening(14)))
        await _stored(office)
    assert office.told == []


async def test_nothing_is_ever_deleted_not_even_what_others_marked(
    office: Office, post: Post, reader: Reader
) -> None:
    await post.deliver(mail(evening(13)), mail(evening(14)))
    await post.mark_deleted()
    await reader.look()
    assert await post.flags() == [("\\Deleted", "\\Seen")] * 2
    assert not any(word in line.upper() for line in post.commands for word in ("EXPUNGE", "CLOSE"))


async def test_an_untrusted_certificate_is_refused_before_the_password_is_said(
    office: Office, post: Post, tmp_path: Path
) -> None:
    error = await error_of(office, post.account(ca_file=None))
    assert "certificate is not trusted" in str(error)
    assert error.lasting
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    assert "not trusted" in str(await error_of(office, post.account(ca_file=tmp_path / "other.pem")))
    assert "not trusted" in str(await error_of(office, post.account(host="127.0.0.1")))  # another name
    assert post.commands == []


async def test_wrong_passwords_and_folders_are_told_without_the_password(office: Office, post: Post) -> None:
    error = await error_of(office, post.account(password="wrong"))
    assert str(error) == "the server refuses user or password"
    assert error.lasting
    assert str(await error_of(office, post.account(folder="Nowhere"))) == "there is no such folder"
    assert "control character" in str(await error_of(office, post.account(user="a\r\nB LOGOUT")))
    assert PASSWORD not in repr(post.account())


async def test_letters_beyond_ascii_are_no_trouble(office: Office, post: Post) -> None:
    assert "refuses user or password" in str(await error_of(office, post.account(password="密码")))
    assert "no such folder" in str(await error_of(office, post.account(folder="快讯")))


async def test_a_port_that_is_closed_or_speaks_no_tls_is_told(office: Office, post: Post) -> None:
    assert "refused" in str(await error_of(office, post.account(port=9)))

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK plain IMAP\r\n" * 10)
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as plain:
        error = await error_of(office, post.account(port=plain.sockets[0].getsockname()[1]))
    assert "no TLS on this port" in str(error)


async def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    office: Office, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.imap.CONNECT_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connected by the system, answered by nobody
        error = await error_of(office, post.account(port=silent.getsockname()[1]))
    assert str(error) == "no answer in time"
    assert not error.lasting


async def _until_said(post: Post, word: str, *, times: int = 1) -> None:
    async with asyncio.timeout(10):
        while sum(word in line for line in post.commands) < times:  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.01)


async def _stored(office: Office) -> None:
    async with asyncio.timeout(10):
        while await office.days() != ["2019-11-14"]:  # noqa: ASYNC110 - asks the database
            await asyncio.sleep(0.02)
