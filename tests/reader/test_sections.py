"""Section headings with numbers, signs and words of their own; what they are called and which items they head."""

import re

import pytest

from bot.reader import read
from bot.reader.vocabulary import bare_heading

CHINESE = "#老高电商快讯#【11月14日电商早报】京东开店；淘宝降价；拼多多补贴……\n\n"
ENGLISH = "#Laogao E-commerce Newsletter# [E-commerce Morning News on November 14] a; b; c...\n\n"


def sections(head: str, first: str, second: str) -> list[str | None]:
    item = "{0}. Company {0} tells of a plan\nOn November 13, it said so. (36Kr)\n"
    text = (
        head
        + first
        + "\n"
        + item.format(1)
        + item.format(2)
        + second
        + "\n"
        + item.format(3)
        + item.format(4)
    )
    found = read(text).issues
    assert len(found) == 1
    assert [each.number for each in found[0].items] == [1, 2, 3, 4]
    assert [each.code for each in found[0].warnings if each.code == "leftover"] == []
    return [each.section for each in found[0].items]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("【头条】", "【跨境】", ("头条", "跨境")),
        ("🔥 热点聚焦", "🚚 物流速递", ("热点聚焦", "物流速递")),
        ("01 电商快讯", "02 互联网资讯", ("电商快讯", "互联网资讯")),
        ("PART 01 电商快讯", "PART 02 互联网资讯", ("电商快讯", "互联网资讯")),
        ("/ 电商快讯 /", "// 互联网资讯", ("电商快讯", "互联网资讯")),
        ("电商快讯 E-commerce", "互联网资讯 Internet", ("电商快讯 E-commerce", "互联网资讯 Internet")),
        ("——电商快讯——", "| 互联网资讯 |", ("电商快讯", "互联网资讯")),
        ("（一）电商快讯", "（二）互联网资讯", ("电商快讯", "互联网资讯")),
        ("1) E-commerce newsletter", "2) Internet", ("E-commerce newsletter", "Internet")),
        ("Section 1: E-commerce", "Section 2: Internet", ("E-commerce", "Internet")),
        ("Platform dynamics", "Logistics trends", ("Platform dynamics", "Logistics trends")),
    ],
)
def test_a_heading_is_read_without_its_number_and_signs(
    first: str, second: str, named: tuple[str, str]
) -> None:
    head = CHINESE if any(c > "\u3000" for c in first) else ENGLISH
    assert sections(head, first, second) == [named[0], named[0], named[1], named[1]]


@pytest.mark.parametrize(
    ("first", "second", "head"),
    [
        ("【电商快讯】{}、", "【特别观察】{}、", CHINESE),
        ("E-commerce newsletter {}. ", "Internet news: {}. ", ENGLISH),
    ],
)
@pytest.mark.parametrize("restart", [False, True])
def test_a_heading_may_stand_before_the_number(first: str, second: str, head: str, restart: bool) -> None:
    signs = [first.format(1), "2. ", second.format(1 if restart else 3), f"{2 if restart else 4}. "]
    lines = [f"{sign}Seller {n} tells of a plan\nIt said so. (36Kr)" for n, sign in enumerate(signs)]
    found = read(head + "\n".join(lines)).issues[0]
    assert [each.title for each in found.items] == [f"Seller {n} tells of a plan" for n in range(4)]
    names = [re.split(r"[】:]?\s?\{", sign)[0].strip("【") for sign in (first, second)]
    assert [each.section for each in found.items] == [names[0]] * 2 + [names[1]] * 2


@pytest.mark.parametrize("first", ["🔥 Battle reports", "【战报】", "■ Brands"])
def test_a_heading_with_a_sign_may_stand_right_under_the_header(first: str) -> None:
    assert sections(ENGLISH.rstrip() + "\n", first, "Internet news")[:2] == [bare_heading(first)] * 2


def test_a_label_over_a_list_is_no_section_and_one_over_items_is() -> None:
    listed = "Today's headlines:\n1. Company 1 plans\n2. Company 2 plans\n"
    found = read(
        ENGLISH.split(" a; b")[0]
        + "\n"
        + listed
        + "\n1. Company 1 has a plan\nIt said so. (36Kr)\n2. Company 2 has one\nIt said so. (36Kr)"
    )
    assert found.issues[0].sections == ()
    assert found.issues[0].headlines == ("Company 1 plans", "Company 2 plans")
    assert sections(ENGLISH, "[Headlines]", "[Internet]") == [
        "Headlines",
        "Headlines",
        "Internet",
        "Internet",
    ]


@pytest.mark.parametrize(
    "promotion",
    [
        "[Advertisement] Warehouses in Hangzhou to let",
        "Click to register and apply to join Laogao E-commerce Club!",
        "Scan the QR code to follow Laogao E-commerce",
        "长按二维码，关注老高电商公众号",
        "关注“老高电商圈”公众号，获取更多资讯",
    ],
)
@pytest.mark.parametrize("credit", ["", " (36Kr)"])
def test_a_promotion_may_stand_on_either_side_of_a_heading(promotion: str, credit: str) -> None:
    items = [f"{n}. Seller {n} ships\nIt said so on May 20.{credit}" for n in range(1, 7)]
    for around in (f"{promotion}\nCross-border express", f"Cross-border express\n{promotion}"):
        printed = "\n".join([*items[:3], around, *items[3:], promotion])
        found = read(f"#Laogao E-commerce Newsletter# [E-commerce Morning News on May 21]\n{printed}").issues[
            0
        ]
        assert [it.section for it in found.items] == [None] * 3 + ["Cross-border express"] * 3
        assert {it.body for it in found.items} == {("It said so on May 20.",)}


@pytest.mark.parametrize("sign", ["▍", "▌", "┃", "━━", "⬛", "〖"])
def test_a_bar_before_a_heading_is_no_part_of_it(sign: str) -> None:
    end = "〗" if sign == "〖" else ""
    text = f"#老高电商快讯#【11月14日电商早报】\n\n{sign}电商快讯{end}\n1、卖家发货\n11月13日，全部发出。（36氪）\n{sign}跨境电商{end}\n2、买家收货\n11月13日，全部收到。（36氪）"
    assert [item.section for item in read(text).issues[0].items] == ["电商快讯", "跨境电商"]
