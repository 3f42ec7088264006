"""Words of the trade find what is printed in the other language."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.lookup import parse
from bot.lookup.highlight import Marker
from bot.lookup.terms import lines, term_for
from bot.reader import read
from storage.queries import Term
from storage.records import Arrival
from storage.store import Storage, open_storage
from storage.tokens import tokens
from tests.factories import evening, item
from tests.shipped import directory, recogniser
from tests.storage.making import NOON

CHINESE = "今年的直播间"
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
async def seeded(tmp_path: Path) -> AsyncIterator[Storage]:
    """The issues the project comes with, which are English, and one item in Chinese."""
    issues = [issue for path in SEEDS.glob("*.txt") for issue in read(path.read_bytes()).issues]
    issues.append(replace(evening(date(2021, 3, 1)), items=(item(1, CHINESE, "卖家不多。"),)))
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        await storage.companies.sync(directory().companies)
        await storage.archive.store_many(
            [
                Arrival(each, tuple(recogniser().mentions(it) for it in each.items), repr(each), NOON)
                for each in issues
            ]
        )
        yield storage


async def titles(storage: Storage, text: str) -> list[str]:
    query = parse(text, directory())
    assert query
    return [found.item.title for found in (await storage.search.find(query, limit=100)).items]


async def test_a_chinese_word_finds_english_news(seeded: Storage) -> None:
    words = "直播带货 直播 双十一 双11 雙十一 物流 跨境 跨境电商 快递 外卖 裁员 补贴 假货 小程序"
    assert [word for word in words.split() if set(await titles(seeded, word)) <= {CHINESE}] == []


async def test_english_words_find_chinese_news(seeded: Storage) -> None:
    for words in ("live streaming", "Livestreaming", "live-streaming", "live streams"):
        assert CHINESE in await titles(seeded, words), words


async def test_quotes_mean_the_words_as_they_stand(seeded: Storage) -> None:
    assert await titles(seeded, '"直播"') == [CHINESE]
    assert CHINESE not in await titles(seeded, '"live streaming"')
    assert await titles(seeded, "“双十一”") == []


async def test_what_is_left_out_is_left_out_in_both_languages(seeded: Storage) -> None:
    every, without = await titles(seeded, "消费者"), await titles(seeded, "消费者 -直播")
    both = await titles(seeded, "消费者 直播")
    assert both
    assert sorted(both + without) == sorted(every)


async def test_either_of_two_words_of_the_trade(seeded: Storage) -> None:
    either = await titles(seeded, "外卖 OR 裁员")
    assert set(either) == {*await titles(seeded, "takeaway"), *await titles(seeded, "layoffs")}


def test_the_words_found_are_shown() -> None:
    query = parse("双十一", directory())
    assert query
    assert Marker(query).html("Before Double 11") == "Before <b>Double 11</b>"


def test_a_company_is_no_word_of_the_trade() -> None:
    query = parse("JD Logistics", directory())
    assert query
    assert query.terms == (Term("JD Logistics", ("jd-logistics",)),)
    assert term_for("nothing of the kind") is None


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("电子烟", "vape"),
        ("e-cigarettes", "电子烟"),
        ("外贸", "foreign trade"),
        ("online shopping", "网购"),
        ("社交网络", "social networking"),
        ("tariffs", "关税"),
        ("选品", "product selection"),
        ("618", "六一八"),
        ("influencer", "网红"),
        ("community group buying", "社区团购"),
        ("VAT", "增值税"),
        ("以旧换新", "trade-in"),
        ("last mile", "末端配送"),
        ("综试区", "comprehensive pilot zone"),
    ],
)
def test_a_sellers_words_are_known_in_both_languages(asked: str, other: str) -> None:
    found = term_for(asked)
    assert found
    assert other in [term.text for term in found.others]


def test_every_form_can_be_looked_for_and_stands_once_in_its_line() -> None:
    for line in lines():
        assert all(tokens(form) for form in line)
        assert len(set(line)) == len(line)
    assert len(lines()) >= 280


def test_forms_are_not_names_of_companies() -> None:
    """But for what machine translation made of 零售通, and for what China Post is called for short."""
    assert {form for line in lines() for form in line if directory().find(form)} == {"retail", "邮政"}
