"""A mail (RFC 5322, as in an .eml file) → the texts in it that may be issues. Pure.

The text is one of them: of alternatives the plain one, else the HTML; pieces a mail program cut it into are
joined. Each attached text file is another, and so are those of a mail that was forwarded as an attachment.
A declared character set is believed when the bytes agree; otherwise the reader finds it out as for any file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from bot.intake.found import Found, base_name, printable
from bot.reader import Unreadable
from bot.reader.decode import decode

__all__ = ["MAX_MAIL", "Found", "texts_of"]

MAX_MAIL = 25_000_000
"""Bytes of a mail; larger ones are refused. Mail servers stop at about as much."""

MAX_PARTS = 100
"""Parts of a mail, however nested."""

_ATTACHED = (".txt", ".html", ".htm", ".md")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "us-ascii": "utf-8", "ascii": "utf-8"}
"""What programs declare against what they write."""

_PROVES_NOTHING = re.compile(r"(iso-?8859|latin|windows-?125|cp-?125)", re.IGNORECASE)
"""In these any bytes are text, so that they fit says nothing."""

_BOUNDARY = re.compile(rb"\bboundary\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A piece of a mail's text, its transfer encoding undone."""

    data: bytes
    charset: str | None
    """The declared one, when it is right."""

    def as_utf8(self) -> bytes:
        if self.charset is None:
            return decode(self.data).text.encode("utf-8", "replace")
        return self.data.decode(self.charset).encode("utf-8", "replace")


def texts_of(data: bytes) -> list[Found]:
    """The texts of a mail: its own first, then those attached. Empty when it holds no text at all.

    `sender` is None unless there is exactly one. Raises `Unreadable` for what is too large, nested too deep or
    no mail.
    """
    if len(data) > MAX_MAIL:
        raise Unreadable(
            f"too large: a mail of {len(data) / 1e6:.1f} MB; at most {MAX_MAIL / 1e6:.0f} MB are read"
        )
    if len(_BOUNDARY.findall(data)) > MAX_PARTS:
        raise Unreadable(f"a mail with more than {MAX_PARTS} nested parts")
    try:
        message = message_from_bytes(data)
        if not message.keys():
            raise Unreadable("no mail: it does not begin with headers (From:, Date:, Subject: …)")
        count = sum(1 for _ in message.walk())
        if count > MAX_PARTS:
            raise Unreadable(f"a mail with {count} parts; at most {MAX_PARTS} are read")
        return list(_found(message))
    except RecursionError:
        raise Unreadable("a mail nested too deep") from None


def _found(message: Message) -> Iterator[Found]:
    sent, sender = _sent(message), _sender(message)
    subject = printable(_header(message.get("Subject"))) or "mail"
    pieces = list(_body(message))
    if pieces:
        yield Found(subject, _joined(pieces), sent, sender)
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            for inner in _children(part):
                # Who forwarded it is the one who sent it to us, whatever the inner mail says.
                yield from (Found(it.name, it.data, it.received or sent, sender) for it in _found(inner))
        elif _is_attached_text(part):
            yield Found(_file_name(part), _joined([_text(part)]), sent, sender)


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a mail, not those of a mail inside it."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for child in _children(message):
        yield from _parts(child)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _body(part: Message) -> Iterator[_Text]:
    """The pieces of the text that a person sees when they open the mail."""
    if _is_attached(part) or part.get_content_maintype() == "message":
        return
    if not part.is_multipart():
        if part.get_content_type() in ("text/plain", "text/html") and (text := _text(part)).data.strip():
            yield text
        return
    subtype, inner = part.get_content_subtype(), _children(part)
    if subtype == "alternative":
        yield from _preferred(inner)
    else:
        for each in inner[:1] if subtype == "related" else inner:
            yield from _body(each)


def _preferred(alternatives: Iterable[Message]) -> list[_Text]:
    """Of the same text in several forms the plain one, unless it is empty."""
    found = [(each, pieces) for each in alternatives if (pieces := list(_body(each)))]
    plain = [pieces for each, pieces in found if each.get_content_type() == "text/plain"]
    return [*plain, *(pieces for _, pieces in found), []][0]


def _joined(pieces: list[_Text]) -> bytes:
    """A single piece without a good character set is left as it is: the reader tells what it made of it."""
    if len(pieces) == 1 and pieces[0].charset is None:
        return pieces[0].data
    return b"\n".join(piece.as_utf8() for piece in pieces)


def _text(part: Message) -> _Text:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return _Text(data, _charset(part, data))


def _charset(part: Message, data: bytes) -> str | None:
    """The declared character set, if there is one, Python knows it and the bytes are of it."""
    declared = part.get_content_charset() or ""
    name = _WIDER.get(declared, declared)
    if _PROVES_NOTHING.match(name):
        return None
    try:
        data.decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(
        part.get_filename() and part.get_content_disposition() != "inline"
    )


def _is_attached_text(part: Message) -> bool:
    return not part.is_multipart() and _is_attached(part) and _file_name(part).lower().endswith(_ATTACHED)


def _file_name(part: Message) -> str:
    return base_name(_header(part.get_filename()))


def _header(value: object) -> str:
    """A header's text, encoded words undone; whatever is wrong in it stays as printed."""
    raw = str(value or "")
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


def _sent(message: Message) -> datetime | None:
    """When it says it was sent. A time without zone counts as UTC."""
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
        return sent.replace(tzinfo=sent.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sender(message: Message) -> str | None:
    """The one address in the one From header. Two of either is how a sender is forged: then nobody's."""
    headers = [str(value) for value in message.get_all("From", [])]
    addresses = [address for _, address in getaddresses(headers)]
    if len(headers) != 1 or len(addresses) != 1:
        return None
    address = addresses[0].strip().lower()
    return address if re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", address) else None
