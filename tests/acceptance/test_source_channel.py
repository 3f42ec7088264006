"""A channel that posts issues: its posts and their edits are taken as an admin's messages are; the admins decide."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import ChatHandle
from tests.acceptance.newsroom import TITLES, Newsroom, issue_text, newsroom
from tests.acceptance.stage import ask


async def channel(room: Newsroom, name: str = "laogao_news") -> ChatHandle:
    """A channel that somebody brought the bot into; the admin has started the bot."""
    owner = await room.play.sandbox.user("Owner")
    made = await room.play.sandbox.channel("News", creator=owner, username=name)
    await owner.add_bot(made, admin=True, can_post=False)
    await ask(room.admin, "/start")
    return made


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path, source_channels="@Laogao_News") as room:
        yield room


async def test_a_post_is_shown_to_the_admins_who_publish_it(watched: Newsroom) -> None:
    source = await channel(watched)
    await watched.admin.send(issue_text(), chat=source)
    shown = await watched.admin.wait_reply()
    assert "🌙 Evening · Thu, Nov 14, 2019" in shown.text
    assert "✅ Published." in (await watched.press(shown, "✅ Publish")).text
    assert await watched.titles() == list(TITLES[:3])
    assert await source.silent(0.1)


async def test_what_is_no_issue_is_passed_over(watched: Newsroom) -> None:
    source = await channel(watched)
    for text in ("Good morning, everybody!", "/quarantine", "/ingest"):
        await watched.admin.send(text, chat=source)
    assert await watched.admin.silent(0.4)
    assert await watched.play.bot.storage.quarantine.list() == []


async def test_a_post_of_another_channel_is_nobodys_issue(watched: Newsroom) -> None:
    other = await channel(watched, "somebody_else")
    await watched.admin.send(issue_text(), chat=other)
    await watched.admin.send_file("a.txt", issue_text().encode(), chat=other)
    assert await watched.admin.silent(0.4)


async def test_a_file_in_the_channel(watched: Newsroom) -> None:
    source = await channel(watched)
    await watched.admin.send_file("a.txt", issue_text().encode(), chat=source)
    assert "a.txt" in (await watched.admin.wait_reply()).text


async def test_straight_through_in_silence_and_corrected_by_an_edit(tmp_path: Path) -> None:
    async with newsroom(tmp_path, source_channels="@laogao_news", intake_publish="auto") as room:
        source = await channel(room)
        post = await room.admin.send(issue_text(), chat=source)
        assert await room.admin.silent(0.5)
        before = await room.archive()
        await room.edit(post, issue_text(where="Chengdu"), "edited_channel_post")
        assert await room.admin.silent(0.3)
        after = await room.archive()
        assert before is not None
        assert after is not None
        assert "Chengdu" in after.items[0].body[0]
        assert [it.id for it in after.items] == [it.id for it in before.items]


async def test_an_edit_of_a_post_that_waits_shows_the_newer_one(watched: Newsroom) -> None:
    source = await channel(watched)
    post = await watched.admin.send(issue_text(), chat=source)
    await watched.admin.wait_reply()
    await watched.edit(post, issue_text(where="Chengdu"), "edited_channel_post")
    shown = await watched.admin.wait_reply()
    assert "No. 2 ·" in shown.text
    await watched.press(shown, "✅ Publish")
    issue = await watched.archive()
    assert issue is not None
    assert "Chengdu" in issue.items[0].body[0]


async def test_an_admin_who_cannot_be_reached_finds_it_in_quarantine(watched: Newsroom) -> None:
    source = await channel(watched)
    await watched.admin.block()
    await watched.admin.send(issue_text(), chat=source)
    async with asyncio.timeout(5):
        while "cannot be told" not in watched.play.log.getvalue():  # noqa: ASYNC110 - a log sets no event
            await asyncio.sleep(0.02)
    await watched.admin.unblock()
    assert "1 issue waits for you" in (await ask(watched.admin, "/quarantine")).text
