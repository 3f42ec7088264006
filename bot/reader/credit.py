"""The source at the end of an item: `(Source: X)`, `(From: X)`, `(X)`, `(来源:X)`, `（电商报）`; rarely `[Source: X]`, `Source: X`.

It is the last parenthesis at the end of the last paragraph. Brackets and a bare end count only with a label or a
known name. Other parentheses stand there too: a stock code, a
date, a "hereinafter". So a credit has a grade: a label settles it; without one, a known name or a place after
the end of a sentence is good evidence; in mid-sentence it counts only where the whole issue credits that way.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.reader.daywords import MONTH_WORD
from bot.reader.lines import LINK_CLOSE, LINK_OPEN, fold, han_count
from bot.reader.vocabulary import is_known_source

_LABEL = re.compile(
    r"(?:the )?(?:news |article |original |data |information )?(?:sources?|from|via|by|reported by|reprinted from|original|author)\s*[:/|]\s*|"
    r"(?:本文|消息|文章|新闻|资料|信息)?(?:来源于|来源|来自|出处|摘自|转自|转载自|文|据)\s*[:/|]\s*|来源\s+|(?:sources?|来源)\s*-{1,2}\s*"
)
_SOFT_LABEL = re.compile(
    r"(?:(?:as )?reported by|according to|reprinted from|quoted from|via|from|by|综合|据)\s+|(?:综合|据)(?=[一-龥\da-z])"
)
"""Words that begin other brackets too: `(via the app)`."""

_BESIDE = re.compile(
    r"[\s,;/|.]*(?<![a-z])(?:(?:responsible )?editor|author|reporter|journalist|writer)s?\s*[:/|][^!?。]*$|"
    r"[\s,;/|]*(?:责任编辑|责编|编辑|作者|记者|编译|文)\s*[:/|][^!?。]*$|"
    r"(?:[\s,;/|]+(?:特约|见习|驻.{1,6})?|(?<=[报社网刊台]))(?:记者|作者|编辑|编译|通讯员)\s*\S.{1,20}$|"
    r"\s*\((?:(?:our|staff) )?(?:reporter|author|editor|journalist|记者|作者|编辑|编译)s?\s?:?\s?[^()]{2,30}\)$|"
    r"\s*[,;/|]\s*(?:(?:our|staff) )?(?:reporter|author|editor|journalist|writer)s? [a-z].{1,40}$"
)
"""Who wrote it, beside the source."""

_DATED = re.compile(
    r"\s*[,;/|·]?\s*(?:(?:on )?"
    + MONTH_WORD.format("month")
    + r" \d{1,2}(?:st|nd|rd|th)?|20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|"
    r"\d{1,2}月\d{1,2}日)(?:,? 20\d\d)?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?$"
)
"""When it was printed there, beside the source."""

_BESIDE_WORD = re.compile("editor|author|reporter|journalist|writer|[编作记通文]")

_REPORTER = re.compile(r"(?:记者|作者)\s?[一-龥]{2,4}$")
"""`36氪记者 王敏`: who wrote it, right behind a known source."""

_ONLY_WHO = re.compile(
    r"[(\[]\s?(?:(?:(?:responsible |chief )?editor(?: in charge)?|author|reporter|journalist|writer|translator)s?\s?[:/|]|"
    r"(?:责任编辑|责编|编辑|作者|记者|编译|校对|审核|整理)\s?[:/|\s])[^()\[\]]{1,60}[)\]][\s.。]*$"
)
"""Who wrote it, in a bracket of its own behind the source."""

_BARE = re.compile(
    r"(?:^|(?<=[.!?。\"'\])])|(?<=\s))\s*(?:(?:(?:news |article )?source|(?:本文|消息|文章|新闻)?来源)\s*(?:[:/|]|-{1,2}(?=\s|[\u4e00-\u9fff]))|\[(?:source|来源)\]\s?:?|(?P<dash>-{1,2}))\s*"
    r"(?P<name>[^:;!?,。\s(\[][^:;!?,。(\[]{1,60}(?:\([^()]{1,30}\))?)$"
)
_LONGEST = 64
"""Characters of a bare credit."""
_LONGEST_NAME = 40
"""Columns of a name without any sign of a credit."""

_MOST_AFTER = 6
_AFTER = re.compile(rf"[\s.,;:!?。、\"'*\])-]{{0,{_MOST_AFTER}}}$")
_JUNK_BEFORE = re.compile(r"(?:\s*\?{2,}|\s+\?)\s*$")
_PICTURE_BEFORE = re.compile(
    r"(?:^|(?<=[\s.!?。！？”\"]))[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]{1,4}\s*$"
)
"""`📰 Source: X`."""
_SENTENCE_END = re.compile(r"[.!?。\"'\])%]\s*$|\.\.\.?\s*$")
_AMOUNT_END = re.compile(r"(?:\d\s?(?:[元万亿倍人家件单]{1,2}|(?:[mb]illion )?(?:yuan|dollars|pieces))?)\s*$")
"""How the last line of a table ends."""

_NO_NAME = re.compile(
    r"^(?:hereinafter|hereafter|including|included|about|approximately|such as|e\.?g\.?|i\.?e\.?|see |not |as of|as |with |and |or |"
    r"excluding|except|over |up |down |below|above|same |the same|referred|formerly|also |namely|that is|for example|in |on |at |of |to |"
    r"if |when |which|who |this |these |those |please|continued|to be continued|photo|picture|image|full text|end$|omitted|left|right|"
    r"见[图下上附表]|如图|单位|以下|下同|包括|含|约|即|如|不含|其中|注|图|完|上接|下转|左|右|未完|详见|同比|环比|又称|简称|前身|原名|代码|股票|"
    r"january|february|march|april|may \d|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday)"
)
_CODE = re.compile(
    r"^(?:nasdaq|nyse|hkex?|hkse|sse|szse|sh|sz|stock code|code|otc|tse|lse)\b|^[a-z]{1,5}:\s?\S+$|^\d|\d{4,6}\.[a-z]{1,2}$|"
    r"^[a-z]{1,3}/|^[\d\s.,:%+~/-]+|^\$|^第|^\d*月"
)


_FULL_STOP = re.compile(r"(?<!inc)(?<!ltd)(?<!co)(?<!corp)(?<!\b[a-z])\.$")
"""The end of a sentence in brackets."""

_BETWEEN_SOURCES = re.compile(r"\s*[/|、&+,，]\s*")


class Grade(IntEnum):
    """How sure it is that a closing parenthesis is a credit."""

    DOUBTFUL = 1
    LIKELY = 2
    LABELLED = 3


ALONE = "\n()"
"""The signs of a credit in brackets in a line of its own."""


@dataclass(frozen=True, slots=True)
class Credit:
    """`before` is the paragraph without it."""

    source: str
    before: str
    grade: Grade
    signs: str = "()"
    """What stands around it, or the dash before it; empty for a bare label."""


_LINK = re.compile(rf"{LINK_OPEN}\d+{LINK_CLOSE}")
_LINK_AT_END = re.compile(
    rf"\s*(?:[oO]?网页链接|https?://[^\s\u3000-\u9fff]{{4,200}}|{LINK_OPEN}\d+{LINK_CLOSE})[\s.]*$"
)
_LONGEST_LINK = 210


def find_credit(paragraph: str, folded: str | None = None) -> Credit | None:
    """The credit that closes a paragraph, None if it closes without one; `folded` is its twin, if at hand."""
    if folded is None:
        folded = fold(paragraph)
    link = _LINK_AT_END.search(paragraph, max(0, len(paragraph) - _LONGEST_LINK))
    if link:
        credit = _last_credit(paragraph[: link.start()], folded[: link.start()])
        address = "" if "网页链接" in link[0] else f" {link[0].strip()}"
        return replace(credit, before=credit.before + address) if credit else None
    last = max(folded.rfind("("), folded.rfind("["))
    if last != -1 and _ONLY_WHO.match(folded, last):
        paragraph, folded = paragraph[:last].rstrip(), folded[:last].rstrip()
    return _last_credit(paragraph, folded)


def _last_credit(paragraph: str, folded: str) -> Credit | None:
    found = [
        credit
        for credit in (
            *(_enclosed(paragraph, folded, signs) for signs in ("()", "[]", "<>")),
            _unenclosed(paragraph, folded),
        )
        if credit
    ]
    return max(found, key=lambda credit: credit.grade, default=None)


def _beside(folded: str) -> re.Match[str] | None:
    return _BESIDE.search(folded) if _BESIDE_WORD.search(folded) else None


def _enclosed(paragraph: str, folded: str, signs: str) -> Credit | None:
    last = max(0, len(folded) - _MOST_AFTER)
    if signs[1] not in folded[last - 1 if last else 0 :]:
        return None
    tail = _AFTER.search(folded, last)
    end = tail.start() if tail else len(folded)
    close = folded.rfind(signs[1], max(0, end - 1), end + _MOST_AFTER + 1)
    while close != -1 and _AFTER.fullmatch(folded, close + 1) is None:
        close = folded.rfind(signs[1], 0, close)
    if close == -1:
        return None
    opening = _opening(folded, close, signs)
    if opening == -1:
        return None
    inner, before = paragraph[opening + 1 : close].strip(), paragraph[:opening]
    folded_inner = folded[opening + 1 : close].strip()
    if LINK_OPEN in inner:
        before += "".join(_LINK.findall(inner))
        inner, folded_inner = _LINK.sub("", inner).strip(), _LINK.sub("", folded_inner).strip()
    inner = inner[: _name_ends(inner, folded_inner)]
    folded_inner = folded_inner[: len(inner)]
    label = _LABEL.match(folded_inner)
    if label:
        name = inner[label.end() :].strip(" ,.;:")
        return Credit(name, _without_junk(before), Grade.LABELLED) if name and len(name) <= 120 else None
    soft = _SOFT_LABEL.match(folded_inner)
    if soft:
        inner, folded_inner = inner[soft.end() :].strip(), folded_inner[soft.end() :].strip()
        closed = not before.strip() or _SENTENCE_END.search(folded[:opening][-6:])
        if not (closed and (inner[:1].isupper() or han_count(inner[:1]) or _is_known(inner))):
            return None
    grade = _grade(inner, folded_inner, folded[:opening])
    if grade and signs != "()" and not _is_known(inner):
        grade = Grade.DOUBTFUL if signs == "[]" else None
    signs = signs if before.strip() else ALONE
    return Credit(inner, _without_junk(before), grade, signs) if grade else None


def _name_ends(inner: str, folded: str) -> int:
    """Where what is in the brackets ends without who wrote it and when it was printed."""
    beside = _beside(folded)
    end = beside.start() if beside and beside.start() else len(folded)
    reporter = _REPORTER.search(folded[:end])
    if reporter and _is_known(inner[: reporter.start()]):
        end = reporter.start()
    dated = (
        _DATED.search(folded[:end]) if folded[:end][-1:].isdigit() or folded[:end].endswith("日") else None
    )
    if dated and dated.start() and (_LABEL.match(folded) or _is_known(inner[: dated.start()])):
        end = dated.start()
    return end


def _unenclosed(paragraph: str, folded: str) -> Credit | None:
    """`… done. Source: X`, `来源：X` alone, `…。——新华社`."""
    start = max(0, len(folded) - _LONGEST - 12)
    tail = folded[start:].rstrip(" .。")
    beside = _beside(tail)
    found = _BARE.search(tail[: beside.start()] if beside and beside.start() else tail)
    if not found:
        return None
    name = paragraph[start + found.start("name") : start + found.end("name")].strip()
    dated = _DATED.search(fold(name))
    name = name[: dated.start()] if dated and dated.start() else name
    before = _PICTURE_BEFORE.sub("", folded[: start + found.start()])
    closed = not before.strip() or _SENTENCE_END.search(before[-6:])
    if not found["dash"]:
        grade = Grade.LABELLED
    elif _is_known(name):
        grade = Grade.LIKELY
    elif found["dash"] == "--" and _could_be_name(name, fold(name)) and closed:
        grade = Grade.DOUBTFUL
    else:
        return None
    return Credit(name, _without_junk(paragraph[: len(before)]), grade, found["dash"] or "")


def closes_item(paragraph: str, folded: str | None = None) -> bool:
    """True when the paragraph ends with what is very likely a credit."""
    credit = find_credit(paragraph, folded)
    return credit is not None and credit.grade >= Grade.LIKELY


def has_cut_credit(paragraph: str) -> bool:
    """True for a paragraph that breaks off inside a credit: `… (Source: Sina`."""
    folded = fold(paragraph)
    opening = folded.rfind("(")
    return opening != -1 and ")" not in folded[opening:] and len(folded) - opening < 60


def is_name_alone(text: str) -> bool:
    """True for a short line that may be a name, and is no sentence: where most items end so, their source."""
    folded = fold(text)
    short = len(text) + han_count(text) <= _LONGEST_NAME and not _SENTENCE_END.search(folded[-6:])
    return short and text[0].isalnum() and not text[0].islower() and _could_be_name(text, folded)


def _opening(folded: str, close: int, signs: str) -> int:
    """Where the parenthesis opens that closes at `close`; nested ones count, at most 200 characters back."""
    depth = 0
    for at in range(close, max(-1, close - 200), -1):
        if folded[at] == signs[1]:
            depth += 1
        elif folded[at] == signs[0]:
            depth -= 1
            if not depth:
                return at
    return -1


def _grade(name: str, folded: str, before: str) -> Grade | None:
    if not name or not _could_be_name(name, folded):
        return None
    alone = not before.strip()
    closed = alone or bool(_SENTENCE_END.search(before[-6:]))
    if is_known_source(name) and _AMOUNT_END.search(before[-12:]):
        return Grade.LIKELY
    if (closed and _is_known(name)) or (len(before) > 60 and is_known_source(name)):
        return Grade.LIKELY
    if alone or name[0].islower():
        return Grade.DOUBTFUL if alone else None
    return Grade.LIKELY if _SENTENCE_END.search(before[-6:]) else Grade.DOUBTFUL


def _could_be_name(name: str, folded: str) -> bool:
    if _is_known(name):
        return True
    if len(name) > (24 if han_count(name) > 2 else 80) or len(name) < 2 or name.count(" ") > 9:
        return False
    if folded.count(" ") > 2 and _FULL_STOP.search(folded):
        return False
    return not (_NO_NAME.match(folded) or _CODE.match(folded) or re.search(r"[!?;。%,]|\.\s", folded))


def _without_junk(before: str) -> str:
    """Translation leaves question marks where a picture stood before the credit."""
    before = before.rstrip()
    return _JUNK_BEFORE.sub("", before).rstrip() if before.endswith("?") else before


def _is_known(name: str) -> bool:
    """True for a source in the list, and for several of them: `36Kr / Weibo`."""
    return is_known_source(name) or all(map(is_known_source, _BETWEEN_SOURCES.split(name)))
