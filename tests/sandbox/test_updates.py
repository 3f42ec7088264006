"""getUpdates: what waits, what is confirmed, who may ask."""

import asyncio
import time

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox.client import Sandbox, UserHandle


async def texts(bot: Bot, offset: int | None = None, limit: int | None = None) -> list[str]:
    found = await bot.get_updates(offset=offset, limit=limit)
    return [update.message.text or "" for update in found if update.message]


@pytest.fixture
async def talk(bot: Bot, user: UserHandle) -> int:
    """Three messages wait; the id of the first."""
    started = await bot.get_updates()
    await bot.get_updates(offset=started[-1].update_id + 1)
    for text in ("one", "two", "three"):
        await user.send(text)
    return started[-1].update_id + 1


async def test_unconfirmed_updates_come_again(bot: Bot, talk: int) -> None:
    assert await texts(bot) == await texts(bot) == ["one", "two", "three"]


async def test_an_offset_confirms_everything_below_it(bot: Bot, talk: int) -> None:
    assert await texts(bot, offset=talk + 1) == ["two", "three"]
    assert await texts(bot) == ["two", "three"]
    assert await texts(bot, offset=talk + 100) == []


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot: Bot, talk: int) -> None:
    assert await texts(bot, offset=-1) == ["three"]
    assert await texts(bot) == ["three"]


async def test_the_limit_is_kept(bot: Bot, talk: int) -> None:
    assert await texts(bot, limit=2) == ["one", "two"]


async def test_a_poll_waits_for_news(bot: Bot, talk: int, user: UserHandle) -> None:
    poll = asyncio.create_task(bot.get_updates(offset=talk + 3, timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    began = time.monotonic()
    await user.send("four")
    assert [update.message.text for update in await poll if update.message] == ["four"]
    assert time.monotonic() - began < 0.5


async def test_a_poll_without_news_ends_in_time(bot: Bot, talk: int) -> None:
    began = time.monotonic()
    assert await bot.get_updates(offset=talk + 3, timeout=1) == ()
    assert 0.9 < time.monotonic() - began < 2


async def test_a_second_poller_ends_the_first(bot: Bot, talk: int, user: UserHandle) -> None:
    first = asyncio.create_task(bot.get_updates(offset=talk + 3, timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.get_updates(offset=talk + 3, timeout=5))
    with pytest.raises(
        Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"
    ):
        await first
    await user.send("four")
    assert len(await second) == 1


async def test_only_allowed_updates_come_and_the_choice_stays(bot: Bot, talk: int, user: UserHandle) -> None:
    await bot.get_updates(offset=talk + 3, allowed_updates=["my_chat_member"])
    await user.send("unheard")
    await user.block()
    (only,) = await bot.get_updates()
    assert only.my_chat_member is not None
    await user.unblock()
    await bot.get_updates(offset=-1, allowed_updates=[])
    await user.send("heard")
    assert (await texts(bot))[-1] == "heard"


async def test_kinds_that_must_be_asked_for(bot: Bot, talk: int, sandbox: Sandbox) -> None:
    assert await sandbox.update("chat_member", {}) is None
    await bot.get_updates(offset=talk + 3, allowed_updates=["chat_member"])
    assert await sandbox.update("chat_member", {}) is not None


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot, talk: int) -> None:
    await bot.set_webhook("https://example.com/hook", allowed_updates=["message"])
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == (
        "https://example.com/hook",
        3,
        ("message",),
    )
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []
    with pytest.raises(BadRequest, match=r"(?i)https url must be provided"):
        await bot.set_webhook("http://example.com/hook")


async def test_stopping_the_server_ends_a_waiting_poll(bot: Bot, talk: int, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot.get_updates(offset=talk + 3, timeout=30))
    await asyncio.sleep(0.05)
    await sandbox.reset()
    assert await poll == ()
