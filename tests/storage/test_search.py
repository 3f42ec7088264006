"""Words and companies find what holds them, newest first, whatever is typed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.queries import Query, Term
from storage.records import Company, Item, Page
from storage.store import Storage, open_storage
from storage.tokens import runs
from tests.storage.making import EVENING, arrival, issue, store


def words(*texts: str) -> Query:
    """`-` before a text excludes it."""
    return Query(tuple(Term(text.removeprefix("-"), exclude=text.startswith("-")) for text in texts))


def titles(page: Page) -> list[str]:
    return [found.item.title for found in page.items]


@pytest.fixture
async def archive(storage: Storage) -> Storage:
    older = issue("JD opens a store", "淘宝网上市", "Pinduoduo and JD", day=EVENING - timedelta(days=1))
    newer = issue("Taobao live streaming", "京东到家", "Alibaba's Taobao and JD.com")
    await store(
        storage,
        arrival(newer, ["taobao"], ["jd-daojia"], ["alibaba", "taobao", "jd"], text="newer"),
        arrival(older, ["jd"], ["taobao"], ["pdd", "jd"], text="older"),
    )
    return storage


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (words("JD"), ["Alibaba's Taobao and JD.com", "Pinduoduo and JD", "JD opens a store"]),
        (words("jd", "taobao"), ["Alibaba's Taobao and JD.com"]),
        (words("jd", "-store"), ["Alibaba's Taobao and JD.com", "Pinduoduo and JD"]),
        (words("jd", "-store", "-taobao"), ["Pinduoduo and JD"]),
        (words("live streaming"), ["Taobao live streaming"]),
        (words("streaming live"), []),
        (words("streaming", "live"), ["Taobao live streaming"]),
        (words("streams"), ["Taobao live streaming"]),
        (words("streamer"), []),
        (words("STORES"), ["JD opens a store"]),
        (words("opened", "store"), ["JD opens a store"]),
        (words("淘宝"), ["淘宝网上市"]),
        (words("淘寶"), ["淘宝网上市"]),
        (words("京"), ["京东到家"]),
        (words("家"), ["京东到家"]),
        (words("东到"), ["京东到家"]),
        (words("京到"), []),
        (words("-jd"), []),
        (words("!!!"), []),
        (words("!!!", "京东"), ["京东到家"]),
        (words(), []),
    ],
)
async def test_words(archive: Storage, query: Query, expected: list[str]) -> None:
    page = await archive.search.find(query)
    assert titles(page) == expected
    assert (page.total, page.capped, page.next) == (len(expected), False, None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ([Term("淘宝", ("taobao",))], ["Alibaba's Taobao and JD.com", "Taobao live streaming", "淘宝网上市"]),
        ([Term("淘宝", ("taobao",)), Term("jd")], ["Alibaba's Taobao and JD.com"]),
        (
            [Term("淘宝", ("taobao",)), Term("JD", ("jd", "jd-daojia"))],
            ["Alibaba's Taobao and JD.com"],
        ),
        (
            [Term("JD", ("jd", "jd-daojia")), Term("x", ("taobao",), exclude=True)],
            ["京东到家", "Pinduoduo and JD", "JD opens a store"],
        ),
        ([Term("京东", ("jd-daojia",)), Term("到家", exclude=True)], []),
        ([Term("!!!", ("pdd",))], ["Pinduoduo and JD"]),
        ([Term("no such words", ("no-such-company",))], []),
        ([Term("no such words", ("no-such-company", "pdd"))], ["Pinduoduo and JD"]),
        ([Term("opens"), Term("", ("jd",))], ["JD opens a store"]),
    ],
)
async def test_companies_beside_words(archive: Storage, query: Sequence[Term], expected: list[str]) -> None:
    assert titles(await archive.search.find(Query(tuple(query)))) == expected


async def test_body_and_comment_are_searched_as_the_title_is(storage: Storage) -> None:
    made = issue("Title")
    item = replace(
        made.items[0], body=("First paragraph.", "第二段"), comment="Editor's view", source="Reuters"
    )
    await store(storage, arrival(replace(made, items=(item,))))
    for text in ("title", "first paragraph", "第二", "view"):
        assert (await storage.search.find(words(text))).total == 1, text
    assert (await storage.search.find(words("reuters"))).total == 0


async def test_a_correction_is_found_by_its_new_words_only(storage: Storage) -> None:
    await store(storage, arrival(issue("京东上市", "Meituan", "Xiaomi")))
    await store(storage, arrival(issue("拼多多上市", "Meituan"), text="corrected"))
    for text, total in (("京东", 0), ("拼多多", 1), ("上市", 1), ("meituan", 1), ("xiaomi", 0)):
        assert (await storage.search.find(words(text))).total == total, text


async def test_pages_follow_each_other_also_when_new_issues_arrive(storage: Storage) -> None:
    await store(storage, arrival(issue(*(f"JD {n}" for n in range(7)))))
    first = await storage.search.find(words("jd"), limit=3)
    await store(storage, arrival(issue("JD new", day=EVENING + timedelta(days=1)), text="new"))
    second = await storage.search.find(words("jd"), before=first.next, limit=3)
    third = await storage.search.find(words("jd"), before=second.next, limit=3)
    assert titles(first) + titles(second) + titles(third) == [f"JD {n}" for n in reversed(range(7))]
    assert (first.total, second.total, third.next) == (7, 8, None)


async def test_totals_are_capped(storage: Storage) -> None:
    await store(storage, arrival(issue(*(f"JD {n}" for n in range(1001))), *([["jd"]] * 1001)))
    page = await storage.search.find(words("jd"))
    assert (page.total, page.capped, len(page.items)) == (1000, True, 20)
    page = await storage.companies.items(["jd"], limit=5)
    assert (page.total, page.capped, len(page.items)) == (1000, True, 5)


@pytest.mark.parametrize("before", [-1, 0, 10**30])
@pytest.mark.parametrize("limit", [-1, 0, 10**30])
async def test_odd_pages_are_answered(archive: Storage, before: int, limit: int) -> None:
    assert len((await archive.search.find(words("jd"), before=before, limit=limit)).items) <= 3
    assert len((await archive.companies.items(["jd"], before=before, limit=limit)).items) <= 3


async def test_the_index_is_built_anew_when_tokens_are_made_otherwise(path: Path) -> None:
    async with open_storage(path) as storage:
        await store(storage, arrival(issue("京东 JD")))
        async with storage.database.write() as writer:
            await writer.run("UPDATE meta SET value = 'older' WHERE key = 'tokens'")
            await writer.run("INSERT INTO item_text (item_text) VALUES ('delete-all')")
        assert (await storage.search.find(words("jd"))).total == 0
    async with open_storage(path) as storage:
        assert (await storage.search.find(words("jd"))).total == 1
        assert await storage.search.refresh() == 0


HOSTILE = [
    '"',
    "'",
    "*",
    "a*",
    "NEAR(",
    "a NEAR b",
    "AND",
    "OR NOT",
    "'; DROP TABLE item; --",
    "%",
    "_",
    "title:",
    "{title}:",
    "^a",
    "a -b",
    "(",
    ")",
    "don't",
    "e-commerce",
    "13.4",
    "C++",
    "\0",
    "\ud800",
    "\u202eabc",
    "🎉👩‍👩‍👧",
    "a" * 10_000,
    "京" * 10_000,
    "a b " * 5000,
    "\n\t ",
    "<b>",
    "%s{}",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_queries_are_answered(archive: Storage, text: str) -> None:
    for query in (
        words(text),
        words("jd", text),
        words("jd", "-" + text),
        Query((Term(text, (text, "jd")),)),
    ):
        await archive.search.find(query)
    await archive.companies.items([text])


async def test_hundreds_of_terms_are_answered(archive: Storage) -> None:
    await archive.search.find(words(*["jd"] * 500))
    await archive.companies.items(["jd"] * 2000)


# Against a plain scan ----------------------------------------------------------------------------

WORDS = [
    "JD",
    "jd",
    "Taobao",
    "stores",
    "store",
    "live",
    "11.11",
    "京东",
    "京",
    "东",
    "淘宝网",
    "淘宝",
    "寶",
    "AI",
    "腾讯AI",
    "。",
    "-",
    "L'Oréal",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=4
).map("".join)


def holds(text: str, query: str) -> bool:
    """Whether the runs of the query stand in the text one after another, Chinese ones at any place of a run."""
    wanted, found = runs(query), runs(text)
    return bool(wanted) and any(_stands_at(found[at : at + len(wanted)], wanted) for at in range(len(found)))


def _stands_at(found: list[str], wanted: list[str]) -> bool:
    if len(found) < len(wanted):
        return False
    tests: list[Callable[[str, str], bool]] = [str.__eq__] * len(wanted)
    if _chinese(wanted[0]):
        tests[0] = str.endswith
    if _chinese(wanted[-1]):
        tests[-1] = str.startswith if len(wanted) > 1 else str.__contains__
    return all(test(one, other) for test, one, other in zip(tests, found, wanted, strict=True))


def _chinese(run: str) -> bool:
    return re.match("[一-鿿]", run) is not None


SLUGS = st.frozensets(st.sampled_from(["jd", "taobao", "tencent"]), max_size=2).map(sorted)
ITEMS = st.lists(st.tuples(TEXTS, TEXTS, SLUGS), min_size=1, max_size=6)
ASKED = st.lists(st.tuples(TEXTS, SLUGS, st.booleans()), min_size=1, max_size=6)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=ITEMS, asked=ASKED)
async def test_search_agrees_with_a_plain_scan(
    storage: Storage, made: list[tuple[str, str, list[str]]], asked: list[tuple[str, list[str], bool]]
) -> None:
    items = tuple(Item(at, at, title, (body,)) for at, (title, body, _) in enumerate(made, start=1))
    named = [slugs for *_, slugs in made]
    await storage.companies.sync({slug: Company(slug, slug) for slug in ("jd", "taobao", "tencent")})
    await store(storage, arrival(replace(issue(), items=items), *named, text=str(made)))

    def is_met(position: int, text: str, slugs: list[str]) -> bool:
        title, body, companies = made[position - 1]
        return holds(title, text) or holds(body, text) or bool({*slugs} & {*companies})

    usable = [(text, slugs, exclude) for text, slugs, exclude in asked if runs(text) or slugs]
    expected = [
        item.position
        for item in items
        if any(not exclude for *_, exclude in usable)
        and all(is_met(item.position, text, slugs) != exclude for text, slugs, exclude in usable)
    ]
    terms = tuple(Term(text, tuple(slugs), exclude) for text, slugs, exclude in asked)
    page = await storage.search.find(Query(terms))
    assert sorted(found.item.position for found in page.items) == expected
    assert page.total == len(expected)


async def pieces(storage: Storage) -> int:
    """In how many pieces the index is."""
    row = await storage.database.row("SELECT count(DISTINCT segid) FROM item_text_idx")
    assert row
    return int(row[0])


async def test_an_index_in_many_pieces_is_joined_little_by_little(storage: Storage) -> None:
    for back in range(11):
        day = EVENING - timedelta(days=back)
        await store(storage, arrival(issue(f"Taobao {back}", day=day), ["taobao"], text=str(back)))
    before = titles(await storage.search.find(words("taobao")))
    assert await pieces(storage) > 2
    while await storage.search.merge():
        pass
    assert await pieces(storage) <= 2
    assert titles(await storage.search.find(words("taobao"))) == before
    assert not await storage.search.merge()
    assert await storage.search.refresh() == 0
