"""Sentences about being told of news: `follow Tencent`, `关注京东`, `notify me about layoffs`, `what do I follow?`. Pure."""

import re

from bot.chat.meant import ASKING, ASKING_ZH, EDITION, END_ZH, PAPER, WHOSE, Meant

_NEWS_ZH = r"(?:的?(?:新闻|消息|动态|资讯|情况))?"
_TOLD = (
    re.compile(
        rf"{ASKING}(?:follow|(?:notify|alert|tell) me (?:when there(?:'s| is) (?:any )?news (?:about|on|of|from)|whenever there is news (?:about|on|of|from))"
        r"|(?:notify|alert|remind) me (?:about|of|on)|(?:notify|alert|tell|inform) me (?:when|whenever|if|as soon as)|keep me (?:posted|updated|informed) (?:about|on|of)|let me know (?:about|of)"
        r"|watch (?:out )?for) (?:news (?:about|on|of|from) )?(?P<what>.+?)"
        r"(?:,? and (?:tell|notify|alert|inform) me(?: (?:at once|immediately|right away|with (?:my|the) digest))?)?(?: please)?"
    ),
    re.compile(
        rf"{ASKING_ZH}(?:关注(?:一下)?|盯着|盯一下)(?!度|点|者|力|量|率|数|焦点)(?P<what>.+?){_NEWS_ZH}{END_ZH}"
    ),
    re.compile(rf"{ASKING_ZH}(?:提醒|通知)我(?:关于|有关)?(?P<what>.+?){_NEWS_ZH}{END_ZH}"),
    re.compile(
        rf"{ASKING_ZH}有?(?:关于)?(?P<what>.+?)(?:的?(?:新闻|消息|动态|资讯))(?:就|时|的时候|请|都)+(?:告诉|提醒|通知|发给)我{END_ZH}"
    ),
)
_LIST = re.compile(
    rf"{ASKING}(?:what (?:do i|am i|i'm) (?:follow|watch|following|watching)|(?:show )?my (?:watches|follows|alerts))"
    rf"|{ASKING}(?:(?:no more|stop|end|cancel|turn off|switch off|mute)(?: all)?(?: the| my)? (?:alerts?|alarms?|notices|watches)|unsubscribe(?: me)? from (?!{WHOSE}(?:{PAPER}|everything|it)\b|(?:the |my )?{EDITION}).+?)(?: please)?"
    rf"|{ASKING}(?:unfollow|unwatch|stop (?:following|watching for|(?:telling|alerting|notifying) me (?:about|of))"
    r"|(?:don't|do not) (?:follow|tell me (?:about|of)|notify me (?:about|of))) .+"
    r"|我(?:都|现在)?关注了?(?:什么|哪些|谁|哪些公司|哪几家)|我的(?:关注|提醒)|(?:看看?)?关注列表"
    r"|(?:set |change |choose )?(?:my |the )?quiet (?:hours?|time)(?: .*)?|do not disturb(?: .*)?|(?:设置?|改)?(?:免打扰|勿扰)(?!模式).*"
    rf"|{ASKING_ZH}(?:取消|停止|不再|不要再?|别再?|不想再?)(?:全部|所有)?的?(?:关注|提醒我?)(?!度|点|者|力|量|率|数).*{END_ZH}"
)
"""What is told, and what shall be told no more: it is ended in the list."""


def telling_meant(line: str) -> Meant | None:
    """`follow` with what is to be told of, or `watches`."""
    if _LIST.fullmatch(line):
        return "watches", ""
    found = next((found for each in _TOLD if (found := each.fullmatch(line))), None)
    return ("told", found["what"]) if found else None
