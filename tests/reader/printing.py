"""Prints an issue in the forms of the newsletter's years, so that reading it back can be compared."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.records import Edition, Issue, Item

MONTHS = ("January February March April May June July August September October November December").split()


@dataclass(frozen=True)
class Form:
    """One way the newsletter was printed."""

    name: str
    header: Callable[[Issue], str]
    numbered_headlines: bool = False
    one_a_line: bool = False
    ellipsis: bool = True
    headings: bool = True
    slogan: str | None = None
    number: str = "{}. {}"
    credit: str = "({})"
    comment: str = "Comment: {}"
    blank_lines: bool = False
    footer: tuple[str, ...] = ()

    def render(self, issue: Issue) -> str:
        """The text of the issue in this form."""
        lines = [self._head(issue), ""]
        if self.slogan:
            lines.append(self.slogan)
        section = None
        for item in issue.items:
            if self.headings and item.section and item.section != section:
                section = item.section
                lines.append(section)
            lines += self._item(item)
        lines += self.footer
        return ("\n\n" if self.blank_lines else "\n").join(lines)

    def _head(self, issue: Issue) -> str:
        header = self.header(issue)
        if not issue.headlines:
            return header
        end = "..." if self.ellipsis else "."
        if self.one_a_line:
            lines = [f"{n}. {text};" for n, text in enumerate(issue.headlines, 1)]
            return "\n".join([header, *lines[:-1], lines[-1][:-1] + end])
        if self.numbered_headlines:
            parts = [f"{n}. {text}" for n, text in enumerate(issue.headlines, 1)]
            joined = " ".join(part if part[-1] in "?!？！" else part + ";" for part in parts[:-1])
            return f"{header} {joined} {parts[-1]}{end}"
        return f"{header} {'; '.join(issue.headlines)}{end}"

    def _item(self, item: Item) -> list[str]:
        body = list(item.body)
        if item.source:
            body[-1] += " " + self.credit.format(item.source)
        lines = [self.number.format(item.number, item.title), *body]
        if item.comment:
            lines.append(self.comment.format(item.comment))
        return lines


def _day(issue: Issue) -> str:
    assert issue.date is not None
    return f"{MONTHS[issue.date.month - 1]} {issue.date.day}"


def _chinese_day(issue: Issue) -> str:
    assert issue.date is not None
    return f"{issue.date.month}月{issue.date.day}日"


def _word(issue: Issue) -> str:
    return str(issue.edition).title()


def _chinese_word(issue: Issue) -> str:
    return {Edition.MORNING: "早报", Edition.EVENING: "晚报"}.get(issue.edition or Edition.MORNING, "早报")


SLOGAN = "Lao Gao provides everyone with the latest and most useful e-commerce information every day."
CHINESE_SLOGAN = "老高每天为大家提供最新最有价值的互联网和电商资讯"
CHROME = "Current location: Home > News > {0}\n\n{0}\n\n{1}\n\n  {0}"

FORMS = (
    Form(
        "2017, comments and labelled sources",
        lambda i: f"#Laogao E-commerce Newsletter# [E-commerce {_word(i)} News on {_day(i)}]",
        numbered_headlines=True,
        ellipsis=False,
        headings=False,
        credit="(Source: {})",
    ),
    Form(
        "2018, numbered headlines",
        lambda i: f"#Lao Gao E-commerce News# [{_day(i)} E-commerce {_word(i)} News Brief]",
        numbered_headlines=True,
        credit="(From: {})",
    ),
    Form(
        "2019, with a club",
        lambda i: f"#Laogao E-commerce Newsletter# [{_day(i)} E-commerce {_word(i)} News]",
        footer=("Click to register to apply to join the network - Laogao E-commerce Club.", ","),
    ),
    Form(
        "2020, quoted header",
        lambda i: f'"#Laogao E-commerce News#[E-commerce {_word(i)} News on {_day(i)}]"',
    ),
    Form("2021, prefix and slogan", lambda i: f"{_word(i)} News:", slogan=SLOGAN),
    Form("2023, one a line", lambda i: f"{_word(i)} information :", one_a_line=True, slogan=SLOGAN),
    Form(
        "page chrome",
        lambda i: CHROME.format(
            f"#Laogao E-commerce Newsletter# [{_day(i)} E-commerce {_word(i)} News]", i.date
        ),
        blank_lines=True,
    ),
    Form(
        "Chinese",
        lambda i: f"#老高电商快讯#【{_chinese_day(i)}电商{_chinese_word(i)}】",
        number="{}、{}",
        credit="（{}）",
        comment="点评：{}",
    ),
    Form(
        "Chinese, traditional and wide",
        lambda i: f"＃老高電商快訊＃［{_chinese_day(i)}電商{_chinese_word(i)}］",
        number="{}．{}",
        credit="（來源：{}）",
        comment="點評：{}",
        slogan="老高每天為大家提供最新最有價值的互聯網和電商資訊",
    ),
    Form(
        "Chinese prefix",
        lambda i: f"{_chinese_word(i)}：",
        number="{}、{}",
        credit="（{}）",
        slogan=CHINESE_SLOGAN,
    ),
)
