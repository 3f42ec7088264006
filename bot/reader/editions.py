"""What a header calls its edition: `E-commerce Morning News`, `Evening Post`, `News of the Week`, `早报`, `晚间快讯`, `一周资讯`.

The English words are a machine's for the Chinese ones, so every noun for a paper goes with every time of day. A time
of day alone (`Evening`, `早`) opens many a sentence; it names an edition only in brackets or before a colon.
"""

import re
from dataclasses import dataclass

from storage.records import Edition

_FIELD = r"(?:e-?\s?commerce|electronic commerce|internet|industry|business|retail|cross-?border)"
_NOUN = (
    r"(?:news(?:\s?(?:letter|paper|flash|feed))?|information|info|report|paper|post|brief(?:ing)?|express|edition|digest|updates?|"
    r"bulletin|summary|review|flash|headlines?|magazine|journal|letter|alerts?|round-?up|recap|consultation|messages?|times)(?![^\W_])"
)
_BEFORE = r"(?:(?:the|today's|this|daily|latest|good|our)\s){0,2}"
_PART_OF_DAY = (
    r"(?P<morning>morning(?:'s)?|early|breakfast|a\.?m\.?)|(?P<evening>evening(?:'s)?|tonight's|nightly|night|late|p\.?m\.?)|"
    r"(?P<noon>noon|midday|afternoon)"
)
_WEEK = r"weekly|week in review|(?:one|a|this|last|the)\sweek(?:'?s)?(?:\s(?:of|in))?|week(?:'s)?"
_ENGLISH = re.compile(
    rf"{_BEFORE}(?:{_FIELD}\s)?(?<![^\W_])(?:{_PART_OF_DAY}|(?P<weekly>{_WEEK}))(?![^\W_]|')"
    rf"(?:[\s-]?{_FIELD})?(?P<noun>(?:\s{_NOUN}){{0,3}})(?:\s(?:on|of|for)\b(?:\sthe\b)?)?"
)
_OF_THE_WEEK = re.compile(
    rf"{_BEFORE}(?:{_FIELD}\s)?(?P<noun>{_NOUN})\s(?:of|for|from|in|over)\s(?:the|this|one|a|last)\s(?:past\s)?(?P<weekly>week)\b"
)
_CHINESE = re.compile(
    r"(?:今日|每日|今天|本期|最新|老高)?\s?(?:电商|电子商务|互联网|行业|跨境|科技|零售)?\s?"
    r"(?:(?P<morning>早间|早上|晨间|清晨|早|晨)|(?P<evening>晚间|晚上|夜间|晚|夜)|(?P<noon>午间|中午|午)|(?P<weekly>一周|每周|本周|上周|周))\s?"
    r"(?:电商|互联网|行业)?\s?"
    r"(?P<noun>(?:日?报道?|刊|资讯|咨询|新闻|快讯|要闻|精选|播报|速递|速览|讯|回顾|盘点|大事件?|热点|热闻|快报|简报|头条|看点|汇总){0,3})"
)
_FORMS = (_ENGLISH, _OF_THE_WEEK, _CHINESE)
_NAMES = ("morning", "evening", "weekly", "noon")
_ALONE = re.compile(r"morning|evening|weekly|week|noon|早间?|晚间?|午间?|一周|每周|本周")


@dataclass(frozen=True, slots=True)
class EditionName:
    """The edition that a name means, None for one at noon. `bare` for a time of day without a noun."""

    edition: Edition | None
    start: int
    end: int
    bare: bool


def edition_at(folded: str, at: int) -> EditionName | None:
    """The edition named from `at` on; None if none is."""
    found = [name for form in _FORMS if (name := _name(form.match(folded, at)))]
    return min(found, key=lambda name: (name.bare, -name.end), default=None)


def edition_in(folded: str) -> EditionName | None:
    """The edition named anywhere in a short text, one with a noun first."""
    found = [name for form in _FORMS for match in form.finditer(folded) if (name := _name(match))]
    return min(found, key=lambda name: (name.bare, name.start), default=None)


def _name(match: re.Match[str] | None) -> EditionName | None:
    if match is None:
        return None
    group = match.groupdict()
    key = next(key for key in _NAMES if group.get(key))
    bare = not group["noun"] and group[key] != "week in review"
    if bare and not _ALONE.fullmatch(group[key]):
        return None
    return EditionName(Edition(key) if key != "noon" else None, match.start(), match.end(), bare)
