"""Firms a text names that the directory does not know: what an operator may want to add. Pure.

Strong evidence is the form of a firm (`… Co., Ltd.`, `…有限公司`). A capitalised name in front of a verb that firms do
things with (`announced`, `launched`) is weak: it may be a person, a place or the start of a sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.companies.directory import Directory
from bot.companies.forms import CITIES
from bot.companies.names import key
from storage.records import Item

_NAME = r"[A-Z][\w&'’-]*(?:\.[a-z]{2,3})?"
_FORM = re.compile(
    rf"((?:{_NAME} ){{0,4}}{_NAME})(?:,? (?:(?:Technology|Network|Information|Group|Holdings?|Trading)\b ?)*)"
    r"(?:Co\.?,? ?Ltd\b|Inc\b|Corp\b|Limited\b|Ltd\b|GmbH\b|LLC\b|PLC\b)"
)
_CHINESE_FORM = re.compile(r"([\u4e00-\u9fff（）()]{2,24}?)(?:集团)?(?:股份)?有限(?:责任)?公司")
_DOES = re.compile(
    rf"(?<![\w.-])(?<!of )(?<!for )({_NAME}(?: {_NAME}){{0,2}}),? (?:has |have )?(?:officially |recently |also )?"
    r"(?:announce[sd]?|launch(?:e[sd])?|release[sd]?|complete[sd]? (?:a |its |the )|raise[sd] |acquire[sd]?|"
    r"receive[sd] (?:financing|investment)|go(?:es)? public|was listed|filed for)"
)
_BEFORE_A_FIRM = re.compile(r".*(?:[的由与和向是对在为被将]|来自|关联|股东|子公司|旗下)")
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}(?:省|市|区|县))+")
_TRADES = re.compile(
    r"(?:网络|信息|电子商务|商务|科技|技术|文化|传媒|贸易|实业|投资|控股|数字|智能|供应链|管理|咨询|服务|发展|国际|餐饮|食品|物流|集团|（[^）]*）|\([^)]*\))+$"
)
NO_FIRM = frozenset(
    "the a an it he she they we in on at but and this that these those its his her our china chinese beijing shanghai "
    "hangzhou shenzhen guangzhou hong kong tokyo japan india us usa u.s europe european america american uk korea france "
    "germany russia singapore government ministry bureau commission court police committee association university "
    "president minister spokesperson ceo founder chairman company platform report monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december today "
    "yesterday reporter reporters officials sources users consumers merchants double".split()
)
"""Words that no firm is called by."""
_TRADE_WORDS = frozenset(
    "Technology Network Information Group Holding Holdings Trading Investment Development".split()
)
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a firm's. `sure` when it is printed in the form of one."""

    name: str
    sure: bool


def unknown_in(item: Item, directory: Directory) -> tuple[Candidate, ...]:
    """The names in an item that look like firms and are none the directory knows, each once."""
    text = "\n".join((item.title, *item.body, item.comment or ""))
    found: dict[str, Candidate] = {}
    for candidate in _candidates(text):
        spelled = key(candidate.name)
        if len(spelled) < _SHORTEST or directory.find(candidate.name):
            continue
        known = found.get(spelled)
        if known is None or (candidate.sure and not known.sure):
            found[spelled] = candidate
    return tuple(found.values())


def _candidates(text: str) -> Iterator[Candidate]:
    for match in _FORM.finditer(text):
        if name := _plausible(match[1].split()):
            yield Candidate(name, sure=True)
    for match in _CHINESE_FORM.finditer(text):
        if name := _short_chinese(match[1]):
            yield Candidate(name, sure=True)
    for match in _DOES.finditer(text):
        if name := _plausible(match[1].split()):
            yield Candidate(name, sure=False)


def _plausible(words: Iterable[str]) -> str:
    """Without words in front that no firm is called by; empty when nothing is left of it."""
    kept = list(words)
    while kept and kept[0].casefold().removesuffix("'s").removesuffix("’s") in NO_FIRM:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in _TRADE_WORDS:
        kept.pop()
    if any(word.casefold() in NO_FIRM for word in kept) or all(word in _TRADE_WORDS for word in kept):
        return ""
    return " ".join(kept).strip("'’&-")


def _short_chinese(printed: str) -> str:
    """`由杭州微拍堂文化创意` is 微拍堂文化创意: without what leads up to it, place and trade."""
    name = _PLACE.sub("", _BEFORE_A_FIRM.sub("", printed))
    for city in CITIES:
        name = name.removeprefix(city).removeprefix("市")
    short = _TRADES.sub("", name)
    return (short if len(short) >= _SHORTEST else name).strip("（）()")
