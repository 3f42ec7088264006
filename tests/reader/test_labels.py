"""The signs that sources, comments and headlines are printed with."""

import pytest

from bot.reader import read
from storage.records import Issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26]"


def issue(last: str, list_: str = "a; b; c...") -> Issue:
    return read(
        f"{HEAD} {list_}\n\n1. Sellers\nOn June 25, they shipped. (36Kr)\n2. Buyers\nOn June 25, they bought (a lot).{last}\n"
        "3. Couriers\nOn June 25, they drove. (36Kr)"
    ).issues[0]


@pytest.mark.parametrize(
    "credit",
    [
        *(" (Sina Technology)", " (Source: Sina Technology)", " (Source/Sina Technology)", "【来源：Sina Technology】"),
        *(" [Source: Sina Technology]", " [Sina Technology]", " Source: Sina Technology", "\nSource: Sina Technology"),
        *("\n来源：Sina Technology", " —— Sina Technology", "\n(Sina Technology)", " (Sina Technology)."),
        *(" (via Sina Technology)", " (according to Sina Technology)", " (reported by Sina Technology)", " (The source: Sina Technology)"),
        *(" (Original: Sina Technology)", "\n来源丨Sina Technology", " <Sina Technology>", "\n——Sina Technology"),
        *(" (Source: Sina Technology Author: Zhang San)", " (Sina Technology, editor: Li Si)", " Source: Sina Technology Editor: Li Si"),
        *(" (Sina Technology, reporter Li Si)", "（Sina Technology 记者 李四）", "（来源：Sina Technology 记者李四）"),
        *(" (Sina Technology)\n图片来源：视觉中国", " (Sina Technology)\nPhoto: the company", " (Sina Technology)\n👍 12  💬 3"),
        *(" (Sina Technology)\nOriginal link: https://example.com/1.html", " (Sina Technology)\n原文链接：https://example.com/1.html"),
        *("（据Sina Technology）", " (Sina Technology)\nPage 1 of 3", "（Sina Technology）\n第 1 页 共 3 页", " (Sina Technology)\n—— THE END ——"),
        *("（来源：Sina Technology(记者 李四)）", " (Sina Technology (reporter Li Si))", " (Sina Technology) O网页链接"),
        *(" (Sina Technology)\n转发 12 评论 3 赞 45", " (Sina Technology)\nLikes 3 Comments 1.2k", " (Sina Technology)\n收起全文d"),
        *(" (Source: Sina Technology, June 25)", "（来源：Sina Technology 6月25日）", " (Sina Technology | 2020-06-25 08:30)", "\nSource: Sina Technology | June 25"),
        *("\n[来源] Sina Technology", "\n【来源】Sina Technology", "\n[Source] Sina Technology"),
        *("\n📰 Source: Sina Technology", "\nsource- Sina Technology", "\nSource - Sina Technology", " (Source—Sina Technology)"),
        *(" (Sina Technology) (Editor in charge: Li Si)", "（Sina Technology）（责编：李四）", " (Sina Technology)\n[Editor: Li Si]"),
    ],
)  # fmt: skip
def test_a_source_is_told_by_its_label_or_its_name(credit: str) -> None:
    found = issue(credit)
    assert [each.source for each in found.items] == ["36Kr", "Sina Technology", "36Kr"]
    assert found.items[1].body == ("On June 25, they bought (a lot).",)
    assert found.sections == ()


@pytest.mark.parametrize(
    "end",
    [
        " They call it 「双十一」",
        " [sic]",
        " The source: unknown to all, they said.",
        " -- or so",
        " (via the app)",
        " (by car)",
        " (Editor in charge: Li Si)",
        "（责编：李四）",
        "。（见图）",
        " They hold open-source- and other days.",
        " (It had said so in May.)",
        " [Harbour Post]",
    ],
)
def test_other_brackets_and_dashes_are_no_source(end: str) -> None:
    assert issue(end).items[1].source is None


def test_an_editor_named_in_the_news_hides_no_source_behind_it() -> None:
    assert issue("（36氪记者 王敏）").items[1].source == "36氪"
    assert issue("他说：谁是编辑：信中未提。公司没有回应。来源：北京商报").items[1].source == "北京商报"


@pytest.mark.parametrize("form", [" [{}]", "【{}】", "\n-- {}", " ——{}"])
def test_names_nobody_knows_are_sources_where_the_issue_ends_its_items_so(form: str) -> None:
    names = ["Harbour Post", "Weibo", "Lantern Weekly", "城北晚讯"]
    text = "\n".join(
        f"{n}. Seller {n}\nOn June 25, it shipped {n} boxes.{form.format(name)}"
        for n, name in enumerate(names, 1)
    )
    assert [each.source for each in read(f"{HEAD}\n\n{text}").issues[0].items] == names


@pytest.mark.parametrize(
    "label",
    [
        *("Comment: ", "Comments: ", "Comment : ", "[Comment] ", "Editor's comment: ", "Lao Gao commented: ", "Review: "),
        *("Lao Gao's view: ", "Comment - ", "Lao Gao: ", "老高：", "**Comment:** ", "💬 Comment: ", "→ Comment: ", "评：", "Lao Gao's opinion: "),
        *("点评 | ", "Comment｜"),
        *("Xiaobian's comment: ", "点评：", "小编点评：", "【点评】", "老高说："),
    ],
)  # fmt: skip
def test_a_comment_is_told_by_its_label(label: str) -> None:
    found = issue(f" (Weibo)\n{label}Well done.")
    assert [each.comment for each in found.items] == [None, "Well done.", None]
    assert found.items[1].source == "Weibo"


def test_a_comment_may_follow_the_source_in_its_line() -> None:
    found = issue(" (Weibo) Comment: Well done.")
    assert (found.items[1].source, found.items[1].comment) == ("Weibo", "Well done.")


@pytest.mark.parametrize("sign", ["({}) ", "【{}】", "[{}] ", "{}: ", "{}) ", "{}、"])
def test_headlines_are_counted_with_any_sign(sign: str) -> None:
    names = ["Sellers wait", "Is it late? Yes!", "Buyers of 2.8 parcels"]
    found = issue("", " ".join(sign.format(n) + name for n, name in enumerate(names, 1)))
    assert found.headlines == tuple(names)


@pytest.mark.parametrize("signs", ["1, 2, 3, ", "1| 2| 3| ", "一、二、三、", "一.二.三."])
def test_headlines_are_counted_with_rarer_signs(signs: str) -> None:
    names = ["Sellers wait", "Is it late? Yes, 3, maybe", "Buyers of 2.8 parcels"]
    size = len(signs) // 3
    listed = "; ".join(signs[n * size : (n + 1) * size] + name for n, name in enumerate(names))
    assert issue("", listed).headlines == tuple(names)


def test_headlines_may_be_counted_in_circles() -> None:
    assert issue("", "①Sellers wait；②Is it late?③Buyers。").headlines == (
        "Sellers wait",
        "Is it late?",
        "Buyers",
    )


def test_a_comment_in_parentheses_ends_with_them() -> None:
    assert issue(" (Weibo)\n(Comment: Well done.)").items[1].comment == "Well done."


@pytest.mark.parametrize(
    "source", ["36Kr / Weibo", "36氪、亿邦动力", "36Kr & Weibo", "cnbeta website (Taizhou)"]
)
def test_several_sources_and_their_places_are_kept_as_printed(source: str) -> None:
    for form in (" (Source: {})", "【来源：{}】", "\nSource: {}"):
        assert issue(form.format(source)).items[1].source == source
    if "(" not in source:
        assert issue(f" ({source})").items[1].source == source


@pytest.mark.parametrize(
    "heading",
    [
        "📦 {}",
        "（一）{}",
        "(一) {}",
        "★ {} ★",
        "🚀{}：",
        "一、{}",
        "Part 1: {}",
        "—— {} ——",
        "【{}】",
        "■ {}",
    ],
)
def test_a_section_is_named_without_its_signs(heading: str) -> None:
    text = f"{HEAD} a; b; c...\n\n{heading.format('Cross-border e-commerce')}\n1. Sellers\nOn June 25, they shipped. (36Kr)"
    assert [each.section for each in read(text).issues[0].items] == ["Cross-border e-commerce"]


def test_a_headline_that_begins_with_a_label_is_no_comment() -> None:
    found = issue(" (Weibo)", "Comment: fees will rise; b; c...")
    assert found.headlines == ("Comment: fees will rise", "b", "c")


def test_a_line_about_a_promotion_is_text() -> None:
    assert issue("\nPromotion: buy one, get one. (Weibo)").items[1].source == "Weibo"


@pytest.mark.parametrize("names", ["36Kr, Sina Technology", "36Kr / Sina Technology", "新华社，人民日报"])
def test_two_sources_may_stand_in_one_bracket(names: str) -> None:
    assert issue(f" ({names})").items[1].source == names


def test_a_comment_that_ends_with_a_comma_goes_on_in_the_next_line() -> None:
    assert (
        issue(" (36Kr)\nComment: So much,\nand for nothing.").items[1].comment == "So much, and for nothing."
    )


@pytest.mark.parametrize("label", ["Readers' letters", "Readers write:", "读者来信", "【精选留言】"])
def test_letters_of_readers_are_kept_out_and_said(label: str) -> None:
    found = read(
        f"{HEAD}\n\n1. Sellers\nOn June 25, they shipped.\n2. Buyers\nThey bought.\n{label}\nMr. Lin: I like item 1.\n1. Ms. Wu: I do not."
    ).issues[0]
    assert [each.body for each in found.items] == [("On June 25, they shipped.",), ("They bought.",)]
    assert "reader-comments" in {each.code for each in found.warnings}


@pytest.mark.parametrize(
    "call",
    ["转发本文到朋友圈，领取资料一份。", "添加小助手微信，进群交流", "Add our assistant on WeChat now!"],
)
@pytest.mark.parametrize("credit", ["", " (36Kr)"])
def test_a_call_to_share_or_to_join_is_no_part_of_the_last_item(call: str, credit: str) -> None:
    found = read(
        f"{HEAD}\n\n1. Sellers\nThey shipped.{credit}\n2. Buyers\nThey bought.{credit}\n{call}"
    ).issues[0]
    assert [each.body for each in found.items] == [("They shipped.",), ("They bought.",)]


def test_a_known_name_behind_a_table_is_its_source() -> None:
    found = issue("\n2017 12.1 billion yuan\n2018 15.3 billion yuan (Sina Technology)").items[1]
    assert (found.source, found.body[-1]) == ("Sina Technology", "2018 15.3 billion yuan")


@pytest.mark.parametrize("bye", [", hello everyone!", "，各位读者您好！", "。"])
def test_a_greeting_behind_the_header_is_no_headline(bye: str) -> None:
    assert issue("", bye + "\n1. 3.15 is near; 2. Is it dead? 3. The end.").headlines == (
        "3.15 is near",
        "Is it dead?",
        "The end",
    )


def test_a_platform_that_adds_something_is_no_call_to_join() -> None:
    found = read(
        f"{HEAD}\n\n1. Sellers\nThey shipped.\n2. 京东\n6月25日，京东开会。\n京东还增加微信客服。"
    ).issues[0]
    assert found.items[1].body == ("6月25日，京东开会。", "京东还增加微信客服。")
