"""Sentences that wish for other hours, fewer editions, a pause, a language or a zone, as the command that does it. Pure.

`change my hours to 6am and 9pm` is `/time 6am and 9pm`, `不要晚报` is `/unsubscribe 晚报`, `pause for a week` is `/pause a week`.
Judged by the whole sentence, and what it names must be readable: `no more evening flights to Hangzhou` and `双十一晚报价格` are searches.
"""

import re
from collections.abc import Callable
from datetime import date

from bot.chat.bare_wishes import bare_wish
from bot.chat.following import telling_meant
from bot.chat.languages import LANGUAGE_WORDS
from bot.chat.looks import look_meant
from bot.chat.meant import (
    ASKING,
    ASKING_ZH,
    EDITION,
    EDITION_ZH,
    EDITIONS,
    EDITIONS_ZH,
    END_ZH,
    PAPER,
    WHOSE,
    Meant,
    found_in,
    sentence,
)
from bot.chat.shifts import shift_meant
from bot.chat.times import UnreadableTimeError, read_wish
from bot.chat.until import NotToComeError, UnreadableDayError, read_until
from bot.chat.weekdays import DAYS
from bot.zones import find_zone

_ANY_DAY = date(2000, 1, 1)
_LANGUAGE = "english|chinese|英文|英语|中文|汉语|简体中文"


_HOURS = (
    re.compile(
        rf"(?:i want|i'd like|i need) {WHOSE}(?:{PAPER}|(?P<edition>{EDITION}))(?: to come| delivered)? at (?P<times>.+)"
    ),
    re.compile(
        rf"{ASKING}(?:change|set|move|put|shift|switch|adjust|make|get|have) {WHOSE}"
        rf"(?:(?:hours?|(?:delivery |sending )?times?|schedule|{PAPER})|(?P<edition>{EDITION})(?: {PAPER})?(?: (?:hour|time))?)"
        r" (?:to|at|for|come at|arrive at) (?P<times>.+)"
    ),
    re.compile(rf"{ASKING}(?:change|set|move|put) (?:the |my )?(?P<edition>{EDITION}) (?P<times>\d.*)"),
    re.compile(
        rf"{ASKING}(?:change|set|move|put) (?:the |my )?(?P<times>{EDITION}(?: {PAPER})? (?:to|at) .+)"
    ),
    re.compile(
        rf"{ASKING}(?:send|deliver|bring|give) (?:me )?{WHOSE}(?:{PAPER}|it|them|everything|(?P<edition>{EDITION})(?: {PAPER})?) at (?P<times>.+)"
    ),
    re.compile(rf"(?:i want |i'd like )?(?:the |my )?(?P<edition>{EDITION})(?: {PAPER})? at (?P<times>.+)"),
    re.compile(rf"(?P<times>{DAYS} at .+)"),
    re.compile(
        rf"{ASKING_ZH}把?(?:我的)?(?:(?P<edition>{EDITION_ZH})|推送|快讯|时间|推送时间|发送时间)的?(?:推送|发送)?(?:时间)?"
        rf"(?:改|调|换|设|定|提前|推迟|挪|移)整?[到成为在至]?(?P<times>.+?)再?(?:发送|推送|发|送)?{END_ZH}"
    ),
    re.compile(
        rf"{ASKING_ZH}(?P<edition>{EDITION_ZH})(?:请|在|要)?(?P<times>.+?)(?:发给我|推送给我|发送|推送|发|送){END_ZH}"
    ),
    re.compile(rf"{ASKING_ZH}(?P<times>.+?)(?:发|推送|送|推)给我{END_ZH}"),
    re.compile(rf"{ASKING_ZH}(?P<times>{DAYS}.+?)(?:发送|推送|发|送)?{END_ZH}"),
    re.compile(rf"{ASKING_ZH}(?P<times>.+?)(?:发送|推送|发|送){END_ZH}"),
)
_PART = r"\d in the (?:morning|evening)\b"
_CLOCK = re.compile(rf"\d[:.]\d|点|\d ?[ap]m\b|o'clock|{_PART}")
_CLOCK_ALONE = re.compile(rf"\d:\d\d(?!\d)|点|\d ?[ap]m\b|o'clock|{_PART}")
"""What is an hour where no edition stands beside it: `3.15` may be a day."""

_LESS = (
    re.compile(
        rf"{ASKING}(?:no more|not?|stop|cancel|drop|end|unsubscribe(?: me)?|turn off|switch off|disable|leave out|don't send|do not send"
        rf"|i don't (?:want|need)|i do not (?:want|need)) {WHOSE}(?P<editions>{EDITIONS})(?: {PAPER})?"
        r"(?: (?:any ?more|please|for me|now))*"
    ),
    re.compile(rf"(?:the |my )?(?P<editions>{EDITIONS})(?: {PAPER})? off(?: please)?"),
    re.compile(
        rf"{ASKING_ZH}(?:不要|不用|不想要|不想看|不想收|不看|不收|不需要|别|停掉|停止|停|取消|退订|退掉|关掉|关闭)再?(?:给我)?"
        rf"(?:发|推送|推|送|收|看)?(?P<editions>{EDITIONS_ZH}){END_ZH}"
    ),
    re.compile(
        rf"{ASKING_ZH}把?(?P<editions>{EDITIONS_ZH})(?:就|也|都|给我)?(?:停了|不要|不用|不想要|不想看|不看|不需要|别|取消|停掉|退订|关掉|关)再?"
        rf"(?:给我)?(?:发|推送|推|送)?{END_ZH}"
    ),
)
_ONLY = (
    re.compile(
        rf"{ASKING}(?:(?:send me|give me|i want|i'd like) )?(?:only|just) (?:the |my )?(?P<editions>{EDITIONS})(?: {PAPER})?(?: please)?"
    ),
    re.compile(rf"{ASKING_ZH}[只就](?:想?要|想?看|订|订阅|发|收|推送)(?P<editions>{EDITIONS_ZH}){END_ZH}"),
)
_MORE = (
    re.compile(
        rf"{ASKING}(?:add|also|and|plus|subscribe(?: me)?(?: also)? to|sign me up for)(?: send me| give me)? (?:the |my )?(?P<editions>{EDITIONS})(?: {PAPER})?(?: (?:too|as well))?(?: please)?"
        rf"|(?:{ASKING}(?:send me |give me |i want |i'd like )?(?:the )?(?P<too>{EDITIONS})(?: {PAPER})? (?:too|as well|again)(?: please)?)"
    ),
    re.compile(
        rf"{ASKING_ZH}(?:再|还是?)(?:想?要|加上?|订|订阅|来|收)(?P<editions>{EDITIONS_ZH}){END_ZH}"
        rf"|{ASKING_ZH}(?P<too>{EDITIONS_ZH})(?:也|还是?)(?:想?要|订|订阅|发|收|加上|给我){END_ZH}"
    ),
)
_NOT_TODAY = re.compile(
    rf"{ASKING}(?:not|nothing|stop|pause|no (?:more )?{PAPER})(?: for)? today(?: please)?|{ASKING_ZH}今天(?:就|先)?(?:不要|别|不用)再?(?:给我)?(?:发|推送){END_ZH}"
)
_BREAK = (
    re.compile(
        rf"{ASKING}(?:pause|suspend|snooze|mute|stop|hold|take a break|no|no more)(?: {WHOSE}(?:{PAPER}|it|everything|sending|notifications?))?"
        r"(?: (?P<day>(?:for|until|till|from now until|a|\d).*))"
    ),
    re.compile(
        r"(?:i'm|i am|we're|we are) (?:away|on (?:holiday|vacation|leave)|travell?ing|out) (?P<day>(?:for|until|till) .+)"
    ),
    re.compile(
        rf"{ASKING_ZH}(?:先|我)?(?:暂停|停发|停推|停|别发|不要发|不用发)(?:推送|发送|订阅|快讯|一下)?(?P<day>.+?){END_ZH}"
    ),
    re.compile(
        r"(?:未来|接下来|今后)?(?P<day>.+?)(?:内|里)?都?(?:不要|别|不用)再?(?:给我)?(?:发|推送)(?:消息|推送|快讯)?"
        + END_ZH
    ),
)
_SPEAK = (
    re.compile(
        rf"{ASKING}(?:speak|talk|write|answer|reply|use|switch|change|set|translate)(?: (?:me|it|the|my|language|everything|to|in|into|back))*"
        rf" (?P<language>{_LANGUAGE})(?: please)?"
    ),
    re.compile(rf"(?:in )?(?P<language>{_LANGUAGE}),? please"),
    re.compile(
        rf"{ASKING}(?:(?:i want|i'd like|i need|give me|send me|show me|can i (?:have|get)|have|get|read) )?(?:it|this|that|everything|{WHOSE}{PAPER}) in (?P<language>{_LANGUAGE})(?: please)?"
    ),
    re.compile(
        rf"{ASKING_ZH}把?(?:语言)?(?:说|讲|用|换|切换|改|设|转)(?:回|成|到|为)?(?P<language>{_LANGUAGE})(?:回答|回复|显示|版|吧|了|说)*"
    ),
)
_LIVE = (
    re.compile(
        rf"{ASKING}(?:set|change|switch|move|make) (?:my |the )?(?:time ?zone|clock|city|location) (?:to|as) (?P<place>.+)"
    ),
    re.compile(r"(?:time ?zone|时区)(?: is|是|为|用|选)?:? ?(?P<place>.+)"),
    re.compile(r"my (?:time ?zone|city|time) is (?:that of |in )?(?P<place>.+)"),
    re.compile(
        r"(?:i|we) (?:now )?(?:live|moved|have moved) (?:now )?(?:in|to) (?P<place>.+?)(?: now)?"
        r"|(?:i'm|i am|i've|i have) (?:now )?(?:(?:living |based )?in|moved to) (?P<there>.+?)(?: now)?"
    ),
    re.compile(rf"{ASKING_ZH}把?(?:我的)?时区(?:改|换|设|调)(?:整)?[成为到]?(?P<place>.+?){END_ZH}"),
    re.compile(
        r"我(?:现在)?(?:人)?(?:住)?在(?P<place>.+?)(?:生活|工作|时间)?了?|我(?:已经)?搬到(?P<there>.+?)了?"
    ),
)


def wish_meant(text: str) -> Meant | None:
    """The command a sentence wishes for; None when it is anything else."""
    line = sentence(text)
    return next((meant for read in _READERS if (meant := read(line))), None)


def _hours(line: str) -> Meant | None:
    if moved := shift_meant(line):
        return moved
    for found in found_in(_HOURS, line):
        said = " ".join(
            filter(None, [found.groupdict().get("edition"), found["times"].removesuffix(" please")])
        )
        try:
            wish = read_wish(said)
        except UnreadableTimeError:
            continue
        if wish.times:
            return "time", said
    return _only_hours(line)


def _only_hours(line: str) -> Meant | None:
    """`早报7点 晚报8点`, `8:45`: hours, with their editions or without, and not a word more."""
    try:
        wish = read_wish(line) if _CLOCK.search(line) else None
    except UnreadableTimeError:
        return None
    said = wish is not None and (wish.only == set(wish.times) if wish.only else _CLOCK_ALONE.search(line))
    return ("time", line) if said else None


def _less(line: str) -> Meant | None:
    return next((("unsubscribe", _named(it["editions"])) for it in found_in(_LESS, line)), None)


def _only(line: str) -> Meant | None:
    return next((("subscribe", _named(it["editions"])) for it in found_in(_ONLY, line)), None)


def _more(line: str) -> Meant | None:
    return next((("more", _named(it["editions"] or it["too"])) for it in found_in(_MORE, line)), None)


def _named(editions: str) -> str:
    return " ".join(re.findall(f"{EDITION}|{EDITION_ZH}", editions))


def _break(line: str) -> Meant | None:
    if _NOT_TODAY.fullmatch(line):
        return "pause", "tomorrow"
    for found in found_in(_BREAK, line):
        day = found["day"].removesuffix(" please")
        try:
            read_until(day, _ANY_DAY)
        except NotToComeError:
            return "pause", day
        except UnreadableDayError:
            continue
        return "pause", day
    return None


def _speak(line: str) -> Meant | None:
    spoken = (it["language"] for it in found_in(_SPEAK, line))
    return next((("language", word) for word in spoken if word in LANGUAGE_WORDS), None)


def _live(line: str) -> Meant | None:
    for found in found_in(_LIVE, line):
        place = found["place"] or found.groupdict().get("there") or ""
        answer = find_zone(place)
        if answer.zone or (answer.suggestions and not answer.guessed):
            return "zone", place
    return None


_READERS: tuple[Callable[[str], Meant | None], ...] = (
    bare_wish,
    _hours,
    _less,
    _only,
    _more,
    look_meant,
    _break,
    _speak,
    _live,
    telling_meant,
)
