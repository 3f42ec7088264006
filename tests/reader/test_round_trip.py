"""What is printed is read back, whatever the form, the words, or the disguise of the characters."""

from datetime import date
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.lines import same_words
from storage.records import Edition, Issue, Item
from tests.reader.printing import FORMS, Form

WORDS = (
    "platform sellers report that orders rose while fees fell across Zhejiang Taobao JD.com Amazon warehouses "
    'buyers 11.11 26.7% US$13.4 billion (about 2,038 square meters) "live room" 8.0 R&D 2.8 1,258 brands don\'t '
    "****, A+ round #festival# regulators, e-commerce couriers logistics (9983.T) plan -- open"
).split()
CHINESE = "平台 商家 发布 规则 增长 26.7% 京东 淘宝 物流 “百亿补贴” 消费者 直播 (含税) 1258 亿元 跨境 卖家 仓库 公司 宣布".split()
SOURCES = [
    "E-commerce News",
    "36Kr",
    "interface",
    "Shanghai Securities News",
    "Europe",
    "Xinhua News Agency",
    "电商报",
    "Some New Paper",
]
SEEDS = st.integers(0, 2**32)
SECTIONS = ["E-commerce newsletter", "Internet Information", "Cross-border e-commerce", "Supply chain corner"]


def sentence(chance: Random, words: list[str], least: int, most: int, ends: str) -> str:
    chosen = " ".join(chance.choice(words) for _ in range(chance.randint(least, most))).strip(".,")
    opening = chance.choice(["Today", "The", "Sellers:", "News", "今日"])
    return f"{opening} {chosen}{chance.choice(ends).strip()}"


def a_title(chance: Random) -> str:
    return (
        sentence(chance, WORDS, 3, 9, "  ?!")
        if chance.random() < 0.7
        else sentence(chance, CHINESE, 4, 9, "  ？")
    )


def a_paragraph(chance: Random) -> str:
    if chance.random() < 0.7:
        return sentence(chance, WORDS, 14, 40, "..!”")
    return sentence(chance, CHINESE, 14, 30, "。。！")


def an_item(chance: Random, position: int, *, comments: bool, section: str | None, hard: bool) -> Item:
    body = [a_paragraph(chance) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.3:
        body[0] += " 1. first point; 2. second point; 3. third point."
    elif hard and chance.random() < 0.3:
        points = chance.randint(2, 4)
        body += [f"{n}. {a_paragraph(chance)}" for n in range(1, points + 1)] + [a_paragraph(chance)]
    elif hard and chance.random() < 0.2:
        body[0] = f"1. {body[0]}"
    return Item(
        position=position,
        number=position,
        title=a_title(chance),
        body=tuple(body),
        section=section,
        source=None if hard and chance.random() < 0.15 else chance.choice(SOURCES),
        comment=sentence(chance, WORDS, 3, 8, ".?!") if comments and chance.random() < 0.8 else None,
    )


def an_issue(seed: int, form: Form, *, hard: bool = False) -> Issue:
    """An issue made by chance; the seed is what hypothesis reports when it is misread."""
    chance = Random(seed)
    count = chance.randint(2, 12)
    sections = sorted(chance.randrange(len(SECTIONS)) for _ in range(count))
    comments = form.credit.startswith("(S")
    made = [
        an_item(
            chance,
            n + 1,
            comments=comments,
            section=SECTIONS[sections[n]] if form.headings else None,
            hard=hard,
        )
        for n in range(count)
    ]
    return Issue(
        newsletter="laogao",
        edition=chance.choice([Edition.MORNING, Edition.EVENING]),
        date=date.fromordinal(chance.randint(date(2016, 1, 1).toordinal(), date(2024, 12, 31).toordinal())),
        headlines=tuple(a_title(chance) for _ in range(chance.randint(3, 6))),
        items=tuple(made),
    )


def same(one: str | None, other: str | None) -> bool:
    return same_words(one or "") == same_words(other or "")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@settings(max_examples=40)
@given(seed=SEEDS)
@example(seed=92242568)  # a sentence in a body ends like a source, `-- JD.com.`
def test_a_printed_issue_is_read_back(form: Form, seed: int) -> None:
    issue = an_issue(seed, form)
    text = form.render(issue)
    found = read(text, received=date(2025, 1, 1)).issues
    assert len(found) == 1, text
    got = found[0]
    assert got.edition == issue.edition
    if issue.date and "{" not in text and any(c.isdigit() for c in form.header(issue)):
        assert got.date is not None
        assert (got.date.month, got.date.day) == (issue.date.month, issue.date.day)
    assert [item.number for item in got.items] == [item.number for item in issue.items], text
    for want, have in zip(issue.items, got.items, strict=True):
        assert same(want.title, have.title)
        assert same(" ".join(want.body), " ".join(have.body))
        assert same(want.source, have.source)
        assert same(want.comment, have.comment)
        assert same(want.section, have.section)
    assert len(got.headlines) == len(issue.headlines), text


@pytest.mark.trial
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("disguise", ["\r\n", "\r", "\u2028", "\x85", "blank"])
@settings(max_examples=3)
@given(seed=SEEDS)
def test_line_ends_and_blank_lines_change_nothing(form: Form, disguise: str, seed: int) -> None:
    text = form.render(an_issue(seed, form))
    plain = read(text).issues[0]
    other = read(text.replace("\n", "\n\n" if disguise == "blank" else disguise)).issues[0]
    assert [(i.number, i.title, i.body, i.source) for i in other.items] == [
        (i.number, i.title, i.body, i.source) for i in plain.items
    ]


@pytest.mark.trial
def test_lists_inside_bodies_and_missing_sources_seldom_mislead() -> None:
    """Bodies that count over several lines, begin with `1.`, or close without a source: measured, not perfect."""
    wanted = right = 0
    for form in FORMS:
        for seed in range(20):
            issue = an_issue(seed, form, hard=True)
            got = read(form.render(issue)).issues[0]
            have = {
                (item.number, same_words(item.title), same_words(item.source or "")) for item in got.items
            }
            wanted += len(issue.items)
            right += sum(
                (item.number, same_words(item.title), same_words(item.source or "")) in have
                for item in issue.items
            )
    assert right / wanted > 0.97
