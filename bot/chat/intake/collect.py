"""Pieces of an issue that come in several messages: joined when no more come for a moment, or at a word.

Each piece is kept as it comes, so a restart loses none: what was open then is finished at the start.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import structlog

from bot.chat.intake.posts import Post
from bot.intake.evidence import goes_on, looks_like_issue
from storage.records import Clock
from storage.submissions import Submission, Submissions, SubmissionState

log = structlog.get_logger(__name__)

PATIENCE = 600.0
"""Seconds without a piece after which one that was to be kept open is complete all the same."""

Finish = Callable[[Submission], Awaitable[None]]


class Collector:
    """`wait` is in seconds. `finish` gets each submission once, complete."""

    def __init__(self, submissions: Submissions, clock: Clock, wait: float, finish: Finish) -> None:
        self._submissions = submissions
        self._clock = clock
        self._wait = wait
        self._finish = finish
        self._last: dict[int, Post] = {}
        """For each chat with an open one its last piece; an empty text for none yet."""
        self._kept: set[int] = set()
        self._timers: dict[int, asyncio.Task[None]] = {}
        self._works: set[asyncio.Task[None]] = set()
        self._closed = False

    def expects(self, post: Post) -> bool:
        """Whether this message is a piece of an issue: it opens one, or goes on with the one that is open."""
        last = self._last.get(post.chat_id)
        if last is None:
            return looks_like_issue(post.text)
        if post.chat_id in self._kept:
            return True
        both = last.forwarded and post.forwarded
        return goes_on(last.text, post.text, both_forwarded=both) or looks_like_issue(post.text)

    async def add(self, post: Post) -> None:
        """Take a piece. One that comes a second time changes nothing."""
        if await self._submissions.of_message(post.chat_id, post.message_id):
            return
        await self._submissions.open(post.chat_id, self._clock(), received=post.received)
        await self._submissions.add(post.chat_id, post.message_id, post.text)
        self._last[post.chat_id] = post
        self._start_timer(post.chat_id)

    async def keep_open(self, chat_id: int) -> None:
        """Whatever comes next in this chat is a piece, until `done`."""
        await self._submissions.open(chat_id, self._clock(), keep=True)
        self._last.setdefault(chat_id, Post(chat_id, 0, ""))
        self._kept.add(chat_id)
        self._start_timer(chat_id)

    async def done(self, chat_id: int) -> Submission | None:
        """That was all: the one that was open, if only without a piece; None when none was."""
        found = await self._submissions.open_in(chat_id)
        self._forget(chat_id)
        if found is not None:
            await self._complete(found)
        return found

    async def cancel(self, chat_id: int) -> bool:
        """Forget what is open; False when nothing is."""
        found = await self._submissions.open_in(chat_id)
        self._forget(chat_id)
        if found is not None:
            await self._submissions.drop(found.id)
        return found is not None

    async def resume(self) -> None:
        """After a start: finish what the last run left open, go on with what was to be kept open."""
        for one in await self._submissions.open_ones():
            if one.state is SubmissionState.KEPT_OPEN:
                await self.keep_open(one.chat_id)
            else:
                self.work(self._complete(one))

    async def close(self) -> None:
        """Stop waiting; what is open stays so for the next start, and what still comes in too."""
        self._closed = True
        tasks = [*self._timers.values(), *self._works]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def work(self, task: Coroutine[Any, Any, None]) -> None:
        """Do it beside the handlers, until `close`."""
        if self._closed:
            task.close()
            return
        made = asyncio.create_task(_logged(task))
        self._works.add(made)
        made.add_done_callback(self._works.discard)

    def _start_timer(self, chat_id: int) -> None:
        if before := self._timers.pop(chat_id, None):
            before.cancel()
        if self._closed:
            return
        wait = PATIENCE if chat_id in self._kept else self._wait
        self._timers[chat_id] = asyncio.create_task(self._later(chat_id, wait))

    async def _later(self, chat_id: int, wait: float) -> None:
        await asyncio.sleep(wait)
        self._timers.pop(chat_id, None)  # from here on the next piece does not stop it
        self.work(self._expire(chat_id))

    async def _expire(self, chat_id: int) -> None:
        await self.done(chat_id)

    async def _complete(self, found: Submission) -> None:
        if not found.pieces:
            await self._submissions.drop(found.id)
        elif await self._submissions.take(found.id, self._clock()):
            await self._finish(replace(found, state=SubmissionState.TAKEN))

    def _forget(self, chat_id: int) -> None:
        self._last.pop(chat_id, None)
        self._kept.discard(chat_id)
        if timer := self._timers.pop(chat_id, None):
            timer.cancel()


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:
        log.exception("an issue that was sent in could not be taken", error=type(error).__name__)
