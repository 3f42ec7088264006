"""Items printed otherwise than a numbered title over its news with the source at the end."""

import pytest

from bot.reader import read
from storage.records import Item

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26] a; b; c...\n\n"
NEWS = "On June 25, sellers shipped all of it."
ENCLOSED = ("①②③", "⑴⑵⑶", "⒈⒉⒊", "❶❷❸", "➀➁➂", "⓵⓶⓷")


def items(form: str, numbers: tuple[str, ...] = ("1", "2", "3")) -> tuple[Item, ...]:
    return read(HEAD + "\n".join(form.format(n=number) for number in numbers)).issues[0].items


@pytest.mark.parametrize(
    "form",
    [
        *("{n}. 【Sellers ship early】\n" + NEWS + " (36Kr)", "{n}、【Sellers ship early】" + NEWS + " (36Kr)"),
        *("{n}. [Sellers ship early]\n" + NEWS + " (36Kr)", "{n}. 「Sellers ship early」 " + NEWS + "\n(36Kr)"),
        *("**{n}.** Sellers ship early\n" + NEWS + " (36Kr)", "<{n}> Sellers ship early\n" + NEWS + " (36Kr)"),
        *("{n}。Sellers ship early\n" + NEWS + " (36Kr)", "{n}.\nSellers ship early\n" + NEWS + " (36Kr)"),
        *("0{n}\nSellers ship early\n" + NEWS + " (36Kr)", "NO.{n}\n\nSellers ship early\n" + NEWS + " (36Kr)"),
        *("{n}：Sellers ship early\n" + NEWS + " (36Kr)", "{n}:Sellers ship early\n" + NEWS + " (36Kr)"),
        *("{n}\nSellers ship early\n" + NEWS + " (36Kr)", "第{n}条\nSellers ship early\n" + NEWS + " (36Kr)"),
        *("{n}. Sellers ship early\nSource: 36Kr\n" + NEWS, "{n}. Sellers ship early\n【36Kr】" + NEWS),
        *("{n}. Sellers ship early\n" + NEWS + " (36Kr)\nRead more: https://t.cn/a", "{n}. Sellers ship early\n" + NEWS + " (36Kr)\n>>点击查看详情"),
    ],
)  # fmt: skip
def test_every_form_has_title_text_and_source(form: str) -> None:
    found = items(form)
    assert [(it.number, it.title, it.body, it.source) for it in found] == [
        (number, "Sellers ship early", (NEWS,), "36Kr") for number in (1, 2, 3)
    ]
    assert {it.section for it in found} == {None}


@pytest.mark.parametrize("signs", ENCLOSED)
def test_numbers_in_signs_of_their_own(signs: str) -> None:
    for form in ("{n} Sellers\n" + NEWS, "{n}\nSellers\n" + NEWS):
        assert [(it.number, it.title) for it in items(form, tuple(signs))] == [
            (1, "Sellers"),
            (2, "Sellers"),
            (3, "Sellers"),
        ]


@pytest.mark.parametrize(
    "title", ["【独家】京东开店", "[Update] JD.com opens", "【Breaking news】 JD.com opens 20 stores"]
)
def test_a_tag_before_a_title_is_part_of_it(title: str) -> None:
    assert items("{n}. " + title + "\n" + NEWS + " (36Kr)")[0].title == title


@pytest.mark.parametrize(
    "start", ["[36Kr] learned that they sold.", "【36氪】获悉，商家已售罄。", "【36氪】獲悉，商家已售罄。"]
)
def test_a_source_in_a_box_may_be_the_subject_of_the_sentence(start: str) -> None:
    found = items("{n}. Sellers\n" + start + "\n" + NEWS)[0]
    assert (found.body, found.source) == ((start, NEWS), None)


def test_a_short_box_is_the_title_where_titles_stand_in_boxes() -> None:
    names = ["京东物流", "第2家公司宣布开店", "12306", "第4家公司宣布开店", "第5家公司宣布开店"]
    text = "\n".join(f"{n}、【{name}】公司今日宣布，计划开店。（36氪）" for n, name in enumerate(names, 1))
    found = read(f"#老高电商快讯#【9月12日电商早报】\n{text}").issues[0].items
    assert [it.title for it in found] == names
    assert {it.body for it in found} == {("公司今日宣布，计划开店。",)}


@pytest.mark.parametrize(
    ("title", "news"),
    [
        (
            "Walmart buys a shop for 16 billion dollars",
            "On May 9, Walmart said that it buys a shop in India for so much.",
        ),
        (
            "Sellers ship early",
            "According to the company, they shipped on the same day and were paid for it.",
        ),
        ("沃尔玛收购印度电商", "5月9日消息，沃尔玛宣布收购一家印度电商，价格没有公布。"),
    ],
)
def test_the_title_of_an_item_in_one_line_ends_where_the_news_is_dated(title: str, news: str) -> None:
    assert {(it.title, it.body) for it in items("{n}. " + f"{title} {news} (36Kr)")} == {(title, (news,))}


@pytest.mark.parametrize("title", ["Comment: Why we left Tmall", "点评：平台为何涨价"])
def test_a_title_may_begin_with_the_label_of_a_comment(title: str) -> None:
    found = items("{n}. " + title + "\n" + NEWS + " (36Kr)")
    assert [(it.title, it.source, it.comment) for it in found] == [(title, "36Kr", None)] * 3


@pytest.mark.parametrize("tag", ["[Weibo user]", "【注】"])
def test_brackets_before_the_news_that_name_no_source_are_text(tag: str) -> None:
    found = items("{n}. Sellers\n" + tag + NEWS)[0]
    assert (found.body, found.source) == ((tag + NEWS,), None)


def test_a_link_behind_a_source_or_in_it_is_kept_and_hides_it_not() -> None:
    found = items("{n}. Sellers\n" + NEWS + " (36Kr) https://t.cn/a")[0]
    assert (found.source, found.links) == ("36Kr", ("https://t.cn/a",))
    page = "".join(
        f'<p>{n}. Sellers</p><p>{NEWS} (<a href="https://36kr.com/{n}">36Kr</a>)</p><p><a href="https://t.cn/{n}">Read more</a></p>'
        for n in (1, 2)
    )
    for it in read(f"<html><body><p>{HEAD}</p>{page}</body></html>").issues[0].items:
        assert (it.source, it.body) == ("36Kr", (NEWS,))
        assert it.links == (f"https://36kr.com/{it.number}", f"https://t.cn/{it.number}")


def test_a_number_in_a_line_of_its_own_inside_a_body_is_text() -> None:
    found = items("{n}. Sellers\nThey sold\n20\nof them. (36Kr)")
    assert [it.number for it in found] == [1, 2, 3]
    assert "20" in "".join(found[0].body)


@pytest.mark.parametrize("sign", ["{}、", "（{}）"])
def test_boxed_titles_with_their_news_follow_a_list_of_headlines(sign: str) -> None:
    heads = "\n".join(f"{n}、第{n}家公司宣布开店；" for n in range(1, 6))
    body = "公司表示，计划在未来3个月内扩大门店网络，覆盖全国大部分省份、直辖市，并与商家合作。" * 3
    items = "\n".join(f"{sign.format(n)}【第{n}家公司宣布开店】{body}（36氪）" for n in range(1, 9))
    found = read(f"#老高电商快讯#【9月12日电商早报】\n{heads}\n一、电商动态\n{items}").issues[0]
    assert [(it.number, it.title, it.body) for it in found.items] == [
        (n, f"第{n}家公司宣布开店", (body,)) for n in range(1, 9)
    ]
    assert {it.section for it in found.items} == {"电商动态"}


def test_an_editor_in_brackets_below_the_last_item_is_no_part_of_it() -> None:
    items = "\n".join(f"{n}、第{n}家公司开店\n公司今日宣布。【城北晚讯】" for n in range(1, 5))
    found = read(f"#老高电商快讯#【9月12日电商早报】\n{items}\n（责任编辑：王小明）").issues[0]
    assert {(it.source, it.body) for it in found.items} == {("城北晚讯", ("公司今日宣布。",))}


def test_the_keycap_of_ten_is_a_number_as_the_others_are() -> None:
    signs = (*(f"{n}\ufe0f\u20e3" for n in range(1, 10)), "\U0001f51f", "1\ufe0f\u20e31\ufe0f\u20e3")
    found = items("{n} Sellers ship early on day {n}\n" + NEWS + " (36Kr)", signs)
    assert [it.number for it in found] == list(range(1, 12))
    assert not any("\U0001f51f" in it.title[:3] for it in found)
