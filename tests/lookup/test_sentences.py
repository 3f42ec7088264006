"""What a sentence asks about."""

from datetime import date
from functools import partial

import pytest

from bot.lookup.grammar import is_known
from bot.lookup.sentences import as_query, what_is_asked
from tests.shipped import directory


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("拼多多怎么样", "拼多多"),
        ("拼多多最近怎么样了？", "拼多多"),
        ("有没有亚马逊的消息", "亚马逊"),
        ("有亚马逊的新闻吗？", "亚马逊"),
        ("请问京东物流有什么动态", "京东物流"),
        ("what is new with pinduoduo?", "pinduoduo"),
        ("What’s up with JD Logistics?", "JD Logistics"),
        ("any news about live streaming", "live streaming"),
        ("send me Pinduoduo news", "Pinduoduo"),
        ("Tell me about Shopee!", "Shopee"),
        ("how is Amazon doing", "Amazon"),
        ("whats new with alibaba", "alibaba"),
        ("hows jd doing", "jd"),
        ("阿里有什么动静", "阿里"),
        ("京东最近有啥新动作", "京东"),
        ("拼多多最近有什么进展吗", "拼多多"),
        ("拼多多最近在忙什么呢", "拼多多"),
        ("how many parcels on double 11?", "parcels double 11"),
        ("双11销量是多少", "双11销量"),
        ("which are the companies that do live streaming", "companies live streaming"),
    ],
)
def test_the_words_that_only_ask_are_left_out(sentence: str, asked: str) -> None:
    assert what_is_asked(sentence) == asked


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("有搜狐的消息吗", "搜狐"),
        ("有赞最近怎么样", "有赞"),
        ("什么值得买有什么新闻", "什么值得买"),
        ("news about Made in China", "Made in China"),
        ("有没有亚马逊的消息", "亚马逊"),
    ],
)
def test_names_stay_whole_whatever_stands_in_them(sentence: str, asked: str) -> None:
    assert what_is_asked(sentence, partial(is_known, directory=directory())) == asked


@pytest.mark.parametrize(
    "text",
    ["拼多多", "live streaming", "what is new?", "怎么样", '"any news"', "news from:2020", "news -JD", ""],
)
def test_what_is_no_sentence_or_asks_about_nothing_stays(text: str) -> None:
    assert what_is_asked(text) == ""


@pytest.mark.parametrize(
    ("sentence", "query"),
    [
        ("tell me about Alibaba's 2019", "Alibaba on:2019"),
        ("what happened on 11 November 2018?", "on:2018-11-11"),
        ("上周的新闻", "from:2019-11-04 to:2019-11-10"),
        ("最近7天有什么搜狐的消息", "搜狐 from:2019-11-08 to:2019-11-14"),
        ("any news about live streaming", "live streaming"),
        ("淘寶有什麼新聞", "淘宝"),
        ("我想看阿里的新闻", "阿里"),
        ("直播帶貨", ""),
        ("Taobao on:2019", ""),
        ("拼多多", ""),
    ],
)
def test_a_sentence_becomes_a_query(sentence: str, query: str) -> None:
    assert as_query(sentence, date(2019, 11, 14), partial(is_known, directory=directory())) == query
