"""Times and editions as people type them: `8`, `8.30`, `８：３０`, `7:30pm`, `早上8点`, `晚上七点半`, `morning 8:00`."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from storage.records import Edition, Slot

DEFAULTS = {
    Edition.MORNING: (time(8, 30), frozenset(range(1, 8))),
    Edition.EVENING: (time(18, 30), frozenset(range(1, 8))),
    Edition.WEEKLY: (time(18, 30), frozenset({5})),
}
"""Local time and ISO weekdays: after the issues usually are there, and before most people look at their phone."""

_NUMERALS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45, "": 0}
_SIMPLIFIED = str.maketrans("時點報週兩", "时点报周两")
_LATER = ("下午", "傍晚", "晚上", "晚间", "夜里", "pm", "p.m.")
_PERIODS = "凌晨|清晨|早上|早晨|早间|上午|中午|下午|傍晚|晚上|晚间|夜里"
_NIGHT = ("凌晨", "晚上", "晚间", "夜里", "am", "a.m.")
"""Twelve o'clock of these is midnight."""

NUMERALS = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇]?[零〇一二两三四五六七八九]"
"""A number below a hundred in Chinese, as a regular expression."""

_DIGITS = rf"\d{{1,2}}|{NUMERALS}"
_TIME = re.compile(
    rf"(?P<period>{_PERIODS})?\s*(?P<hour>{_DIGITS})"
    rf"(?:\s*[:.点时h]\s*(?P<minute>\d{{2}}|半|一刻|三刻|{_DIGITS})?\s*分?)?(?P<oclock>点|o'clock)?"
    r"\s*(?P<half>am|pm|a\.m\.|p\.m\.)?(?!\d)"
)
_EDITION = re.compile(
    r"(?P<morning>mornings?|早报|早刊)|(?P<evening>evenings?|晚报|晚刊)|(?P<weekly>weekly|周报|周刊)"
)
_SHORT_EDITION = {"早": Edition.MORNING, "晚": Edition.EVENING, "周": Edition.WEEKLY, "week": Edition.WEEKLY}
_BETWEEN = re.compile(r"[\s,，、;；/&+和与及]+|and\b|at\b|every\s*day|daily\b|每天")


_CLOSE_UP = re.compile(r"(\d{1,2})(\d{2})")


class UnreadableTimeError(ValueError):
    """Something in the text is neither a time nor an edition. The text is what could not be read."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asked for. Without `only`, the editions not named keep their times or get the usual ones."""

    times: Mapping[Edition, time]
    only: frozenset[Edition] = frozenset()


def edition_of(text: str) -> Edition | None:
    """The edition a word stands for, in either language. None for no word; raises UnreadableTimeError for another."""
    word = _normal(text).removesuffix("报").removesuffix("刊")
    if not word:
        return None
    found = _EDITION.fullmatch(word) or _EDITION.fullmatch(_normal(text))
    if found:
        return Edition(str(found.lastgroup))
    if word in _SHORT_EDITION:
        return _SHORT_EDITION[word]
    raise UnreadableTimeError(text.strip())


def read_time(text: str) -> time:
    """One time: what `read_wish` knows, and `0830`. Raises UnreadableTimeError."""
    line = _normal(text)
    if digits := _CLOSE_UP.fullmatch(line):
        line = f"{digits[1]}:{digits[2]}"
    found = _TIME.fullmatch(line)
    if not found:
        raise UnreadableTimeError(text.strip()[:30])
    return _clock_time(found)


def read_wish(text: str) -> Wish:
    """Raises UnreadableTimeError."""
    line = _normal(text)
    named: dict[Edition, time] = {}
    only: set[Edition] = set()
    loose: list[time] = []
    pending: Edition | None = None
    at = 0
    while at < len(line):
        if gap := _BETWEEN.match(line, at):
            at = gap.end()
        elif found := _EDITION.match(line, at):
            pending = Edition(str(found.lastgroup))
            only.add(pending)
            at = found.end()
        elif found := _TIME.match(line, at):
            if pending:
                named[pending] = _clock_time(found)
            else:
                loose.append(_clock_time(found))
            pending, at = None, found.end()
        elif line[at] in "早晚周":
            pending = _SHORT_EDITION[line[at]]
            only.add(pending)
            at += 1
        else:
            raise UnreadableTimeError(line[at : at + 30])
    return Wish(_share_out(loose, line) | named, frozenset(only))


def wished_slots(wish: Wish, chat_id: int, had: Sequence[Slot], left: Sequence[Slot] = ()) -> list[Slot]:
    """The slots to have: those wished for, and those had before.

    An edition that comes back has the hours it was `left` with; who comes back without a word has all of those.
    """
    before = {slot.edition: slot for slot in had}
    once = {slot.edition: slot for slot in left}
    usual = set(before) or set(once) or set(DEFAULTS)
    editions = wish.only or usual | set(wish.times)
    known = once | before
    slots = {edition: _slot(edition, wish, chat_id, known) for edition in Edition if edition in editions}
    return list((before | slots).values())


def _slot(edition: Edition, wish: Wish, chat_id: int, before: Mapping[Edition, Slot]) -> Slot:
    local_time, days = DEFAULTS[edition]
    if edition in before:
        local_time, days = before[edition].local_time, before[edition].days
    return Slot(chat_id, edition, wish.times.get(edition, local_time), days)


def _share_out(times: Sequence[time], line: str) -> dict[Edition, time]:
    """Which edition a bare time is for: the earlier the morning, the later the evening, a third the week."""
    if len(times) > len(Edition) or len(set(times[:2])) < min(2, len(times)):
        raise UnreadableTimeError(line[:30])
    if len(times) == 1:
        return {Edition.MORNING if times[0] < time(13) else Edition.EVENING: times[0]}
    return dict(zip(Edition, [*sorted(times[:2]), *times[2:]], strict=False))


def _clock_time(found: re.Match[str]) -> time:
    hour, minute = number_of(found["hour"]), _minute(found["minute"] or "")
    period = found["period"] or found["half"] or ""
    if (period in _LATER and hour < 12) or (period == "中午" and hour < 6):
        hour += 12
    elif period in _NIGHT and hour == 12:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        raise UnreadableTimeError(found[0].strip()) from None


def _minute(text: str) -> int:
    return _FRACTIONS[text] if text in _FRACTIONS else number_of(text)


def number_of(text: str) -> int:
    """`8`, `八`, `十`, `十二`, `二十`, `二十三`, `零五`."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[text[-1]]
    return (_NUMERALS.get(tens, 1)) * 10 + _NUMERALS.get(ones, 0)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED).strip()
