"""Pictures of the page for the documentation: `python -m tests.page.screenshots` writes docs/pictures/*.png.

Everything on them is played anew by the real bot with the sample issues; fonts are those of the machine.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from bot.sandbox.client import Sandbox, UserHandle
from tests.page.browser import PHONE, chromium, launched, opened
from tests.page.product import product

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DESK = {"width": 1280, "height": 800}


async def main() -> int:
    """Exit status: 1 without a browser."""
    path = chromium()
    if path is None:
        sys.stderr.write("screenshots: no chromium found: apt-get install chromium fonts-noto-cjk\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with product(Path(folder)) as sandbox, launched(path) as browser:
            mei = await people(sandbox)
            await morning(browser, sandbox, mei)
            await company(browser, sandbox, mei)
            await chinese_phone(browser, sandbox)
    return 0


async def people(sandbox: Sandbox) -> UserHandle:
    """Mei with a group, a reader in Chinese, and an administrator."""
    mei = await sandbox.user("Mei")
    wei = await sandbox.user("小伟", language="zh")
    lin = await sandbox.user("Lin", admin=True)
    group = await sandbox.group("Tea sellers", creator=mei)
    await mei.add_bot(group)
    channel = await sandbox.channel("Market news", creator=lin)
    await lin.add_bot(channel, admin=True)
    for person in (mei, wei):
        await person.send("/start")
        await person.press(await person.wait_reply(), data=None, label="🔔")
        await person.wait_reply()
    return mei


async def morning(browser: Browser, sandbox: Sandbox, mei: UserHandle) -> None:
    """The push arrives; one item is unfolded. Light and dark."""
    async with page_of(browser, sandbox) as page:
        await show(page, "Mei")
        await page.get_by_role("button", name="Next morning").click()
        digest = page.locator(".message.theirs", has_text="Morning · ").last
        await expect(digest.locator(".unfold:visible").first).to_be_visible()
        await snap(page, "chat-light")
        await page.locator(".message .unfold:visible").first.click()
        await snap(page, "digest-expanded")
        await page.get_by_role("button", name="Dark colours").click()
        await snap(page, "chat-dark")


async def company(browser: Browser, sandbox: Sandbox, mei: UserHandle) -> None:
    """What is known of a company; beside it the drawer of trouble."""
    await mei.send("/company 淘宝")
    await mei.wait_reply()
    async with page_of(browser, sandbox) as page:
        await show(page, "Mei")
        await snap(page, "company")
        await page.get_by_role("button", name="Trouble").click()
        await expect(page.get_by_role("switch").first).to_be_visible()
        await snap(page, "trouble")


async def chinese_phone(browser: Browser, sandbox: Sandbox) -> None:
    """A phone in Chinese: the list, and a search."""
    async with page_of(browser, sandbox, viewport=PHONE, locale="zh-CN", has_touch=True) as page:
        await expect(page.get_by_role("region", name="小伟")).to_be_visible()
        await snap(page, "phone-list")
        await show(page, "小伟")
        field = page.get_by_role("textbox")
        await field.fill("淘宝")
        await field.press("Enter")
        await expect(page.locator(".message.theirs").last).to_contain_text("淘宝")
        await snap(page, "phone")


def page_of(browser: Browser, sandbox: Sandbox, **options: Any) -> Any:
    """Denser than a plain screen, so that text is sharp."""
    return opened(browser, sandbox.url, **({"viewport": DESK, "device_scale_factor": 1.5} | options))


async def show(page: Page, name: str) -> None:
    """Open the person's chat with the bot."""
    await page.get_by_role("region", name=name).get_by_role("button").first.click()
    await expect(page.locator(".message").first).to_be_visible()


async def snap(page: Page, name: str) -> None:
    """Write a picture once notices are gone and images are there."""
    await expect(page.locator(".toast")).to_have_count(0)
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await page.mouse.move(0, 0)
    await page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
