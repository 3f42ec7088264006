"""A visitor talks to a bot on the page as in any messenger."""

import re

from playwright.async_api import Page, expect

from bot.sandbox.client import Sandbox, UserHandle


async def write(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Write a message…")
    await field.fill(text)
    await field.press("Enter")


async def test_the_bot_introduces_itself_and_start_begins(page: Page) -> None:
    await expect(page.get_by_text("I show everything a chat can show.")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(page.locator(".message.mine")).to_contain_text("/start")
    await expect(page.locator(".message.theirs")).to_contain_text("Welcome!")
    await expect(page.get_by_role("textbox", name="Write a message…")).to_be_focused()


async def test_a_button_edits_the_message_in_place_and_keeps_the_focus(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    await page.get_by_role("button", name="Count").click()
    await expect(page.locator(".message.theirs")).to_contain_text("Counted to 1")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.theirs")).to_contain_text("Counted to 2")
    await expect(page.locator(".message.theirs")).to_have_count(1)
    await expect(page.locator(".message.theirs .stamp")).to_contain_text("edited")


async def test_answers_to_presses_are_notices_or_windows(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    await page.get_by_role("button", name="Toast").click()
    await expect(page.get_by_role("status").filter(has_text="A toast from the bot")).to_be_visible()
    await page.get_by_role("button", name="Alert").click()
    window = page.get_by_role("dialog")
    await expect(window).to_contain_text("A alert from the bot")
    await page.keyboard.press("Enter")
    await expect(window).to_have_count(0)
    silent = page.get_by_role("button", name="Silent")
    await silent.click()
    await expect(silent).not_to_have_attribute("aria-busy", "true")


async def test_the_command_menu_speaks_the_persons_language(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    wei = await sandbox.user("Wei", language="zh")
    for person in (mei, wei):
        await person.send("hello")
    field = page.get_by_role("textbox")
    await field.press_sequentially("/")
    await expect(page.get_by_role("option")).to_have_count(5)
    await field.press_sequentially("qu")
    await expect(page.get_by_role("option")).to_have_text([re.compile("/quote.*Show quote")])
    await field.press("Enter")
    await expect(page.locator(".message.mine").last).to_contain_text("/quote")
    await page.get_by_role("region", name="Wei").get_by_role("button").click()
    await page.get_by_role("button", name="Commands").click()
    await expect(page.get_by_role("option")).to_have_text([re.compile("/start.*开始使用")])


async def test_typing_is_shown_until_the_answer_comes(page: Page, mei: UserHandle) -> None:
    await mei.send("/slow")
    await expect(page.locator(".who p")).to_have_text("typing…")
    await expect(page.locator(".typing")).to_be_visible()
    await mei.send("/start")
    await expect(page.locator(".message.theirs").last).to_contain_text("Welcome!")
    await expect(page.locator(".who p")).to_have_text("You are Mei")
    await expect(page.locator(".typing")).to_have_count(0)


async def test_a_long_quote_folds_to_three_lines_and_unfolds(page: Page, mei: UserHandle) -> None:
    await mei.send("/quote")
    long, short = page.locator("blockquote").first, page.locator("blockquote").last
    await expect(long.get_by_role("button", name="Show all")).to_be_visible()
    await expect(short.get_by_role("button")).to_have_count(0)
    lines = "element => Math.round(element.clientHeight / parseFloat(getComputedStyle(element).lineHeight))"
    assert await long.locator(".quoted").evaluate(lines) == 3
    await long.click(position={"x": 40, "y": 12})
    assert await long.locator(".quoted").evaluate(lines) == 6
    await long.get_by_role("button", name="Show less").press("Enter")
    assert await long.locator(".quoted").evaluate(lines) == 3
    await long.get_by_role("button", name="Show all").press("Enter")
    await expect(long.get_by_role("link", name="deep link")).to_be_in_viewport()


async def test_format_links_and_secrets(page: Page, mei: UserHandle) -> None:
    await mei.send("/quote")
    bubble = page.locator(".message.theirs .words")
    await expect(bubble.locator("strong")).to_have_text("Two items")
    outside = bubble.get_by_role("link", name="outside link")
    await expect(outside).to_have_attribute("href", "https://example.com/x")
    await expect(outside).to_have_attribute("rel", re.compile("noopener"))
    secret = bubble.get_by_role("button", name="Hidden text, press to see it")
    await expect(bubble.get_by_text("the secret")).to_be_hidden()
    await secret.press("Enter")
    await expect(bubble.get_by_text("the secret")).to_be_visible()


async def test_a_deep_link_stays_in_the_page(page: Page, mei: UserHandle) -> None:
    await mei.send("/quote")
    await page.get_by_role("link", name="item 7").click()
    await expect(page.locator(".message.theirs").last).to_contain_text("Welcome! item_7")


async def test_a_link_into_the_page_brings_its_payload(page: Page, sandbox: Sandbox) -> None:
    await page.goto(f"{sandbox.url}/?start=from_the_readme")
    await page.get_by_role("button", name="Start · from_the_readme").click()
    await expect(page.locator(".message.theirs").last).to_contain_text("Welcome! from_the_readme")


async def test_markup_that_people_type_is_text(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    await write(page, "<img src=x onerror=alert(1)> & <b>bold</b>")
    await expect(page.locator(".message.theirs").last).to_contain_text(
        "You said: <img src=x onerror=alert(1)> & <b>bold</b>"
    )


async def test_a_long_talk_comes_in_pages_and_is_kept_over_a_reload(page: Page, mei: UserHandle) -> None:
    for number in range(50):
        await mei.send(f"{number} שלום " + "w" * 200)
    await mei.wait(50, after=0, within=20)
    said = page.locator(".message")
    await page.reload()
    await expect(said).to_have_count(80)
    await expect(said.last).to_be_in_viewport()
    await page.get_by_role("button", name="Earlier messages").click()
    await expect(said).to_have_count(100)
    await expect(said.first).to_contain_text("0 שלום")
    assert await page.locator(".scroller").evaluate("it => it.scrollWidth - it.clientWidth") == 0


async def test_two_tabs_show_the_same(page: Page, mei: UserHandle) -> None:
    other = await page.context.new_page()
    await other.goto(page.url)
    await mei.send("/start")
    await other.get_by_role("button", name="Count").click()
    for tab in (page, other):
        await expect(tab.locator(".message.theirs")).to_contain_text("Counted to 1")


async def test_a_reply_keyboard_writes_for_the_visitor(page: Page, mei: UserHandle) -> None:
    await mei.send("/keys")
    keys = page.get_by_role("group", name="Buttons of the bot")
    await keys.get_by_role("button", name="Evening").click()
    await expect(page.locator(".message.theirs").last).to_contain_text("You said: Evening")
    await expect(keys).to_have_count(0)


async def test_documents_and_pictures(page: Page, mei: UserHandle) -> None:
    await mei.send("/files")
    file = page.get_by_role("link", name=re.compile("Download figures.csv, 8 byte"))
    async with page.expect_download() as waiting:
        await file.click()
    download = await waiting.value
    assert download.suggested_filename == "figures.csv"
    assert (await download.path()).read_bytes() == b"a,b\n1,2\n"
    await expect(page.get_by_role("img", name="Photo")).to_be_visible()


async def test_the_day_on_top_floats_while_one_scrolls_and_covers_no_line_when_one_reads(
    page: Page, mei: UserHandle
) -> None:
    for number in range(30):
        await mei.send(f"line {number}")
    day = page.locator(".day").first
    await expect(day).to_have_class(re.compile("away"))
    await page.locator(".scroller").evaluate("it => it.scrollTop -= 40")
    await expect(day).not_to_have_class(re.compile("away"))
    await expect(day).to_have_class(re.compile("away"))
    await page.locator(".scroller").evaluate("it => it.scrollTop = 0")
    await expect(day).not_to_have_class(re.compile("away"))
    await page.wait_for_timeout(1500)
    await expect(day).to_be_visible()
    await expect(day).not_to_have_class(re.compile("away"))
