"""Pictures of the page for the documentation: `python -m tests.page.screenshots` writes docs/pictures/*.png.

Everything on them is played anew on the page of `kuaixun demo`; fonts are those of the machine.
"""

import asyncio
import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.client import Sandbox, UserHandle
from tests.page.browser import PHONE, chromium, launched, opened
from tests.page.demo import visiting

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DESK = {"width": 1440, "height": 900}
COLOURS = 128
"""Enough for a page of few colours, and a third of the bytes."""


async def main() -> int:
    """Exit status: 1 without a browser."""
    path = chromium()
    if path is None:
        sys.stderr.write("screenshots: no chromium found: apt-get install chromium fonts-noto-cjk\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with launched(path) as browser:
        async with visiting("en") as url, Sandbox.connect(url) as sandbox:
            await english(browser, sandbox)
            await admin(browser, url)
        async with visiting("zh") as url:
            await chinese(browser, url)
    return 0


async def english(browser: Browser, sandbox: Sandbox) -> None:
    """At a desk: a digest arrives, a company is looked at, a topic and a channel get theirs, trouble is made."""
    async with seen(browser, sandbox.url, viewport=DESK) as page:
        await subscribe(page, "🔔 Subscribe", "Subscribed")
        mei = UserHandle(sandbox.chat(0).link, await person(page))
        await places(sandbox, mei)
        await morning(page, "Next issue", "☀️ Morning · ")
        await snap(page, "digest")
        await page.locator(".message .unfold:visible").first.click()
        await page.get_by_role("button", name="Dark colours").click()
        await snap(page, "digest-dark")
        await page.get_by_role("button", name="Light colours").click()
        await company(page, "🏢 Taobao", "📈 Picture")
        await snap(page, "company")
        await expect(page.get_by_role("button", name="News Tea sellers")).to_contain_text(
            "(2/2)", timeout=15_000
        )
        await side_by_side(page)
        await snap(page, "side-by-side")
        await page.get_by_role("button", name="Close this conversation").click()
        await page.get_by_role("button", name="Trouble").click()
        await page.get_by_role("switch", name="Limits as Telegram's").check()
        await page.get_by_role("switch", name="Answers are 2 seconds late").check()
        await snap(page, "trouble")


async def admin(browser: Browser, url: str) -> None:
    """What the people who run the bot see: an issue and whom it reached, and their menu."""
    async with seen(browser, url, viewport=DESK) as page:
        await page.get_by_role("region", name="Lin").get_by_role("button").first.click()
        await page.locator(".instead button").click()
        await menu(page)
        await newest(page).get_by_role("button", name="📰 Issues").click()
        await newest(page).get_by_role("button", name="1", exact=True).click()
        await expect(newest(page)).to_contain_text("It came")
        await menu(page)
        await snap(page, "admin")


async def menu(page: Page) -> None:
    field = page.get_by_role("textbox")
    await field.fill("/admin")
    await field.press("Enter")
    await expect(newest(page)).to_contain_text("📰 Last issue")


async def chinese(browser: Browser, url: str) -> None:
    """On a phone, by night: the list, a digest, a company."""
    phone = {"viewport": PHONE, "locale": "zh-CN", "has_touch": True, "is_mobile": True}
    async with seen(browser, url, **phone, color_scheme="dark") as page:
        await page.get_by_role("region", name="小梅").get_by_role("button").tap()
        await subscribe(page, "🔔 订阅", "只看标题")
        await morning(page, "下一期", "☀️ 早报 · ")
        await snap(page, "phone-digest")
        await company(page, "🏢 淘宝", "📈 图表")
        await snap(page, "phone-company")
        await page.get_by_role("button", name="返回会话列表").tap()
        await snap(page, "phone-list")


async def person(page: Page) -> int:
    """The id of whom one is on the page, out of its address."""
    return int(page.url.partition("#")[2].split("/")[0])


async def places(sandbox: Sandbox, mei: UserHandle) -> None:
    """A forum with a topic, and a channel, both of which get the digests."""
    forum = await sandbox.supergroup("Tea sellers", creator=mei, forum=True)
    topic = await sandbox.topic(forum, name="News")
    await mei.add_bot(forum)
    await mei.send("/subscribe@kuaixun_sandbox_bot", chat=forum, thread_id=topic)
    await forum.wait_reply()
    channel = await sandbox.channel("Market news", creator=mei, username="market_news")
    await mei.add_bot(channel, admin=True)
    await mei.send("/channel @market_news")
    while "☀️ off" not in (choice := await mei.wait_reply()).labels:
        pass  # that it may post there now is told too
    await mei.press(choice, "☀️ off")
    await mei.press(await mei.wait_edit(choice), "Switch on")


async def subscribe(page: Page, button: str, said: str) -> None:
    await page.locator(".instead button").click()
    await page.get_by_role("button", name=button).click()
    await expect(newest(page)).to_contain_text(said)


async def morning(page: Page, jump: str, title: str) -> None:
    """A digest arrives, and its first quote can be unfolded."""
    await page.get_by_role("button", name=jump).click()
    digest = page.locator(".message.theirs", has_text=title).last
    await expect(digest.locator(".unfold:visible").first).to_be_visible(timeout=15_000)


async def company(page: Page, name: str, picture: str) -> None:
    """From a search to an item, the company's card, its picture."""
    field = page.get_by_role("textbox")
    await field.fill("淘宝")
    await field.press("Enter")
    await expect(newest(page)).to_contain_text("🔎 淘宝")
    for label in ("1", name, picture):
        await newest(page).get_by_role("button", name=label, exact=True).click()
    await expect(newest(page).locator("img")).to_be_visible(timeout=15_000)


async def side_by_side(page: Page) -> None:
    """The topic at the left, the channel at the right."""
    await page.get_by_role("button", name="News Tea sellers").click()
    await page.get_by_role("button", name="Second conversation beside").click()
    await page.locator(".conversation").last.get_by_role("group", name="Messages").click()
    await page.get_by_role("button", name="Market news").click()
    await expect(page.locator(".conversation").last.get_by_role("heading")).to_have_text("Market news")
    await page.evaluate("document.activeElement.blur()")


def newest(page: Page) -> Locator:
    return page.locator(".message.theirs").last


def seen(browser: Browser, url: str, **options: Any) -> Any:
    """Denser than a plain screen, so that text is sharp."""
    return opened(browser, url, device_scale_factor=1.5, **options)


async def snap(page: Page, name: str) -> None:
    """Write a picture once notices are gone and images are there."""
    await expect(page.locator(".toast")).to_have_count(0)
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await page.mouse.move(0, 0)
    shot = Image.open(io.BytesIO(await page.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
