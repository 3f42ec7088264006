"""Why a file is refused, in the admin's language: what the readers of files say is found again in the catalogue."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from bot.chat.intake.reasons import reason_said
from bot.intake.archives import members
from bot.intake.found import Refused
from bot.intake.mail import texts_of
from bot.reader import Unreadable, read
from bot.reader.decode import _SIGNATURES, MAX_BYTES
from bot.texts import for_language

REFUSED = (
    b"",
    b"meow",
    bytes(range(32)) * 40,
    b"x" * (MAX_BYTES + 1),
    *(signature + b"...." for signature in _SIGNATURES),
)


def reasons() -> Iterator[str]:
    for data in REFUSED:
        with pytest.raises(Unreadable) as refused:
            read(data)
        yield str(refused.value)
    with pytest.raises(Unreadable) as refused:
        read(b"1. One", encoding="klingon")
    yield str(refused.value)
    with pytest.raises(Unreadable) as refused:
        list(members(io.BytesIO(b"meow"), lambda _: True))
    yield str(refused.value)
    with pytest.raises(Unreadable) as refused:
        texts_of(b"\nmeow")
    yield str(refused.value)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", b"")
        archive.writestr("bomb.txt", b"x" * 2_000_000)
    yield from (it.reason for it in members(packed, lambda _: True) if isinstance(it, Refused))


def test_every_common_reason_is_said_in_chinese_and_as_it_is_in_english() -> None:
    found = list(reasons())
    assert len(found) > len(REFUSED) + 3
    for reason in found:
        assert reason_said(for_language("en"), reason) == reason
        said = reason_said(for_language("zh"), reason)
        assert re.search("[\u4e00-\u9fff]", said), reason
        assert not re.search(r"\b(?:the|this|not text|a file|document|image)\b", said), said


def test_what_is_not_known_stays_as_it_is() -> None:
    assert reason_said(for_language("zh"), "permission denied") == "permission denied"
