"""A new visitor's first minutes with the real bot, on the page alone."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.page.browser import opened
from tests.page.product import product


async def ask(page: Page, words: str) -> None:
    field = page.get_by_role("textbox", name="Write a message…")
    await field.fill(words)
    await field.press("Enter")


async def test_subscribe_jump_to_the_morning_read_and_ask(browser: Browser, tmp_path: Path) -> None:
    async with product(tmp_path) as sandbox:
        await sandbox.user("Mei")
        async with opened(browser, sandbox.url) as page:
            await page.get_by_role("button", name="Start", exact=True).click()
            await page.get_by_role("button", name="🔔 Subscribe").click()
            newest = page.locator(".message.theirs").last
            await expect(newest).to_contain_text("Morning: every day, 08:30")

            await page.get_by_role("button", name="Next morning").click()
            digest = page.locator(".message.theirs", has_text="☀️ Morning · Thu, May 21, 2020").first
            await expect(digest).to_be_visible()
            await expect(page.locator(".timebar time")).to_have_text("Thu, 21 May 2020, 08:30")
            await digest.get_by_role("button", name="Show all").first.click()
            await expect(digest.locator("blockquote.open")).to_be_visible()

            await ask(page, "淘宝")
            await expect(newest).to_contain_text("淘宝")
            await ask(page, "/company 淘宝")
            await expect(newest).to_contain_text(re.compile("Taobao.*淘宝"))
            await page.get_by_role("button", name=re.compile("Alibaba")).last.click()
            await expect(page.locator(".message.theirs").last).to_contain_text("Alibaba")
