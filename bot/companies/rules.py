"""What decides whether a doubtful name stands for its company here.

A `Scene` is one item as the recogniser sees it. `compile_rule` turns a rule of the directory into plain tests, each
asking one thing of the scene and of the place where the name stands; a rule holds when every test does.

A name that is also a word must **stand as a name**: it begins with a capital letter and does not merely open a
sentence, unless every word of it has a capital, what follows shows a firm at work (`'s`, `said`, `CEO`), it
heads a list of names (`Where to go, Ctrip and Tuniu`), or Chinese follows at once, where English words are names (`Grab与`).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property

from ahocorasick_rs import AhoCorasick

from bot.companies.entries import ANY, Rule
from bot.companies.names import Folded, fold, has_chinese, is_latin

Test = Callable[["Scene", int, int], bool]
"""Asks about the name in folded characters start to end of a scene."""

_Texts = tuple[str, ...]

_ENDS_SENTENCE = frozenset(".!?;:。！？；：\n")
_OPENS = frozenset("\"'([ -·")
_FIRM_FOLLOWS = re.compile(
    r"""'s\b | : | ,\s(?:the|a|an|one)\b | \sto\s[a-z] | ,?\s(?:
        acquire[sd]|adds?|announce[sd]?|apologi[sz]e[sd]|app|bans?|beats?|bets|bought|brings|buys|can
      | cancels|ceo|cfo|chairman|changes|closed|closes|co-founder|co\.|complete[sd]|confirm(?:s|ed)|coo
      | could|cto|cuts?|denie[sd]|did|does|drops|employees|enters|executives?|exits|expanded|expands
      | expects|faces|falls|filed|files|fined|fires|followed|founders?|gave|gets|gives|goes|grew|group
      | grows|had|halts|has|hires|inc|increases|introduce[sd]|invested|invests|is|joined|joins
      | laid|launch(?:e[sd])?|lays|leads|leaves|led|listed|lists|loses|lost|ltd|made|makes|may|merchants?
      | merged|merges|moves|must|obtain(?:s|ed)|offers|officially|opened|opens?|partners|pays|plans|platform|posted|posts
      | president|pulls|puts?|quits|raise[sd]|ranked|ranks|rebrands|receive[sd]|reduces|released?|releases|reports
      | responded|responds?|resumes|returns|rises|rolled|said|says|seeks|sellers?|sells|shows|shuts|signs
      | slashes|sold|spokes\w+|started|starts?|stops|sue[sd]|suspended|suspends|takes|tells|tests|topped
      | tops|turns|unveiled|unveils|updates|upgrades|users|wants|warns|was|will|wins|withdraws|won|would
      | admits|asks|became|becomes|chose|ended|explains|fell|found|got|holds|invites|keeps|kept|lets|lowers|owe[sd]
      | owns|ran|refutes|refuses|rejects|sees|sent|stays|stopped|swallow(?:s|ed)|teams|took|tries|urges|went
    )\b""",
    re.VERBOSE,
)
_ANY_SUBJECT = re.compile(r" (?:is|was|has|had|can|could|may|must|will|would|did|does)\b")
"""Verbs that follow a plain phrase as well: `Street power is cut`."""
_ANOTHER_NAME = re.compile(r"(?:,| and| or|、)\s?[A-Z]")
"""A name follows, so this one heads a list of them."""
_LEADS_TO_A_FIRM = ("、", "旗下", "品牌", "平台", "企业", "公司")
_FOLLOWS_A_FIRM = (
    "、",
    "集团",
    "公司",
    "科技",
    "股份",
    "官方",
    "旗舰店",
    "创始人",
    "董事长",
    "总裁",
    "ceo",
    "宣布",
    "回应",
    "旗下",
    "母公司",
    "门店",
    "首店",
    "股价",
    "裁员",
    "完成",
    "融资",
    "递表",
    "上市",
    "公告",
    "官宣",
    "方面",
    "被曝",
    "交付",
    "净利",
    "营收",
    "市值",
    "销量",
    "收购",
    "并购",
    "推出",
    "发布",
    "停牌",
    "关店",
)
_ENDS_A_LIST = re.compile(r"、[^、,.;:!?。\n]{1,10}(?:和|与|及|以及)$")
"""What leads to the last of several things: `京东、天猫和`."""
_ENDS_CLAUSE = ",;:!?。\n"
_LIST_TAIL = 14
"""Folded characters before a name in which the end of a list is looked for."""
_LAST_WORD = re.compile(r"^.*[^A-Za-z](?=[A-Za-z]*$)", re.DOTALL)
_LONGEST_SURNAME = 8
"""Printed characters of a surname with what stands around it."""
_CAPITAL_FOLLOWS = re.compile(r" [A-Z]")
_WORD_BEFORE = re.compile(r"([A-Za-z']+) \Z")
_LEADING = frozenset(
    "A After And As At Both But By For From If In Like Of On Or Than That The To When While With".split()
)
"""Words that begin a sentence and are no part of the name behind them."""
_FOLLOWED = 16
"""Folded characters after a name in which a firm's verb is looked for."""


_SURNAMES = frozenset(
    "Bai Cai Cao Chen Cheng Cui Deng Ding Dong Du Duan Fang Feng Fu Gao Gu Guo Han Hao Hou Hu Huang Jia Jiang Jin "
    "Kong Lai Lei Li Liang Liao Lin Liu Lu Luo Ma Mao Meng Pan Peng Qian Qin Qiu Ren Shao Shen Shi Su Sun Tan Tang Tao "
    "Tian Wan Wang Wei Wu Xia Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu "
    "Zou".split()
)
"""What stands before a given name: `Wang Weiyi` is nobody's firm."""


class ContextWords:
    """Every word any rule asks for, folded, in one automaton that runs only when a doubtful name stands in the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({fold(word).text for word in words})
        self._automaton = AhoCorasick(self._words)

    def of(self, text: str) -> frozenset[str]:
        """Those of the words that stand in folded text: Latin ones as whole words, a plural `s` apart."""
        found = set()
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if is_word(text, start, end):
                found.add(self._words[index])
        return frozenset(found)


class Scene:
    """One item's text, printed and folded, and what is surely named in it."""

    def __init__(
        self, printed: str, folded: Folded, title_end: int, section: str | None, words: ContextWords
    ) -> None:
        self.printed = printed
        self.folded = folded
        self.text = folded.text
        self.title_end = title_end
        self.section = section
        self.sure: set[str] = set()
        self.places: list[tuple[int, str]] = []
        """Where each of them is named, by folded characters."""
        self._context = words

    @cached_property
    def words(self) -> frozenset[str]:
        """The context words in the item, found when first asked for."""
        return self._context.of(self.text)

    def as_printed(self, start: int, end: int) -> str:
        """The printed words of a folded slice."""
        first, last = self.folded.span(start, end)
        return self.printed[first:last]


def is_word(text: str, start: int, end: int) -> bool:
    """Whether a slice of folded text has the edges of a word, or of its plural. Chinese needs none."""
    if start and is_latin(text[start]) and is_latin(text[start - 1]):
        return False
    return end == len(text) or not is_latin(text[end - 1]) or ends_word(text, end, plural=True)


def ends_word(text: str, end: int, *, plural: bool) -> bool:
    """Whether a Latin word can end before `end`, which is within the text: nothing follows but a plural `s`."""
    if not is_latin(text[end]):
        return True
    return plural and text[end] == "s" and (end + 1 == len(text) or not is_latin(text[end + 1]))


def has_capital(scene: Scene, start: int, end: int) -> bool:
    """Begins with a capital letter, or with no letter that has two cases, and is not somebody's given name."""
    first = scene.as_printed(start, start + 1)
    return first.upper() == first and not _follows_surname(scene, start)


def _follows_surname(scene: Scene, start: int) -> bool:
    """Whether a Chinese surname leads up to the name. `he`, `tan` and the like have a capital then too."""
    if start < 2 or scene.text[start - 1] != " ":
        return False
    before = scene.as_printed(max(0, start - _LONGEST_SURNAME), start - 1)
    return _LAST_WORD.sub("", before) in _SURNAMES


def opens_sentence(scene: Scene, start: int, end: int) -> bool:
    """Is the first word of its sentence, title or list entry."""
    before = start - 1
    while before >= 0 and scene.text[before] in _OPENS:
        before -= 1
    return before < 0 or scene.text[before] in _ENDS_SENTENCE


def is_quoted(scene: Scene, start: int, end: int) -> bool:
    """Stands alone between quotation marks."""
    text = scene.text
    return start > 0 and end < len(text) and text[start - 1] in "\"'" and text[end] in "\"',."


def stands_as_name(scene: Scene, start: int, end: int) -> bool:
    """Is written as a name and not as the word it also is."""
    if not has_capital(scene, start, end) or _glued(scene.text, start, end):
        return False
    if not is_latin(scene.text[start]) or not opens_sentence(scene, start, end):
        return True
    if scene.text.startswith("、", end) or has_chinese(scene.text[end : end + 1]):
        return True
    printed = scene.as_printed(start, end).split()
    if len(printed) > 1:
        if all(word[:1].upper() == word[:1] for word in printed):
            return True
        if _ANY_SUBJECT.match(scene.text, end, end + _FOLLOWED):
            return False
    if _FIRM_FOLLOWS.match(scene.text, end, end + _FOLLOWED):
        return True
    return _ANOTHER_NAME.match(scene.printed, scene.folded.span(start, end)[1]) is not None


def _glued(text: str, start: int, end: int) -> bool:
    """Whether a hyphen makes the word part of another: `Best-selling`, `on-line`."""
    return (start > 1 and text[start - 1] == "-" and is_latin(text[start - 2])) or (
        end + 1 < len(text) and text[end] == "-" and is_latin(text[end + 1])
    )


def stands_as_firm(scene: Scene, start: int, end: int) -> bool:
    """Is a Chinese name where firms are named: in a list of things, or beside words that go with a firm."""
    text = scene.text
    return (
        text.endswith(_LEADS_TO_A_FIRM, 0, start)
        or text.startswith(_FOLLOWS_A_FIRM, end)
        or _ENDS_A_LIST.search(text, max(0, start - _LIST_TAIL), start) is not None
    )


def stands_alone(scene: Scene, start: int, end: int) -> bool:
    """Is not part of a longer name: neither `Flying` Pig nor Sunshine `City`."""
    first, last = scene.folded.span(start, end)
    if _CAPITAL_FOLLOWS.match(scene.printed, last):
        return False
    before = _WORD_BEFORE.search(scene.printed, max(0, first - _LIST_TAIL), first)
    return before is None or before[1] in _LEADING or not before[1][0].isupper()


def in_chinese(scene: Scene, start: int, end: int) -> bool:
    """Has Chinese characters close by, so it stands as the Chinese original printed it."""
    return has_chinese(scene.text[max(0, start - 12) : end + 12])


def compile_rule(rule: Rule, families: Mapping[str, frozenset[str]]) -> tuple[Test, ...]:
    """The rule's tests, cheapest first. `families` gives each company with all it owns."""
    tests = [test for flag, test in _FLAG_TESTS.items() if getattr(rule, flag)]
    if rule.exact:
        tests.insert(0, _exact(frozenset(rule.names)))
    if rule.section:
        tests.append(_section(frozenset(rule.section)))
    tests.extend(_around(rule.before, rule.not_before, rule.after, rule.not_after))
    if rule.beside:
        tests.append(_beside(rule, families))
    if rule.near or rule.unless:
        tests.append(_words(rule.near, rule.against, rule.unless))
    return tuple(tests)


_FLAG_TESTS: Mapping[str, Test] = {
    "capital": has_capital,
    "as_name": stands_as_name,
    "quoted": is_quoted,
    "as_firm": stands_as_firm,
    "alone": stands_alone,
    "inside": lambda scene, start, end: not opens_sentence(scene, start, end),
    "title": lambda scene, start, end: start < scene.title_end,
    "chinese": in_chinese,
}


def _exact(names: frozenset[str]) -> Test:
    return lambda scene, start, end: scene.as_printed(start, end) in names


def _section(sections: frozenset[str]) -> Test:
    return lambda scene, start, end: scene.section in sections


@cache  # as `_words`: hundreds of rules ask for the same
def _around(before: _Texts, not_before: _Texts, after: _Texts, not_after: _Texts) -> tuple[Test, ...]:
    return tuple(_each_side(*map(_folded, (before, not_before, after, not_after))))


def _each_side(before: _Texts, not_before: _Texts, after: _Texts, not_after: _Texts) -> Iterable[Test]:
    if before:
        yield lambda scene, start, end: scene.text.startswith(before, end)
    if not_before:
        yield lambda scene, start, end: not scene.text.startswith(not_before, end)
    if after:
        yield lambda scene, start, end: scene.text.endswith(after, 0, start)
    if not_after:
        yield lambda scene, start, end: not scene.text.endswith(not_after, 0, start)


def _beside(rule: Rule, families: Mapping[str, frozenset[str]]) -> Test:
    company, listed = rule.company, rule.listed
    if ANY in rule.beside:
        return lambda scene, start, end: bool(scene.sure - {company})
    kinds = [families[owner] for owner in rule.beside if owner.startswith(ANY)]
    wanted = frozenset(slug for owner in rule.beside if not owner.startswith(ANY) for slug in families[owner])

    def test(scene: Scene, start: int, end: int) -> bool:
        named = _in_the_clause(scene, start, end) if listed else scene.sure
        if not wanted.isdisjoint(named):
            return True
        others = named - {company} if kinds else ()
        return any(not kind.isdisjoint(others) for kind in kinds)

    return test


def _in_the_clause(scene: Scene, start: int, end: int) -> set[str]:
    """The companies named in the same clause; all of the item where the name has a firm's word behind it."""
    text = scene.text
    if text.startswith(_FOLLOWS_A_FIRM, end) and text[end] != "、":
        return scene.sure
    first = max(text.rfind(mark, 0, start) for mark in _ENDS_CLAUSE)
    last = min((at for mark in _ENDS_CLAUSE if (at := text.find(mark, end)) >= 0), default=len(text))
    return {slug for place, slug in scene.places if first < place < last}


def _folded(texts: _Texts) -> _Texts:
    return tuple([fold(text).text for text in texts])


@cache
def _words(*lists: _Texts) -> Test:
    near, against, unless = map(frozenset, map(_folded, lists))

    def test(scene: Scene, start: int, end: int) -> bool:
        words = scene.words
        if not unless.isdisjoint(words):
            return False
        return not near or len(near & words) > len(against & words)

    return test
