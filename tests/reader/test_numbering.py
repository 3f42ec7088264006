"""Numbers as they are printed: gaps, repeats, restarts, numbers that run into titles, lists inside bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.numbers import without_number
from storage.records import Issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26] a; b; c...\n\nE-commerce newsletter\n"


def issue(*items: str) -> Issue:
    return read(HEAD + "\n".join(items)).issues[0]


def item(number: int | str, title: str = "A title") -> str:
    return f"{number}. {title} of {number}\nOn June 25, something happened to sellers. (36Kr)"


def codes(found: Issue) -> set[str]:
    return {warning.code for warning in found.warnings if warning.code.startswith(("number", "glued"))}


@pytest.mark.parametrize(
    ("numbers", "code"),
    [((1, 2, 4, 5), "number-gap"), ((1, 2, 2, 3), "number-repeat"), ((2, 3, 4), "number-gap")],
)
def test_a_break_in_the_numbers_is_read_and_reported_with_its_line(
    numbers: tuple[int, ...], code: str
) -> None:
    found = issue(*(item(number, f"Title {place}") for place, number in enumerate(numbers)))
    assert tuple(each.number for each in found.items) == numbers
    assert codes(found) == {code}
    assert all(warning.line > 2 for warning in found.warnings if warning.code == code)


def test_numbers_that_restart_under_a_heading_are_items_too() -> None:
    again = item(1, "Another"), item(2, "Another")
    found = issue(item(1), item(2), item(3), "Internet Information", *again)
    assert [each.number for each in found.items] == [1, 2, 3, 1, 2]
    assert codes(found) == {"number-restart"}
    assert found.items[3].section == "Internet Information"


@pytest.mark.parametrize("again", [(1, 2), (2,), (3, 4)])
def test_what_is_pasted_twice_is_one_item_and_said(again: tuple[int, ...]) -> None:
    body = "On June 25, the company said that it opened another warehouse for its sellers in the west, the largest of all. (36Kr)"
    items = [f"{number}. Company {name} opens\n{body}" for number, name in ((1, "A"), (2, "B"))]
    doubles = [f"{number}. {text[3:]}" for number, text in zip(again, items[-len(again) :], strict=True)]
    found = issue(*items, *doubles, item(3), item(4))
    assert [each.number for each in found.items] == [1, 2, 3, 4]
    assert [each.code for each in found.warnings].count("double-item") == len(again)


def test_an_issue_that_is_pasted_twice_is_one() -> None:
    text = HEAD + "\n".join(map(item, (1, 2, 3)))
    found = read(text + "\n\n" + text)
    assert [[each.number for each in one.items] for one in found.issues] == [[1, 2, 3]]
    assert {each.code for each in found.issues[0].warnings} >= {"double-item"}
    assert read(found.texts[0]).issues[0].items == found.issues[0].items


def test_a_number_may_run_into_a_title_that_begins_with_a_figure() -> None:
    found = issue(item(1), "2.8 departments: act on sellers\nOn June 25, they met. (36Kr)", item(3))
    assert [(each.number, each.title[:13]) for each in found.items][1] == (2, "8 departments")
    assert codes(found) == {"glued-number"}


def test_a_body_may_begin_with_a_number() -> None:
    found = issue("1. A report\n1. In services fees fell; 2. elsewhere not. (36Kr)", item(2))
    assert [each.number for each in found.items] == [1, 2]
    assert found.items[0].body == ("1. In services fees fell; 2. elsewhere not.",)
    assert codes(found) == set()


def test_a_list_inside_a_body_makes_no_items() -> None:
    found = issue(
        item(1),
        "2. New rules\nThe rules say:\n1. ship early;\n2. pay late;\n3. smile.\nThat is all. (36Kr)",
        item(3),
    )
    assert [each.number for each in found.items] == [1, 2, 3]
    assert len(found.items[1].body) == 5


@pytest.mark.parametrize(
    "aside", ["(9983.T)", "(about 2,038 square meters)", '(hereinafter "Rules")', "(May 31)"]
)
def test_a_parenthesis_is_no_source_because_it_comes_last(aside: str) -> None:
    found = issue(item(1), f"2. Another title\nThe plan of the company {aside}", item(3))
    assert found.items[1].source is None
    assert aside in found.items[1].body[-1]


@pytest.mark.parametrize(
    "sign",
    [
        *("{}. ", "{}、", "{}．", "{}.", "{}) ", "({}) ", "（{}）", "[{}] ", "【{}】", "{}: ", "#{} ", "• {}. ", "- {}. ", "### {}. "),
        *("{}\\. ", "🔥 {}. ", "No.{} ", "No. {}: ", "第{}条：", "{}, ", "{} | ", "0{} ", "{}\ufe0f\u20e3 ", "{}.\n"),
    ],
)  # fmt: skip
def test_a_number_may_be_printed_with_any_sign(sign: str) -> None:
    items = [
        f"{sign.format(n)}{title}\nOn June 25, something happened to sellers. (36Kr)"
        for n, title in ((1, "No. 1 shop"), (2, "1688 opens"), (3, "A title"))
    ]
    if sign == "{}.":
        items[1] = items[1].replace("1688", "Alibaba")
    found = issue(*items)
    assert [each.number for each in found.items] == [1, 2, 3]
    assert found.items[0].title == "No. 1 shop"
    assert {each.source for each in found.items} == {"36Kr"}


@pytest.mark.parametrize("signs", ["①②③", "一二三", ("十", "十一", "十二")])
def test_a_number_may_be_a_sign_of_its_own(signs: tuple[str, ...] | str) -> None:
    comma = "" if signs[0] == "①" else "、"
    found = issue(*(f"{sign}{comma}商家{sign}\n6月25日消息，平台发布规则。（电商报）" for sign in signs))
    first = 10 if signs[0] == "十" else 1
    assert [each.number for each in found.items] == [first, first + 1, first + 2]


def test_rare_signs_count_only_where_there_are_no_plain_ones() -> None:
    found = issue(
        "一、电商快讯", item(1), "2. New rules\nNo. 3 of them came late. (36Kr)", "二、跨境电商", item(3)
    )
    assert [(each.number, each.section) for each in found.items] == [
        (1, "电商快讯"),
        (2, "电商快讯"),
        (3, "跨境电商"),
    ]


def test_numbers_from_zero_stand_below_a_list_that_counts_from_one() -> None:
    items = [item(n, f"Company {n}").replace("\n", "\n\n") for n in range(8)]
    found = read(
        HEAD.split(" a;")[0] + "\n1. Company a; 2. Company b; 3. Company c.\n\n" + "\n\n".join(items)
    )
    assert [each.number for each in found.issues[0].items] == list(range(8))
    assert len(found.issues[0].headlines) == 3


@pytest.mark.parametrize(
    "inner", ["(1) lower;\n(2) earlier;\n(3) faster.", "1、更低。\n2、更早。\n3、更快。"]
)
def test_a_list_inside_a_body_fills_no_gap_of_the_items(inner: str) -> None:
    listed = f"2. A list\nOn June 25, it said this:\n{inner} (36Kr)"
    found = issue(item(1), listed, item(4), item(5), item(6))
    assert [each.number for each in found.items] == [1, 2, 4, 5, 6]
    assert [each.source for each in found.items] == ["36Kr"] * 5


def test_items_may_stand_below_a_line_with_a_colon() -> None:
    found = issue("This is what happened yesterday:", *map(item, (1, 2, 3)))
    assert [each.number for each in found.items] == [1, 2, 3]


@pytest.mark.parametrize("between", ["", "Scan the QR code\n", "长按二维码关注我们\n"])
@pytest.mark.parametrize("wrong", [2, 4, 5, 9])
def test_an_item_with_a_wrong_number_is_one(wrong: int, between: str) -> None:
    found = issue(*map(item, (1, 2, 3, 4, 5)), between + item(wrong, "Another"), item(7), item(8))
    assert [each.number for each in found.items] == [1, 2, 3, 4, 5, wrong, 7, 8]


@pytest.mark.parametrize(
    "title",
    ["8.8 billion for a fund", "扫码领红包，支付宝提醒", "Comment: is it late?", "360度评测", "3 changes"],
)
def test_a_number_in_a_line_of_its_own_is_that_of_the_title_below(title: str) -> None:
    found = issue(*(f"{n}、\n{title}\nOn June 25, it was said of {n}. (36Kr)" for n in range(1, 5)))
    assert [(each.number, each.title) for each in found.items] == [(n, title) for n in range(1, 5)]


@pytest.mark.parametrize("line", ["----------", "* * *", "---\n---\n---", "photo.png"])
def test_a_line_of_signs_between_items_is_nothing(line: str) -> None:
    found = issue(item(1), line, item(2), line, "Internet Information", line, item(1, "Another"))
    assert [each.number for each in found.items] == [1, 2, 1]
    assert found.items[2].section == "Internet Information"


UNNUMBERED = "Couriers ask for gloves\nOn June 25, couriers asked for gloves. (36Kr)"


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        ((1, 2, 0, 0, 5, 6), [1, 2, 3, 4, 5, 6]),
        ((1, 2, 3, 4, 0), [1, 2, 3, 4, 5]),
        ((1, 2, 0, "Internet Information", 1, 2), [1, 2, 3, 1, 2]),
        ((1, 2, 0, 3, 4), [1, 2, 3, 3, 4]),
    ],
)
def test_several_may_have_lost_their_number_wherever_they_stand(
    lines: tuple[int | str, ...], numbers: list[int]
) -> None:
    printed = [
        line if isinstance(line, str) else item(line, f"Title {place}").removeprefix("0. ")
        for place, line in enumerate(lines)
    ]
    found = issue(*printed)
    assert [each.number for each in found.items] == numbers
    assert {each.source for each in found.items} == {"36Kr"}
    assert "number-gap" in codes(found)


def test_a_figure_that_a_title_without_number_begins_with_is_its_own() -> None:
    found = issue(item(1), item(2), "18.5%: half of it\nOn June 25, it was half. (36Kr)", item(4))
    assert [(each.number, each.title[:5]) for each in found.items][2] == (3, "18.5%")


def test_a_heading_where_a_number_is_missing_is_no_title() -> None:
    found = issue(item(1), item(2), "👗 Brands", UNNUMBERED, item(4))
    assert [(each.title[:8], each.section) for each in found.items][2] == ("Couriers", "Brands")


def test_a_promotion_where_a_number_is_missing_is_no_title() -> None:
    found = issue(item(1), item(2), "Ask our assistant, she has the papers for free!", UNNUMBERED, item(4))
    assert [each.title for each in found.items][2] == "Couriers ask for gloves"


@pytest.mark.parametrize("between", ["", "Internet Information\n", "[Picture]\n", "----------\n"])
def test_a_title_that_lost_its_number_is_an_item_where_one_is_missing(between: str) -> None:
    found = issue(item(1), item(2), between + UNNUMBERED, item(4), item(5))
    assert [each.number for each in found.items] == [1, 2, 3, 4, 5]
    assert (found.items[2].title, found.items[2].source) == ("Couriers ask for gloves", "36Kr")
    assert found.items[2].section == (
        "Internet Information" if "Internet" in between else "E-commerce newsletter"
    )
    assert codes(found) == {"number-gap"}


def test_a_title_with_a_wrong_number_is_an_item_where_one_is_missing() -> None:
    found = issue(item(1), item(2), item(7), item(4), item(5))
    assert [each.number for each in found.items] == [1, 2, 7, 4, 5]
    assert all(each.source == "36Kr" for each in found.items)
    assert "number-gap" in codes(found)


def test_a_paragraph_is_no_title_though_a_number_is_missing() -> None:
    found = issue(item(1), "2. A title\nOn June 25, first.\nMore of it\nOn June 25, last. (36Kr)", item(4))
    assert [each.number for each in found.items] == [1, 2, 4]
    assert len(found.items[1].body) == 3


@pytest.mark.parametrize("sign", ["一二三四五", *(("NO.{}", "{:02d}", "News {}:", "第{}条", "{} |"))])
def test_plain_numbers_inside_a_body_do_not_hide_the_rarer_ones_of_the_items(sign: str) -> None:
    signs = (
        [f"{han}、" for han in sign] if sign.startswith("一") else [sign.format(n) + " " for n in range(1, 6)]
    )
    inner = "\n1. ship early;\n2. pay late;\n3. smile.\nThat is all."
    found = issue(
        *(
            f"{each}A title\nOn June 25, {'rules came:' + inner if n == 1 else 'rules came.'} (36Kr)"
            for n, each in enumerate(signs)
        )
    )
    assert [each.number for each in found.items] == [1, 2, 3, 4, 5]
    assert len(found.items[1].body) == 5
    assert all(each.source == "36Kr" for each in found.items)


def test_a_plain_numbered_headline_list_does_not_hide_items_with_rarer_numbers() -> None:
    head = "#老高电商快讯#【11月14日电商晚报】\n1、京东开店\n2、淘宝降价\n3、拼多多补贴\n\n"
    bodies = "\n".join(
        f"{han}、{name}\n11月14日消息，公司今日宣布。（电商报）"
        for han, name in zip("一二三", ("京东将开店", "淘宝将降价", "拼多多将补贴"), strict=True)
    )
    found = read(head + bodies).issues[0]
    assert found.headlines == ("京东开店", "淘宝降价", "拼多多补贴")
    assert [each.title for each in found.items] == ["京东将开店", "淘宝将降价", "拼多多将补贴"]


@pytest.mark.parametrize("sign", ["{}. ", "{}、", "({}) "])
def test_a_list_of_headlines_with_empty_lines_between_all_is_no_item(sign: str) -> None:
    listed = [sign.format(n) + f"Headline about thing {n}" for n in range(1, 6)]
    texts = [line for n in range(1, 4) for line in item(n, "Thing").splitlines()]
    found = read("\n\n".join([HEAD.split(" a; b")[0], *listed, *texts])).issues[0]
    assert len(found.headlines) == 5
    assert [each.title for each in found.items] == ["Thing of 1", "Thing of 2", "Thing of 3"]


@pytest.mark.parametrize(
    "advert",
    ["[Advertisement] Join the club", "【推广】老高电商俱乐部招募会员", "(Promotion) a course on shops"],
)
def test_an_advertisement_between_items_parts_them_and_is_in_none(advert: str) -> None:
    found = issue(item(1), item(2), advert, item(2, "Another"), item(3), advert, UNNUMBERED, item(5))
    assert [each.number for each in found.items] == [1, 2, 2, 3, 4, 5]
    assert all(advert not in " ".join(each.body) for each in found.items)
    assert {each.source for each in found.items} == {"36Kr"}


INNER = "1. register by May;\n2. deposits go back in 7 days\n3. shops that break the rule twice are closed."


@pytest.mark.parametrize("credit", ["", " (36Kr)"])
@pytest.mark.parametrize(
    ("form", "gap"),
    [
        ("{:02d}. ", "\n"),
        ("【{}】", "\n"),
        ("{}. **", "\n"),
        ("#{} ", "\n"),
        ("{}、", "\n"),
        ("{}. ", "\n\n"),
    ],
)
def test_a_list_in_a_body_has_another_sign_or_no_empty_line_above_it(
    form: str, gap: str, credit: str
) -> None:
    heads = "\n".join(f"{n}. Platform {n} has rules;" for n in range(1, 6))
    printed = [
        heads,
        *(
            f"{form.format(n)}Platform {n} has new rules{'**' * form.endswith('**')}\nSellers were told on May 20."
            + (f"\n{INNER}\nIt starts in June" if n in (2, 7) else "")
            + f" It said so.{credit}"
            for n in range(1, 13)
        ),
    ]
    issue = read(
        "#Laogao E-commerce Newsletter# [E-commerce Morning News on May 21]" + gap + gap.join(printed)
    )
    items = issue.issues[0].items
    assert [(it.number, it.title) for it in items] == [
        (n, f"Platform {n} has new rules") for n in range(1, 13)
    ]
    assert items[1].body[1:4] == tuple(INNER.split("\n"))


def test_items_below_headlines_of_their_sign_are_counted_from_the_first() -> None:
    heads = "\n".join(f"{n}、第{n}家公司开店；" for n in range(1, 6))
    body = "\n".join(f"{n}、第{n}家公司开店\n公司今日宣布。（36氪）" for n in range(1, 11))
    issue = read(f"#老高电商快讯#【5月21日电商早报】\n{heads}\n\n{body}").issues[0]
    assert [it.number for it in issue.items] == list(range(1, 11))
    assert len(issue.headlines) == 5


def test_a_list_in_a_body_has_no_boxed_title() -> None:
    inner = "。规则如下\n1、商家须在月底前登记\n2、保证金7日内退还\n3、两次违规者清退"
    printed = "\n".join(
        f"{n}、【第{n}家公司公布规则】公司今日宣布{inner * (n in (2, 6))}。\n明日起实行。"
        for n in range(1, 9)
    )
    found = read(f"#老高电商快讯#【9月12日电商早报】\n{printed}").issues[0].items
    assert [(it.number, it.title) for it in found] == [(n, f"第{n}家公司公布规则") for n in range(1, 9)]


def test_a_line_behind_a_dash_closes_an_item_whoever_it_names() -> None:
    inner = "\n1. register by May\n2. deposits go back\n3. shops are closed."
    printed = "\n".join(
        f"{n}. Platform {n} has new rules\nIt said so.{inner if n == 3 else ''}\n-- Harbour Post"
        for n in range(1, 6)
    )
    found = (
        read(f"#Laogao E-commerce Newsletter# [E-commerce Morning News on May 21]\n{printed}").issues[0].items
    )
    assert [(it.number, it.title, it.source) for it in found] == [
        (n, f"Platform {n} has new rules", "Harbour Post") for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    "signs",
    [
        ("l. ", "2 . ", "3, ", "4· ", "5. ", "6. "), ("", "", "3. ", "4. ", "5. ", "6. "), ("I. ", "2. ", "3. ", "4. ", "S. ", "6. "),
        ("1. ", "2. ", "3. ", "4- ", "5。", "6. "), ("", "2. ", "3. ", "4. ", "5. ", "6. "),
    ],
)  # fmt: skip
def test_numbers_that_were_lost_or_misread_are_told_by_the_others(signs: tuple[str, ...]) -> None:
    text = "\n".join(
        f"{sign}Platform {name} has new rules\nSellers were told on May 20. (36Kr)"
        for sign, name in zip(signs, "ABCDEF", strict=True)
    )
    found = read(
        f"#Laogao E-commerce Newsletter# [E-commerce Morning News on May 21]\n\nE-commerce newsletter\n{text}"
    ).issues[0]
    assert [(it.number, it.section) for it in found.items] == [
        (n, "E-commerce newsletter") for n in range(1, 7)
    ]
    assert [it.title for it in found.items] == [f"Platform {name} has new rules" for name in "ABCDEF"]


def test_a_part_of_an_issue_has_no_items_before_its_first_number() -> None:
    text = "goods within two days, and pays 3 yuan for each late parcel. (36Kr)\n5. Sellers\nOn May 20, they did. (36Kr)\n6. Buyers\nOn May 20, they did. (36Kr)"
    found = read(text).issues[0]
    assert [it.number for it in found.items] == [5, 6]
    assert "leftover" in {each.code for each in found.warnings}


@given(st.integers(1, 300), st.sampled_from([". ", "、", ") ", ": ", " . "]))
def test_only_the_number_that_is_due_is_taken_off(number: int, sign: str) -> None:
    text = f"{number}{sign}Sellers"
    assert without_number(text, text, number) == "Sellers"
    assert without_number(text, text, number + 1) == text
