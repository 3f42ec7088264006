"""Sentences about the days and the looks of digests: `only on weekdays`, `只看标题`, `without a sound`, `skip a section`. Pure."""

import re
from functools import cache

from bot.chat.meant import ASKING, ASKING_ZH, EDITION_ZH, END_ZH, PAPER, WHOSE, Meant
from bot.chat.weekdays import DAYS, EVERY_DAY, days_in
from bot.digest.names import SECTION_KEYS, section_name
from bot.texts import LANGUAGES, for_language

_SENT = rf"(?:(?:send|show|give|get|deliver)(?: me)?(?: (?:it|them|everything|the|my|{PAPER}))* )?"
_NO_SECTION = re.compile(
    rf"{ASKING}(?:no|not|skip|hide|leave out|drop|(?:i )?(?:don't|do not) (?:want|need|show|send)(?: me)?)(?: any| the)? (?P<name>.+?)(?: (?:news|items|section))?(?: please)?"
    rf"|{ASKING_ZH}(?:不想?看|不要看?|去掉|隐藏|不需要)(?P<zh>.+?)(?:的?(?:新闻|消息|资讯|栏目|版块|内容))?{END_ZH}"
)
_SENT_ZH = "(?:发|推送|推|送|收|要|看)"

_DAYS = (
    (
        "",
        re.compile(
            rf"{ASKING}{_SENT}(?:only|just) (?:on )?(?P<days>{DAYS})(?: please)?|{ASKING}{_SENT}(?:on )?(?P<those>{DAYS}) only(?: please)?"
            rf"|{ASKING}{_SENT}(?:on )?(?P<again>every ?day) again(?: please)?"
            rf"|{ASKING_ZH}[只就仅]要?在?(?:想在)?(?P<zh>{DAYS})(?:才)?{_SENT_ZH}?(?:给我)?(?:就行|就好|即可)?{END_ZH}"
            rf"|{ASKING_ZH}(?P<all>每天|天天)都{_SENT_ZH}(?:给我)?{END_ZH}"
        ),
    ),
    (
        "-",
        re.compile(
            rf"{ASKING}(?:no|nothing|not|skip|(?:stop|don't|do not) (?:send(?:ing)?|disturb(?:ing)?|bother(?:ing)?)(?: me)?(?: anything| any)?)"
            rf"(?: (?:the )?{PAPER})?(?: (?:on|at|over))?(?: the)? (?P<days>{DAYS})(?: please)?"
            rf"|{ASKING}(?:every ?day )?(?:except|but not)(?: for)?(?: on)? (?P<but>{DAYS})(?: please)?|{ASKING_ZH}(?:每天)?,?除了?(?P<bar>{DAYS})(?:以外|之外|外)?(?:,?(?:都|每天都)?(?:{_SENT_ZH})?(?:给我)?){END_ZH}"
            rf"|{ASKING_ZH}(?P<zh>{DAYS})(?:就|都|时|的时候)*(?:不要|别|不用|不必|不想|不)再?(?:给我)?(?:{_SENT_ZH}|(?:打扰|吵|烦|叫)我?)?(?:消息|推送|快讯)?{END_ZH}"
        ),
    ),
    (
        "+",
        re.compile(
            rf"{ASKING}{_SENT}(?:also |and )?(?:on |at )?(?P<days>{DAYS}) (?:too|as well|again)(?: please)?"
            rf"|{ASKING}(?:also|too)(?: on| at)? (?P<those>{DAYS})(?: please)?"
            rf"|{ASKING_ZH}(?P<zh>{DAYS})也{_SENT_ZH}(?:给我)?(?:消息|推送|快讯)?{END_ZH}"
        ),
    ),
)
"""These days only, without them, with them as well."""

_WISHES = (
    (
        ("style", "headlines"),
        re.compile(
            rf"{ASKING}{_SENT}(?:only|just) (?:the )?(?:titles|headlines)(?: please)?|{ASKING}{_SENT}(?:the )?(?:titles|headlines) only(?: please)?"
            rf"|{ASKING_ZH}[只就仅](?:{_SENT_ZH}|给我)标题{END_ZH}"
            rf"|{ASKING}(?:make |keep )?(?:(?:it|this|that|they|{WHOSE}{PAPER})(?:'s| is| are)? )?(?:far |way |a bit |much )?(?:too long|shorter|less text)(?: please)?"
            rf"|{ASKING_ZH}(?:{EDITION_ZH}|推送|快讯|内容|字)?(?:太长|太多字|字太多|太多|[简缩]?短一?[点些]|少一?[点些]字?){END_ZH}"
        ),
    ),
    (
        ("style", "full"),
        re.compile(
            rf"{ASKING}{_SENT}(?:the )?(?:titles and texts?|full (?:texts?|digests?|issues?|items?))(?: please)?"
            rf"|{ASKING_ZH}(?:{_SENT_ZH}|给我)?标题[加和与](?:正文|内容)(?:都?{_SENT_ZH})?{END_ZH}|{ASKING_ZH}(?:也?{_SENT_ZH})(?:正文|全文){END_ZH}"
        ),
    ),
    (
        ("sound", "off"),
        re.compile(
            rf"{ASKING}{_SENT}(?:no|without(?: an?)?|turn off (?:the )?|switch off (?:the )?) ?(?:notification )?sounds?(?: please)?"
            rf"|{ASKING}{_SENT}(?:silently|quietly)(?: please)?|{ASKING}mute (?:the |my )?(?:sound|notifications?|{PAPER})(?: please)?"
            rf"|{ASKING_ZH}(?:不要|关掉|关闭|取消|去掉|不用|别)(?:有|开)?(?:提示|通知)?(?:声音|音|铃声){END_ZH}|{ASKING_ZH}把?(?:提示|通知)?(?:声音|音|铃声)(?:关掉|关了|关闭|关){END_ZH}|无提示音|{ASKING_ZH}静音(?:推送|发送){END_ZH}"
        ),
    ),
    (
        ("sound", "on"),
        re.compile(
            rf"{ASKING}{_SENT}(?:with(?: an?)?|turn on (?:the )?|switch on (?:the )?) ?(?:notification )?sounds?(?: please)?"
            rf"|{ASKING}unmute(?: (?:the |my )?(?:sound|notifications?|{PAPER}))?(?: please)?"
            rf"|有提示音|{ASKING_ZH}(?:(?:打开|开启|恢复)(?:提示|通知)?(?:声音|音|铃声)|(?:提示|通知)?(?:声音|音|铃声)(?:打开|开启)){END_ZH}"
        ),
    ),
    (
        ("sections", ""),
        re.compile(
            rf"{ASKING}(?:(?:list|show|which|what)(?: me)?(?: are)?(?: all)?(?: the)? )?sections(?: (?:are there|do you have|there are))?(?: please)?"
            rf"|(?:有哪些|全部|所有)?(?:栏目|版块)(?:有哪些|列表)?|{ASKING}(?:skip|hide|leave out|drop|remove|no|only|just|choose|change|pick)(?: (?:the|my|this|that))?(?: [\w-]+){{0,2}} sections?(?: please)?"
            rf"|{ASKING_ZH}(?:不想?看|不要|只想?看|只要|去掉|隐藏|选择?|改|换|设置).{{0,6}}(?:栏目|版块|板块){END_ZH}"
        ),
    ),
)


def look_meant(line: str) -> Meant | None:
    """`days`, `style`, `sound` with how it shall be, or `sections`, which are chosen then."""
    return (
        _days(line)
        or _sections(line)
        or next((meant for meant, shape in _WISHES if shape.fullmatch(line)), None)
    )


def _days(line: str) -> Meant | None:
    """`days` with ISO weekdays: `12345`, `-67`, `+7`."""
    for sign, shape in _DAYS:
        if found := shape.fullmatch(line):
            days = days_in(next(filter(None, found.groupdict().values())))
            return (
                ("days", sign + "".join(map(str, sorted(days)))) if (sign, days) != ("-", EVERY_DAY) else None
            )
    return None


def _sections(line: str) -> Meant | None:
    """`no logistics news`, `不看国际`: a section that is named is left out on its screen."""
    found = _NO_SECTION.fullmatch(line)
    named = next(filter(None, found.groupdict().values())) if found else ""
    return ("sections", "") if named in _section_names() else None


@cache
def _section_names() -> frozenset[str]:
    """In every language, as people write them."""
    return frozenset(
        section_name(for_language(code), key, None).casefold() for code in LANGUAGES for key in SECTION_KEYS
    )


def days_wished(text: str, had: frozenset[int]) -> frozenset[int]:
    """What the text of a wish for `days` makes of those there are."""
    days = frozenset(map(int, text.lstrip("+-")))
    return had - days if text[:1] == "-" else had | days if text[:1] == "+" else days
