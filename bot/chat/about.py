"""Questions about the bot itself in a private chat, `how do I unsubscribe?`, `怎么修改时间`: which command does that.

They come first above what a search finds, and alone when it finds nothing. Thanks are answered without a search.
"""

import re
import unicodedata
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.chat import keyboards
from bot.digest.html import Html
from bot.texts import N_, Texts
from storage.simplified import simplified

_LONGEST = 60  # characters: whoever writes more is looking for news
_ASKING = re.compile(
    r"\b(?:how|can|could|want|like to|where|please|i)\b|怎么|怎样|如何|我想|我要|能不能|可以|在哪|哪里|请|帮我"
)
_THANK = (
    r"[👍🙏👌❤♥🎉👏😊]|(?:many )?thanks?(?: you)?(?: (?:a lot|a million|so much|very much|again|for .{1,30}|bot))*|thx|ty|cheers|(?:太|非常|多|十分)?(?:谢谢|谢(?!谢)|感谢)(?:你|您|啦|了)?们?|多谢|辛苦了?"
    r"|(?:(?:that(?:'s| is|s)|you(?:'re| are)|it(?:'s| is)|very|so|really) )*(?:great|perfect|awesome|excellent|well done|good job|nice work|helpful|amazing)(?: bot)?"
    r"|(?:真|很|太|挺|非常)?(?:不错|棒|赞|厉害|好用|贴心|方便)[了啊哦的]*"
    r"|ok(?:ay)?|好的?|好[哒滴吧嘞]|收到|知道了|明白了?|嗯|哦|再见|拜拜|晚安|bye(?:[ -]bye)?|goodbye|good ?night"
)
_THANKS = re.compile(rf"(?>{_THANK})(?:[\s,.!，。！]*+(?>{_THANK}))*+")
"""Thanks, nods and good-byes, also one after the other: `ok thanks bye`. Nothing is read twice (`(?>`), however often it is said."""

_ALONE = re.compile(
    r"cancel|取消|在吗|在不在|你好吗|how are you|where (?:are|do) you(?: (?:from|live|based))?|what is this(?: bot)?|what's this(?: bot)?|who (?:made|runs) (?:you|this)(?: bot)?|这是什么|这个机器人是?(?:干|做)什么的?|"
    r"(?:what is|what's|whats) your name|who are you|what (?:can|do) you do|how does (?:this|it) work"
    r"|how (?:do i|to|can i) use (?:this|it|you)|are you (?:an? )?(?:real )?(?:ro)?(?:bot|human|person|real|ai|machine)|你是(?:不是)?(?:一个)?(?:机器人|真人|人|ai)吗?|你是谁|[你您](?:现在|住|人)?在哪[里儿]?|谁(?:做|开发|运营|写|办)的?(?:你|这个)?(?:机器人)?的?|你叫什么(?:名字)?|你(?:能|会)(?:做|干)?(?:什么|啥)|怎么用|如何使用"
)
"""Sentences that no news is meant by."""

_TO_THE_BOT = re.compile(
    r"(?:(?:what|where|why|how|who|when|hey|so|and|but) )*(?:are |do |did |were |can |could |will |would |have |don't |aren't |can't )?you(?:'re|'ve|'ll)?\b.*"
    r"|(?:i|we) (?:love|like|hate) (?:you|this)(?: bot)?|(?:(?:such|what) an? )?(?:stupid|dumb|useless|bad|silly|terrible|good|nice) (?:ro)?bot|fuck .*|fuck|shit|idiot|stupid|useless|damn(?: it)?"
    r"|(?:你|您)(?!好).*|.{0,2}(?:傻|笨|蠢|废物|垃圾|没用|讨厌|烦人|混蛋|滚|[操草]你).{0,3}"
)
"""Words to somebody. Search goes first: who asks whether `you know Taobao` is looking for it."""

_BARE = re.compile(
    r"pause|resume|mute|暂停|恢复|静音|english|chinese|language|time ?zone|英文|英语|中文|汉语|语言|时区"
)
"""Words by which a setting may be meant as well as news."""

_WELCOME = N_("You're welcome! Write any word or company whenever you like.")
_LINES = {
    "unsubscribe": N_("To get no more digests: /unsubscribe. For a break only: /pause."),
    "times": N_("To change the hours or the time zone: /settings, or for example /time 8:00 19:00."),
    "language": N_("To change the language: /language"),
    "subscribe": N_("To get digests: /subscribe, or at your hours: /subscribe 8:00 19:00."),
    "settings": N_("All you can set: /settings"),
    "addressed": N_("I only know e-commerce news: write a word or a company. All I can do: /help"),
    "help": N_("I am Kuaixun 快讯, and bring China's e-commerce news. All I can do: /help"),
    "pause": N_("For a break: /pause, or for example /pause 7d. /resume ends it."),
    "others": N_("For a group: add me there and write /subscribe. For a channel: /channel"),
    "thanks": _WELCOME,
}
_TOPICS = {
    "unsubscribe": r"unsubscri|\bcancel\b|stop (?:sending|getting|receiving|these|the|this|it|them)\b|退订|取消|不想再?收",
    "times": r"\b(?:change|set|adjust|move)\b.*\b(?:times?|hours?|time ?zone)\b|(?:改|调|设置|设定|换).*(?:时间|时区|几点)"
    r"|(?:时间|时区).*(?:改|调|设置|换)|^(?:time ?zone|时区)$",
    "language": r"\b(?:change|switch|speak)\b.*\b(?:language|english|chinese)\b|(?:换|改).*(?:语言|中文|英文)"
    r"|^(?:english|chinese|language|语言|英文|英语|中文|汉语)$",
    "subscribe": r"\bsubscribe\b|\bsign up\b|订阅",
    "settings": r"\bsettings\b|设置",
    "pause": r"^(?:pause|resume|mute|暂停|恢复|静音)$",
    "others": r"\b(?:add|invite|use|put)\b.*\b(?:groups?|channels?)\b|\b(?:groups?|channels?)\b.*\byou\b|(?:加|拉|邀请).*(?:群|频道)|(?:群|频道).*(?:怎么|如何|能|可以)",
}


def is_thanks(text: str) -> bool:
    """Whether a text is thanks, a nod or a good-bye, and no more."""
    return _THANKS.fullmatch(_plain(text)) is not None


@dataclass(frozen=True, slots=True)
class About:
    topic: str
    alone: bool
    """Nothing is to be searched for."""
    only_lost: bool = False
    """It is said only where nothing is found."""


def about_bot(text: str) -> About | None:
    """What of the bot a text is about; None for anything else."""
    line = _plain(text)
    if len(line) > _LONGEST:
        return None
    if _THANKS.fullmatch(line):
        return About("thanks", alone=True)
    alone = _ALONE.fullmatch(line) is not None
    if not (alone or _BARE.fullmatch(line) or _ASKING.search(line)):
        return _addressed(line)
    topic = next(
        (name for name, words in _TOPICS.items() if re.search(words, line)), "help" if alone else None
    )
    return About(topic, alone) if topic else _addressed(line)


def _addressed(line: str) -> About | None:
    """Words to the bot itself, kind or not, where no news is meant."""
    return About("addressed", alone=False, only_lost=True) if _TO_THE_BOT.fullmatch(line) else None


def _plain(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text)).casefold().strip(" ?!.。,~").replace("’", "'")


def told(t: Texts, about: About) -> tuple[Html, InlineKeyboardMarkup | None]:
    """The line that says what to do, and the buttons that do it."""
    rows = {
        "unsubscribe": [keyboards.settings(t)],
        "times": [keyboards.time_zone(t), keyboards.settings(t)],
        "language": keyboards.languages(),
        "subscribe": keyboards.subscribe(t),
        "settings": [keyboards.settings(t)],
        "pause": [keyboards.settings(t)],
        "help": keyboards.latest(t),
        "addressed": keyboards.latest(t),
    }
    return t.html(_LINES[about.topic]), keyboards.keyboard(rows.get(about.topic, []))
