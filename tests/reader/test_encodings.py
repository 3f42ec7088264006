"""Bytes in every encoding an issue may come in, and pages of HTML."""

import quopri
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.decode import Decoded, Unreadable, decode, untwisted
from bot.reader.lines import same_words

SEEDS = Path(__file__).parents[2] / "seeds"
SAMPLES = sorted(SEEDS.glob("*.txt"))
CHINESE = """#老高电商快讯#【11月14日电商晚报】商务部谈直播带货；张朝阳谈创新；亚马逊启动黑五……

电商快讯
1、商务部：网络零售额同比增长
11月14日，商务部发言人在例行发布会上表示，今年网络零售额超过八千亿元。（上海证券报）
2、多家平台下架电子烟
11月14日消息，调查发现社交平台仍有代理。专家认为监管需要线上线下一并发力。（新华社）
"""
TRADITIONAL = CHINESE.translate(
    str.maketrans(
        "电商资讯报务谈带货张发启动黑网络额长会议年过亿证券烟调现实进线监须办",
        "電商資訊報務談帶貨張發啟動黑網絡額長會議年過億證券煙調現實進線監須辦",
    )
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_sample_reads_the_same_in_any_encoding(path: Path, encoding: str) -> None:
    text = path.read_text("utf-8")
    assert read(text.encode(encoding)).issues[0].items == read(text).issues[0].items


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
def test_a_chinese_issue_reads_in_any_encoding(encoding: str) -> None:
    reading = read(CHINESE.encode(encoding))
    assert [item.source for item in reading.issues[0].items] == ["上海证券报", "新华社"]


def test_a_traditional_issue_reads_from_big5() -> None:
    reading = read(TRADITIONAL.encode("big5", errors="ignore"))
    assert reading.encoding == "big5"
    assert [item.number for item in reading.issues[0].items] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf_16_without_a_mark_is_known_by_its_characters(encoding: str) -> None:
    for text in (CHINESE, TRADITIONAL, CHINESE * 60, "商务部谈直播带货，", "商務部談直播帶貨\r\n"):
        assert decode(text.encode(encoding)) == Decoded(text, encoding)


@pytest.mark.parametrize("seed", range(20))
def test_bytes_without_sense_are_no_text(seed: int) -> None:
    chance = random.Random(seed)
    for data in (chance.randbytes(4000), zlib.compress(chance.randbytes(3000)), bytes(range(256)) * 8):
        with pytest.raises(Unreadable, match="binary data"):
            decode(data)


def test_curly_quotes_of_windows_are_not_taken_for_chinese() -> None:
    text = "Morning News: a; b; c...\n\n1. Seller’s day\nHe said “it is the seller’s day”. (36Kr)\n"
    reading = read(text.encode("cp1252"))
    assert reading.encoding == "cp1252"
    assert reading.issues[0].items[0].title == "Seller’s day"


def test_broken_bytes_are_replaced_and_reported_with_their_line() -> None:
    data = CHINESE.encode().replace("新华社".encode(), b"\xff\xfe\xe6")
    issue = read(data).issues[0]
    assert len(issue.items) == 2
    assert [(w.code, w.line) for w in issue.warnings if w.code == "encoding"] == [("encoding", 7)]


@pytest.mark.parametrize("broken", [1, 3, 8, 20])
def test_a_broken_spot_in_a_text_with_few_foreign_characters_is_no_other_encoding(broken: int) -> None:
    text = "Morning News: a; b; c...\n\n1. Seller’s day\nHe said “it is the seller’s day”. HERE (36Kr)\n"
    reading = read(text.encode().replace(b"HERE", b"\xff" * broken))
    assert reading.encoding == "utf-8"
    assert reading.issues[0].items[0].title == "Seller’s day"


def test_a_named_encoding_wins() -> None:
    assert read(CHINESE.encode("gb18030"), encoding="gb18030").encoding == "gb18030"


PAGE = """<!DOCTYPE html><html><head><title>News</title><style>p{color:red}</style></head><body>
<nav><a href="/">Home</a></nav><script>var x = "1. not news";</script>
<h1>#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News]</h1>
<p>a; b; c...</p>
<h2>E-commerce newsletter</h2>
<p>1. Sellers &amp; buyers</p>
<p>On November 14, the <a href="https://example.com/plan">plan</a> came out.<br>It is &lt;new&gt;. (36Kr)</p>
<div>2. Second</div><div>Text of it. (E-commerce News)</div>
</body></html>"""


def test_a_page_gives_its_text_and_links_and_no_markup() -> None:
    issue = read(PAGE).issues[0]
    assert issue.headlines == ("a", "b", "c")
    assert issue.sections == ("E-commerce newsletter",)
    first, second = issue.items
    assert first.title == "Sellers & buyers"
    assert first.body == ("On November 14, the plan came out.", "It is <new>.")
    assert first.links == ("https://example.com/plan",)
    assert (second.source, second.links) == ("E-commerce News", ())


def test_tags_in_a_plain_text_are_kept_and_broken_ones_go() -> None:
    text = "Morning News: a; b; c...\n\n1. A <b>bold</b> title & more ****\nText < a> here < /a>. (36Kr)\n"
    item = read(text).issues[0].items[0]
    assert item.title == "A <b>bold</b> title & more ****"
    assert item.body == ("Text here .",)


def test_unseen_characters_are_never_kept() -> None:
    text = "Morning News: a; b; c...\n\n1. T\u202ei\u200bt\x00le\nBo\u00addy\u00a0of\u3000it． (36Kr)\n"
    item = read(text).issues[0].items[0]
    assert item.title == "Title"
    assert item.body == ("Body of it.",)


def test_two_issues_in_one_file_are_two() -> None:
    two = "\n".join(path.read_text("utf-8") for path in SAMPLES[:2])
    issues = read(two).issues
    assert [len(issue.items) for issue in issues] == [20, 10]
    assert issues[0].items == read(SAMPLES[0].read_text("utf-8")).issues[0].items


def test_another_newsletter_with_numbered_items_is_read_too() -> None:
    text = (
        "Market Weekly Brief, March 3, 2024\n\nMarketplaces\n1) A fee for slow sellers\nIt starts in April. https://example.com/a\n"
        "2) Fees fall\nPrivate sellers pay less.\n\nLogistics\n3) A hub opens\nNear the port.\n"
    )
    issue = read(text).issues[0]
    assert (issue.newsletter, str(issue.date), issue.sections) == (
        "unknown",
        "2024-03-03",
        ("Marketplaces", "Logistics"),
    )
    assert [item.number for item in issue.items] == [1, 2, 3]
    assert issue.items[0].links == ("https://example.com/a",)


def test_a_headline_list_in_chinese_is_split_and_kept_as_printed() -> None:
    assert [same_words(text) for text in read(CHINESE).issues[0].headlines] == [
        "商务部谈直播带货",
        "张朝阳谈创新",
        "亚马逊启动黑五",
    ]


@given(st.text(alphabet="abc “”‘’…—é电商报，。\n", min_size=20, max_size=200))
def test_what_was_read_as_western_text_once_is_as_it_was(text: str) -> None:
    twisted = "".join(
        bytes([n]).decode("cp1252") if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(n)
        for n in text.encode()
    )
    told = sum(not char.isascii() for char in text) >= 2
    assert untwisted(twisted) == (text if told else twisted)
    assert untwisted(text.replace("é", "e")) == text.replace("é", "e")


def test_a_closing_quote_that_lost_its_third_byte_is_one() -> None:
    assert (
        untwisted("â€œWe follow the rent,â€ he said; itâ€™s so.") == "“We follow the rent,” he said; it’s so."
    )


@pytest.mark.parametrize(
    "text", ["Müller & Söhne, à Évian: 5 €", "Ça va? Ãé. £3 – “yes”", "the sign â€ alone", "Café——Noé——Zoé——"]
)
def test_western_text_stays(text: str) -> None:
    assert untwisted(text) == text


def test_an_issue_that_was_read_so_is_put_right() -> None:
    text = "Evening News: a; b; câ€¦\n1. Sellersâ€™ day\nOn May 2, â€œallâ€\x9d came. (36Kr)\n2. Buyers\nOn May 2, they did. (36Kr)"
    item = read(text.encode()).issues[0].items[0]
    assert (item.title, item.body) == ("Sellers’ day", ("On May 2, “all” came.",))


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_source_of_a_mail_is_read_as_its_text(charset: str) -> None:
    text = "#老高电商快讯#【11月14日电商早报】a；b；c……\n\n1、“卖家”发货\n11月13日，全部发出，一件不少，当天就到了。（36氪）\n2、买家收货\n11月13日，全部收到，一件不少，当天就到了。（36氪）\n"
    mail = quopri.encodestring(text.encode(charset))
    assert read(mail).issues[0].items == read(text).issues[0].items


def test_a_line_that_ends_with_an_equals_sign_is_no_mails() -> None:
    text = "Evening News: a; b; c...\n1. Sums\nOn May 2, 1 + 1 =\n2, they said. (36Kr)\n2. Buyers\nOn May 2, they did. (36Kr)"
    assert "1 + 1 =" in read(text).issues[0].items[0].body[0]
