"""Telegram's HTML: text and entities out of a marked-up string.

Follows the rules of the Bot API ("Formatting options, HTML style") and, where they are silent, the parser in
Telegram's own client library (td, MessageEntity.cpp): the same tags, the same error sentences with byte offsets,
and a named entity it does not know stays as written.
"""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.sandbox.errors import bad_request
from bot.sandbox.links import checked_link, mentioned_user
from bot.sandbox.utf16 import utf16_length

Entity = dict[str, Any]
"""A MessageEntity as the Bot API writes it: type, offset, length (UTF-16 units), and url, language, …"""

_PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_PLAIN) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_SPECIAL = re.compile("[<&]")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([a-zA-Z]+));?")
_SPACE = re.compile(r"[ \t\r\n\v\0]*")
_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\v\0>=]*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Parser:
    """Reads one string from left to right; text collects in pieces, offsets in UTF-16 units."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        at, source = 0, self.source
        while found := _SPECIAL.search(source, at):
            start = found.start()
            self._add(source[at:start])
            if source[start] == "&":
                at = self._reference(start)
            elif source.startswith("/", start + 1):
                at = self._end_tag(start)
            else:
                at = self._start_tag(start)
        self._add(source[at:])
        if self.open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return "".join(self.pieces), self.entities

    def _add(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.offset += utf16_length(text)

    def _refuse(self, reason: str, at: int | None = None, rest: str = "") -> NoReturn:
        if at is not None:
            reason += f" at byte offset {len(self.source[:at].encode('utf-8', 'surrogatepass'))}"
        raise bad_request(f"can't parse entities: {reason}{rest}")

    def _reference(self, start: int) -> int:
        text, end = _reference(self.source, start)
        self._add(text)
        return end

    def _start_tag(self, start: int) -> int:
        source = self.source
        end = _end(_NAME, source, start + 1)
        if end == len(source):
            self._refuse("Unclosed start tag", start)
        name = source[start + 1 : end].lower()
        if name not in _TAGS:
            self._refuse(f'Unsupported start tag "{name}"', start)
        attributes, end = self._attributes(name, start, end)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"', start)
        self.open.append(_Open(name, attributes, self.offset, len(self.pieces)))
        return end

    def _attributes(self, name: str, start: int, at: int) -> tuple[dict[str, str], int]:
        """Attributes and the position after the closing `>`."""
        source, attributes = self.source, dict[str, str]()
        while True:
            at = _end(_SPACE, source, at)
            if source.startswith(">", at):
                return attributes, at + 1
            end = _end(_ATTRIBUTE, source, at)
            key = source[at:end].lower()
            at = _end(_SPACE, source, end)
            if at == len(source):
                self._refuse("Unclosed start tag", start)
            if not key:
                self._refuse(f'Empty attribute name in the tag "{name}"', start)
            if source[at] != "=":
                attributes[key] = ""
                continue
            attributes[key], at = self._value(start, _end(_SPACE, source, at + 1))

    def _value(self, start: int, at: int) -> tuple[str, int]:
        source = self.source
        if source[at : at + 1] not in ("'", '"'):
            end = _end(_TOKEN, source, at)
            if end == len(source):
                self._refuse("Unclosed start tag", start)
            if source[end] not in " \t\r\n\v\0>":
                self._refuse("Unexpected end of name token", at)
            return source[at:end].lower(), end
        close = source.find(source[at], at + 1)
        if close < 0 or close + 1 == len(source):
            self._refuse("Unclosed start tag", start)
        return unescape(source[at + 1 : close]), close + 1

    def _end_tag(self, start: int) -> int:
        source = self.source
        if not self.open:
            self._refuse("Unexpected end tag", start)
        end = _end(_NAME, source, start + 2)
        name = source[start + 2 : end].lower()
        end = _end(_SPACE, source, end)
        if not source.startswith(">", end):
            self._refuse("Unclosed end tag", start)
        tag = self.open.pop()
        if name and name != tag.name:
            self._refuse("Unmatched end tag", start, f', expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self._close(tag)
        return end + 1

    def _close(self, tag: _Open) -> None:
        entity = {"type": "", "offset": tag.offset, "length": self.offset - tag.offset}
        details = self._describe(tag)
        if details is None:
            return
        if details["type"] == "pre" and self.entities and _same_place(self.entities[-1], entity):
            inner = self.entities[-1]
            if inner["type"] == "code":
                self.entities.pop()  # <pre><code class="language-…"> is one entity
                if "language" in inner:
                    details["language"] = inner["language"]
        self.entities.append(entity | details)

    def _describe(self, tag: _Open) -> Entity | None:
        """Type and extra fields of the entity a tag makes; None when the tag makes none (a bad link)."""
        name, attributes = tag.name, tag.attributes
        if name in _PLAIN:
            return {"type": _PLAIN[name]}
        if name == "a":
            return _link(attributes.get("href") or "".join(self.pieces[tag.piece :]))
        if name == "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        if name == "tg-emoji":
            return _emoji(attributes.get("emoji-id", ""))
        if name == "tg-time":
            return _time(attributes)
        language = attributes.get("class", "")
        if name == "code" and language.startswith("language-"):
            return {"type": "code", "language": language.removeprefix("language-")}
        return {"type": name}


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities (in the order their tags end). ApiError 400 "can't parse entities: …" when malformed.

    Overlaps, limits and white space are not looked at here: entities.py does that for every kind of input.
    """
    text, entities = _Parser(source).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # a class counts only inside <pre>
    return text, entities


def unescape(text: str) -> str:
    """Replace the references Telegram knows: numeric ones and &lt; &gt; &amp; &quot;."""
    parts, at = [], 0
    while (start := text.find("&", at)) >= 0:
        parts.append(text[at:start])
        piece, at = _reference(text, start)
        parts.append(piece)
    return "".join(parts) + text[at:]


def _reference(source: str, start: int) -> tuple[str, int]:
    """The character meant by the reference at `start` and where it ends; an unknown one is a plain `&`."""
    found = _REFERENCE.match(source, start)
    if found:
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            if name in _NAMED:
                return _NAMED[name], found.end()
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
                return chr(code), found.end()
    return "&", start + 1


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    found = pattern.match(source, at)
    return found.end() if found else at


def _same_place(left: Entity, right: Entity) -> bool:
    return bool(left["offset"] == right["offset"] and left["length"] == right["length"])


def _link(target: str) -> Entity | None:
    user = mentioned_user(target)
    if user is not None:
        return {"type": "text_mention", "user": {"id": user}}
    url = checked_link(target)
    return {"type": "text_link", "url": url} if url else None


def _emoji(identifier: str) -> Entity:
    if not identifier.isdecimal() or not identifier.isascii():
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _time(attributes: dict[str, str]) -> Entity:
    unix = attributes.get("unix", "")
    if not unix.isdecimal() or not unix.isascii() or len(unix) > 10:
        raise bad_request('can\'t parse entities: Invalid date specified in the tag "tg-time"')
    entity: Entity = {"type": "date_time", "unix_time": int(unix)}
    if attributes.get("format"):
        entity["date_time_format"] = attributes["format"]
    return entity
