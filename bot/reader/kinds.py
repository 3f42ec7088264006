"""What a line is by its own form: brand header, page chrome, slogan, heading, comment, footer, noise, number or text.

Form alone does not decide what opens an item or closes the issue; `outline` weighs it with the neighbours.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from bot.reader.lines import LINK_CLOSE, LINK_OPEN, Line
from bot.reader.masthead import Masthead, read_masthead
from bot.reader.numbers import opening_number
from bot.reader.vocabulary import printed_as_source, section_key


class Kind(Enum):
    MASTHEAD = auto()
    CHROME = auto()
    SLOGAN = auto()
    HEADING = auto()
    """A heading that is in the list; others are found by their place."""
    COMMENT = auto()
    FOOTER = auto()
    WEAK_FOOTER = auto()
    """A footer only after the last item is closed."""
    VOICE = auto()
    """Who wrote a message of a chat: another than who wrote the items above it."""
    REACTIONS = auto()
    """Opens a list of readers' comments, which run to the next item."""
    NOISE = auto()
    CONTENTS = auto()
    """A label with nothing behind it: the headline list follows."""
    NUMBERED = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with its kind; `number` and `rest` for a numbered one, `masthead` for a header."""

    line: Line
    kind: Kind
    number: int = 0
    rest: str = ""
    glued: bool = False
    """`2.8 departments`: the number runs into a digit of the title."""
    masthead: Masthead | None = None


_SLOGAN = re.compile(
    r"^(?:lao\s?gao|老高).{0,30}?(?:provides?|offers?|brings?|gives?|为大家|给大家|为您|为你|每天|everyone|every day)"
    r"(?=.*(?:information|news|latest|资讯|消息|快讯))"
)
_CONTENTS = re.compile(
    r"[\W_]{0,4}(?:(?:today's|this week's|main|top|news|key|the|in this)\s){0,2}(?:highlights?|headlines?|contents?|key points|main points|"
    r"issue|(?<=top )(?:news|stories)|overview|guide|summary|at a glance)\s?[\])*]{0,3}(?::)?[*\])]{0,3}\s{0,3}|"
    r"[\W_]{0,4}(?:今日|本期|本周|新闻|内容|每日|一周)?(?:导读|要点|头条|看点|摘要|目录|提要|速览|导语|简讯|内容提要)\s?[\])*]{0,3}[:|]?[*\])]{0,3}\s{0,3}"
)
"""`Today's highlights:`, `【今日导读】`, in a line of their own."""

_CONTENTS_BEFORE = re.compile(
    r"[\W_]{0,4}(?:(?:today's|this week's|main|top|news|key|in this issue)\s){0,2}(?:highlights?|headlines?|contents?|key points|main points|"
    r"(?<=top )(?:news|stories)|at a glance)\s?[\])*]{0,3}:[*\])]{0,3}\s{0,3}|"
    r"[\W_]{0,4}(?:今日|本期|本周|新闻|内容)?(?:导读|要点|提要|目录|摘要|导语)\s?(?:[\])*]{1,3}[:|]?|[:|])\s{0,3}"
)
"""The same before the list in one line: surer words, as `Guide:` and `头条：` (a company too) begin headlines."""

_LIST_ONLY = re.compile(
    r"\W*(?:in this issue|(?:table of )?contents|today's (?:highlights|headlines)|目录|内容提要|(?:今日|本期|本周)(?:导读|要点|看点|提要|速览|摘要))\W*"
)
"""Labels that say what they are without a colon."""

_LABEL_END = re.compile(r"[:\])|*]\s?$")
_COMMENTER = r"(?:(?:lao\s?gao|editor|editorial|our|xiao\s?bian)(?:'s|s)?\s)?(?:(?:brief|short|quick)\s)?"
_COMMENT_NAME = (
    rf"(?:{_COMMENTER}(?:comments?|commented|commentary|reviews?|remarks?|editor's note)|"
    r"(?:老高|编辑|小编|快讯|本期)?(?:点评|评论|短评|简评|锐评|编者按|编者的话|评语)|"
    r"(?:lao\s?gao|xiao\s?bian|editor)(?:'s|s)?\s(?:says?|said|thinks|view|views|opinion|take|point of view)|(?:老高|小编)(?:说|认为|观点|看法))"
)
_COMMENT_INSIDE = re.compile(
    rf"(?:(?<=[)\]])|(?<=[)\]]\s)|^){_COMMENT_NAME}\s?:|(?:(?<=[.!?\"]\s)|(?<=[。!?”])|(?<=[。!?”]\s))(?:comment|点评)\s?:"
)
_SIGN = r"[*_>#\s\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f-]{0,6}"
_COMMENT = re.compile(
    rf"^{_SIGN}(?:\(?(?:{_COMMENT_NAME}|lao\s?gao|老高|评)\s?(?:[:|]|--?\s|--)[*_]{{0,3}}|\[{_COMMENT_NAME}\s?:?\]\s?:?)"
)
_FOOTER = re.compile(
    r"^\W{0,3}(?:广告|推广|赞助|advertisement|advertorial|sponsored)\s?[\]:|)]|^\W{0,2}[\[(]promotion[\])]|"
    r"^click (?:here )?(?:online )?to (?:register|sign|apply|join|enter)|^(?:点击|马上|立即|我要)(?:这里|链接)?(?:在线)?(?:报名|申请|加入|注册)|"
    r"please (?:indicate|state|specify|note) the source|转载(?:请|须|时请)?(?:务必)?注明|"
    r"(?:join|apply|support|register).{0,80}lao\s?gao.{0,12}club|老高.{0,8}俱乐部.{0,60}(?:加入|申请|报名|支持)|(?:加入|申请|支持|关注).{0,40}老高.{0,8}俱乐部|"
    r"^thank(?:s| you) for (?:your )?(?:attention|support|reading|following)|^(?:感谢|谢谢)(?:您|大家|你)?.{0,6}(?:关注|支持|阅读)|all rights reserved|版权所有|^copyright\b|^©|"
    r"^(?:unsubscribe|退订)|^(?:disclaimer|免责声明)"
)
_OWN_CALL = re.compile(
    r"\W{0,3}(?:(?:scan|follow|subscribe|long press)\b.{0,60}lao\s?gao|"
    r"(?:扫码|扫描|长按|识别|(?:欢迎)?关注|subscribe|follow|scan).{0,40}老高)"
)
"""A call to follow the newsletter itself: a footer wherever it stands."""

_WEAK_FOOTER = re.compile(
    r"^转发.{0,20}(?:朋友圈|好友|群)|^.{0,30}(?<![增参追更附])加.{0,8}(?:微信|小助手|客服)|^.{0,60}\badd .{0,24}wechat|"
    r"^scan (?:the )?(?:qr )?code|^(?:扫码|扫描|长按)|^(?:follow|subscribe to) (?:us|our|the official)|^(?:欢迎|敬请)(?:大家|您)?(?:加入|关注|订阅|转发)|"
    r"^welcome (?:everyone )?to (?:join|follow|subscribe)|^关注.{0,16}(?:公众号|微信)|^(?:previous|next)(?: article| post| one| page)?\s?:|^(?:上|下)一(?:篇|页)|"
    r"^related (?:articles|reading|news|posts|recommendations)|^(?:相关|推荐|延伸)(?:文章|阅读|推荐|新闻)|^(?:tags?|标签|关键词|keywords?)\s?:|"
    r"^\W{0,2}(?:责任编辑|编辑|作者)\s?:|^(?:editor(?: in charge)?|author|responsible editor)\s?:|^(?:本文|文章)(?:来源|链接)|^(?:view|read) (?:the )?(?:original|more)|^(?:阅读原文|查看更多|更多)|"
    r"^(?:share to|分享到|分享|收藏|打印|点赞|赞)|^(?:back|return) to (?:the )?(?:top|list|home)|^返回(?:顶部|列表|首页)|^e-commerce people are|^电商人"
)
_CHROME = re.compile(
    r"^(?:current location|your (?:current )?(?:location|position)|you are here|location|当前位置|您(?:现在|当前)?的?(?:所在)?位置|所在位置)\s?:|"
    r"^(?:home|首页)\s?(?:>|»|›|/)|"
    r"^(?:release|publish(?:ed|ing)?|publication|posted|update[d]?|发布|发表|更新|录入)\s?(?:time|date|on|时间|日期|于)?\s?[: ]\s?(?:\d{4}|[a-z]+ \d)|"
    r"^(?:时间|日期|date|time)\s?:\s?\S|^(?:subject|from|to|cc|sent|主题|发件人|收件人|抄送|发送时间)\s?:\s?\S|^(?:阅读|浏览|点击)(?:量|数|次数)?\s?[:(]?\s?\d|^(?:views?|reads?|clicks?|hits)\s?:?\s?\d|"
    r"^(?:字号|font size)\s?:|^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s.{0,40})?$|"
    r"^[-=~\s]{2,}\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[-=~\s]{2,}$"
)
_DAY_FIRST = re.compile(r"\W{0,6}\d{1,4}\s?[-/.年]\s?\d{1,2}(?!\d)")
"""`11.14 电商早报` is no eleventh item."""

_MORE = re.compile(
    r"^\W{0,4}(?:点击)?(?:此处|这里)?(?:查看|阅读|了解)(?:详情|详细|原文|全文|更多)[\s.:>»)\]]*|"
    r"^\W{0,4}(?:(?:原文|文章|新闻|相关)?(?:链接|地址)|(?:(?:original|source|article|news) )?(?:link|url|address))\s?:\s?|"
    r"^\W{0,4}(?:click to )?(?:read|view|see|learn|check) (?:more|(?:the )?(?:details|full text|full article|original))(?: (?:here|text|article))?[\s.:>»)\]]*"
)
"""`Read more: https://…` under an item; what is left of it is its link."""

_PICTURE = re.compile(
    r"\W{0,3}(?:(?:图片|题图|头图|配图|封面图?|视频|图)(?:来源|来自|提供|版权|源)?|(?:image|photo|picture|cover|video)s?(?: (?:source|credit|courtesy|provided by|from|by))?)"
    r"\s?[:/|][^()\[\]]{1,60}"
)
"""Whose the picture is that stood here: no source of the item."""

_PRESSED = r"(?:转发|评论|点赞|赞|收藏|在看|分享|阅读|reposts?|shares?|comments?|likes?|views?|saves?)"
_COUNTS = re.compile(
    rf"(?:[^\w\s]{{1,3}}\s?\d{{1,6}}\s{{0,3}}){{2,6}}|(?:[^\w\s]{{0,3}}\s?{_PRESSED}\s?[:(]?\d[\d.,]{{0,8}}[万kw+]?\)?\s{{0,3}}){{2,6}}"
)
"""What readers pressed: `👍 12 💬 3`, `转发 12 评论 3 赞 45`."""

_LINK_ONLY = re.compile(rf"(?:https?://\S+|{LINK_OPEN}\d+{LINK_CLOSE})?[\s.]*$")
_NOISE = re.compile(
    r"^[\W_]*$|^\W{0,4}(?:the end|end|完|全文完|本期完|未完待续)\W{0,4}$|^(?:展开|收起)全文\w?$|^-{0,2}\s?page \d{1,3}(?:\s?(?:of|/)\s?\d{1,3})?\s?-{0,2}$|^第\s?\d{1,3}\s?页(?:\W{0,3}共\s?\d{1,3}\s?页)?$|^--?\s?\d{1,3}\s?--?$|"
    r"^[^/:]{1,80}\.(?:png|jpe?g|gif|webp|bmp|svg)$|^\[?(?:图片|视频|images?|photos?|pictures?|video|img|pic|gif)\]?:?$"
)
_WHO = re.compile(
    r"[\[(](?:(?:responsible |chief )?editor(?: in charge)?|责任编辑|责编|编辑|校对|审核)\s?[:/|][^()\[\]]{1,60}[\])][\s.。]*"
)
"""Who edited it, in a bracket and a line of its own."""

_REACTIONS = re.compile(
    r"^(?:hot |popular |selected )?(?:comments|replies|reviews) (?:from|of|by) (?:netizens|readers|users)\s?:?|^(?:网友|读者)(?:热评|评论|精彩评论|神评)\s?:?|"
    r"^\W{0,4}(?:(?:our )?readers'? (?:letters|mail(?:box)?|write(?: to us)?)|letters from (?:our )?readers|(?:精选|热门|网友|读者)(?:留言|来信|反馈|互动)(?:精选|选登)?)\W{0,4}$"
)


def mark(line: Line, *, loose: bool = False) -> Marked:
    """The line with its kind; `loose` takes the rarer signs of a number too."""
    folded = line.fold
    if line.voice:
        return Marked(line, Kind.VOICE)
    if _is_noise(folded):
        return Marked(line, Kind.NOISE)
    if _DAY_FIRST.match(folded) and (masthead := read_masthead(line)) and masthead.edition:
        return Marked(line, Kind.MASTHEAD, masthead=masthead)
    opening = opening_number(line.text, folded, loose=loose and not section_key(line.text))
    if opening and not section_key(opening.rest):  # `1) E-commerce newsletter` heads a section
        return Marked(line, Kind.NUMBERED, opening.number, opening.rest, opening.glued)
    if _CHROME.match(folded):
        return Marked(line, Kind.CHROME)
    if _OWN_CALL.match(folded):
        return Marked(line, Kind.FOOTER)
    for pattern, kind in (
        (_SLOGAN, Kind.SLOGAN),
        (_COMMENT, Kind.COMMENT),
        (_REACTIONS, Kind.REACTIONS),
        (_FOOTER, Kind.FOOTER),
        (_WEAK_FOOTER, Kind.WEAK_FOOTER),
    ):
        if pattern.search(folded[:400]):
            return Marked(line, kind)
    if (
        len(folded) < 40
        and _CONTENTS.fullmatch(folded)
        and (_LABEL_END.search(folded) or _LIST_ONLY.fullmatch(folded))
    ):
        return Marked(line, Kind.CONTENTS)
    if len(folded) < 64 and not printed_as_source(folded) and section_key(line.text):
        return Marked(line, Kind.HEADING)
    masthead = read_masthead(line)
    if masthead:
        return Marked(line, Kind.MASTHEAD, masthead=masthead)
    return Marked(line, Kind.TEXT)


def _is_noise(folded: str) -> bool:
    if (
        _NOISE.match(folded)
        or _WHO.fullmatch(folded)
        or _PICTURE.fullmatch(folded)
        or _COUNTS.fullmatch(folded)
    ):
        return True
    more = _MORE.match(folded)
    return bool(more and _LINK_ONLY.match(folded, more.end()))


def comment_label(folded: str) -> list[int]:
    """Where labels of comments stand: at the beginning, behind a bracket, the plainest behind a sentence."""
    if "comment" not in folded and "评" not in folded:
        return []
    return [found.start() for found in _COMMENT_INSIDE.finditer(folded)]


def comment_text(line: Line) -> str:
    """What follows the label of a comment line."""
    found = _COMMENT.match(line.fold)
    text = line.text[found.end() :].strip() if found else line.text
    return text[:-1].rstrip() if found and "(" in found[0] and line.fold.endswith(")") else text


def contents_label(folded: str) -> int:
    """How long the label of a headline list is that a line opens with: `Today's highlights: a; b` → 20; 0 for none."""
    found = _CONTENTS_BEFORE.match(folded)
    return found.end() if found else 0
