"""Chats copied as text: who wrote each message, and when, stands above it or before its first words.

`Name, [14.11.2019 18:31]`, `[14/11/2019, 18:31:02] Name: …`, `14/11/19, 18:31 - Name: …`, `Name(10086) 2019/11/14 18:31:02`,
`Name — 11/14/2019 6:31 PM`, `Name 18:31`. Programs cut what is too long for a message, and others answer in between. The
issue is the voice of whoever says most: its messages are put together, with those of others that bring news with a source;
what else they say goes to the end.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.reader.credit import closes_item
from bot.reader.daywords import MONTH_NUMBER, MONTH_WORD
from bot.reader.lines import Line
from bot.reader.mailed import one_line
from bot.reader.masthead import read_masthead
from bot.reader.seams import goes_on

_LONGEST = 100
"""Characters within which name and time stand."""

_DAY = (
    r"(?:(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?|"
    r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<z>20\d\d|\d\d)|"
    rf"(?P<e>\d{{1,2}})\s{MONTH_WORD.format('w')}\s(?P<v>20\d\d))"
)
_CLOCK = r"(?:[上下中]午|早上|晚上|凌晨)?\s?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?"
_NAME = r"[^\s\d,:;.!?()\[\]<>#-][^,:;!?()\[\]<>#]{0,38}?"
_STAMP = rf"{_DAY}[\s,]{{1,3}}(?:at\s)?{_CLOCK}"
_NAMED = rf"(?P<name>{_NAME})"
_WITH_DAY = tuple(
    re.compile(form)
    for form in (
        rf"{_NAMED},\s?\[{_STAMP}\]$",
        rf"\[{_STAMP}\]\s?{_NAMED}:(?:\s|$)",
        rf"{_STAMP}\s-{{1,2}}\s{_NAMED}:(?:\s|$)",
        rf"{_NAMED}\s?[(<][^()<>]{{2,40}}[)>]\s{{1,3}}{_STAMP}$",
        rf"{_STAMP}\s{_NAMED}\s?[(<][^()<>]{{2,40}}[)>]$",
        rf"{_NAMED}\s?(?:-{{1,2}}\s?)?{_STAMP}$",
    )
)
_BY_CLOCK = re.compile(rf"(?P<name>{_NAME}),?\s?\[?(?:(?:today|yesterday|今天|昨天)(?:\sat)?\s)?{_CLOCK}\]?$")
_HAS_CLOCK = re.compile(r"\d:\d\d")
_COMES_AGAIN = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Who wrote a message and when. `days` are both readings of `04/07/2021`; none where only the time is printed."""

    name: str
    days: tuple[date, ...]
    end: int
    """Where the message begins in the line, if it does."""


def voice_of(folded: str) -> Voice | None:
    """What a folded line says of the message that it opens; None if it opens none."""
    if not _HAS_CLOCK.search(folded, 0, _LONGEST):
        return None
    for form in _WITH_DAY:
        found = form.match(folded[:_LONGEST])
        if found:
            return Voice(found["name"].strip(), tuple(_days(found)), found.end())
    return None


def one_voice(lines: Sequence[Line]) -> list[Line]:
    """The lines with the messages of whoever says most put together, and those of others at the end."""
    if not any(_HAS_CLOCK.search(line.fold, 0, _LONGEST) for line in lines):
        return list(lines)
    messages = list(_messages(lines))
    if len(messages) < 2 and not messages[0].name:
        return list(lines)
    said = Counter[str]()
    for message in messages:
        said[message.name] += sum(len(line.text) for line in message.lines)
    del said[""]
    speaker = said.most_common(1)[0][0]
    own, others, seen = list[Line](), list[Line](), False
    for message in messages:
        if message.name not in ("", speaker) and not any(
            closes_item(line.text, line.fold) for line in message.lines
        ):
            others += [*message.head, *message.lines]
            continue
        if message.head and (not seen or (message.lines and read_masthead(message.lines[0]))):
            own += message.head
        elif own and message.lines and goes_on(own[-1], message.lines[0]):
            message.lines[0] = one_line([own.pop(), message.lines[0]])
        seen = seen or bool(message.head)
        own += message.lines
    return own + others


@dataclass(slots=True)
class _Message:
    """`head` is the line with name and time, empty for what stands above the first."""

    name: str
    head: list[Line]
    lines: list[Line]


def _messages(lines: Sequence[Line]) -> Iterator[_Message]:
    voices = _voices(lines)
    message = _Message("", [], [])
    for index, line in enumerate(lines):
        if index not in voices:
            message.lines.append(line)
            continue
        if message.head or message.lines:
            yield message
        name, end = voices[index]
        rest = line.text[end:].strip()
        begin = line.text.find(rest, end) if rest else end
        head = replace(line, text=line.text[:end].rstrip(), fold=line.fold[:end].rstrip(), voice=True)
        after = [replace(line, text=rest, fold=line.fold[begin : begin + len(rest)], after_blank=True)]
        message = _Message(name, [head], after if rest else [])
    yield message


def _voices(lines: Sequence[Line]) -> dict[int, tuple[str, int]]:
    """The lines that open messages, each with its writer and where the message begins.

    A name and a time without a day are told by that they come again.
    """
    found = {n: (voice.name, voice.end) for n, line in enumerate(lines) if (voice := voice_of(line.fold))}
    if found:
        return found
    timed = [
        (index, match["name"].strip(), match.end())
        for index, line in enumerate(lines)
        if len(line.fold) < _LONGEST and (match := _BY_CLOCK.match(line.fold)) and not read_masthead(line)
    ]
    names = Counter(name for _, name, _ in timed)
    if max(names.values(), default=0) < _COMES_AGAIN:
        return {}
    return {index: (name, end) for index, name, end in timed}


def _days(found: re.Match[str]) -> Iterator[date]:
    if found["y"]:
        readings = [(found["y"], found["m"], found["d"])]
    elif found["w"]:
        readings = [(found["v"], str(MONTH_NUMBER[found["w"].rstrip(".")]), found["e"])]
    else:
        year = "20" + found["z"][-2:]
        readings = [(year, found["a"], found["b"]), (year, found["b"], found["a"])]
    days = []
    for year, month, day in readings:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return iter(dict.fromkeys(days))
