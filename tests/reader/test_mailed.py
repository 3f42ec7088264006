"""Mail programs break long lines at a width: paragraphs and titles are whole again when such a mail is read."""

import re
from collections.abc import Callable

import pytest

from bot.reader import read
from bot.reader.lines import same_words
from bot.reader.mailed import joined
from storage.records import Item
from tests.cli.command import SEEDS

WIDE = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
PIECES = re.compile(f"[{WIDE}][，。！？；：、”’）》」』】]*|\\s+|[^\\s{WIDE}]+[，。！？；：、”’）》」』】]*")
ISSUES = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
CHINESE = "\n".join(
    [
        "#老高电商快讯# 【11月14日电商晚报】 京东物流在多地新开仓库；淘宝公布商家规则；拼多多增加补贴...",
        "电商快讯",
        *(
            f"{number}. {company}宣布在华东地区的七个城市新开仓库并且为中小商家降低第一年的全部费用和押金\n"
            + f"11月14日消息，{company}今日宣布，将在华东地区的七个城市新开十二座仓库。" * 4
            + "（亿邦动力）"
            for number, company in enumerate(("京东物流", "淘宝", "拼多多"), start=1)
        ),
    ]
)


def columns(text: str) -> int:
    return len(text) + len(re.findall(f"[{WIDE}]", text))


def broken(line: str, width: int, measure: Callable[[str], int] = columns) -> list[str]:
    """As a mail program does it: as many words as there is room for; between Chinese characters anywhere."""
    lines = [""]
    for piece in PIECES.findall(line):
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
    return [each.rstrip() for each in lines]


def mailed(text: str, width: int, *, spaced: bool) -> str:
    paragraphs = [line for line in read(text).text.splitlines() if line.strip()]
    return ("\n\n" if spaced else "\n").join("\n".join(broken(each, width)) for each in paragraphs)


def items(text: str) -> list[Item]:
    return [it for issue in read(text).issues for it in issue.items]


@pytest.mark.trial
@pytest.mark.parametrize("width", [60, 65, 72, 76, 80])
@pytest.mark.parametrize("text", [*ISSUES, CHINESE])
def test_with_empty_lines_between_paragraphs_all_is_as_printed(text: str, width: int) -> None:
    for printed, got in zip(items(text), items(mailed(text, width, spaced=True)), strict=True):
        assert (got.number, got.title, got.source) == (printed.number, printed.title, printed.source)
        assert same_words("".join(got.body)) == same_words("".join(printed.body))


@pytest.mark.trial
@pytest.mark.parametrize("width", [60, 65, 72, 76, 80])
def test_without_them_titles_are_found_by_other_evidence(width: int) -> None:
    right = total = 0
    for text in ISSUES:
        printed, got = items(text), items(mailed(text, width, spaced=False))
        assert len(got) == len(printed)
        total += len(printed)
        right += sum(one.title == other.title for one, other in zip(printed, got, strict=True))
    assert right >= 0.93 * total


@pytest.mark.parametrize("text", [*ISSUES, CHINESE])
def test_a_text_that_nobody_broke_stays_as_it_is(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(read(text).text.splitlines()) == len(lines)


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("text", [*ISSUES, CHINESE])
def test_marks_of_quoting_are_no_part_of_it(text: str, depth: int) -> None:
    quoted = "\n".join("> " * depth + line for line in text.splitlines())
    assert items(f"On 14 November 2019, Mei wrote:\n{quoted}\n\nBest wishes") == items(text)


def test_a_signature_is_no_part_of_the_last_item() -> None:
    text = (
        "#老高电商快讯#【9月12日电商早报】\n1、京东开店\n公司今日宣布。（36氪）\n2、淘宝改规则\n下月起实行。"
    )
    signed = read(f"{text}\n-- \nLao Gao\nE-commerce team, Hangzhou\n").issues[0]
    assert signed == read(text).issues[0]
    assert items(f"{text}\n--\n3、拼多多补贴\n公司今日宣布。")[2].title == "拼多多补贴"


def test_a_list_of_short_lines_is_no_broken_paragraph() -> None:
    titles = [
        f"{number}. Company {number} opens another warehouse for sellers in Hangzhou"
        for number in range(1, 30)
    ]
    text = "\n".join(f"{title}\nIt said so today. (36Kr)" for title in titles)
    assert [f"{it.number}. {it.title}" for it in items(text)] == titles


def test_paragraphs_of_two_lines_are_joined_though_few_lines_are_full() -> None:
    body = (
        "公司表示，计划在未来几个月扩大门店网络，覆盖全国大部分省份和直辖市，并将继续与商家合作。（亿邦动力）"
    )
    text = "#老高电商快讯#【9月12日电商早报】京东开店；淘宝改规则；拼多多补贴……\n\n" + "\n".join(
        f"{number}、第{number}家公司宣布开店\n{body}" for number in range(1, 11)
    )
    got = items("\n".join("\n".join(broken(line, 72)) for line in text.splitlines()))
    assert [(it.body, it.source) for it in got] == [((body[:-6],), "亿邦动力")] * 10


def test_nothing_goes_on_after_a_source_on_a_full_line() -> None:
    lines = read(CHINESE).text.splitlines()
    for width in range(60, 82):
        for call in ("Like it? Tell a friend.", "喜欢就告诉朋友，明天见。"):
            cut = [part for line in [*lines, call] for part in broken(line, width)]
            assert [it.source for it in items("\n".join(cut))] == ["亿邦动力"] * 3


@pytest.mark.parametrize("width", [28, 33, 40])
def test_lines_of_so_many_characters_are_joined_whatever_they_are(width: int) -> None:
    cut = [part for line in CHINESE.splitlines() for part in broken(line, width, len)]
    assert [it.body for it in items("\n".join(cut))] == [it.body for it in items(CHINESE)]


MARKS_HANG = re.compile(rf"[A-Za-z0-9.%]+|.[{WIDE}]?(?<=[，。！？；：、”’）》」』】])|.", re.DOTALL)


def hanging(line: str, width: int) -> list[str]:
    """Closing marks that find no room hang over the edge."""
    lines = [""]
    for piece in MARKS_HANG.findall(line):
        if lines[-1] and columns(lines[-1] + piece.rstrip("，。！？；：、”’）》」』】")) > width:
            lines.append("")
        lines[-1] += piece
    return lines


@pytest.mark.parametrize("width", [60, 72, 76])
@pytest.mark.parametrize("title", ["第{}家公司宣布开店\n", "【第{}家公司宣布在各省开店】"])
def test_marks_that_hang_over_the_edge_do_not_move_it(width: int, title: str) -> None:
    body = "公司表示，计划在未来3个月内扩大门店网络，覆盖全国大部分省份、直辖市，并与商家合作。" * 3
    text = "#老高电商快讯#【9月12日电商早报】京东开店；淘宝改规则；拼多多补贴……\n\n" + "\n".join(
        f"{number}、{title.format(number)}{body}（亿邦动力）" for number in range(1, 11)
    )
    got = items("\n".join("\n".join(hanging(line, width)) for line in text.splitlines()))
    assert [(it.number, it.body, it.source) for it in got] == [
        (number, (body,), "亿邦动力") for number in range(1, 11)
    ]


@pytest.mark.parametrize("sign", ["No. {} ", "第{}条 ", "（{}）"])
def test_titles_with_the_rarer_numbers_end_where_they_did(sign: str) -> None:
    body = (
        "According to the company, it will widen its network of shops in the coming months to most of the provinces. "
        * 2
    )
    title = "JD.com and Taobao open another hundred warehouses in the west"
    names = [f"{title}{' of the country' * (n % 2)}" for n in range(1, 11)]
    printed = "\n".join(f"{sign.format(n)}{name}\n{body}(36Kr)" for n, name in enumerate(names, 1))
    text = f"#Laogao E-commerce Newsletter# [E-commerce Morning News on May 21]\n\n{printed}"
    got = items("\n".join("\n".join(broken(line, 72)) for line in text.splitlines()))
    assert [(it.number, it.title, it.body) for it in got] == [
        (n, name, (body.strip(),)) for n, name in enumerate(names, 1)
    ]


def test_a_count_or_an_amount_at_the_beginning_of_a_line_goes_on_with_it() -> None:
    body = "93.4%的持有人在昨日举行的线上会议里投票赞成，规则如下：1、商家须在本月底之前到平台登记；2、保证金在七个工作日内退还；3、两次违规者清退；4、其余不变。公司今日宣布，计划在未来几个月扩大门店网络，覆盖全国大部分省份和直辖市。"
    bodies = [f"{body[:8]}{'一' * lead}{body[8:]}" for lead in range(8)]
    printed = "\n".join(f"{n}、第{n}家公司宣布开店\n{each}（亿邦动力）" for n, each in enumerate(bodies, 1))
    text = f"#老高电商快讯#【9月12日电商早报】京东开店；淘宝改规则；拼多多补贴……\n\n{printed}"
    got = items("\n".join("\n".join(broken(line, 72)) for line in text.splitlines()))
    assert [it.body for it in got] == [(each,) for each in bodies]


@pytest.mark.parametrize("last", ["International", "Expanded", "330 million rolls"])
def test_a_titles_last_line_may_be_a_word_that_heads_sections(last: str) -> None:
    title = f"Sephora, a beauty retailer of the group, officially settled in the Tmall {last}"
    text = "\n".join(
        f"{number}. {title}\nOn May 20, Sephora, a beauty retailer under LVMH Group, officially settled in it and opened its overseas store. (36Kr)"
        for number in range(1, 9)
    )
    got = items("\n".join("\n".join(broken(line, 76)) for line in text.splitlines()))
    assert [it.title for it in got] == [title] * 8


@pytest.mark.parametrize(
    ("text", "whole"),
    [("公司今年在双\n11期间", "公司今年在双11期间"), ("公司 CEO 在双\n11 期间", "公司 CEO 在双 11 期间"), ("The sale of 双\n11 was", "The sale of 双 11 was")],
)  # fmt: skip
def test_a_space_stands_between_scripts_where_the_writer_puts_one(text: str, whole: str) -> None:
    assert joined(*text.split("\n")) == whole


@pytest.mark.parametrize(
    "credit", ["[Source: Securities Times]", "【来源：证券时报】", "Source: Securities Times"]
)
def test_a_heading_under_a_full_line_that_ends_with_a_source_stays_a_heading(credit: str) -> None:
    body = (
        f"On May 20, the company said that it opened another warehouse for its sellers and buyers. {credit}"
    )
    text = "\n".join(
        f"{'Cross-border e-commerce' + chr(10) if number == 5 else ''}{number}. Company {number}\n{body}"
        for number in range(1, 9)
    )
    for width in range(len(body) // 2 + 2, len(body) // 2 + 24):
        found = read("\n".join("\n".join(broken(line, width)) for line in text.splitlines())).issues[0]
        assert found.sections in ((), ("Cross-border e-commerce",))
        assert len(found.items) == 8
