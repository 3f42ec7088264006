"""Words that mean a command, written without one: `订阅`, `help`, `退订 周报`, and commands in Chinese: `/订阅`.

In private chats only: in a group people say hello to each other.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import combinations, islice

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.chat.about import is_thanks
from bot.chat.asking import Asked, asked_by
from bot.chat.meant import Meant
from bot.chat.sayings import saying_meant
from bot.chat.services import App, Context
from bot.chat.times import UnreadableTimeError, edition_of, read_wish
from bot.chat.wishes import wish_meant
from storage.simplified import simplified

Commands = Mapping[str, Callable[[Asked], Awaitable[None]]]

_WORDS = {
    "start": "start 开始 hi hello hey 你好 您好 嗨 哈喽 早 早安 早上好 下午好 晚上好",
    "help": "help 帮助 ? 使用帮助 帮帮我",
    "subscribe": "subscribe 订阅 开始订阅",
    "unsubscribe": "unsubscribe stop 退订 取消订阅 停止",
    "settings": "settings 设置",
    "latest": "latest 最新 最新一期",
    "today": "today 今天 今日",
    "issue": "往期 往期回顾",
}
_ONLY_AS_COMMANDS = {
    "search": "搜索 搜 查找",
    "company": "公司",
    "companies": "公司榜 公司排行",
    "follow": "关注",
    "watch": "提醒",
    "watches": "我的关注",
    "language": "语言",
    "status": "状态",
    "pause": "暂停",
    "resume": "恢复",
    "privacy": "隐私",
}
_GREETING = re.compile(
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|大家好|(?:早上|下午|晚上)好|你好)[呀啊]?,?(?: ?(?:there|bot|everyone|all|kuaixun|快讯))?"
)
_PLAIN = {word: name for name, words in _WORDS.items() for word in words.split()}
_CHINESE = {
    word: name
    for name, words in (_WORDS | _ONLY_AS_COMMANDS).items()
    for word in words.split()
    if not word.isascii()
}
_ENDS = "!！。.~ "
_LONGEST = 60  # characters: a longer message is no command


_LONGEST_OF_SEVERAL = 2 * _LONGEST

_MARKS = re.compile(r"[,，;；。!！\n]|\.(?=\s)")
_JOINED = re.compile(r"^(?:(?:and|but|then|so)\b\s*|并且|而且|但是|然后|再)+")
_AND = re.compile(r"\b(?:and|but)\b|和|并且?|而且|但是?|然后|再")
_MOST_JOINTS = 4
_SCREENS = frozenset({"time", "shift", "days", "style", "sound", "zone", "pause", "resume"})
"""Wishes that are answered with the screen of settings."""

_HOURS = frozenset({"time", "days", "subscribe"})
"""What one order may say together."""

_TOGETHER = _SCREENS | {"subscribe", "unsubscribe", "more", "told", "language"}
"""Wishes that may stand beside another: they change something, and show nothing of the news."""


def command_meant(text: str) -> Meant | None:
    """The command a text stands for, and what is said to it; None for anything else.

    A Chinese command that we do not have is `unknown`.
    """
    line = unicodedata.normalize("NFKC", text).strip()
    if len(line) > _LONGEST:
        return None
    if line.startswith("/"):
        word, _, rest = line[1:].partition(" ")
        name = _CHINESE.get(simplified(word))
        if name is None:
            return None if word.isascii() else ("unknown", "")
        return name, rest.strip()
    text = simplified(text)
    line = simplified(line).casefold()
    name = "start" if _is_greeting(line) else _PLAIN.get(line.rstrip(_ENDS) or line)
    return (name, "") if name else (_with_more(line) or saying_meant(text) or wish_meant(text))


def wishes_meant(text: str) -> list[Meant]:
    """The commands a text stands for, in their order: two wishes may stand in one sentence. None for anything else."""
    line = text.strip()
    whole = command_meant(line)
    if len(line) > _LONGEST_OF_SEVERAL or line.startswith("/"):
        return [whole] if whole else []
    for parts in _parted(line):
        said = [part for part in parts if not _is_courtesy(part)]
        if len(said) == 1 < len(parts) and not whole:
            whole = command_meant(said[0])
        meant = _all_meant(said)
        if len(meant) > 1 and {name for name, _ in meant} <= _TOGETHER:
            return _at_one(line, whole, meant)
    return [whole] if whole else []


def _all_meant(parts: list[str]) -> list[Meant]:
    """What each of them stands for; none when one stands for nothing."""
    found = []
    for part in parts:
        meant = command_meant(part)
        if meant is None:
            return []
        found.append(meant)
    return found


def _at_one(line: str, whole: Meant | None, meant: list[Meant]) -> list[Meant]:
    """Hours and days that can be read as one wish are one; two that cannot both be are told so by `/time`."""
    if whole and whole[0] in _HOURS and {name for name, _ in meant} <= _HOURS:
        return [whole]
    return [("time", line)] if _at_odds([said for name, said in meant if name == "time"]) else meant


def _at_odds(times: list[str]) -> bool:
    """Whether two of them are hours of one edition, on other days: it has one for all of its days."""
    return any(
        one.days != other.days and one.times.keys() & other.times.keys()
        for one, other in combinations(map(read_wish, times), 2)
    )


def _parted(line: str) -> Iterator[list[str]]:
    """A sentence by its marks, then in two at each `and` of it."""
    clauses = [said for part in _MARKS.split(line) if (said := _JOINED.sub("", part.strip()))]
    if len(clauses) > 1:
        yield clauses
    for joint in islice(_AND.finditer(line), _MOST_JOINTS):
        yield [line[: joint.start()].strip(), line[joint.end() :].strip()]


def _is_greeting(line: str) -> bool:
    bare = line.rstrip(_ENDS)
    return _PLAIN.get(bare) == "start" or _GREETING.fullmatch(bare) is not None


def _is_courtesy(part: str) -> bool:
    line = simplified(part).casefold()
    return is_thanks(part) or line == "please" or _is_greeting(line)


def _with_more(line: str) -> Meant | None:
    """`订阅 早8点`, `subscribe weekly`, `latest evening`: when all that follows is times and editions."""
    for word, name in _PLAIN.items():
        rest = line.removeprefix(word).strip()
        if not line.startswith(word) or not rest or (word[-1].isascii() and line[len(word)] != " "):
            continue
        if name in ("subscribe", "unsubscribe", "latest") and _is_read(name, rest):
            return name, rest
    return None


def _is_read(name: str, rest: str) -> bool:
    try:
        if name == "latest":
            return edition_of(rest) is not None
        wish = read_wish(rest)
    except UnreadableTimeError:
        return False
    return bool(wish)


class _Meant(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return bool(wishes_meant(message.text or ""))


def register(application: App, commands: Commands) -> None:
    """Before the searches, which take any words."""

    async def callback(update: Update, context: Context) -> None:
        message = update.message
        meant = wishes_meant(message.text or "") if message else []
        if message is None:
            return
        asked = await asked_by(update, context, message)
        for at, (name, said) in enumerate(meant, 1):
            asked.text = said
            asked.screen_follows = any(later in _SCREENS for later, _ in meant[at:])
            await commands[name](asked)

    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND
    application.add_handler(MessageHandler(private & _Meant(), callback))
