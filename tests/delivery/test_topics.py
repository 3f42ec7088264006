"""Topics of a forum: digests go to the chosen one, and to the General one when that is closed or gone."""

from datetime import timedelta

import pytest
from telegram import Bot

from bot.sandbox.client import Sandbox
from storage.store import Storage
from tests.delivery.making import (
    DAY,
    WHOLE,
    MovedClock,
    Told,
    postman,
    publish,
    push,
    running,
    shanghai,
    subscribe,
)


@pytest.fixture(autouse=True)
async def issue(storage: Storage) -> None:
    await publish(storage, shanghai(17))


@pytest.mark.parametrize("gone", ["closed", "never there"])
async def test_a_topic_that_is_closed_or_gone_becomes_the_general_one_and_those_who_can_act_hear_of_it_once(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock, gone: str
) -> None:
    owner = await sandbox.user("Lan")
    forum = await sandbox.supergroup("Readers", creator=owner, forum=True)
    await owner.add_bot(forum)
    await subscribe(storage, forum.id)
    topic = await sandbox.topic(forum, is_open=False) if gone == "closed" else 77
    await storage.subscribers.set_topic(forum.id, topic, clock())
    told = Told()
    made = postman(storage, bot, clock, notices=told)
    async with running(made):
        await push(made)
        clock.forward(days=1)
        await publish(storage, clock(), day=DAY + timedelta(days=1))
        await push(made)
    messages = [message for message in await forum.messages() if message.from_bot]
    hint, *digests = [message.text for message in messages]
    assert "closed or gone, so they come here now" in hint
    assert digests == [*WHOLE, "evening 2019-11-15 en full late", "second part"]
    assert [message.wire.get("message_thread_id") for message in messages] == [None] * 5
    assert "General topic" in next(iter(told.lines.values()))


async def test_a_topic_gets_the_digest(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    owner = await sandbox.user("Lan")
    forum = await sandbox.supergroup("Readers", creator=owner, forum=True)
    await owner.add_bot(forum)
    await subscribe(storage, forum.id)
    topic = await sandbox.topic(forum)
    await storage.subscribers.set_topic(forum.id, topic, clock())
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    messages = [message for message in await forum.messages() if message.from_bot]
    assert [message.wire.get("message_thread_id") for message in messages] == [topic, topic]
