"""For everyone: any width, either colours, either language, a keyboard, a screen reader."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, expect

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.pagefiles import PAGE
from bot.sandbox.state import TOKEN
from tests.page.browser import PHONE, WIDE, opened


async def clean(page: Page) -> None:
    """No rule of axe-core is broken in light colours, and in dark ones the contrast is right too."""
    rules: dict[str, dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
    for colours, only in rules.items():
        await page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        await expect(page.locator("html")).to_have_attribute("data-theme", colours)
        results = await Axe().run(page, options=only | {"resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(("size", "language"), [(WIDE, "en-GB"), (PHONE, "zh-CN")], ids=["wide", "phone"])
async def test_axe_finds_nothing(
    browser: Browser, sandbox: Sandbox, mei: UserHandle, size: dict[str, int], language: str
) -> None:
    boss = await sandbox.user("Boss", admin=True, language="zh")
    for person, text in ((mei, "/start"), (mei, "/quote"), (mei, "/files"), (boss, "hello")):
        await person.send(text)
        await person.wait_reply()
    async with opened(browser, sandbox.url, viewport=size, locale=language) as page:
        await expect(page.get_by_role("region", name="Mei")).to_be_visible()
        await clean(page)
        await page.get_by_role("region", name="Mei").get_by_role("button").click()
        await expect(page.locator(".message img")).to_be_visible()
        await page.get_by_role("button", name=re.compile("Commands|命令")).click()
        await expect(page.get_by_role("option").first).to_be_visible()
        await clean(page)
        await page.keyboard.press("Escape")
        await page.request.get(f"{sandbox.base_url}{TOKEN}/{'send' * 30}?chat_id=1")
        await page.get_by_role("button", name=re.compile("Trouble|故障")).click()
        await expect(page.locator(".calls li").first).to_contain_text("404")
        await clean(page)
        for wide in ("html", ".drawerbody"):
            assert await page.locator(wide).evaluate("it => it.scrollWidth - it.clientWidth") <= 0


async def test_a_phone_shows_the_list_and_then_the_chat(phone: Page, mei: UserHandle) -> None:
    await expect(phone.locator(".stage")).to_be_hidden()
    await phone.get_by_role("region", name="Mei").get_by_role("button").tap()
    await expect(phone.get_by_role("button", name="Start", exact=True)).to_be_in_viewport()
    await phone.get_by_role("button", name="Start", exact=True).tap()
    await expect(phone.locator(".message.theirs")).to_contain_text("Welcome!")
    await phone.get_by_role("button", name="Back to the chats").tap()
    await expect(phone.get_by_role("region", name="Mei")).to_be_visible()
    await expect(phone.locator(".stage")).to_be_hidden()


async def test_a_conversation_by_keyboard_alone(page: Page) -> None:
    seen = []
    for _ in range(30):
        await page.keyboard.press("Tab")
        seen.append(
            await page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
        )
        if seen[-1] == "Start":
            break
    assert seen[-1] == "Start", seen
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.theirs")).to_contain_text("Welcome!")
    await page.keyboard.type("/quo")
    await page.keyboard.press("Enter")
    await expect(page.locator("blockquote").first).to_be_visible()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.className") == "unfold":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("blockquote").first.get_by_role("button")).to_have_attribute(
        "aria-expanded", "true"
    )


async def test_new_messages_are_told_to_a_screen_reader(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_contain_text("Welcome!")


async def test_language_and_colours_can_be_switched_and_are_kept(page: Page) -> None:
    await page.get_by_role("button", name="用中文显示").click()
    await expect(page.get_by_role("button", name="下一个早晨")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    await page.get_by_role("button", name="深色").click()
    await page.reload()
    await expect(page.get_by_role("button", name="下一个早晨")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_both_languages_say_the_same_and_nothing_more_than_is_used(page: Page) -> None:
    load = "async name => { const texts = await import(`/page/js/texts/${name}.js`); return Object.keys(texts.default) }"
    english, chinese = [await page.evaluate(load, name) for name in ("en", "zh")]
    assert english == chinese
    code = "".join(path.read_text("utf-8") for path in Path(PAGE, "js").glob("*.js"))
    made_up = ("f_", "kind")  # keys put together from a part
    unused = [key for key in english if f'"{key}"' not in code and not key.startswith(made_up)]
    assert unused == []
