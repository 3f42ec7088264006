"""Inline mode on the page: ask, page on, choose."""

from playwright.async_api import Page, expect

from bot.sandbox.client import UserHandle


async def test_results_come_page_by_page_and_one_is_sent(page: Page, mei: UserHandle) -> None:
    await mei.send("hello")
    field = page.get_by_role("textbox")
    await field.press_sequentially("@kuaixun_sandbox_bot tea")
    options = page.locator(".option.result")
    await expect(options).to_have_count(5)
    await expect(options.first).to_contain_text("tea 1")
    await page.get_by_role("option", name="More results").click()
    await expect(options).to_have_count(10)
    for _ in range(7):
        await field.press("ArrowDown")
    await field.press("Enter")
    await expect(page.locator(".message.mine").last).to_contain_text("Result 7")
    await expect(page.locator(".message.mine").last).to_contain_text("via @kuaixun_sandbox_bot")
    await expect(page.locator(".message.theirs").last).to_contain_text("Chosen: 7 for tea")
    await expect(field).to_have_value("")
