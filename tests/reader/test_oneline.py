"""Items whose title and news stand in one line: where the title ends, and when the reader says that it guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.oneline import in_one_line
from storage.records import Issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Evening News on May 8] {}...\n\n"
REST = "The parcels went out before noon, and 300 of them came back by the evening. Nobody knows why they did (yet)."


def issue(*lines: str, headlines: str = "a; b; c") -> Issue:
    return read(
        HEAD.format(headlines) + "\n".join(f"{n}. {line} (36Kr)" for n, line in enumerate(lines, 1))
    ).issues[0]


@pytest.mark.parametrize(
    ("title", "news"),
    [
        ("Sellers in Yiwu ship early", f"On May 8, they did. {REST}"),
        (
            "Kuaishou: live shops in small towns grew by 87%",
            f"Kuaishou said so in its report of the county. {REST}",
        ),
        (
            "SF Express flies cherries in 36 hours",
            f"SF Express announced its first flight of the season. {REST}",
        ),
        ("Suning shuts 26 shops", f"Suning and its partners will tell the staff. {REST}"),
    ],
)
def test_the_news_names_its_day_or_its_subject(title: str, news: str) -> None:
    found = issue(f"{title} {news}", f"{title} {news}")
    assert [(it.title, it.body) for it in found.items] == [(title, (news,))] * 2
    assert "title-unclear" not in {each.code for each in found.warnings}


@pytest.mark.parametrize(
    "title", ["A fee for late orders in Shenzhen", "Is it late? Riders wait", "#Double 11# Fewer coupons"]
)
def test_the_headline_list_knows_the_title(title: str) -> None:
    news = f"From midnight on, all is dear. {REST}"
    found = issue(
        f"{title} {news}", f"Riders rest On May 8, they did. {REST}", headlines=f"{title}; Riders rest; c"
    )
    assert (found.items[0].title, found.items[0].body) == (title, (news,))


def test_a_headline_that_only_begins_like_a_title_ends_none() -> None:
    line = f"Sellers in Yiwu shipped early because the trains were full and nobody wanted to wait for the next one that week. {REST}"
    found = issue(line, line.replace("Yiwu", "Hefei"), headlines="Sellers in Yiwu ship; Sellers in Yiwu; c")
    assert found.items[0].title != "Sellers in Yiwu"


@pytest.mark.parametrize(
    ("title", "news"),
    [
        (
            "小店手续费减免延长到六月底",
            "微信支付宣布，月流水十万元以下的小店都可参加。约九百万家小店受益，名单另行公布。此前支付宝已有同样的办法。",
        ),
        (
            "骑手可自选“静音单”？官方：小范围测试",
            "有骑手反映，送到后不必打电话。相关负责人回应称，目前仅在杭州小范围测试。顾客也可以反过来选择“请敲门”。",
        ),
    ],
)
def test_a_space_between_chinese_words_is_where_a_line_ended(title: str, news: str) -> None:
    text = "#老高电商快讯#【5月8日电商晚报】a；b；c……\n\n" + "\n".join(
        f"{n}、{title} {news}（电商报）" for n in (1, 2)
    )
    found = read(text).issues[0]
    assert [(it.title, it.body) for it in found.items] == [(title, (news,))] * 2
    assert "title-unclear" not in {each.code for each in found.warnings}


def test_what_nothing_tells_is_said_to_be_a_guess() -> None:
    line = (
        f"Parcels go round in circles people close to the matter told the paper that night in the hall {REST}"
    )
    found = issue(line, f"Sellers rest On May 8, they did. {REST}")
    assert [each.line for each in found.warnings if each.code == "title-unclear"] == [3]
    assert " ".join([found.items[0].title, *found.items[0].body]) == line


@pytest.mark.parametrize(
    "title", ["Taobao sellers ask Taobao for help", "What Baidu wants from Baidu users: time", "A short one"]
)
def test_a_title_alone_stays_whole(title: str) -> None:
    assert in_one_line(title, ["Taobao sellers"]).title == title


@given(st.text(max_size=400), st.lists(st.text(max_size=40), max_size=4))
def test_nothing_is_lost_or_made_up(text: str, headlines: list[str]) -> None:
    found = in_one_line(text, headlines)
    left = "".join([found.title, *found.body])
    assert [c for c in left if c.isalnum()] == [c for c in text if c.isalnum()]
