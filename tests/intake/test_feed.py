"""A feed over real HTTP: each entry once, whole or from its page; servers that fail, move, end, or mean harm."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.intake.feed import Feed, shown
from bot.intake.feed_entries import Entry, entries_of, whole_text
from bot.intake.source import SourceError
from bot.intake.watch import watching
from tests.intake.office import NOW, Office, evening, eventually
from tests.intake.web import Web
from tests.intake.web import web as serving

HOUR = timedelta(hours=1)


def html(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line)


def item(guid: str, content: str, *, title: str = "", link: str = "", at: datetime | None = None) -> str:
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    link = f"<link>{escape(link)}</link>" if link else ""
    return (
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{escape(title)}</title>{link}{date}"
        f"<description>{escape(content)}</description></item>"
    )


def rss(*items: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>News</title>"
        f"<link>http://news.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def issue(day: int, **more: str) -> str:
    """A whole issue as content, long enough not to be a summary."""
    return html(evening(day, **more)) + html("Whoever reads this far likes long letters. " * 40)


@dataclass
class Newsroom:
    office: Office
    web: Web
    feed: Feed

    def publish(self, *items: str, **headers: str) -> None:
        self.web.pages["/feed"] = Response(
            rss(*items), headers={"Content-Type": "application/rss+xml", **headers}
        )

    async def look(self) -> timedelta | None:
        return await self.office.keeper.look(self.feed)

    async def error(self) -> str | None:
        state = await self.office.storage.sources.state(self.feed.name)
        return state.error if state else None

    @property
    def asked(self) -> list[str]:
        return [request.url.path for request in self.web.asked]


@pytest.fixture
async def news(office: Office) -> AsyncIterator[Newsroom]:
    async with serving() as web:
        yield Newsroom(office, web, feed(office, web))


def feed(office: Office, web: Web, path: str = "/feed") -> Feed:
    return Feed(web.url(path), office.desk, web.fetcher(seconds=1), every=HOUR)


async def test_a_whole_issue_in_an_entry_is_stored(news: Newsroom) -> None:
    news.publish(item("1", issue(14), link=news.web.url("/page")))
    assert await news.look() == HOUR
    assert await news.office.days() == ["2019-11-14"]
    assert news.asked == ["/feed"]  # the page is not needed
    assert news.office.told == []


async def test_a_short_entry_stands_for_the_page_it_leads_to(news: Newsroom) -> None:
    news.publish(item("1", "The evening's news…", link=news.web.url("/page")))
    page = f"<html><head><title>x</title></head><body>{issue(14)}</body></html>"
    news.web.pages["/page"] = Response(
        page.encode("gb18030"), headers={"Content-Type": "text/html; charset=gbk"}
    )
    await news.look()
    assert await news.office.days() == ["2019-11-14"]
    assert news.asked == ["/feed", "/page"]


async def test_each_entry_is_handed_in_once_and_a_changed_one_again(news: Newsroom) -> None:
    letter = item("letter", html("We are on holiday. " * 100))
    news.publish(item("1", issue(13)), letter)
    await news.look()
    news.publish(item("2", issue(14)), item("1", issue(13, where="Xi'an")), letter)
    await news.look()
    assert await news.office.days() == ["2019-11-13", "2019-11-14"]
    rows = await news.office.storage.database.rows("SELECT body FROM item WHERE body LIKE '%Xi''an%'")
    assert len(rows) == 1
    (told,) = news.office.told
    assert "letter was refused: no items found" in told


async def test_entries_are_taken_oldest_first(news: Newsroom) -> None:
    newest_first = [
        item(str(day), issue(day), at=datetime(2019, 11, day, 12, tzinfo=UTC)) for day in (14, 13, 12)
    ]
    entries = entries_of(rss(*newest_first), "http://news.example/feed", {})
    assert [entry.key for entry in entries] == ["12", "13", "14"]


async def test_the_day_an_entry_was_published_bounds_the_year(news: Newsroom) -> None:
    news.publish(item("1", issue(14), at=datetime(2018, 11, 14, 12, tzinfo=UTC)))
    await news.look()
    assert await news.office.days() == ["2018-11-14"]


async def test_an_unchanged_feed_is_asked_for_with_its_validators_after_a_restart_too(news: Newsroom) -> None:
    modified = "Thu, 14 Nov 2019 11:00:00 GMT"
    news.publish(item("1", issue(14)), ETag='"7"', **{"Last-Modified": modified})
    await news.look()
    news.web.pages["/feed"] = Response(status_code=304)
    news.feed = feed(news.office, news.web)
    for _ in range(2):
        await news.look()
    for request in news.web.asked[1:]:
        assert request.headers["if-none-match"] == '"7"'
        assert request.headers["if-modified-since"] == modified
    assert await news.error() is None


async def test_a_page_that_cannot_be_had_is_tried_again_and_then_told_once(news: Newsroom) -> None:
    news.publish(item("1", "Soon…", title="Evening", link=news.web.url("/page")), ETag='"7"')
    news.web.pages["/page"] = Response("overloaded", 503)
    for _ in range(4):
        await news.look()
    (told,) = news.office.told
    assert "the page of Evening cannot be had: the server says 503" in told
    assert "if-none-match" not in news.web.asked[-2].headers  # 304 would hide the entry that waits
    news.web.pages["/page"] = Response(issue(14), headers={"Content-Type": "text/html"})
    await news.look()
    assert await news.office.days() == ["2019-11-14"]


async def test_a_page_that_will_never_be_had_is_told_with_the_reason(news: Newsroom) -> None:
    news.publish(item("1", "Soon…", title="Evening", link="http://169.254.169.254/latest"))
    for _ in range(2):
        await news.look()
    (told,) = news.office.told
    assert "Evening was refused" in told
    assert "169.254.169.254 is an address of a private network" in told


async def test_a_page_that_is_no_page_is_not_read(news: Newsroom) -> None:
    news.publish(item("1", "", title="Picture", link=news.web.url("/page")))
    news.web.pages["/page"] = Response(b"\x89PNG", headers={"Content-Type": "image/png"})
    await news.look()
    assert "its page: not a page but image/png" in news.office.told[0]


async def test_a_feed_that_moved_for_good_is_asked_there_from_then_on(news: Newsroom) -> None:
    news.publish(item("1", issue(14)))
    news.web.pages["/old"] = RedirectResponse("/feed", 301)
    news.feed = feed(news.office, news.web, "/old")
    await news.look()
    news.feed = feed(news.office, news.web, "/old")
    await news.look()
    assert news.asked == ["/old", "/feed", "/feed"]
    news.web.pages["/feed"] = Response("gone astray", 404)
    await news.look()  # the new home fails: the old one is asked again
    await news.look()
    assert news.asked[-2:] == ["/old", "/feed"]


async def test_a_feed_that_is_gone_is_told_once_and_not_asked_again(news: Newsroom) -> None:
    news.web.pages["/feed"] = Response("gone", 410)
    await asyncio.wait_for(news.office.keeper.keep(news.feed), 5)  # ends by itself
    assert news.asked == ["/feed"]
    assert news.office.told == [
        f"feed news.example:{news.web.port}/feed: the server says 410 Gone: not asked any more"
    ]
    await asyncio.wait_for(news.office.keeper.keep(feed(news.office, news.web)), 5)  # a restart asks once
    assert len(news.office.told) == 1


async def test_too_many_requests_are_waited_out_as_long_as_asked(news: Newsroom) -> None:
    news.web.pages["/feed"] = Response("slow down", 429, {"Retry-After": "7200"})
    assert await news.look() == timedelta(hours=2)
    state = await news.office.storage.sources.state(news.feed.name)
    assert state is not None
    assert state.next_at is not None
    assert abs(state.next_at - news.office.clock() - timedelta(hours=2)) < timedelta(seconds=5)
    async with watching(news.office.keeper, [news.feed]):  # a restart keeps the promise
        await asyncio.sleep(0.1)
    assert news.asked == ["/feed"]


async def test_failures_wait_longer_each_time_and_are_told_when_they_do_not_pass(news: Newsroom) -> None:
    news.web.pages["/feed"] = Response("", 500)
    waits = [await news.look() for _ in range(5)]
    minutes = [wait.total_seconds() / 60 for wait in waits if wait]
    assert all(0.8 * 2**n <= found <= 1.2 * 2**n for n, found in enumerate(minutes))
    assert len(news.office.told) == 1
    news.publish()
    await news.look()
    assert news.office.told[1].endswith("works again")
    news.web.pages["/feed"] = Response("", 404)
    await news.look()
    assert "404" in news.office.told[2]


BOMB = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(20))
    + "]><rss version='2.0'><channel><title>&u;</title></channel></rss>"
)
XXE = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    "<rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>"
)
QUADRATIC = (
    f"<!DOCTYPE x [<!ENTITY a '{'ha' * 50_000}'>]><rss version='2.0'><channel><title>{'&a;' * 50_000}</title>"
    "</channel></rss>"
)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (BOMB.encode(), "application/rss+xml", "declares XML entities"),
        (XXE.encode(), "application/rss+xml", "declares XML entities"),
        (QUADRATIC.encode(), "application/rss+xml", "declares XML entities"),
        (XXE.encode("utf-16"), "application/rss+xml", "declares XML entities"),
        (b"<!doctype html><html><body>Welcome</body></html>", "text/html", "this is a web page"),
        (b"<html><body>Log in</body></html>", "application/rss+xml", "this is a web page"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "not a feed: content type 'image/png'"),
        (b"", "application/rss+xml", "the answer is empty"),
        (b"/etc/passwd", "text/plain", "not a feed"),
        (b"http://127.0.0.1/", "text/plain", "not a feed"),
        (b'{"version": 1}', "application/json", "not a feed"),
        (b"<rss version='2.0'>" + b"<div>" * 900_000, "application/rss+xml", "more than 200000 tags"),
        (b"x" * 6_000_000, "application/rss+xml", "too large: more than 5 MB"),
    ],
    ids="bomb xxe quadratic xxe-utf16 html html-as-rss picture empty path url json tags large".split(),
)
async def test_what_is_no_feed_or_a_hostile_one_is_refused_at_once_and_told_once(
    news: Newsroom, body: bytes, content_type: str, reason: str
) -> None:
    news.web.pages["/feed"] = Response(body, headers={"Content-Type": content_type})
    start = time.monotonic()
    for _ in range(2):
        await news.look()
    assert time.monotonic() - start < 2
    (told,) = news.office.told
    assert reason in told
    assert "root:" not in told


async def test_a_feed_of_any_content_type_is_a_feed(news: Newsroom) -> None:
    news.web.pages["/feed"] = Response(rss(item("1", issue(14))), headers={"Content-Type": "text/html"})
    await news.look()
    assert await news.office.days() == ["2019-11-14"]


@pytest.mark.trial
async def test_of_a_feed_with_thousands_of_entries_the_newest_are_taken() -> None:
    items = [item(str(n), f"entry {n}") for n in range(5000)]
    entries = await asyncio.to_thread(entries_of, rss(*items), "http://news.example/feed", {})
    assert len(entries) == 200
    assert entries[-1].key == "0"


async def test_one_bad_feed_does_not_stop_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving() as web:

        async def hangs(_: Request) -> Response:
            await asyncio.sleep(30)
            return Response()

        web.pages["/hangs"] = hangs
        web.pages["/broken"] = Response("<rss")
        web.pages["/strange"] = Response(rss(item("1", issue(13))))
        web.pages["/good"] = Response(rss(item("1", issue(14))))
        feeds = [feed(office, web, path) for path in ("/hangs", "/broken", "/strange", "/good")]

        async def burst() -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(feeds[2], "look", burst)
        async with watching(office.keeper, feeds):
            await eventually(lambda: len(web.asked) >= 3)
            async with asyncio.timeout(5):
                while await office.days() != ["2019-11-14"]:  # noqa: ASYNC110 - asks the database
                    await asyncio.sleep(0.02)
        state = await office.storage.sources.state(feeds[2].name)
        assert state is not None
        assert state.error == "unexpected: ZeroDivisionError"


def test_a_title_that_says_which_issue_it_is_stands_above_a_text_that_does_not() -> None:
    header, _, body = evening().partition("\n\n")
    entry = Entry("1", header, html(body))
    assert whole_text(entry).decode().startswith("<p>#Laogao")
    assert whole_text(Entry("1", "Evening", html(evening()))) == html(evening()).encode()


def test_an_address_is_shown_without_its_secrets() -> None:
    assert shown("https://me:secret@news.example/feed/?token=secret") == "news.example/feed?…"


def test_an_atom_feed_gives_its_entries_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>urn:1</id>'
        "<title type='html'>&lt;b&gt;Evening&lt;/b&gt;</title><link href='/page'/><updated>2019-11-14T12:00:00Z</updated>"
        "<summary>Short</summary><content type='html'>&lt;p&gt;The longer text&lt;/p&gt;</content></entry></feed>"
    )
    (entry,) = entries_of(atom.encode(), "http://news.example/feed", {"content-type": "application/atom+xml"})
    assert (entry.key, entry.title, entry.link) == ("urn:1", "Evening", "http://news.example/page")
    assert entry.published == NOW
    assert "longer" in entry.content


def test_an_entry_without_guid_is_known_by_its_link_or_what_it_says() -> None:
    feed_of = "<rss version='2.0'><channel><item><link>http://a.example/1</link></item><item><title>t</title></item></channel></rss>"
    by_text, by_link = entries_of(feed_of.encode(), "http://news.example/", {})
    assert by_link.key == "http://a.example/1"
    assert len(by_text.key) == 64


def test_no_bytes_make_the_entries_fail_in_another_way() -> None:
    for data in (
        b"<rss>" * 10_000,
        b"<rss version='2.0'>" + b"<item>" * 5000,
        b"\xff\xfe<\x00r",
        b"<?xml encoding='utf-7'?>",
    ):
        try:
            entries_of(data, "http://news.example/", {})
        except SourceError:
            continue
