"""An edition earlier or later than it comes: `make the evening digest half an hour later`, `早报提前十分钟`. Pure."""

import re

from bot.chat.meant import ASKING, ASKING_ZH, EDITION, EDITION_ZH, END_ZH, PAPER, Meant
from bot.numerals import ENGLISH, NUMBER, number_of

_COUNTS = ENGLISH | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45}
_AMOUNT = (
    rf"(?:(?:by )?(?P<amount>half an hour|a quarter of an hour|(?:\d{{1,3}}|{'|'.join(_COUNTS)}) (?:hours?|minutes?|mins?)(?: and a half)?)"
    r"|(?:by )?(?:an?|some|\w+) (?:bit|little|while)|much|a little)"
)
_AMOUNT_ZH = rf"(?:(?P<amount>半个?(?:小时|钟头)|(?:{NUMBER}|两|\d{{1,3}})个?半?(?:小时|钟头)半?|(?:{NUMBER}|\d{{1,3}})分钟?|[一三]刻钟)|一?[点些]儿?|一些)"
_SHAPES = (
    re.compile(
        rf"{ASKING}(?:(?:make|move|set|send(?: me)?|get|have|change|bring|push) )?(?:the |my )?(?P<edition>{EDITION})(?: {PAPER})?"
        rf"(?: come| to come)?(?: {_AMOUNT})? (?P<way>earlier|later)(?: please)?"
    ),
    re.compile(
        rf"{ASKING_ZH}把?(?:我的)?(?P<edition>{EDITION_ZH})(?:的?(?:推送|发送)?时间)?再?(?:改|调)?(?P<way>推迟|延后|提前|提早|早|晚)"
        rf"{_AMOUNT_ZH}(?:再?(?:发|推送|送))?{END_ZH}"
    ),
)
_EARLIER = frozenset({"earlier", "提前", "提早", "早"})
_COUNT_ZH = re.compile(rf"(?P<count>半|\d+|{NUMBER}|两)")


def shift_meant(line: str) -> Meant | None:
    """`shift` with the edition and the minutes, `evening 30`; `time`, which asks for the hour, where no more is said than the way."""
    found = next((found for each in _SHAPES if (found := each.fullmatch(line))), None)
    if found is None:
        return None
    if not found["amount"]:
        return "time", found["edition"]
    minutes = _minutes(found["amount"])
    return "shift", f"{found['edition']} {-minutes if found['way'] in _EARLIER else minutes}"


def _minutes(amount: str) -> int:
    """`two hours` and `两小时` are 120."""
    if amount.isascii():
        if amount.startswith(("half", "a quarter")):
            return 30 if amount.startswith("half") else 15
        count, unit, *half = amount.split()
        number = int(count) if count.isdecimal() else _COUNTS[count]
        return number * 60 + (30 if half else 0) if unit.startswith("h") else number
    if amount.endswith("刻钟"):
        return 45 if amount[0] == "三" else 15
    counted = _COUNT_ZH.match(amount)
    if counted is None or counted[0] == "半":
        return 30
    number = number_of(counted[0])
    return number if "分" in amount else number * 60 + (30 if "半" in amount else 0)
