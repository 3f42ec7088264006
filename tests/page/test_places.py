"""Several people, a group, a forum topic and a channel, side by side."""

import re

from playwright.async_api import Page, expect

from bot.sandbox.client import Sandbox, UserHandle


async def add(page: Page, kind: str, name: str) -> None:
    await page.get_by_role("button", name="Add a person or chat").click()
    window = page.get_by_role("dialog")
    await window.get_by_role("radio", name=kind, exact=True).check()
    await window.get_by_role("textbox").fill(name)
    await window.get_by_role("button", name="Add", exact=True).click()
    await expect(window).to_have_count(0)


async def test_a_person_a_group_a_forum_and_a_channel_are_added(page: Page, sandbox: Sandbox) -> None:
    await add(page, "A group", "Sellers")
    await expect(page.get_by_role("heading", name="Sellers")).to_be_visible()
    await expect(page.locator(".service")).to_contain_text("Kuaixun joined")
    await add(page, "A group with topics", "Market")
    await expect(page.get_by_role("heading", name="Market › First topic")).to_be_visible()
    await add(page, "A channel", "News")
    await expect(page.get_by_role("textbox", name="Post to the channel…")).to_be_visible()
    await add(page, "A person", "小伟")
    await expect(page.get_by_role("region", name="小伟")).to_be_visible()
    rows = page.get_by_role("region", name="Mei").locator(".chatrow strong")
    await expect(rows).to_have_text(["Kuaixun", "Sellers", "General", "First topic", "News"])


async def test_in_a_topic_the_conversation_stays_in_the_topic(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    forum = await sandbox.supergroup("Market", creator=mei, forum=True)
    await sandbox.topic(forum, 2, name="Tea")
    await mei.add_bot(forum)
    await page.get_by_role("button", name=re.compile("^Tea")).click()
    field = page.get_by_role("textbox")
    await field.fill("/start@kuaixun_sandbox_bot")
    await field.press("Enter")
    await expect(page.locator(".message.theirs")).to_contain_text("Welcome!")
    assert all(each.wire["message_thread_id"] == 2 for each in await forum.messages() if each.text)
    await page.get_by_role("button", name=re.compile("^General")).click()
    await expect(page.locator(".message.theirs")).to_have_count(0)
    await mei.send("Who sells tea?", chat=forum)
    await page.reload()
    await expect(page.get_by_role("button", name=re.compile("^Tea"))).to_contain_text("Kuaixun: Welcome!")
    await expect(page.get_by_role("button", name=re.compile("^General"))).to_contain_text("Who sells tea?")


async def test_two_conversations_stand_side_by_side(page: Page, sandbox: Sandbox, mei: UserHandle) -> None:
    wei = await sandbox.user("Wei", language="zh")
    for person in (mei, wei):
        await person.send("/start")
    await expect(page.get_by_role("region", name="Wei").locator(".chatrow")).to_be_visible()
    await page.get_by_role("button", name="Second conversation beside").click()
    panes = page.locator(".conversation")
    await expect(panes).to_have_count(2)
    await expect(panes.nth(1).locator(".who p")).to_have_text("You are Wei")
    await panes.nth(1).get_by_role("button", name="Count").click()
    await expect(panes.nth(1).locator(".message.theirs")).to_contain_text("Counted to 1")
    await expect(panes.nth(0).locator(".message.theirs")).to_contain_text("Welcome!")
    fields = await panes.get_by_role("textbox").evaluate_all("all => all.map(each => each.clientHeight)")
    assert fields[0] == fields[1] > 30
    current = page.locator(".person:has([aria-current])")
    await expect(current).to_have_attribute("aria-label", "Wei")
    await page.get_by_role("button", name="Close this conversation").click()
    await expect(panes).to_have_count(1)
    await expect(current).to_have_attribute("aria-label", "Mei")


async def test_with_one_conversation_there_is_none_to_stand_beside_it(page: Page, mei: UserHandle) -> None:
    await mei.send("/start")
    await page.get_by_role("button", name="Second conversation beside").click()
    await expect(page.get_by_text("There is no other conversation yet")).to_be_visible()
    await expect(page.locator(".conversation")).to_have_count(1)


async def test_what_is_not_seen_is_counted(page: Page, sandbox: Sandbox, mei: UserHandle) -> None:
    wei = await sandbox.user("Wei")
    await wei.send("/start")
    row = page.get_by_role("region", name="Wei").get_by_role("button")
    await expect(row.locator(".badge")).to_have_text("1")
    await expect(row).to_contain_text("Welcome!")
    await row.click()
    await expect(row.locator(".badge")).to_have_count(0)


async def test_a_conversation_opens_where_one_has_not_read_on(
    page: Page, sandbox: Sandbox, mei: UserHandle
) -> None:
    wei = await sandbox.user("Wei")
    long = [f"{part} " + "\n".join(f"line {number}" for number in range(40)) for part in ("One", "Two")]
    for text in long:
        await wei.send(text)
        await wei.wait_reply()
    await page.get_by_role("region", name="Wei").get_by_role("button").click()
    first = page.locator(".message.theirs").first
    await expect(first.get_by_text("You said: One")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="New messages below")).to_be_visible()


async def test_nobody_here_is_an_invitation(page: Page, sandbox: Sandbox) -> None:
    await expect(page.get_by_text("I show everything a chat can show.")).to_be_visible()
    await sandbox.reset()
    await page.get_by_role("button", name="Begin").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("Lin")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
