"""Sentences that wish for other hours, fewer editions, a pause, a language or a zone, as the command that does it. Pure.

`change my hours to 6am and 9pm` is `/time 6am and 9pm`, `不要晚报` is `/unsubscribe 晚报`, `pause for a week` is `/pause a week`.
Judged by the whole sentence, and what it names must be readable: `no more evening flights to Hangzhou` and `双十一晚报价格` are searches.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from bot.chat.languages import LANGUAGE_WORDS
from bot.chat.times import UnreadableTimeError, read_wish
from bot.chat.until import NotToComeError, UnreadableDayError, read_until
from bot.zones import find_zone

Meant = tuple[str, str]
"""A command, and what is said to it."""

_ANY_DAY = date(2000, 1, 1)
_ASKING = (
    r"(?:(?:please|can you|could you|would you|i want(?: you)? to|i'd like(?: you)? to|i would like(?: you)? to"
    r"|let's|now) )*"
)
_ASKING_ZH = r"(?:请你?|帮我|给我|麻烦你?|我想要?|我要|我|能不能|可以|那就|就|以后|今后|,)*"
_END_ZH = r"(?:了|吧|啦|呀|好吗|行吗|可以吗|谢谢|,)*"
_WHOSE = r"(?:(?:the|my|your|our|this|these|any|all|of|sending|getting|receiving|me|from|to me) )*"
_PAPER = r"(?:digests?|issues?|editions?|newsletters?|news|ones?|e?-?mails?|messages?|updates?|papers?)"
_EDITION = r"(?:mornings?|evenings?|weekly)"
_EDITIONS = rf"{_EDITION}(?:(?: and|,| or|,? and) (?:the )?{_EDITION})*"
_EDITION_ZH = r"(?:早报|晚报|周报|早刊|晚刊|周刊)"
_EDITIONS_ZH = rf"{_EDITION_ZH}(?:[和、与跟及]?{_EDITION_ZH})*"
_LANGUAGE = "english|chinese|英文|英语|中文|汉语|简体中文"


_HOURS = (
    re.compile(
        rf"(?:i want|i'd like|i need) {_WHOSE}(?:{_PAPER}|(?P<edition>{_EDITION}))(?: to come| delivered)? at (?P<times>.+)"
    ),
    re.compile(
        rf"{_ASKING}(?:change|set|move|put|shift|switch|adjust|make|get|have) {_WHOSE}"
        rf"(?:(?:hours?|(?:delivery |sending )?times?|schedule|{_PAPER})|(?P<edition>{_EDITION})(?: {_PAPER})?(?: (?:hour|time))?)"
        r" (?:to|at|for|come at|arrive at) (?P<times>.+)"
    ),
    re.compile(
        rf"{_ASKING}(?:send|deliver|bring|give) (?:me )?{_WHOSE}(?:{_PAPER}|(?P<edition>{_EDITION})(?: {_PAPER})?) at (?P<times>.+)"
    ),
    re.compile(rf"(?:i want |i'd like )?(?:the |my )?(?P<edition>{_EDITION}) {_PAPER} at (?P<times>.+)"),
    re.compile(
        rf"{_ASKING_ZH}把?(?:我的)?(?:(?P<edition>{_EDITION_ZH})|推送|快讯|时间|推送时间|发送时间)的?(?:推送|发送)?(?:时间)?"
        rf"(?:改|调|换|设|定|提前|推迟|挪|移)整?[到成为在至]?(?P<times>.+?)再?(?:发送|推送|发|送)?{_END_ZH}"
    ),
    re.compile(
        rf"{_ASKING_ZH}(?P<edition>{_EDITION_ZH})(?:请|在|要)?(?P<times>.+?)(?:发给我|推送给我|发送|推送|发|送){_END_ZH}"
    ),
)
_CLOCK = re.compile(r"\d[:.]\d|点|\d ?[ap]m\b|o'clock")
_LESS = (
    re.compile(
        rf"{_ASKING}(?:no more|no|stop|cancel|drop|end|unsubscribe(?: me)?|turn off|switch off|disable|leave out|don't send|do not send"
        rf"|i don't (?:want|need)|i do not (?:want|need)) {_WHOSE}(?P<editions>{_EDITIONS})(?: {_PAPER})?"
        r"(?: (?:any ?more|please|for me|now))*"
    ),
    re.compile(
        rf"{_ASKING_ZH}(?:不要|不用|不想要|不想看|不想收|不看|不收|不需要|别|停掉|停止|停|取消|退订|退掉|关掉|关闭)再?(?:给我)?"
        rf"(?:发|推送|推|送|收|看)?(?P<editions>{_EDITIONS_ZH}){_END_ZH}"
    ),
    re.compile(
        rf"{_ASKING_ZH}把?(?P<editions>{_EDITIONS_ZH})(?:就|也|都|给我)?(?:停了|不要|不用|不想要|不想看|不看|不需要|别|取消|停掉|退订|关掉)再?"
        rf"(?:给我)?(?:发|推送|推|送)?{_END_ZH}"
    ),
)
_ONLY = (
    re.compile(
        rf"{_ASKING}(?:(?:send me|give me|i want|i'd like) )?(?:only|just) (?:the |my )?(?P<editions>{_EDITIONS})(?: {_PAPER})?(?: please)?"
    ),
    re.compile(rf"{_ASKING_ZH}[只就](?:想?要|想?看|订|订阅|发|收|推送)(?P<editions>{_EDITIONS_ZH}){_END_ZH}"),
)
_BREAK = (
    re.compile(
        rf"{_ASKING}(?:pause|suspend|snooze|mute|stop|hold|take a break|no|no more)(?: {_WHOSE}(?:{_PAPER}|it|everything|sending|notifications?))?"
        r"(?: (?P<day>(?:for|until|till|from now until|a|\d).*))"
    ),
    re.compile(
        r"(?:i'm|i am|we're|we are) (?:away|on (?:holiday|vacation|leave)|travell?ing|out) (?P<day>(?:for|until|till) .+)"
    ),
    re.compile(
        rf"{_ASKING_ZH}(?:先|我)?(?:暂停|停发|停推|停|别发|不要发|不用发)(?:推送|发送|订阅|快讯|一下)?(?P<day>.+?){_END_ZH}"
    ),
    re.compile(
        r"(?:未来|接下来|今后)?(?P<day>.+?)(?:内|里)?都?(?:不要|别|不用)再?(?:给我)?(?:发|推送)(?:消息|推送|快讯)?"
        + _END_ZH
    ),
)
_SCREENS = (
    (
        "settings",
        re.compile(
            rf"{_ASKING}(?:change|set|adjust|move) {_WHOSE}(?:(?:delivery |sending )?(?:hours?|times?)|settings|schedule)(?: please)?"
            rf"|{_ASKING_ZH}(?:更?改|修改|调整?|设置|设定|换)一?下?(?:{_EDITION_ZH}|推送)?的?(?:发送|推送)?时间{_END_ZH}"
        ),
    ),
    (
        "zone",
        re.compile(
            rf"{_ASKING}(?:change|set|switch) {_WHOSE}time ?zone(?: please)?|{_ASKING_ZH}(?:更?改|修改|调整?|设置|换)一?下?时区{_END_ZH}"
        ),
    ),
    (
        "language",
        re.compile(
            rf"{_ASKING}(?:change|set|switch) {_WHOSE}language(?: please)?|{_ASKING_ZH}(?:更?改|修改|切换|设置|换)一?下?语言{_END_ZH}"
        ),
    ),
    (
        "pause",
        re.compile(
            rf"{_ASKING}(?:pause|suspend|snooze) (?:{_WHOSE}(?:{_PAPER}|it|everything|sending)(?: please)?|please)|please pause"
            rf"|take a break|{_ASKING_ZH}暂停(?:推送|发送|订阅|快讯|一下){_END_ZH}"
        ),
    ),
    (
        "resume",
        re.compile(
            rf"{_ASKING}(?:(?:resume|continue|restart|start|unpause) (?:{_WHOSE}{_PAPER}|sending|it)(?: again)?|end the pause|unpause)(?: please)?"
            rf"|{_ASKING_ZH}(?:恢复|继续)(?:推送|发送|发|订阅|收){_END_ZH}|{_ASKING_ZH}(?:结束|取消|解除)暂停{_END_ZH}"
        ),
    ),
)
"""Wishes that name no value: the command alone."""

_SPEAK = (
    re.compile(
        rf"{_ASKING}(?:speak|talk|write|answer|reply|use|switch|change|set|translate)(?: (?:me|it|the|my|language|everything|to|in|into|back))*"
        rf" (?P<language>{_LANGUAGE})(?: please)?"
    ),
    re.compile(rf"(?:in )?(?P<language>{_LANGUAGE}),? please"),
    re.compile(
        rf"{_ASKING_ZH}把?(?:语言)?(?:说|讲|用|换|切换|改|设|转)(?:回|成|到|为)?(?P<language>{_LANGUAGE})(?:回答|回复|显示|版|吧|了|说)*"
    ),
)
_LIVE = (
    re.compile(
        rf"{_ASKING}(?:set|change|switch|move|make) (?:my |the )?(?:time ?zone|clock|city|location) (?:to|as) (?P<place>.+)"
    ),
    re.compile(r"my (?:time ?zone|city|time) is (?:that of |in )?(?P<place>.+)"),
    re.compile(
        r"(?:i|we) (?:now )?(?:live|moved|have moved) (?:now )?(?:in|to) (?P<place>.+?)(?: now)?"
        r"|(?:i'm|i am|i've|i have) (?:now )?(?:(?:living |based )?in|moved to) (?P<there>.+?)(?: now)?"
    ),
    re.compile(rf"{_ASKING_ZH}把?(?:我的)?时区(?:改|换|设|调)(?:整)?[成为到]?(?P<place>.+?){_END_ZH}"),
    re.compile(
        r"我(?:现在)?(?:人)?(?:住)?在(?P<place>.+?)(?:生活|工作|时间)?了?|我(?:已经)?搬到(?P<there>.+?)了?"
    ),
)


def wish_meant(text: str) -> Meant | None:
    """The command a sentence wishes for; None when it is anything else."""
    line = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    line = " ".join(line.split()).rstrip("!?。.,~ ")
    screen = next((name for name, shape in _SCREENS if shape.fullmatch(line)), None)
    if screen:
        return screen, ""
    return next((meant for read in _READERS if (meant := read(line))), None)


def _hours(line: str) -> Meant | None:
    for found in _found(_HOURS, line):
        said = " ".join(filter(None, [found["edition"], found["times"].removesuffix(" please")]))
        try:
            wish = read_wish(said)
        except UnreadableTimeError:
            continue
        if wish.times:
            return "time", said
    return _only_hours(line)


def _only_hours(line: str) -> Meant | None:
    """`早报7点 晚报8点`: editions with their hours, and not a word more."""
    try:
        wish = read_wish(line) if _CLOCK.search(line) else None
    except UnreadableTimeError:
        return None
    return ("time", line) if wish and wish.only and wish.only == set(wish.times) else None


def _less(line: str) -> Meant | None:
    return next((("unsubscribe", _named(it["editions"])) for it in _found(_LESS, line)), None)


def _only(line: str) -> Meant | None:
    return next((("subscribe", _named(it["editions"])) for it in _found(_ONLY, line)), None)


def _named(editions: str) -> str:
    return " ".join(re.findall(f"{_EDITION}|{_EDITION_ZH}", editions))


def _break(line: str) -> Meant | None:
    for found in _found(_BREAK, line):
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
    spoken = (it["language"] for it in _found(_SPEAK, line))
    return next((("language", word) for word in spoken if word in LANGUAGE_WORDS), None)


def _live(line: str) -> Meant | None:
    for found in _found(_LIVE, line):
        place = found["place"] or found.groupdict().get("there") or ""
        answer = find_zone(place)
        if answer.zone or (answer.suggestions and not answer.guessed):
            return "zone", place
    return None


def _found(shapes: tuple[re.Pattern[str], ...], line: str) -> list[re.Match[str]]:
    return [found for each in shapes if (found := each.fullmatch(line))]


_READERS: tuple[Callable[[str], Meant | None], ...] = (_hours, _less, _only, _break, _speak, _live)
