"""Where the title ends of an item that is printed in one line with its news.

The headline list may know it; a title does not go on with a dateline (`… opens On May 8, …`), nor names its subject again
for a verb of news (`Kuaishou: live shops grew Kuaishou said …`); Chinese has no spaces but where a line ended. Else the
first sentence is taken for it, and that is a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reader.lines import fold, prose, same_words

_NEWS_OPENS = re.compile(
    r"(?<=[^\s.,;:])\s(?=(?:On|On the \w+ of|As of) [A-Z][a-z]{2,8} \d|According to |[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)? news|"
    r"据?\d{1,2}月\d{1,2}日(?:消息|讯|晚|,|，))"
)
_FIRST_SENTENCE = re.compile(r"[^。]{4,60}。|.{10,120}?[.!?](?=\s[A-Z\d\"“])")
_LINE_ENDED = re.compile(r"(?<=[\u3400-\u9fff》”」）！？]) (?=[\u3400-\u9fff《“「\d#A-Za-z])")
_NO_END = ")(?<!".join(
    f"\\s{word}"
    for word in "a an the of to in on at by for from with and or as than that into about over".split()
)
"""Words no title ends with, as lookbehinds."""

_LONGEST, _SHORTEST = 160, 6
"""Characters of a title."""

_SUBJECT = re.compile(r"(?:[A-Z][\w'&.-]*)(?:\s[A-Z][\w'&.-]*){0,2}")
_VERB = (
    r"(?:Group|Inc\.?|Ltd\.?)?\s?(?:and\s[\w\s]{2,30}?\s)?(?:has|have|had|is|was|will|said|says|told|announced|published|released|reported|launched|"
    r"opened|issued|confirmed|plans|agreed|started|began|stated|disclosed|responded|revealed|learned|shut|sold|cut|lists?)\b"
)


@dataclass(frozen=True, slots=True)
class OneLine:
    """`sure` is False where the end of the title is a guess."""

    title: str
    body: tuple[str, ...]
    sure: bool = True


def in_one_line(text: str, headlines: Sequence[str]) -> OneLine:
    """Title and news of an item's only line."""
    end = _known_end(text, headlines) if prose(text) else None
    if end is not None:
        return _parted(text, end)
    news = _NEWS_OPENS.search(text)
    if news and len(text) - news.end() > news.start() / 2:
        return _parted(text, news.start())
    gaps = [gap.start() for gap in _LINE_ENDED.finditer(text, _SHORTEST, _first_stop(text))]
    if gaps and prose(text):
        return _parted(text, gaps[-1], sure=len(gaps) == 1)
    again = _subject_again(text) if prose(text) else None
    if again:
        return _parted(text, again)
    first = _FIRST_SENTENCE.match(text)
    if first and len(text) - first.end() > first.end() / 2:
        return OneLine(
            text[: first.end()].rstrip("。 "), (text[first.end() :].strip(),), sure=not prose(first[0])
        )
    return OneLine(text, (), sure=not prose(text))


def _known_end(text: str, headlines: Sequence[str]) -> int | None:
    """Where a headline that the text begins with ends."""
    begin = same_words(text[:_LONGEST])
    ends = (same_words(headline) for headline in headlines)
    known = max((end for end in ends if len(end) >= _SHORTEST and begin.startswith(end)), key=len, default="")
    if not known:
        return None
    at = len(known)
    while at < len(text) and len(same_words(text[:at])) < len(known):
        at += 1
    while at < len(text) and text[at] in "?!？！”\"')）》」]":
        at += 1
    rest = text[at:].lstrip(" .。:：")
    whole = not (text[at : at + 1].isascii() and text[at : at + 1].isalnum())
    return at if whole and rest and not rest[0].islower() else None


def _subject_again(text: str) -> int | None:
    """Where the words that the title begins with stand again, with a verb of news behind them."""
    subject = _SUBJECT.match(text)
    words = subject[0].rstrip(".:") if subject else ""
    for count in range(len(words.split()), 0, -1):
        name = " ".join(words.split()[:count])
        again = re.compile(rf"(?<=[\w\"”%)?!])(?<!{_NO_END}) (?={re.escape(name)}\s{_VERB})")
        found = again.search(text, len(name) + _SHORTEST, _LONGEST)
        if found:
            return found.start()
    return None


def _first_stop(text: str) -> int:
    stop = fold(text).find("。")
    return min(stop if stop != -1 else _LONGEST, _LONGEST)


def _parted(text: str, at: int, *, sure: bool = True) -> OneLine:
    return OneLine(
        text[:at].strip(),
        (text[at:].strip(" .。:：") if text[at : at + 1] in ".。:：" else text[at:].strip(),),
        sure,
    )
