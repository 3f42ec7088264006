"""A new visitor's first minutes with `kuaixun demo`, on its page alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.client import Sandbox
from tests.page.browser import opened
from tests.page.demo import SEEDS, visiting

SAMPLE = (SEEDS / "2020-05-21-morning.txt").read_text("utf-8")
EVENING = (
    SAMPLE.replace("Morning News on", "Evening News on")
    .replace("May 2", "January 2")
    .replace("April 25, 2020", "January 5, 2022")
    .replace("2028", "2022")
)
"""An issue of the demo's day, January 21, 2022, that the demo does not bring by itself."""


@pytest.fixture
def newest(page: Page) -> Locator:
    """What the bot said last."""
    return page.locator(".message.theirs").last


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[str]:
    """The page's address. The tests share its world; each has a person of its own in it."""
    async with visiting() as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, demo: str) -> AsyncIterator[Page]:
    async with opened(browser, demo) as found:
        yield found


async def press(inside: Page | Locator, label: str | re.Pattern[str]) -> None:
    await inside.get_by_role("button", name=label, exact=True).click()


async def drop(page: Page, name: str, text: str) -> None:
    """Choose a file at the place for dropping issues."""
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name="Drop an issue here").click()
    await (await waiting.value).set_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})


async def test_subscribe_read_ask_and_see_a_companys_picture(page: Page, newest: Locator) -> None:
    await press(page, "Start")
    await press(page, "🔔 Subscribe")
    await expect(newest).to_contain_text("Morning: every day, 08:30")

    await press(page, "Next morning")
    digest = page.locator(".message.theirs", has_text="☀️ Morning · Fri, Jan 21, 2022").first
    await expect(digest).to_be_visible()
    await expect(page.locator(".timebar time")).to_have_text("Fri, 21 Jan 2022, 08:30")
    await digest.get_by_role("button", name="Show all").first.click()
    await expect(digest.locator("blockquote.open")).to_be_visible()

    await page.get_by_role("textbox", name="Write a message…").fill("淘宝")
    await page.keyboard.press("Enter")
    await expect(newest).to_contain_text(re.compile(r"🔎 淘宝 · \d+ items"))
    await press(newest, "1")
    await press(newest, "🏢 Taobao")
    await expect(newest).to_contain_text(re.compile("Taobao 淘宝.*Part of Alibaba", re.DOTALL))
    await press(newest, "📈 Picture")
    await expect(newest).to_contain_text("How often the news mentions it")
    picture = newest.get_by_role("img", name="Photo")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600


async def test_every_sample_to_come_is_a_press_away_and_the_page_speaks_the_language_of_its_address(
    browser: Browser,
) -> None:
    async with visiting("zh") as url, opened(browser, url) as page:
        for label in ("开始", "🔔 订阅", "下一期"):
            await press(page, label)
        await expect(
            page.locator(".message.theirs", has_text=re.compile("☀️ 早报 · 2022年1月21日.*2/2")).first
        ).to_be_visible()
        await press(page, "下一个傍晚")
        await expect(
            page.get_by_role("status").filter(has_text="没有新消息。下一期要到2023年2月7日")
        ).to_be_visible()
        await press(page, "下一期")
        await expect(page.locator(".message.theirs", has_text="🌙 晚报 · 2023年2月7日").first).to_be_visible()
        await press(page, "Show in English")
        await page.reload()
        await expect(page.get_by_role("button", name="Next issue")).to_be_visible()


async def test_the_next_issue_comes_at_the_hour_that_was_chosen() -> None:
    async with visiting() as url, Sandbox.connect(url) as sandbox:
        usual, *_ = (await sandbox.settings())["agenda"]
        person = await sandbox.user("Reader")
        await person.send("/subscribe 9:15 21:00")
        await person.wait_reply()
        async with asyncio.timeout(5):
            while (at := (await sandbox.settings())["agenda"][0]) == usual:  # noqa: ASYNC110 - asks the demo
                await asyncio.sleep(0.1)
        assert at - usual == 45 * 60
        await sandbox.set_clock(datetime.fromtimestamp(at, UTC))
        assert (await person.wait_reply(within=10)).text.startswith("☀️ Morning · Fri, Jan 21, 2022")


async def test_an_issue_is_dropped_read_previewed_published_and_pushed(
    page: Page, newest: Locator, demo: str
) -> None:
    async with Sandbox.connect(demo) as sandbox:
        reader = await sandbox.user("Reader")
        await reader.send("/start")
        await reader.press(await reader.wait_reply(), "🔔 Subscribe")
        await reader.wait_reply()

        await drop(page, "evening.txt", EVENING)
        await expect(page.locator(".who p")).to_have_text("You are Lin")
        preview = page.locator(".message.theirs", has_text="🌙 Evening · Fri, Jan 21, 2022")
        await expect(preview).to_contain_text("10 items, 5 headlines")
        await press(preview, "✅ Publish")
        await expect(preview).to_contain_text(
            re.compile(r"It goes out to \d subscribers?, (first )?today 18:30")
        )

        await press(page, "Next evening")
        pushed = await reader.wait_reply(within=10)
        assert pushed.text.startswith("🌙 Evening · Fri, Jan 21, 2022\n10 items")
