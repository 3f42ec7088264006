"""Wishes that name no value, `change the language`, `when is the next digest?`, `热门公司`: the command alone. Pure."""

import re

from bot.chat.meant import ASKING, ASKING_ZH, EDITION, EDITION_ZH, END_ZH, PAPER, WHOSE, Meant

_WHEN_ZH = (
    rf"(?:我)?(?:下一期|下一个推送|下次推送|{EDITION_ZH}|推送|快讯)?(?:是|在|会|将)?(?:什么时候|几点|啥时候|何时)(?:会|能|可以|才)?(?:再)?"
    rf"(?:收到|发|推送|来|到|送到|发给我)(?:下一期|{EDITION_ZH}|推送|快讯)?{END_ZH}"
    rf"|下一期{EDITION_ZH}?(?:是|在)?(?:什么时候|几点|啥时候|何时){END_ZH}|{EDITION_ZH}(?:是|在)?(?:什么时候|几点){END_ZH}"
)
_WISHES = (
    (
        "help",
        re.compile(
            r"(?:i need|can you|please|could you)? ?help(?: me)?(?: please)?|怎么(?:使用|操作)|教我用"
        ),
    ),
    (
        "settings",
        re.compile(
            rf"{ASKING}(?:change|set|adjust|move) {WHOSE}(?:(?:delivery |sending )?(?:hours?|times?)|settings|schedule)(?: please)?"
            rf"|{ASKING_ZH}(?:更?改|修改|调整?|设置|设定|换)[一下个]{{0,2}}(?:{EDITION_ZH}|推送)?的?(?:发送|推送)?时间{END_ZH}"
        ),
    ),
    (
        "zone",
        re.compile(
            rf"{ASKING}(?:change|set|switch) {WHOSE}time ?zone(?: please)?|{ASKING_ZH}(?:更?改|修改|调整?|设置|换)一?下?时区{END_ZH}"
        ),
    ),
    (
        "language",
        re.compile(
            rf"{ASKING}(?:change|set|switch) {WHOSE}language(?: please)?|{ASKING_ZH}(?:更?改|修改|切换|设置|换)一?下?语言{END_ZH}"
        ),
    ),
    (
        "pause",
        re.compile(
            rf"{ASKING}(?:pause|suspend|snooze) (?:{WHOSE}(?:{PAPER}|it|everything|sending)(?: please)?|please)|please pause"
            rf"|take a break|{ASKING_ZH}暂停(?:推送|发送|订阅|快讯|一下){END_ZH}"
        ),
    ),
    (
        "resume",
        re.compile(
            rf"{ASKING}(?:(?:resume|continue|restart|start|unpause) (?:{WHOSE}{PAPER}|sending|it)(?: again)?|(?:end|cancel) (?:the |my )?pause|unpause)(?: please)?"
            r"|(?:i'm|i am|we're|we are) back(?: again| now| home)?|我们?(?:已经)?(?:度假|旅游|出差)?回来"
            rf"{END_ZH}|{ASKING_ZH}(?:恢复|继续)(?:推送|发送|发|订阅|收){END_ZH}|{ASKING_ZH}(?:结束|取消|解除)暂停{END_ZH}"
        ),
    ),
    (
        "subscribe",
        re.compile(
            rf"{ASKING}(?:resubscribe|subscribe(?: me)? again|sign me up(?: again)?)(?: please)?"
            rf"|{ASKING_ZH}(?:重新|再次?)订阅?(?:推送|快讯)?{END_ZH}"
        ),
    ),
    (
        "companies",
        re.compile(
            rf"{ASKING}(?:show (?:me )?)?(?:the )?(?:top(?: (?:\d{{1,2}}|five|ten))?|hot|popular|(?:most|often) (?:mentioned|named|talked about)) companies"
            rf"|{ASKING_ZH}(?:热门|最热|最火)的?(?:公司|企业){END_ZH}|(?:公司|企业)(?:排行|排名|榜|排行榜|热度)"
        ),
    ),
    (
        "top",
        re.compile(
            r"(?:what(?:'s| is) )?(?:hot|trending)(?: (?:now|topics|words|this week|today))?|(?:top|best) of the week|top (?:\d{1,2}|five|ten)(?: (?:news|stories|items))?|(?:what(?:'s| is| are) )?(?:the )?most important (?:news|stories)(?: this week| now)?|最重要的?(?:新闻|消息|资讯)|头条新闻|top words|hot topics"
            r"|(?:本周|这周|一周|最近)(?:的)?(?:热门|热点|热词|热搜)|热门话题|热词|热搜榜?"
        ),
    ),
    (
        "forget",
        re.compile(
            rf"{ASKING}(?:delete|erase|remove|forget) (?:me|(?:all )?(?:of )?my (?:data|information|details|account)|everything (?:about|of) me)(?: please)?"
            rf"|{ASKING_ZH}(?:删除|清除|删掉)我的?(?:全部|所有)?(?:数据|信息|资料|账号|记录){END_ZH}|{ASKING_ZH}忘(?:了|记|掉)我{END_ZH}|{ASKING_ZH}注销(?:账号|账户){END_ZH}"
        ),
    ),
    (
        "privacy",
        re.compile(
            r"what (?:do|does) (?:you|this bot) (?:know|keep|store|save) (?:about|of) me|(?:your )?privacy policy"
            r"|隐私(?:政策|条款)|你们?(?:都)?(?:保存|知道|存|收集|记录)了?我的?(?:什么|哪些)(?:信息|数据|资料)?"
        ),
    ),
    (
        "mydata",
        re.compile(
            rf"{ASKING}(?:send|show|give|export) (?:me )?(?:all )?my data(?: please)?|{ASKING_ZH}导出我的(?:数据|信息|资料){END_ZH}"
        ),
    ),
    (
        "status",
        re.compile(
            rf"(?:when|what time|at what time)(?:'s| is| does| do| will)? (?:i (?:get|receive) )?{WHOSE}(?:next )?(?:{PAPER}|{EDITION}(?: {PAPER})?)"
            r"(?: (?:come|arrive|due|sent|be sent|get here|coming))?(?: next)?"
            rf"|(?:when|what time|at what time) (?:do|will) you (?:send|deliver|write)(?: (?:me|it|to me|{WHOSE}(?:{EDITION} )?{PAPER}))*"
            rf"|what (?:times?|hours?) (?:do i have|did i (?:set|choose)|are (?:set|mine))|what are my (?:hours|times|digests)"
            rf"|why (?:did|do|have|am) i (?:not |n't )?(?:get|getting|receiv(?:e|ed|ing)|got)(?: (?:nothing|no|any|anything))?(?: {WHOSE}{PAPER}| nothing)?(?: today)?"
            rf"|why (?:didn't|don't|haven't) i (?:get|receive|got|received)(?: (?:any|anything))?(?: {WHOSE}(?:{EDITION} )?{PAPER})?(?: today)?"
            rf"|{_WHEN_ZH}|(?:为什么|怎么|咋)(?:我)?(?:今天)?(?:还)?(?:没|没有)(?:收到|发|推送)(?:{EDITION_ZH}|推送|快讯|消息)?"
            rf"|(?:我)?(?:今天)?(?:还)?(?:没|没有)收到(?:{EDITION_ZH}|推送|快讯){END_ZH}"
        ),
    ),
)


def bare_wish(line: str) -> Meant | None:
    """The command, and nothing said to it."""
    return next(((name, "") for name, shape in _WISHES if shape.fullmatch(line)), None)
