"""A time of day as people say it: `8`, `８：３０`, `7:30pm`, `half past seven`, `noon`, `早上8点`, `晚上七点半`, `差一刻八点`. Pure."""

import re
import unicodedata
from collections.abc import Callable
from datetime import time

from bot.numerals import ENGLISH, number_of

_FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45, "": 0}
_SIMPLIFIED = str.maketrans("時點報週兩間鐘", "时点报周两间钟")
_PAST_NOON = ("下午", "傍晚", "pm", "p.m.", "afternoon")
_AT_NIGHT = ("晚上", "晚间", "夜里", "夜晚", "深夜", "半夜", "午夜", "晚", "night", "tonight")
"""Up to four they are the hours behind midnight, and twelve of them is midnight."""

_SMALL_HOURS = ("凌晨", "am", "a.m.")
_PERIODS = "凌晨|清晨|早上|早晨|早间|上午|中午|下午|傍晚|晚上|晚间|夜里|夜晚|深夜|半夜|午夜|早|晚"

NUMERALS = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇]?[零〇一二两三四五六七八九]"
"""A number below a hundred in Chinese, as a regular expression."""

_DIGITS = rf"\d{{1,2}}|{NUMERALS}"
_HALF = r"am|pm|a\.m\.|p\.m\."
HOUR = re.compile(
    rf"(?P<period>{_PERIODS}|{_HALF})?\s*(?P<hour>{_DIGITS})"
    rf"(?:\s*[:.点时h]\s*(?P<minute>\d{{2}}|半|一刻|三刻|{_DIGITS})?\s*分?)?(?P<oclock>点|\s*o'clock)?(?:[钟整](?!\w))?"
    rf"\s*(?:(?:in the |at |this )?(?P<half>{_HALF}|afternoon|night|tonight)(?![a-z]))?(?!\d)"
)
PART_OF_DAY = re.compile(
    rf"(?:{_PERIODS})|(?:(?:in the|at|this) )?(?:afternoon|night|tonight|noon|midday|midnight|{_HALF})(?![a-z])"
)
"""A part of the day without its hour."""

_WORDS = {word: number for word, number in ENGLISH.items() if number <= 12}
_WORD = "|".join(_WORDS)
_PAST = {"half": 30, "quarter": 15}
_MINUTES = {"fifteen": 15, "thirty": 30, "forty five": 45, "forty-five": 45}

_Said = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_SAID: tuple[_Said, ...] = (
    (re.compile(rf"\b(?:{_WORD})\b"), lambda it: str(_WORDS[it[0]])),
    (
        re.compile(rf"\b(\d{{1,2}})[ -]({'|'.join(_MINUTES)})\b"),
        lambda it: f"{it[1]}:{_MINUTES[it[2]]}",
    ),
    (
        re.compile(r"\b(?:a )?(half|quarter) (?:past|after) (\d{1,2})\b(?!:)"),
        lambda it: f"{it[2]}:{_PAST[it[1]]}",
    ),
    (re.compile(r"\b(?:a )?quarter (?:to|before) (\d{1,2})\b(?!:)"), lambda it: _before(int(it[1]), 15)),
    (
        re.compile(rf"差(一刻|\d{{1,2}}|{NUMERALS})分?钟?(?:到)?\s*({_PERIODS})?({_DIGITS})点"),
        lambda it: (it[2] or "") + _before(number_of(it[3]), _FRACTIONS.get(it[1]) or number_of(it[1])),
    ),
    (re.compile(r"\b(?:at )?(?:12(?::00)? ?)?(?:noon|midday)\b"), lambda _: "12:00"),
    (re.compile(r"\b(?:at )?(?:12(?::00)? ?)?midnight\b"), lambda _: "00:00"),
    (re.compile(rf"(?:中午|正午)(?!\s*(?:{_DIGITS}))"), lambda _: "12:00"),
    (re.compile(rf"(?:半夜|午夜|子夜)(?!\s*(?:{_DIGITS}))"), lambda _: "00:00"),
    (re.compile(r"正午"), lambda _: "中午"),
    (
        re.compile(r"(?<![\d:.])(\d{1,2})([0-5][05])(?![\d:.]|\s*[点时年月日])"),
        lambda it: f"{it[1]}:{it[2]}" if int(it[1]) < 24 else it[0],
    ),
)
"""What is put into digits before it is read, in this order. `0730` is one only in steps of five minutes, as `2019` is none."""


def put_in_digits(text: str) -> str:
    """The text in one script, with the hours that are told in words as clock times: `half past 7` is `7:30`."""
    line = unicodedata.normalize("NFKC", text).replace("’", "'").casefold().translate(_SIMPLIFIED).strip()
    for said, clock in _SAID:
        line = said.sub(clock, line)
    return line


def hour_of(found: re.Match[str], *, evening: bool = False) -> time:
    """What HOUR found; `evening`: an hour that may be one of the evening is. Raises ValueError, as for `25:99`."""
    hour, minute = number_of(found["hour"]), _minute(found["minute"] or "")
    period = found["period"] or found["half"] or ""
    if evening and not period and not found["hour"].startswith("0"):
        period = "晚"
    if (
        (period in _PAST_NOON and hour < 12)
        or (period in _AT_NIGHT and 4 < hour < 12)
        or (period == "中午" and hour < 6)
    ):
        hour += 12
    elif period in (*_AT_NIGHT, *_SMALL_HOURS) and hour == 12:
        hour = 0
    return time(hour, minute)


def _minute(text: str) -> int:
    return _FRACTIONS[text] if text in _FRACTIONS else number_of(text)


def _before(hour: int, minutes: int) -> str:
    """So many minutes before the hour; what is no such time stays one."""
    return f"{(hour - 1) % 24 if hour < 25 else hour}:{60 - minutes:02}"
