"""The header line: brand, edition, date, and what follows it (the headlines).

Seen: `#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] a; b...`, the same with edition before
date or in quotes, `#…# Weekly Information (April 24-April 28) 1. a; 2. b`, `Morning News: a; b...`, `Evening
information:`, and the Chinese originals `#老高电商快讯#【11月14日电商晚报】`, `早报：`, `一周资讯（4月24日-4月28日）`.
The line is eaten from the left, piece by piece, so their order does not matter; what is left is the headlines.
A line is a header only if enough of it was eaten: an edition with a brand, a bracket, a date, a colon, or alone.
"""

import re
from dataclasses import dataclass

from bot.reader.daywords import MONTH_BEGINS, DayWord, days_in, range_in
from bot.reader.editions import EditionName, edition_at, edition_in
from bot.reader.headdays import head_days, head_days_at
from bot.reader.lines import Line
from storage.records import Edition

_OURS = r"(?:lao[\s-]?gao|old\s(?:gao|high)|老高)"
_BRAND = re.compile(
    rf"#?\s?{_OURS}(?:'s)?\s?(?:e-?\s?commerce|electronic commerce|business|电商|电子商务)?\s?"
    r"(?:news\s?letter|news|express|information|bulletin|flash|letter|club|快讯|资讯|新闻|快报|俱乐部)?\s?#?(?:\s(?:on|of)\b)?(?![\w'])"
    rf"|#?\s?老高(?:电商|电子商务)?(?:快讯|资讯|新闻|快报|俱乐部)?\s?#?"
)
_PAPER_NAME = r"(?:e-?\s?commerce (?:newsletter|news|express)|电商(?:快讯|资讯|新闻))"
_NAMELESS = re.compile(rf"{_PAPER_NAME}(?=\s?[\[(:|,\d早晚]|\s[a-z])|\[\s?{_PAPER_NAME}\s?\](?=.*\d)")
"""The paper without its owner's name; a line of nothing else heads a section."""
_HASH_TAG = re.compile(r"#\s?(?P<name>[^#\[\]:;]{2,60}?)\s?#")
_PAPER = re.compile(
    r"(?:newsletter|news|express|digest|bulletin|briefing|flash|快讯|资讯|新闻|早报|晚报|周报|日报)$"
)
_BOXES = {"[": "]", "(": ")", "<": ">", "{": "}", "《": "》"}
_FILL = re.compile(r"[\s\"'·,_~—》/-]+|来[了啦]!?|is here!?")
_FILL_BEFORE_HEADLINES = re.compile(r"[\s·,_~—》\]-]+|#(?=\s|$)|来[了啦]!?")
_SIGNS = re.compile(r"[*=~_>\s★☆✦✨■□◆◇●○▶►▪•\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d-]+")
_BEFORE_HEADER = re.compile(
    r"#{1,6}\s(?!.{2,60}#)|(?:re|fwd?|forward|subject|title|转发|回复|转|主题|标题)\s?:\s?|"
    r"(?:[^\s,.:;#\[(]{0,8}(?:早安|晚安|早上好|晚上好|大家好|您好)|good (?:morning|evening|night)|hello|hi)\s?(?:,?\s?(?:everyone|all|everybody|各位|大家)\w{0,4})?\s?[!.,~]\s?|"
    r"(?:welcome to|here is|this is|这里?是|欢迎(?:阅读|收看|关注))\s?(?:the\s)?"
)
_GREETING = re.compile(
    r"\W*(?:(?:各位|大家)?(?:读者|朋友)?(?:们)?(?:您好|你好|好|早安|晚安|早上好|晚上好)|(?:hello|good (?:morning|evening)),? ?(?:everyone|all|readers)?)?\W*"
)
"""What may end a header and is no headline."""

_BOX_ALONE = re.compile(r"\s*\[[^\[\];]{2,40}\]\s*")
"""The name of a special issue: `【2020双12战报】`."""

_WEEKDAY = re.compile(
    r"\(?(?:mon|tues|wednes|thurs|fri|satur|sun)day\)?(?:'s)?|\(?(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?(?:\)|(?=,?\s(?:\d|"
    + MONTH_BEGINS
    + r")))|\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\(?20\d\d\s?年?\)?(?=[\s\]\[(<,.:|]|$)|"
    r"\(?第?\s?\d{1,5}\s?期\)?|\(?(?:no|issue|vol|volume|number)\b\.?\s?\d{1,5}\b\)?|"
    r"(?:农历|阴历)[^,:|;\[\]()\s]{2,12}|lunar (?:calendar )?(?:date )?\w+ \d{1,2}\b"
)
_CHINESE_WEEKDAY = re.compile("(?:星期|周|礼拜)[一二三四五六日天]")
_ENDS_DAY = re.compile(
    r"\s?(?:$|[:|;,\])]|1\s?[.、)]|\((?:mon|tues|wednes|thurs|fri|satur|sun|星期|周)|(?:星期|周)[一二三四五六日天])|\s(?=[\u4e00-\u9fff\"])"
)
_CLOSES = re.compile(r"\s?(?:$|[:|\])]|1\s?[.、)])")
"""What ends a header, or a piece of it that begins headlines too: `2018`, `Friday`, `No. 1`."""

_ENDS = re.compile(r"\s?(?:$|[|\])]|1\s?[.、)])")
_APART = re.compile(r"\s(?=\S)")
_CHINESE_APART = re.compile(r"\s(?=[\u4e00-\u9fff\"])")
_UNMISTAKABLE = re.compile(r"[一-龥]|\d{3}")
"""A weekday in Chinese, the number of a daily's issue: with a space behind them they are no beginning of a headline."""

_EDITION_WORD = re.compile(
    r"\b(?:(?P<morning>morning)|(?P<evening>evening|night)|(?P<weekly>weekly))\b|(?:(?P<morning_>早报|晨报)|(?P<evening_>晚报)|(?P<weekly_>周报|一周))"
)
_SENTENCE = re.compile(r"[,\u4e00-\u9fff]")
_DASH = re.compile(r"\s?(?:--|—|\s-\s)\s?")
_BEFORE_DAY = re.compile(r"[\s:|,\"]+")
_BEHIND_DAY = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a header line says. `tail` is the text after it, as printed."""

    branded: bool
    """True under any `#…#` of a newsletter."""
    ours: bool
    """True under the Laogao brand."""
    edition: Edition | None
    days: tuple[DayWord, ...]
    """None, one, or first and last of a range."""
    tail: str
    prefix: bool
    """True for `Morning News:` and the like: no brand, no bracket."""
    year: int | None = None


def read_masthead(line: Line) -> Masthead | None:
    """The header that a line opens with, or None."""
    eater = _Eater(line.text, line.fold)
    eater.run()
    return eater.masthead() if eater.is_header() else None


def read_dateline(line: Line) -> Masthead | None:
    """A line with nothing but the day, as under a title: `Thursday, November 14, 2019`."""
    eater = _Eater(line.text, line.fold)
    eater.run()
    alone = bool(eater.days) and not eater.edition_seen and not eater.text[eater.at :].strip(" .:|")
    return eater.masthead() if alone else None


def read_title(line: Line) -> Masthead | None:
    """A title of another newsletter: a short line with a day in it, perhaps an edition: `Weekly Brief - March 3, 2024`."""
    days = (range_in(line.fold) or tuple(days_in(line.fold)[:1])) if len(line.fold) <= 120 else ()
    if not days:
        return None
    edition = _EDITION_WORD.search(line.fold)
    if not (edition or days[0].year):
        return None
    names = ("morning", "evening", "weekly")
    name = next((key for key in names if edition and (edition[key] or edition[key + "_"])), None)
    year = days[0].year or days[-1].year
    return Masthead(False, False, Edition(name) if name else None, days, "", False, year)


class _Eater:
    """Eats a folded line from the left and remembers what it met."""

    def __init__(self, printed: str, folded: str) -> None:
        self.printed = printed
        self.text = folded
        self.at = 0
        self.signs: set[str] = set()
        self.branded = self.ours = self.bracket = self.colon = False
        self.edition: Edition | None = None
        self.edition_seen = self.bare = False
        self.edition_end = 0
        self.day_end = 0
        self.day_first = False
        self.days: tuple[DayWord, ...] = ()
        self.year: int | None = None
        self.limit = min(len(folded), 200)
        self._before()
        self.quoted = self.text[self.at : self.at + 1] in ('"', "'")

    def run(self) -> None:
        while self.at < self.limit and (
            self._fill() or self._tag() or self._brand() or self._box() or self._day() or self._edition()
        ):
            if self.colon:
                self._day_behind_colon()
                return

    def is_header(self) -> bool:
        if self.edition_seen:
            if self.bare and not (self.bracket or self.branded or self.colon or len(self.days) > 1):
                return self._nothing_left()
            sure = self.branded or self.bracket or self.colon or self._nothing_left()
            return sure or (bool(self.days) and not self._goes_on())
        return self.branded and (
            self.bracket or bool(self.days) or self.text.startswith("#") or self._nothing_left()
        )

    def _goes_on(self) -> bool:
        """`11月14日早新闻联播…`, `11月14日早间快讯,京东…`: the edition's name is in a sentence."""
        return self.day_first and bool(_SENTENCE.match(self.text, self.edition_end))

    def masthead(self) -> Masthead:
        tail = self.printed[self.at :].lstrip(" :：|丨·—-" + "".join(self.signs)).rstrip()
        if _GREETING.fullmatch(self.text, self.at) or _BOX_ALONE.fullmatch(self.text, self.at):
            tail = ""
        prefix = not self.branded and not self.bracket
        return Masthead(self.branded, self.ours, self.edition, self.days, tail, prefix, self.year)

    def _nothing_left(self) -> bool:
        return not self.text[self.at :].strip(" .:")

    def _before(self) -> None:
        """Pictures and stars, a label, a greeting."""
        while self.at < self.limit:
            found = _SIGNS.match(self.text, self.at)
            if found:
                self.signs |= set(found[0])
            else:
                found = _BEFORE_HEADER.match(self.text, self.at)
            if not found:
                return
            self.at = found.end()

    def _fill(self) -> bool:
        here = self.text[self.at]
        if self._complete() and self.quoted and here in "\"'":
            self.quoted = False
            self.at += 1
            return True
        dash = _DASH.match(self.printed, self.at)
        if dash and self.edition_seen and not (self.bare or self._complete()):
            self.colon, self.at = True, dash.end()
            return True
        found = (_FILL_BEFORE_HEADLINES if self._complete() else _FILL).match(self.text, self.at)
        if not found and here in self.signs:
            found = _SIGNS.match(self.text, self.at)
        if found:
            self.at = found.end()
            return True
        if here in ":|;" and (self.edition_seen or (here != ";" and (self.branded or self.days))):
            self.colon = self.edition_seen
            self.at += 1
            return True
        return False

    def _complete(self) -> bool:
        return self.edition_seen and (self.bracket or bool(self.days))

    def _brand(self) -> bool:
        found = None if self.branded else _BRAND.match(self.text, self.at)
        if found:
            self.branded = self.ours = True
        else:
            found = None if self.edition_seen else _NAMELESS.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return bool(found)

    def _tag(self) -> bool:
        """`#…#` with our name, the name of a paper or an edition."""
        found = _HASH_TAG.match(self.text, self.at)
        if not found:
            return False
        name = found["name"]
        edition, days = edition_in(name), head_days(name)
        if re.match(_OURS, name) or _PAPER.search(name):
            self.branded, self.ours = True, self.ours or bool(re.match(_OURS, name))
        elif not edition or self.edition_seen or edition.bare:
            return False
        self._take_edition(edition, found.end())
        self._take_days(days)
        self.bracket = self.bracket or bool(edition or days)
        self.at = found.end()
        return True

    def _box(self) -> bool:
        """`[…]` or `(…)` with an edition, a date or the brand in it."""
        opening = self.text[self.at]
        if opening not in _BOXES or (opening != "(" and self.bracket and self.days):
            return False
        close = self.text.find(_BOXES[opening], self.at, self.at + 120)
        if close == -1:
            return self._open_box()
        inside = self.text[self.at + 1 : close]
        brand = _BRAND.match(inside) if not self.branded else None
        edition, days = edition_in(inside), head_days(inside)
        if opening == "(" and not days:
            return False
        if not (days or edition or brand):
            return False
        if brand:
            self.branded = self.ours = True
        self._take_edition(edition, close + 1)
        self._take_days(days)
        self.bracket = self.bracket or (opening != "(" and bool(edition or days))
        self.at = close + 1
        return True

    def _open_box(self) -> bool:
        """`[November 14 E-commerce Evening News` with its end lost."""
        inside = self.text[self.at + 1 :].lstrip()
        if self.text[self.at] != "[" or not (head_days_at(inside, 0) or edition_at(inside, 0)):
            return False
        self.at += 1
        return True

    def _day(self) -> bool:
        days = () if self.days else head_days_at(self.text, self.at)
        if days and (days[0].year or self._in_words(days) or self._stands_as_day(self.at + days[0].end)):
            self._take_days(days)
            self.at = self.day_end = self.at + days[0].end
            return True
        other = _WEEKDAY.match(self.text, self.at)
        if other and not self._belongs_to_header(other):
            return False
        if other:
            year = re.search(r"20\d\d", other[0])
            self.year = self.year or (int(year[0]) if year and "期" not in other[0] else None)
            self.at = other.end()
        return bool(other)

    def _belongs_to_header(self, piece: re.Match[str]) -> bool:
        """`[Morning News on November 14] (2018)` and `2018 [Morning News]`, not `… 2018 Double 11 sales; …`."""
        if piece[0].startswith("("):
            return True
        behind_day = self.day_end and not self.text[self.day_end : piece.start()].strip(" ,")
        if behind_day and _CHINESE_WEEKDAY.fullmatch(piece[0]):
            return True  # `2014年10月14日 星期二京东…` is the day's, though a headline follows at once
        year = re.match(r"20\d\d", piece[0])
        if self._complete():
            if not year and _APART.match(self.text, piece.end()) and _UNMISTAKABLE.search(piece[0]):
                return True
            return bool((_ENDS if year else _CLOSES).match(self.text, piece.end()))
        if not year or self.edition_seen or _CLOSES.match(self.text, piece.end()):
            return True
        ahead = _FILL.match(self.text, piece.end())
        at = ahead.end() if ahead else piece.end()
        return self.text[at] in _BOXES or bool(edition_at(self.text, at) or head_days_at(self.text, at))

    def _in_words(self, days: tuple[DayWord, ...]) -> bool:
        return bool(re.search(r"[a-z月]", self.text[self.at : self.at + days[0].end])) or len(days) > 1

    def _stands_as_day(self, end: int) -> bool:
        """True where figures can be no amount: an edition comes next, or came before and the header ends here."""
        ahead = _FILL.match(self.text, end)
        name = edition_at(self.text, ahead.end() if ahead else end)
        if name and not name.bare:
            return True
        return self.edition_seen and bool(_ENDS_DAY.match(self.text, end))

    def _day_behind_colon(self) -> None:
        """`Weekly News: November 11-November 15 …`, `早报：11月14日 …`; a headline may begin with a day too."""
        bar = self.printed[: self.at].rstrip()[-1:] in "|丨｜—-"
        begin = self.at
        while found := _BEFORE_DAY.match(self.text, begin) or _WEEKDAY.match(self.text, begin):
            begin = found.end()
        if self.days or begin >= self.limit:
            return
        if self.text[begin] in _BOXES:
            at, self.at = self.at, begin
            close = self.text.find(_BOXES[self.text[begin]], begin, begin + 60)
            if not (close != -1 and head_days_at(self.text, begin + 1) and self._box()):
                self.at = at
            return
        days = head_days_at(self.text, begin)
        if days and (bar or len(days) > 1 or self._ends_behind_colon(begin, begin + days[0].end)):
            self._take_days(days)
            self.at = begin + days[0].end
            while found := _BEHIND_DAY.match(self.text, self.at) or _WEEKDAY.match(self.text, self.at):
                self.at = found.end()

    def _ends_behind_colon(self, begin: int, end: int) -> bool:
        """`早报：11月14日：…`, not `早报：3月15日，央视…` nor `Morning News: 3.15: CCTV …`."""
        if not re.search(r"[a-z月]", self.text[begin:end]):
            return bool(_ENDS.match(self.text, end))
        behind = _BEHIND_DAY.match(self.text, end)
        return bool(
            _CLOSES.match(self.text, end)
            or _WEEKDAY.match(self.text, behind.end() if behind else end)
            or _CHINESE_APART.match(self.text, end)
        )

    def _edition(self) -> bool:
        found = edition_at(self.text, self.at)
        if found and self.edition_seen and (self.days or found.bare or found.edition is not self.edition):
            return False  # `#Trade Weekly# Weekly Information`: said twice
        if not found:
            return False
        self._take_edition(found, found.end)
        self.at = found.end
        return True

    def _take_edition(self, found: EditionName | None, end: int) -> None:
        if found and not self.edition_seen:
            self.edition_seen, self.edition_end = True, end
            self.edition, self.bare = found.edition, found.bare

    def _take_days(self, days: tuple[DayWord, ...]) -> None:
        if days and not self.days:
            self.days, self.day_first = days, not self.edition_seen
            self.year = self.year or days[0].year or days[-1].year
