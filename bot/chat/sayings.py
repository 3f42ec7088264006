"""Sentences that mean a command: `what's new today?`, `看早报`, `unsubscribe me`, `不要再发了`. Pure.

Only when nothing else is said: `morning tea`, `cancel order` and `今天 淘宝` are searches.
"""

import re
from datetime import date

from bot.lookup.issues import UnreadableIssueError, read_issue
from storage.tokens import fold

_NEWS = r"news(?:papers?|letters?)?|papers?|digests?|briefings?|headlines?|stories|新闻|消息|资讯|快讯|大事|要闻|新鲜事"
_ASKING = re.compile(
    r"(?<!\w)(?:please|can you|could you|i want(?: to)?|i'd like(?: to)?|tell me|show(?: me)?|give me|send(?: me)?|read|see"
    r"|what(?:'s| is| are)?|whats|is there|are there|do you have|summari[sz]e|sum up|recap(?: of)?|summary of|any(?:thing)?|new|happen(?:s|ed|ing)|going on)(?!\w)"
    r"|请问|请|总结一?下?|概括一?下?|帮我|给我|我想|我要|想看看|想看|看看|看一下|看|来一份|来份|发一下|有没有|有什么|有哪些|有啥|是什么|你(?=有)"
)
_FILLING = re.compile(
    rf"(?<!\w)(?:the|this|of|from|in|for)(?!\w)|(?<=\w)'s(?!\w)|{_NEWS}|的|[了吗嘛呢吧啊呀么]$"
)
_LATEST = re.compile(r"(?<!\w)(?:latest|newest|recent)(?!\w)|最[新近](?: ?的? ?一期)?")
_ISSUE = re.compile(
    r"(?:(?<=latest )|(?<=newest )|(?<=morning )|(?<=evening )|(?<=weekly )|(?<=today )|(?<=yesterday ))(?:issue|edition)(?!\w)"
)
_LAST = re.compile(r"(?<!\w)(?:last|most recent) (?:issue|edition|digest|newsletter)(?!\w)")
_EDITION = r"(?: (?P<{}>morning|evening|weekly))?"
_BESIDE = re.compile(
    rf"(?:the )?(?:(?P<older>previous|prior|preceding|earlier)|next|following){_EDITION.format('named')}(?: (?:news )?(?:issue|edition|digest|newsletter|one))(?: please)?"
    r"|(?:(?P<before>[上前]一?)|[下后]一?)[期份]的?(?P<of>早报|晚报|周报)?吧?"
)
"""The issue before or behind the one that was shown."""

_IS_NEWS = re.compile(rf"{_NEWS}|\bwhat\b.*\b(?:new|happen|going on)")
_WHAT = re.compile(r"有什么|有啥|有哪些|\bwhat\b")
_TODAY = re.compile(r"today|今天|今日")
_YESTERDAY = re.compile(r"yesterday|昨天|昨日|前天")
_MARKS = re.compile(r"[?!。,，、.~]+")

_MINE = r"(?:(?:my|the|this|these|your|any|all|more|me|to) )*"
_SENT = r"(?:subscriptions?|digests?|newsletters?|messages?|notifications?|updates?|mails?)"
_LEAVING = re.compile(
    r"(?:(?:please|i want to|i'd like to|i would like to) )?(?:stop"
    rf"|unsubscribe(?: me| please)?(?: from {_MINE}(?:{_SENT}|news|it|everything))?|opt[ -]?out|remove me|leave me alone|(?:cancel|end|stop) {_MINE}{_SENT}"
    rf"|stop (?:it|this|now|please|sending|texting|messaging|writing)(?: {_MINE}(?:{_SENT}|news)?)?|no more (?:{_SENT}|news)"
    rf"|(?:don't|do not) (?:send|write) (?:me |to me )?(?:any ?more|anything|again|{_MINE}(?:{_SENT}|news))(?: any ?more| again)?"
    r")(?: please)?"
    r"|(?:我要|我想|我|请|帮我|麻烦|给我)*(?:退订|td|(?:取消|停止|关闭|停掉|关掉)(?:订阅|推送|发送|接收|通知)"
    r"|(?:不要|别|不用|不必)(?:再)?(?:给我)?(?:发送?|推送?)(?:消息|新闻|信息|资讯|快讯)?|(?:不想|不要|不)再?(?:收|订|订阅|接收))"
    r"[了吧啦]*"
)


def saying_meant(text: str) -> tuple[str, str] | None:
    """The command a text stands for, and what is said to it; None when it is anything else."""
    line = " ".join(_MARKS.sub(" ", fold(text.replace("’", "'"))).split())
    if _LEAVING.fullmatch(line):
        return "unsubscribe", ""
    if found := _BESIDE.fullmatch(" ".join(_ASKING.sub(" ", line).split())):
        return "older" if found["older"] or found["before"] else "newer", found["named"] or found["of"] or ""
    line = _LAST.sub("latest news", _ISSUE.sub("news", line))
    bare = " ".join(_FILLING.sub(" ", _ASKING.sub(" ", line)).split())
    if _LATEST.fullmatch(bare) and bare != line:
        return "latest", ""
    bare = " ".join(_LATEST.sub(" ", bare).split())
    news = _IS_NEWS.search(line) is not None
    if (not bare and news and _ASKING.search(line)) or (
        _TODAY.fullmatch(bare) and (news or bare == line or _WHAT.search(line))
    ):
        return "today", ""
    return _issue(bare, news=news) if bare else None


def _issue(bare: str, *, news: bool) -> tuple[str, str] | None:
    """An issue by its edition, or by a day when news is asked for; `yesterday` is enough by itself."""
    try:
        _, edition = read_issue(bare, date.max)
    except UnreadableIssueError:
        return None
    return ("issue", bare) if edition or news or _YESTERDAY.fullmatch(bare) else None
