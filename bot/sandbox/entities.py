"""What becomes of entities, from whichever side they come: cleaned, trimmed, untangled, counted.

Sources: Bot API, "Formatting options" (what may contain what; 100 entities) and td, MessageEntity.cpp
(fix_formatted_text: control characters, white space at the ends, code wins over everything).
"""

import re
from bisect import bisect_left
from collections import deque
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.html import Entity
from bot.sandbox.links import checked_link
from bot.sandbox.utf16 import Units, utf16_length

MAX_ENTITIES = 100
"""A message keeps this many; the format of the rest is lost in silence."""

_CODE = frozenset({"code", "pre"})
_QUOTE = frozenset({"blockquote", "expandable_blockquote"})
_STYLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
_EXTRA: dict[str, tuple[str, type]] = {
    "text_link": ("url", str),
    "text_mention": ("user", dict),
    "custom_emoji": ("custom_emoji_id", str),
    "date_time": ("unix_time", int),
}
_OPTIONAL = {"pre": "language", "date_time": "date_time_format"}
_KNOWN = _CODE | _QUOTE | _STYLE | _FOUND | frozenset(_EXTRA)

_RANK = dict.fromkeys(_QUOTE, 0) | {
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
"""Which of two entities over the same text is the outer one: the lower (td, get_type_priority); others 50."""

_DROPPED = "\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a"
_BAD = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f{_DROPPED}]")

_DETECT = re.compile(
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}。，；：！？）】」』、])"
    r"|(?<![\w/.+-])(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z]\w{3,31})(?![\w@])"
    r"|(?<![\w/<])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/@])"
    r"|(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d])\w{1,256})"
    r"|(?<![\w$])(?P<cashtag>\$[A-Z]{1,8})(?!\w)"
)


def read_entities(raw: Any, text: str) -> list[Entity]:
    """Entities given by hand. ApiError 400 when they do not fit the text."""
    if not isinstance(raw, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    units = utf16_length(text)
    lookup = Units(text)
    entities = [_read_one(entry, units, lookup) for entry in raw]
    return [entity for entity in entities if entity is not None]


def _read_one(entry: Any, units: int, lookup: Units) -> Entity | None:
    if not isinstance(entry, dict):
        raise bad_request("can't parse entities: expected an Object")
    kind, offset, length = entry.get("type"), entry.get("offset"), entry.get("length")
    if kind not in _KNOWN:
        raise bad_request("can't parse entities: Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 0:
        raise bad_request('can\'t parse entities: Field "offset" and "length" must be of type Number')
    if offset + length > units:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {units}"
        )
    if lookup.units(lookup.position(offset)) != offset:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {offset}")
    if lookup.units(lookup.position(offset + length)) != offset + length:
        raise bad_request(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")
    return _details(kind, entry, {"type": kind, "offset": offset, "length": length})


def _details(kind: str, entry: dict[str, Any], entity: Entity) -> Entity | None:
    """The entity with what its kind needs; None for a link Telegram would not make."""
    if kind in _EXTRA:
        field, expected = _EXTRA[kind]
        if not isinstance(entry.get(field), expected):
            raise bad_request(f"can't parse entities: Can't find field \"{field}\"")
        entity[field] = entry[field]
    optional = _OPTIONAL.get(kind, "")
    if entry.get(optional) and isinstance(entry[optional], str):
        entity[optional] = entry[optional]
    if kind == "text_link":
        entity["url"] = checked_link(entry["url"])
        return entity if entity["url"] else None
    return entity


def settle(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text and entities as the message will carry them: clean, trimmed, nested properly, at most 100."""
    text, entities = _clean(text, entities)
    text, entities = _trim(text, entities)
    if entities:
        entities = untangle(entities)
    found = detect(text, entities)
    if found:
        entities = sorted(entities + found, key=_order)
    return text, entities[:MAX_ENTITIES]


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; carriage returns and direction overrides vanish."""
    if not _BAD.search(text):
        return text, entities
    if entities:
        units = Units(text)
        gone = [units.units(at) for at, character in enumerate(text) if character in _DROPPED]
        entities = [_move(entity, gone) for entity in entities]
    return _BAD.sub(lambda found: "" if found[0] in _DROPPED else " ", text), entities


def _move(entity: Entity, gone: list[int]) -> Entity:
    start = entity["offset"]
    end = start + entity["length"]
    new_start = start - bisect_left(gone, start)
    return entity | {"offset": new_start, "length": end - bisect_left(gone, end) - new_start}


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """No white space at the end; none at the start, up to where the first entity begins."""
    trimmed = text.rstrip(" \n\t")
    if len(trimmed) != len(text):
        text, end = trimmed, utf16_length(trimmed)
        entities = [
            entity | {"length": min(entity["length"], end - entity["offset"])}
            for entity in entities
            if entity["offset"] < end
        ]
    entities = [entity for entity in entities if entity["length"] > 0]
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n\t")), first)
    if lead:
        text = text[lead:]
        entities = [entity | {"offset": entity["offset"] - lead} for entity in entities]
    return text, entities


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _RANK.get(entity["type"], 50)


def untangle(entities: list[Entity]) -> list[Entity]:
    """Make the entities nest as the Bot API allows, dropping or cutting what does not fit; sorted.

    - code and pre contain nothing: what lies inside is dropped, a style around them is cut in two;
    - quotes do not nest, a style in itself says nothing, links and the like do not contain each other;
    - of two that overlap in part the later one is cut in two (a style) or dropped.
    """
    kept: list[Entity] = []
    stack: list[Entity] = []
    holes: dict[int, list[tuple[int, int]]] = {}
    dead: set[int] = set()
    queue = deque(sorted(entities, key=_order))
    while queue:
        entity = queue.popleft()
        start, end = entity["offset"], _end(entity)
        while stack and _end(stack[-1]) <= start:
            stack.pop()
        if stack and end > (limit := _end(stack[-1])):
            if entity["type"] in _STYLE:
                queue.extend(_split(entity, limit))
                queue = deque(sorted(queue, key=_order))
            continue
        if any(_forbids(outer["type"], entity["type"]) for outer in stack if id(outer) not in dead):
            continue
        if entity["type"] in _CODE:
            for outer in stack:
                if outer["type"] in _STYLE:
                    holes.setdefault(id(outer), []).append((start, end))
                elif outer["type"] not in _QUOTE:
                    dead.add(id(outer))
        kept.append(entity)
        stack.append(entity)
    if not holes and not dead:
        return kept
    # What is left of a style around code may now overlap a quote: once more, with nothing left to cut around.
    return untangle(
        [piece for entity in kept if id(entity) not in dead for piece in _cut(entity, holes.get(id(entity)))]
    )


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _split(entity: Entity, at: int) -> tuple[Entity, Entity]:
    start, end = entity["offset"], _end(entity)
    return entity | {"length": at - start}, entity | {"offset": at, "length": end - at}


def _forbids(outer: str, inner: str) -> bool:
    if outer in _CODE or outer == inner:
        return True
    if outer in _QUOTE:
        return inner in _QUOTE
    return outer not in _STYLE and inner not in _STYLE and inner not in _CODE


def _cut(entity: Entity, holes: list[tuple[int, int]] | None) -> list[Entity]:
    """What is left of an entity around the holes (sorted, inside it)."""
    if not holes:
        return [entity]
    pieces, at, end = [], entity["offset"], _end(entity)
    for start, stop in [*holes, (end, end)]:
        if start > at:
            pieces.append(entity | {"offset": at, "length": start - at})
        at = max(at, stop)
    return pieces


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """Links, commands, mentions and tags that Telegram makes clickable by itself, outside code and links."""
    if not any(mark in text for mark in "/@#$"):
        return []
    units = Units(text)
    taken = [
        (entity["offset"], _end(entity))
        for entity in entities
        if entity["type"] not in _STYLE and entity["type"] not in _QUOTE
    ]
    edges = sorted(edge for entity in entities for edge in (entity["offset"], _end(entity)))
    found = []
    for match in _DETECT.finditer(text):
        start, end = units.units(match.start()), units.units(match.end())
        crossed = bisect_left(edges, end) > bisect_left(edges, start + 1)
        if crossed or any(start < stop and begin < end for begin, stop in taken):
            continue
        found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    return found
