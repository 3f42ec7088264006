"""Which texts of a mail may be issues, however it was put together, and who says to have sent it."""

import base64
from datetime import UTC, date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from bot.intake.mail import MAX_PARTS, texts_of
from bot.reader import Unreadable

SENT = "Thu, 14 Nov 2019 18:05:00 +0800"
TEXT = "1. 京東 opens a shop\nIt opened. (Daily)\n"
HEAD = f"From: Editor <editor@news.example>\nDate: {SENT}\nSubject: Evening news\nMIME-Version: 1.0\n"


def mail(text: str = TEXT, html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Date"], made["Subject"] = "Editor <Editor@News.example>", SENT, "晚报 evening"
    made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made


def raw(headers: str, body: bytes) -> bytes:
    return (HEAD + headers).replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def texts(data: bytes) -> list[str]:
    return [found.data.decode() for found in texts_of(data)]


def test_a_plain_mail_is_its_text_with_who_and_when() -> None:
    (found,) = texts_of(bytes(mail()))
    assert (found.name, found.data.decode()) == ("晚报 evening", TEXT)
    assert (found.sender, found.received) == (
        "editor@news.example",
        datetime(2019, 11, 14, 10, 5, tzinfo=UTC),
    )


def test_of_alternatives_the_plain_one_unless_it_is_empty() -> None:
    assert texts(bytes(mail(html="<p>1. Other</p>"))) == [TEXT]
    assert texts(bytes(mail(" \n", html="<p>1. Only here</p>"))) == ["<p>1. Only here</p>\n"]


def test_nested_multiparts_and_pieces_are_one_text() -> None:
    made = mail(html="<p>the same</p>")
    made.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="logo.png")
    made.attach(mail("2. Second piece\nIts body.\n"))  # as some programs cut a text around a picture
    assert texts(bytes(made)) == [TEXT + "\n2. Second piece\nIts body.\n"]


def test_attached_texts_are_further_ones_and_their_paths_are_never_used() -> None:
    made = mail("See attached.\n")
    made.add_attachment(TEXT, filename="../../etc/cron.d/x.txt")
    made.add_attachment("<p>1. A</p>", subtype="html", filename="C:\\news\\B.HTML")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="c.pdf")
    assert [found.name for found in texts_of(bytes(made))] == ["晚报 evening", "x.txt", "B.HTML"]


def test_an_encoded_attachment_name_is_read_and_control_characters_never_stay() -> None:
    name = base64.b64encode("晚\n\x1b[31m报.txt".encode()).decode()
    data = raw(f'Content-Disposition: attachment; filename="=?utf-8?B?{name}?="', TEXT.encode())
    (found,) = texts_of(data)
    assert found.name == "晚 [31m报.txt"


def test_a_forwarded_mail_counts_as_sent_by_who_forwarded_it() -> None:
    outer = mail("Look at this.\n")
    inner = EmailMessage()
    inner["From"], inner["Date"], inner["Subject"] = (
        "other@else.example",
        "Mon, 11 Nov 2019 08:00:00 +0800",
        "inner",
    )
    inner.set_content(TEXT)
    outer.add_attachment(inner)
    assert [(it.name, it.sender, it.received and it.received.day) for it in texts_of(bytes(outer))] == [
        ("晚报 evening", "editor@news.example", 14),
        ("inner", "editor@news.example", 11),
    ]


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "gb18030"),
        ("big5", "big5"),
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("x-nonsense", "utf-8"),
        ("utf-8", "gb18030"),
        ("", "utf-8"),
    ],
)
def test_a_charset_is_believed_only_when_it_fits(declared: str, written: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}" if declared else "Content-Type: text/plain"
    (found,) = texts_of(
        raw(f"{kind}\nContent-Transfer-Encoding: base64", base64.encodebytes(TEXT.encode(written)))
    )
    expected = TEXT.encode() if declared in ("gb2312", "big5") else TEXT.encode(written)
    assert found.data == expected


def test_a_mail_without_content_type_is_read_as_the_reader_reads_files() -> None:
    assert texts_of(raw("X-Nothing: here", TEXT.encode("gb18030")))[0].data == TEXT.encode("gb18030")


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "From: a@x.example\nFrom: editor@news.example",
        "From: a@x.example, editor@news.example",
        "From: editor@news.example <a@x.example>, b@x.example",
        "From: nobody",
    ],
)
def test_an_unclear_sender_is_nobody(sender: str) -> None:
    (found,) = texts_of(f"{sender}\nSubject: x\n\n{TEXT}".strip().encode())
    assert found.sender is None


def test_the_address_counts_not_the_name_that_pretends_to_be_one() -> None:
    (found,) = texts_of(f'From: "editor@news.example" <a@x.example>\n\n{TEXT}'.encode())
    assert found.sender == "a@x.example"


@pytest.mark.parametrize("sent", ["", "yesterday", "Thu, 99 Foo 20191 99:99", "14 Nov 2019 18:05 +9999999"])
def test_a_date_that_is_none_is_none(sent: str) -> None:
    assert texts_of(f"From: a@x.example\nDate: {sent}\n\n{TEXT}".encode())[0].received is None


def test_the_day_it_was_sent_is_of_the_newsletters_zone_and_never_in_the_future() -> None:
    (found,) = texts_of(bytes(mail()))
    zone = ZoneInfo("Pacific/Kiritimati")
    assert found.day(zone, datetime(2019, 11, 20, tzinfo=UTC)) == date(2019, 11, 15)
    assert found.day(zone, datetime(2019, 11, 14, tzinfo=UTC)) is None


def nested(depth: int) -> bytes:
    lines = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}' for n in range(depth)]
    return ("From: a@x.example\r\n" + "\r\n".join(lines) + f"\r\n\r\n{TEXT}").encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (nested(MAX_PARTS + 1), "nested parts"),
        (
            b"From: a@x.example\n" + b"Content-Type: message/rfc822\n\n" * 5000 + TEXT.encode(),
            "nested too deep|parts",
        ),
        (b'A: b\nContent-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\nhello\n" * 500, "501 parts"),
        (b"x" * 25_000_001, "too large"),
        (b"", "no mail"),
        (TEXT.encode(), "no mail"),
    ],
    ids=["nested", "mails in mails", "many", "large", "empty", "no headers"],
)
def test_what_is_built_to_hurt_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        texts_of(data)


def test_a_mail_nested_a_little_is_read() -> None:
    assert texts(nested(20)) == [TEXT.rstrip()]
