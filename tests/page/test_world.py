"""Time travel, dropped files, trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from bot.sandbox.client import Sandbox, UserHandle

DROP = """name => {
  const data = new DataTransfer();
  data.items.add(new File(["1. Shops sell more tea"], name, {type: "text/plain"}));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


async def until(look: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Look until it is so; the page's calls take a moment."""
    async with asyncio.timeout(5):
        while await look() != wanted:  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.02)


async def faults(sandbox: Sandbox) -> list[tuple[str, bool]]:
    """Those in force: kind, and whether the request is handled all the same."""
    return [(rule["kind"], rule["handled"]) for rule in await sandbox.faults()]


async def test_the_buttons_move_world_time(page: Page, sandbox: Sandbox) -> None:
    await sandbox.settings(zone="Asia/Shanghai")
    await sandbox.set_clock(datetime(2019, 11, 14, 4, 0, tzinfo=UTC))
    bar = page.get_by_role("group", name="Time here")
    await expect(bar.locator("time")).to_have_text("Thu, 14 Nov 2019, 12:00")
    for button, shown in (
        ("Next evening", "Thu, 14 Nov 2019, 18:30"),
        ("Next morning", "Fri, 15 Nov 2019, 08:30"),
        ("+1 h", "Fri, 15 Nov 2019, 09:30"),
    ):
        await bar.get_by_role("button", name=button).click()
        await expect(bar.locator("time")).to_have_text(shown)
    await expect(
        page.get_by_role("status").filter(has_text="It is now Fri, 15 Nov 2019, 09:30")
    ).to_be_visible()


async def test_a_button_goes_to_what_is_known_to_come_and_a_jump_that_brought_nothing_is_told(
    page: Page, sandbox: Sandbox
) -> None:
    notices = page.get_by_role("status")
    button = page.get_by_role("button", name="Next issue")
    await sandbox.settings(zone="Asia/Shanghai")
    await sandbox.set_clock(datetime(2019, 11, 14, 4, 0, tzinfo=UTC))
    await expect(button).to_be_hidden()
    later = datetime(2023, 2, 7, 10, 30, tzinfo=UTC)
    await sandbox.settings(agenda=[later.timestamp()])
    await page.get_by_role("button", name="Next evening").click()
    told = "Nothing came. The next issue comes Tue, 7 Feb 2023, 18:30"
    await expect(notices.filter(has_text=told)).to_be_visible()
    await button.click()
    await expect(page.locator(".timebar time")).to_have_text("Tue, 7 Feb 2023, 18:30")
    await expect(notices.filter(has_text="Nothing came. The bot has something to say only")).to_be_visible()
    await button.click()
    await expect(notices.filter(has_text="That was the last issue there is")).to_be_visible()
    assert await sandbox.now() < later + timedelta(minutes=1)


async def test_after_a_jump_that_the_bot_answers_nothing_more_is_said(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    await page.get_by_role("button", name="+1 h").click()
    await mei.send("/start")
    await mei.wait_reply()
    await page.wait_for_timeout(5500)
    await expect(page.locator(".toast", has_text="Nothing came")).to_have_count(0)


async def test_a_dropped_file_comes_from_the_administrator(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    await sandbox.user("Boss", admin=True)
    await expect(page.get_by_role("button", name="Drop an issue here")).to_be_visible()
    await page.evaluate(DROP, "2019-11-14-evening.txt")
    await expect(page.locator(".who p")).to_have_text("You are Boss")
    await expect(page.locator(".message.mine")).to_contain_text("2019-11-14-evening.txt")
    await expect(page.locator(".message.theirs")).to_contain_text("Got 2019-11-14-evening.txt, 22 bytes")


async def test_a_file_can_be_chosen_too(page: Page, mei: UserHandle) -> None:
    await mei.send("hello")
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name="Send a file or picture").click()
    await (await waiting.value).set_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"tea"})
    await expect(page.locator(".message.theirs").last).to_contain_text("Got a.txt, 3 bytes")


SWITCHES = {
    "Every 4th send fails with a server error": ("error", False),
    "Every 5th send: connection breaks before it is handled": ("reset", False),
    "Every 5th send: connection breaks after it is handled": ("reset", True),
    "Answers are 2 seconds late": ("delay", False),
    "Updates come twice": ("duplicate", True),
}


async def test_each_switch_makes_its_trouble_and_ends_it(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    await mei.send("/start")
    await page.get_by_role("button", name="Trouble").click()
    drawer = page.get_by_role("complementary", name="Trouble")
    for name, fault in SWITCHES.items():
        await drawer.get_by_role("switch", name=name).check()
        await until(lambda: faults(sandbox), [fault])
        await drawer.get_by_role("switch", name=name).uncheck()
        await until(lambda: faults(sandbox), [])
    await drawer.get_by_role("switch", name="Limits as Telegram's").check()
    await expect(drawer.get_by_role("listitem").first).to_contain_text("sendMessage")
    await until(lambda: limited(sandbox), True)
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await expect(page.get_by_role("button", name="Trouble")).to_be_focused()


async def limited(sandbox: Sandbox) -> object:
    return (await sandbox.limits())["on"]


async def test_a_group_throws_the_bot_out_and_becomes_a_supergroup(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    group = await sandbox.group("Sellers", creator=mei)
    await mei.add_bot(group)
    await page.get_by_role("button", name="Sellers").click()
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_role("button", name="Throw the bot out").click()
    await page.get_by_role("button", name="Bring the bot in").click()
    await page.get_by_role("button", name="Turn into a supergroup").click()
    await expect(page.locator(".service").last).to_have_text("Continued from a group")
    await page.get_by_role("button", name="Forbid the bot to write").click()
    await expect(page.get_by_role("button", name="Let the bot write")).to_be_visible()


async def test_a_closed_topic_takes_no_messages(page: Page, sandbox: Sandbox, mei: UserHandle) -> None:
    forum = await sandbox.supergroup("Market", creator=mei, forum=True)
    await sandbox.topic(forum, 2, name="Tea")
    await mei.add_bot(forum)
    await page.get_by_role("button", name="Tea Market").click()
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_role("button", name="Close the topic").click()
    await expect(page.get_by_text("This topic is closed.")).to_be_visible()
    await page.get_by_role("button", name="Open the topic").click()
    await expect(page.get_by_role("textbox", name="Write a message…")).to_be_visible()


async def test_the_bot_is_blocked_and_unblocked(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    await page.get_by_role("button", name="Trouble").click()
    await page.get_by_role("button", name="Block the bot").click()
    await expect(page.get_by_text("Mei blocked this bot.")).to_be_visible()
    assert (await mei.state())["blocked"] is True
    await page.locator(".composer").get_by_role("button", name="Unblock").click()
    await expect(page.get_by_role("textbox")).to_be_visible()


async def test_the_page_comes_back_when_the_world_begins_anew(page: Page, sandbox: Sandbox) -> None:
    await expect(page.get_by_text("I show everything a chat can show.")).to_be_visible()
    await sandbox.reset()
    await expect(page.get_by_text("Nobody is here yet")).to_be_visible()
    await sandbox.user("Lin")
    await expect(page.get_by_role("region", name="Lin")).to_be_visible()
