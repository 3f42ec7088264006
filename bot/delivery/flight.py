"""The sends under way: a bounded number of tasks, and the outcomes of those that are done."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from storage.records import Delivery, DeliveryState, Outcome

log = structlog.get_logger(__name__)

LONGEST_WAIT = 10.0
"""Seconds that something claimed may wait for its chat's turn."""


class Flight:
    """`landed` is called whenever a send is done, however it ended."""

    def __init__(self, sender: Sender, pace: Pace, *, most: int, landed: Callable[[], None]) -> None:
        self._sender = sender
        self._pace = pace
        self._most = most
        self._landed = landed
        self._tasks: dict[int, asyncio.Task[Outcome]] = {}
        self._begun: set[int] = set()
        self._outcomes: list[Outcome] = []
        self._chats: list[int] = []

    @property
    def empty(self) -> bool:
        """Nothing is under way and every outcome was taken."""
        return not (self._tasks or self._outcomes)

    @property
    def landed_any(self) -> bool:
        """Some outcomes were not taken yet."""
        return bool(self._outcomes)

    @property
    def size(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    def room(self) -> int:
        return max(0, self._most - len(self._tasks))

    def start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._send(delivery))
        self._tasks[delivery.id] = task
        task.add_done_callback(partial(self._land, delivery))

    def give_back(self, delivery: Delivery) -> None:
        """Something claimed that is not to be started any more."""
        self._outcomes.append(self._sender.interrupted(delivery, begun=False))

    def outcomes(self) -> list[Outcome]:
        """What was done since this was asked last."""
        taken, self._outcomes = self._outcomes, []
        return taken

    def chats(self) -> list[int]:
        """The chats of these, for which something further may be waiting."""
        taken, self._chats = self._chats, []
        return taken

    def release(self) -> None:
        """Let go of what has not begun: it was surely not sent."""
        for delivery_id, task in self._tasks.items():
            if delivery_id not in self._begun:
                task.cancel()

    async def abandon(self) -> None:
        """Wait no longer for anything: what has begun may have arrived or not."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # what a task's end calls is called a step later

    async def _send(self, delivery: Delivery) -> Outcome:
        wait = self._pace.free_at(delivery.chat_id) - self._pace.now()
        if wait > LONGEST_WAIT:  # an answer to this chat was flooded: no place is held for that long
            return self._sender.postponed(delivery, wait)
        await self._pace.turn(delivery.chat_id)
        self._begun.add(delivery.id)
        return await self._sender.send(delivery)

    def _land(self, delivery: Delivery, task: asyncio.Task[Outcome]) -> None:
        """However it ended: a task may be cancelled before it took its first step."""
        begun = delivery.id in self._begun
        if task.cancelled():
            outcome = self._sender.interrupted(delivery, begun=begun)
        elif error := task.exception():
            log.error("a delivery went wrong in an unforeseen way", delivery=delivery.id, exc_info=error)
            outcome = self._sender.interrupted(delivery, begun=begun)
        else:
            outcome = task.result()
        del self._tasks[delivery.id]
        self._begun.discard(delivery.id)
        self._outcomes.append(outcome)
        if outcome.state is not DeliveryState.RETRY:
            self._chats.append(delivery.chat_id)
        self._landed()
