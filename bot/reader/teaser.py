"""Which of the lines before the first item are the headline list.

It begins behind the header or under a label (`Today's highlights:`), in one line or one a line: numbered, under bullets,
with a semicolon at each end, or bare where most of them are known from the titles. What is no part of it is left over.
"""

import re

from bot.reader.headlines import ends_with_page, is_list, resembles, split_headlines
from bot.reader.kinds import Kind, Marked, contents_label
from bot.reader.lines import Line, fold
from bot.reader.mailed import joined
from bot.reader.widths import columns

_LONGEST_LIST = 3000
"""Characters of a headline list."""

_CLOSED = re.compile(r"(?<!\bltd)(?<!\binc)(?<!\bcorp)(?<!\bco)[.!?;。][*'\")\]]*$")
_NUMBER_LEFT = re.compile(r"(?<=\s)\d{1,2}[.、]$")
_BULLET = re.compile(r"[-+*>·•●○■□◆◇▪▶►▸★☆✦→☞\U0001f300-\U0001faff][\ufe0f]?\s{0,2}(?=[^\s-])")


def teaser_in(zone: list[Marked], titles: list[str]) -> tuple[list[str], list[Line]]:
    """The lines of the headline list without bullets and label, and the lines that belong nowhere."""
    reader = _Teaser(zone)
    for entry in zone:
        reader.take(entry)
    if not reader.paragraphs and _are_known(reader.rest, titles):
        return [line.text for line in reader.rest], []
    return reader.paragraphs, reader.rest


def _are_known(lines: list[Line], titles: list[str]) -> bool:
    """Whether most of some lines are the titles of items, or nearly."""
    known = sum(resembles(line.text, titles) for line in lines)
    return len(lines) >= 2 and known * 2 > len(lines)


class _Teaser:
    def __init__(self, zone: list[Marked]) -> None:
        self.paragraphs: list[str] = []
        self.rest: list[Line] = []
        self._opened = not any(entry.masthead for entry in zone)
        self._lists = any(entry.masthead and is_list(entry.masthead.tail) for entry in zone)
        self._broken_off = self._labelled = self._bulleted = False

    def take(self, entry: Marked) -> None:
        line = entry.line
        goes_on = self._broken_off and not line.after_blank and len(self.paragraphs[-1]) < _LONGEST_LIST
        goes_on = goes_on and not (self._bulleted and _BULLET.match(line.text))
        self._broken_off = False
        if entry.kind is Kind.CONTENTS:
            self._opened = self._labelled = True
        elif entry.kind is Kind.MASTHEAD and entry.masthead:
            self._opened = True
            tail = entry.masthead.tail
            if tail and (is_list(tail) or not self._lists):
                self._add(line, tail[contents_label(fold(tail)) :])
        elif entry.kind in (Kind.TEXT, Kind.NUMBERED) and goes_on and not self._counts_on(entry):
            self.paragraphs[-1] = joined(self.paragraphs[-1], line.text)
            self._broken_off = _is_broken_off(line)
        elif entry.kind is Kind.NUMBERED and self._opened:
            self._add(line, line.text)
        elif entry.kind is Kind.TEXT:
            self._take_text(line)
        elif entry.kind in (Kind.COMMENT, Kind.HEADING):
            self.rest.append(line)

    def _take_text(self, line: Line) -> None:
        label = contents_label(line.fold)
        bullet = None if self.paragraphs and not self._bulleted else _BULLET.match(line.text)
        more = bool(self.paragraphs) and fold(self.paragraphs[-1]).endswith(";")
        listed = self._labelled and not line.after_blank
        if not self._opened or not (
            label or bullet or more or listed or is_list(line.text) or line.fold.endswith(";")
        ):
            self.rest.append(line)
            self._labelled = False
            return
        self._bulleted = bool(bullet)
        self._add(line, line.text[bullet.end() if bullet else label :])

    def _add(self, line: Line, text: str) -> None:
        if not (is_list(text) and text in self.paragraphs):  # the header is printed twice
            self.paragraphs.append(text)
        self._broken_off = _is_broken_off(line)

    def _counts_on(self, entry: Marked) -> bool:
        """True for `4. d; 5. e` after a list that has come to 3."""
        return entry.kind is Kind.NUMBERED and entry.number == len(split_headlines(self.paragraphs, [])) + 1


def _is_broken_off(line: Line) -> bool:
    """True for a line as full as a mail program makes it that ends inside a headline."""
    closed = ends_with_page(line.text) or (_CLOSED.search(line.fold) and not _NUMBER_LEFT.search(line.fold))
    return 48 <= columns(line.text) <= 130 and not closed
