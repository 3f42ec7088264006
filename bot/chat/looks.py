"""Sentences about the days and the looks of digests: `only on weekdays`, `只看标题`, `without a sound`, `skip a section`. Pure."""

import re

from bot.chat.meant import ASKING, ASKING_ZH, END_ZH, PAPER, Meant

_SENT = rf"(?:(?:send|show|give|get|deliver)(?: me)?(?: (?:it|them|everything|the|my|{PAPER}))* )?"
_WEEKDAYS = r"(?:weekdays|week days|work(?:ing)? ?days|(?:monday|mon) (?:to|-|till|through) (?:friday|fri))"
_WEEKDAYS_ZH = "(?:工作日|平日|平时|周一[到至]周五|星期一[到至]星期五)"
_WEEKEND_ZH = "(?:周末|双休日|周六周日|周六[和、]?周?日|星期六[和、]?星期[天日])"
_SENT_ZH = "(?:发|推送|推|送|收|要|看)"

_WISHES = (
    (
        ("days", "working"),
        re.compile(
            rf"{ASKING}{_SENT}(?:only|just) (?:on )?{_WEEKDAYS}(?: please)?|{ASKING}{_SENT}(?:on )?{_WEEKDAYS} only(?: please)?"
            rf"|{ASKING}(?:no|nothing|not|skip|(?:stop|don't|do not) send(?:ing)?(?: me)?(?: anything| any)?)(?: (?:the )?{PAPER})?"
            r"(?: (?:on|at|over))?(?: the)? weekends?(?: please)?"
            rf"|{ASKING_ZH}[只就仅]要?在?(?:想在)?{_WEEKDAYS_ZH}(?:才)?{_SENT_ZH}?(?:给我)?(?:就行|就好|即可)?{END_ZH}"
            rf"|{ASKING_ZH}{_WEEKEND_ZH}(?:就|都|时|的时候)*(?:不要|别|不用|不必|不想|不)再?(?:给我)?(?:{_SENT_ZH}|打扰(?:我)?)(?:消息|推送|快讯)?{END_ZH}"
        ),
    ),
    (
        ("days", "all"),
        re.compile(
            rf"{ASKING}{_SENT}(?:also |and )?(?:on |at )?weekends (?:too|as well|again)(?: please)?|{ASKING}(?:also|too)(?: on| at)? weekends(?: please)?"
            rf"|{ASKING}{_SENT}(?:on )?every day again(?: please)?"
            rf"|{ASKING_ZH}{_WEEKEND_ZH}也{_SENT_ZH}(?:给我)?(?:消息|推送|快讯)?{END_ZH}|{ASKING_ZH}(?:每天|天天)都{_SENT_ZH}(?:给我)?{END_ZH}"
        ),
    ),
    (
        ("style", "headlines"),
        re.compile(
            rf"{ASKING}{_SENT}(?:only|just) (?:the )?(?:titles|headlines)(?: please)?|{ASKING}{_SENT}(?:the )?(?:titles|headlines) only(?: please)?"
            rf"|{ASKING_ZH}[只就仅](?:{_SENT_ZH}|给我)标题{END_ZH}"
        ),
    ),
    (
        ("style", "full"),
        re.compile(
            rf"{ASKING}{_SENT}(?:the )?(?:titles and texts?|full (?:texts?|digests?|issues?|items?))(?: please)?"
            rf"|{ASKING_ZH}(?:{_SENT_ZH}|给我)?标题[加和]正文{END_ZH}|{ASKING_ZH}(?:也?{_SENT_ZH})(?:正文|全文){END_ZH}"
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
            rf"{ASKING}(?:skip|hide|leave out|drop|remove|no|only|just|choose|change|pick)(?: (?:the|my|this|that))?(?: [\w-]+){{0,2}} sections?(?: please)?"
            rf"|{ASKING_ZH}(?:不想?看|不要|只想?看|只要|去掉|隐藏|选择?|改|换|设置).{{0,6}}(?:栏目|版块|板块){END_ZH}"
        ),
    ),
)


def look_meant(line: str) -> Meant | None:
    """`days`, `style`, `sound` with how it shall be, or `sections`, which are chosen then."""
    return next((meant for meant, shape in _WISHES if shape.fullmatch(line)), None)
