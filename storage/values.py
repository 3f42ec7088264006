"""How instants, days, lists and texts stand in the database: epoch seconds, ISO dates, JSON, deflated bytes."""

import json
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

# Made once: json.dumps with settings of one's own makes an encoder for every call, and json.loads looks for white space
# around, which we never write.
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_raw_decode = json.JSONDecoder().raw_decode


def epoch(instant: datetime) -> int:
    """Whole seconds since 1970. The instant must be aware."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be stored")
    return int(instant.timestamp())


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pack(words: Iterable[object]) -> str:
    return _compact(list(words)) if words != () else "[]"


def unpack(text: str) -> tuple[Any, ...]:
    return tuple(_raw_decode(text)[0]) if text != "[]" else ()


def deflated(data: bytes) -> bytes:
    """As `zlib` packs it, a twentieth larger than it might be.

    An issue is a few kB: to get the tables of a quarter of a megabyte that zlib takes by itself costs as much as to
    pack it with smaller ones.
    """
    packer = zlib.compressobj(3, wbits=13, memLevel=7)
    return packer.compress(data) + packer.flush()


def inflated(packed: bytes) -> bytes:
    """What was packed by this or any other version of the program."""
    return zlib.decompress(packed)
