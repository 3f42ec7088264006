"""A question in a sentence, and what it is about: `有没有亚马逊的消息`, `What is new with Pinduoduo?`. Pure."""

import re
from collections.abc import Callable
from datetime import date

from bot.lookup.grammar import pieces, tidy, whole
from bot.lookup.spans import days_asked
from storage.simplified import simplified

Known = Callable[[str], bool]
"""Whether a text is a company's name or a word of the trade."""

_ENGLISH = re.compile(
    r"""
    \b(?:please|can\ you|could\ you|i\ want(?:\ to\ (?:know|see|read))?|tell\ me|send\ me|get\ me|show\ me|give\ me|find(?:\ me)?
    |what(?:'?s|\ is|\ are|\ has|\ about)?|how(?:'?s|\ is|\ are|\ about)?|who(?:'?s|\ is)?|where'?s|is\ there|are\ there|do\ you\ have
    |any(?:thing)?|some(?:thing)?|all|the|latest|recent|new|news|happen(?:s|ed|ing)|going\ on|doing|up|stories|story
    |about|on|of|with|at|from|for|to|in|today|now|lately|recently|more|it|me|you|there|this|that|these|those|a|an|and|so|either|both
    |which|when|where|why|many|much|am|are|is|was|were|be|been|do|does|did|have|has|had|will|would|should|your|my|we|they)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    "请问|请|帮我|你好|介绍一下|介绍|讲讲|说说|我想看看|我想看|我想|想要|想看看|想看|想知道|想了解|看看|看一下|查一下|查查|查|搜一下|搜索|搜|找一下|找|告诉我|了解一下|"
    "有(?:没有|什么|啥|哪些)(?:什么|啥)?(?:新的?|大|最新的?)?(?:动作|进展|变化|举动|动静|动向|消息|新闻|动态|事情?)|在?(?:干嘛|干什么|干啥|忙什么|忙啥)|"
    "有没有|有什么|有啥|有哪些|是什么|什么时候|为什么|什么|是多少|有多少|多少|几个|几家|哪个|哪家|哪里|是谁|谁是|是不是|能不能|怎么样了|怎么样|怎样|咋样了|咋样|怎么了|如何|最近|最新|近期|今天|现在|关于|有关|相关|"
    "的消息|的新闻|的资讯|的动态|的动静|的动向|的情况|的事|新鲜事|新动作|消息|新闻|资讯|动态|动静|动向|情况|"
    "(?:了)?[吗嘛呢吧啊呀么]+(?=$|[\\s?？!！。])"
)
_MARKS = re.compile(r"[?？!！。，,、…]+")
_EDGE = re.compile(r"^的|[的了]$|^有(?=\S)")
_CHINESE_RUN = re.compile("[\u3400-\u9fff]{2,}")
_LONGEST_NAME = 8  # characters of a Chinese name
_MOST_NAMES = 100
_SHIELD = 0xE000
"""The first of the signs that stand in for names: nobody types them."""
_NO_SENTENCE = re.compile(r"""["“”„「」『』:：|]|(?:^|\s)-""")


def is_filler(word: str) -> bool:
    """Whether a word only asks, and says nothing of what is looked for."""
    bare = _MARKS.sub(" ", word.replace("’", "'")).strip()
    return not bare or bool(_ENGLISH.fullmatch(bare) or _CHINESE.fullmatch(bare))


def as_query(text: str, today: date, known: Known, language: str = "en") -> str:
    """What a sentence asks for, with the days it names as filters; empty when it is no sentence."""
    text = simplified(text)
    words, days = days_asked(text, today, language)
    if not days or any(piece.key for piece in pieces(text)):
        return what_is_asked(text, known)
    telling = _told_only(_MARKS.sub(" ", words.replace("’", "'")))
    rest = (what_is_asked(words, known) or words) if telling else ""
    return tidy(f"{rest} {days}")


def what_is_asked(text: str, known: Known = lambda _: False) -> str:
    """The question without the words that only ask; empty when it has none, or nothing else, or is more than words.

    What is `known` stays whole, whatever stands in it: 搜狐, 有赞, 什么值得买, `Made in China`.
    """
    if _NO_SENTENCE.search(text):
        return ""
    line, names = _shielded(_MARKS.sub(" ", text.replace("’", "'")), known)
    bare = _told_only(line)
    for at, name in enumerate(names):
        bare = bare.replace(chr(_SHIELD + at), name)
    return "" if tidy(bare) == tidy(text) else tidy(bare)


def _told_only(bare: str) -> str:
    for words in (_ENGLISH, _CHINESE):
        bare = words.sub(" ", bare)
    return " ".join(_EDGE.sub("", word) for word in bare.split())


def _shielded(text: str, known: Known) -> tuple[str, list[str]]:
    """The text with a sign in place of each name that asking words stand in, and those names."""
    names: list[str] = []

    def shield(name: str) -> str:
        if len(names) >= _MOST_NAMES or is_filler(name) or _told_only(name) == name:
            return name
        names.append(name)
        return chr(_SHIELD + len(names) - 1)

    def in_run(run: re.Match[str]) -> str:
        done, at = "", 0
        while at < len(run[0]):
            ends = range(min(len(run[0]), at + _LONGEST_NAME), at + 1, -1)
            end = next((end for end in ends if known(run[0][at:end])), 0)
            done, at = done + (shield(run[0][at:end]) if end else run[0][at]), end or at + 1
        return done

    words = [shield(word) if " " in word else _owner(word, known) for word in whole(text.split(), known)]
    return _CHINESE_RUN.sub(in_run, " ".join(words)), names


def _owner(word: str, known: Known) -> str:
    """`Alibaba's` is Alibaba, and `McDonald's` itself."""
    bare = word.removesuffix("'s")
    return bare if bare != word and known(bare) and not known(word) else word
