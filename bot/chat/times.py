"""Which digests someone wants, at what hours and on which days: `8:00 19:00`, `7:30 evening`, `早上8点 晚上七点半`, `8am on weekdays`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from bot.chat.hours import HOUR, PART_OF_DAY, hour_of, put_in_digits
from bot.chat.weekdays import EVERY_DAY, days_at
from storage.records import Edition, Slot

DEFAULTS = {
    Edition.MORNING: (time(8, 30), EVERY_DAY),
    Edition.EVENING: (time(18, 30), EVERY_DAY),
    Edition.WEEKLY: (time(18, 30), frozenset({5})),
}
"""Local time and ISO weekdays: after the issues usually are there, and before most people look at their phone."""

_EDITION = re.compile(
    r"(?P<morning>mornings?|早报|早刊|早上|早晨|早间)|(?P<evening>evenings?|晚报|晚刊|晚上|晚间)|(?P<weekly>weekly|周报|周刊)"
)
_SHORT_EDITION = {"早": Edition.MORNING, "晚": Edition.EVENING, "周": Edition.WEEKLY, "week": Edition.WEEKLY}
_SHORT = re.compile(r"[早晚]|周(?![一二三四五六日天])")
_BETWEEN = re.compile(
    r"[\s,，、;；/&+和与及~–—-]+|(?:and|at|on|to|in the|for|the|this|every|each|only|just|please)\b"
    r"|每(?=[早晚周])|[只仅][要在]?(?=[早晚周工平双星礼每])|的(?=[早晚])"
)
_CLOSE_UP = re.compile(r"(\d{1,2})(\d{2})")


class UnreadableTimeError(ValueError):
    """Something in the text is neither a time nor an edition. The text is what could not be read."""


class NoHourError(UnreadableTimeError):
    """It is a part of the day, but no hour. The text is that part."""


class SameTimeError(UnreadableTimeError):
    """The same time twice, and nothing says which is for what. The text is that time."""


class OtherDaysError(UnreadableTimeError):
    """Other days than were said before. The text is those."""


class TooManyTimesError(UnreadableTimeError):
    """More times than there are editions. The text is all that was said."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asked for. Without `only`, the editions not named keep their times or get the usual ones."""

    times: Mapping[Edition, time]
    only: frozenset[Edition] = frozenset()
    days: frozenset[int] = frozenset()
    """ISO weekdays; none when nothing is said of days. Of the editions that are named, else of all that come daily."""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.times or self.only or self.days)

    def days_of(self, edition: Edition) -> frozenset[int]:
        """The days that are said for an edition. A weekly that comes daily is none."""
        if edition is Edition.WEEKLY:
            return self.days if edition in self.only and self.days != EVERY_DAY else frozenset()
        return self.days if edition in self.only or not self.only else frozenset()


def edition_of(text: str) -> Edition | None:
    """The edition a word stands for, in either language. None for no word; raises UnreadableTimeError for another."""
    line = put_in_digits(text)
    word = line.removesuffix("报").removesuffix("刊")
    if not word:
        return None
    found = _EDITION.fullmatch(word) or _EDITION.fullmatch(line)
    if found:
        return Edition(str(found.lastgroup))
    if word in _SHORT_EDITION:
        return _SHORT_EDITION[word]
    raise UnreadableTimeError(text.strip())


def read_time(text: str) -> time:
    """One time: what `read_wish` knows, and any `0831`. Raises UnreadableTimeError."""
    line = put_in_digits(text)
    if digits := _CLOSE_UP.fullmatch(line):
        line = f"{digits[1]}:{digits[2]}"
    found = HOUR.fullmatch(line)
    if not found:
        raise NoHourError(line) if PART_OF_DAY.fullmatch(line) else UnreadableTimeError(text.strip())
    return _at(found)


def read_wish(text: str) -> Wish:
    """Raises UnreadableTimeError."""
    line = put_in_digits(text)
    said, days = _parts(line)
    only = frozenset(part for part in said if isinstance(part, Edition))
    if len(days) == 1 and not only:  # one digest a week, but which?
        raise UnreadableTimeError(text.strip())
    backwards = bool(said) and not isinstance(said[0], Edition) and isinstance(said[-1], Edition)
    named: dict[Edition, time] = {}
    loose: list[time] = []
    pending: Edition | None = None
    for part in reversed(said) if backwards else said:
        if isinstance(part, Edition):
            pending = part
        elif pending in named and days:  # without, the last one counts
            raise TooManyTimesError(line)
        elif pending:
            named[pending] = _at(part, evening=pending is Edition.EVENING)
            pending = None
        else:
            loose.append(_at(part))
    return Wish(_share_out(loose, line) | named, only, days)


def _parts(line: str) -> tuple[list[Edition | re.Match[str]], frozenset[int]]:
    """Editions and times in their order, `8:00 morning` as well as `morning 8:00`, and the days."""
    parts: list[Edition | re.Match[str]] = []
    days: frozenset[int] = frozenset()
    at = 0
    while at < len(line):
        if said := days_at(line, at):
            if days:  # these for one and those for another: that is two wishes
                raise OtherDaysError(line[at : said[1]])
            days, at = said
            continue
        if gap := _BETWEEN.match(line, at):
            at = gap.end()
            continue
        found = HOUR.match(line, at)
        bare = found and found["period"] in ("早", "晚") and not (parts and isinstance(parts[-1], Edition))
        if found and bare:  # `晚8点` is the evening digest at its hour
            parts.append(_SHORT_EDITION[found["period"]])
        edition = None if found else _EDITION.match(line, at) or _SHORT.match(line, at)
        if found:
            parts.append(found)
            at = found.end()
        elif edition:
            parts.append(edition_of(edition[0]) or Edition.MORNING)
            at = edition.end()
        elif part := PART_OF_DAY.match(line, at):
            raise NoHourError(part[0])
        else:
            raise UnreadableTimeError(_word_at(line, at))
    return parts, days


def _word_at(line: str, at: int) -> str:
    """What is said from the word on that stands there, which is not cut."""
    return line[line.rfind(" ", 0, at) + 1 :]


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
    return Slot(chat_id, edition, wish.times.get(edition, local_time), wish.days_of(edition) or days)


def _share_out(times: Sequence[time], line: str) -> dict[Edition, time]:
    """Which edition a bare time is for: the earlier the morning, the later the evening, a third the week."""
    if len(times) > len(Edition):
        raise TooManyTimesError(line)
    if len(times) > 1 and times[0] == times[1]:
        raise SameTimeError(f"{times[0]:%H:%M}")
    if len(times) == 1:
        return {Edition.MORNING if times[0] < time(13) else Edition.EVENING: times[0]}
    return dict(zip(Edition, [*sorted(times[:2]), *times[2:]], strict=False))


def _at(found: re.Match[str], *, evening: bool = False) -> time:
    try:
        return hour_of(found, evening=evening)
    except ValueError:
        raise UnreadableTimeError(found[0].strip()) from None
