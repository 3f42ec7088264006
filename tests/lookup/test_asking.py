"""Whatever is typed is a query that answers, and finds what reading every item would find."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup import parse
from bot.reader.vocabulary import source_key
from storage.records import Arrival, FoundItem, Issue, Item
from storage.store import Storage, open_storage
from tests.factories import evening, item, morning, weekly
from tests.lookup.scan import found_by
from tests.shipped import directory, recogniser
from tests.storage.making import NOON


def issues() -> list[Issue]:
    more = evening(date(2020, 5, 31))
    items = (
        item(1, "直播带货：京东与淘宝", "主播在直播间卖货。", source="新浪科技", section_key="internet"),
        item(2, "Live streaming launches on JD.com", "Streamers raised prices.", source="Reuters"),
        item(
            3, "Shopee or Lazada?", "Both launched; neither won.", source="Ebrun", section_key="cross-border"
        ),
    )
    made = [evening(), morning(), weekly(), replace(more, items=items), morning(date(2020, 6, 1))]
    return [replace(each, items=tuple(map(_with_source, each.items))) for each in made]


def _with_source(it: Item) -> Item:
    return replace(it, source_key=source_key(it.source) if it.source else None)


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[tuple[Storage, list[FoundItem]]]:
    """An archive of a few issues, and everything in it."""
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        await storage.companies.sync(directory().companies)
        arrivals = [
            Arrival(each, tuple(recogniser().mentions(it) for it in each.items), repr(each), NOON)
            for each in issues()
        ]
        stored = await storage.archive.store_many(arrivals)
        found = [it for each in stored for it in await _items(storage, each.id)]
        yield storage, found


async def _items(storage: Storage, issue_id: int) -> list[FoundItem]:
    issue = await storage.archive.get(issue_id)
    assert issue
    return await storage.archive.items([it.id for it in issue.items if it.id])


QUESTIONS = [
    ("launch price", ["2020-05-31/2"]),
    ("launching -JD", ["2020-05-31/3"]),
    ('"live stream" OR 直播', ["2020-05-31/2", "2020-05-31/1"]),
    ("Shopee OR Lazada won", ["2020-05-31/3"]),
    ("company:京东", ["2020-05-31/2", "2020-05-31/1", "2019-11-14/2"]),
    ("公司：JD 从：2020", ["2020-05-31/2", "2020-05-31/1"]),
    ("source:Sina", ["2020-05-31/1", "2019-11-14/4"]),
    ("来源:新浪科技 直播", ["2020-05-31/1"]),
    ("source:REUTERS", ["2020-05-31/2"]),
    ("版块:跨境电商", ["2020-05-31/3", "2019-11-14/6"]),
    ("edition:weekly", ["2017-04-24/2", "2017-04-24/1"]),
    ("on:2017-04-28 Tmall", ["2017-04-24/1"]),
    ("on:2017-04-28 Fri Tmall", ["2017-04-24/1"]),
    ("日期:2017-04-28 （周五） 天猫", ["2017-04-24/1"]),
    ("on:2017-04-28 Sun Tmall", []),
    ("on:2017-04-27 Tmall", []),
    ("from:2020-06", ["2020-06-01/2", "2020-06-01/1"]),
    ("to:2018 -source:Ebrun", ["2017-04-24/1"]),
    ("淘宝 from:2019-11-15 to:2019", ["2019-11-15/1"]),
    ("支", ["2019-11-14/3"]),
    ("group:alibaba edition:morning to:2019", ["2019-11-15/1"]),
    ("company:taobao OR company:pdd edition:morning on:2019", ["2019-11-15/2", "2019-11-15/1"]),
    ("from:2018 to:2016", ["2017-04-24/2", "2017-04-24/1"]),
    ("on:2018 from:2019", []),
    ("source:nobody", []),
]
"""What is asked, and what is found: issue day and number, newest first."""


async def test_every_form_of_question(asked: tuple[Storage, list[FoundItem]]) -> None:
    storage, _ = asked
    for question, numbers in QUESTIONS:
        query = parse(question, directory())
        assert query, question
        page = await storage.search.find(query)
        assert [f"{found.date}/{found.item.number}" for found in page.items] == numbers, question


async def test_the_best_match_comes_first_when_asked_for(asked: tuple[Storage, list[FoundItem]]) -> None:
    storage, _ = asked
    newest, best = parse("Tmall", directory()), parse("Tmall sort:best", directory())
    assert newest
    assert best
    titles = [found.item.title for found in (await storage.search.find(newest)).items]
    ranked = (await storage.search.find(best)).items
    assert "Taobao App" in titles[0] or "Sephora" in titles[0]
    assert ranked[0].item.title == "Tmall's quarterly check may remove shops"
    assert sorted(found.item.title for found in ranked) == sorted(titles)
    pages = [await storage.search.best(best, offset=at, limit=1) for at in range(len(titles))]
    assert [page.items[0].item.id for page in pages] == [found.item.id for found in ranked]


async def test_a_count_looks_at_the_last_days_only(asked: tuple[Storage, list[FoundItem]]) -> None:
    storage, _ = asked
    query = parse("taobao", directory())
    assert query
    every = (await storage.search.find(query)).total
    assert await storage.search.count(query, since=date.min) == every
    assert await storage.search.count(query, since=date(2020, 6, 1)) == 1
    assert await storage.search.count(query, since=date(2020, 6, 1) + timedelta(days=1)) == 0


PIECES = st.sampled_from(
    'live streaming launched price "live stream" “直播 直 播 带货 京东 JD 淘宝 -淘宝 -JD OR 或 | ( " : - '
    "company:JD 公司：淘宝 group:alibaba source:Sina 来源:电商报 -source:Sina section:internet 版块:电商 edition:evening "
    "-edition:morning from:2019-11 to:2020-05 从:2020 on:2019-11-14 sort:best company:nobody from: zzz Taobao's 。 🦄".split()
)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(PIECES, max_size=6).map(" ".join) | st.lists(PIECES, max_size=4).map("".join) | st.text()
)
async def test_any_text_finds_what_a_plain_scan_finds(
    asked: tuple[Storage, list[FoundItem]], text: str
) -> None:
    storage, every = asked
    query = parse(text, directory())
    if query is None:
        return
    page = await storage.search.find(query, limit=100)
    expected = [it.item.id for it in found_by(query, every)]
    ids = [found.item.id for found in page.items]
    assert (set(ids) == set(expected)) if query.best else (ids == expected)
    assert page.total == len(expected)
