"""A corrected issue reaches the messages that were sent of it: planned with every tick, edited when nothing else is due.

- A message whose part reads otherwise now is edited in place; nobody is notified again.
- Parts the issue has no longer are removed. Telegram lets that be for some two days; an older one stays, and is logged.
- Parts it did not have before go out as new messages.
- What is not sent yet simply goes out corrected.
- Digests older than `REACH` stay as they were sent: nobody reads them, and a re-read archive must not edit for days.

Editing again what was edited already does no harm, so an edit that was under way when the process died is done again.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.delivery import policy
from bot.delivery.limiter import paced
from bot.delivery.pace import Pace
from bot.delivery.plain import plain
from bot.delivery.planner import Renderer
from storage.database import StorageError
from storage.edits import Edit, EditOutcome, StaleDigest
from storage.records import Clock
from storage.store import Storage

log = structlog.get_logger(__name__)

REACH = timedelta(hours=48)
"""How old a digest may be to be corrected; about as long Telegram lets messages be removed."""

AT_ONCE = 8
"""Edits under way at a time: few, because what is to be sent comes first."""

LONGEST_REST = 1.0
"""Seconds between looks. The clock is not ours: it may jump."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_AS_IT_IS = "message is not modified"


class Corrections:
    """`plan()` with every tick, `run()` beside the drain. `stop` is told why nothing can be edited any more."""

    def __init__(
        self,
        storage: Storage,
        bot: Bot,
        render: Renderer,
        *,
        pace: Pace,
        clock: Clock,
        stop: Callable[[str], None],
    ) -> None:
        self._storage = storage
        self._bot = bot
        self._render = render
        self._pace = pace
        self._paced = paced(bot)
        self._clock = clock
        self._stop = stop
        self._wake = asyncio.Event()
        self.idle = False
        """Nothing is due and nothing under way; False until that has been looked at."""

    def wake(self) -> None:
        """Look now: what was to be sent is sent, or the clock was moved."""
        if not self.idle:
            self._wake.set()

    async def plan(self, now: datetime) -> int:
        """Compare what was sent with what the archive says now; returns how many messages will be edited.

        Raises `StorageError`; then the next tick goes on.
        """
        stale = await self._storage.edits.stale(now - REACH)
        edits = sum([await self._correct(each, now) for each in stale])
        if edits:
            self.idle = False
            self._wake.set()
        return edits

    async def run(self, done: Callable[[], None]) -> None:
        """Edit until cancelled. `done` is called whenever nothing is left to edit now."""
        while True:
            self._wake.clear()
            before = self.idle
            try:
                worked = await self._round()
            except StorageError as error:
                log.error("edits cannot be read or written, trying again", reason=str(error))
                worked = False
            if self.idle and not before:
                done()
            if not worked:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LONGEST_REST):
                        await self._wake.wait()

    async def _round(self) -> bool:
        """Some edits, unless something is to be sent; False when there was nothing to do."""
        now = self._clock()
        sending = await self._storage.outbox.next_due()
        if sending is not None and sending <= now:
            return False
        edits = await self._storage.edits.due(AT_ONCE, now)
        self.idle = not edits
        if not edits:
            return False
        outcomes = await asyncio.gather(*(self._edit(edit) for edit in edits))
        await self._storage.edits.finish(outcomes, self._clock())
        return True

    async def _correct(self, stale: StaleDigest, now: datetime) -> int:
        issue = await self._storage.archive.get(stale.issue_id)
        if issue is None:
            return 0
        try:
            made = self._render(issue, stale.look)
        except Exception:
            log.exception("a corrected digest could not be rendered", digest=stale.digest_id)
            return 0
        edits = await self._storage.edits.correct(stale, made, now)
        log.info("digest corrected", issue=stale.issue_id, digest=stale.digest_id, edits=edits)
        return edits

    async def _edit(self, edit: Edit) -> EditOutcome:
        await self._pace.turn(edit.chat_id)
        verdict = await self._attempt(edit, edit.text, ParseMode.HTML)
        if isinstance(verdict, policy.AsPlainText):
            log.error("telegram does not read a digest", delivery=edit.delivery_id, reason=verdict.reason)
            await self._pace.turn(edit.chat_id)
            verdict = await self._attempt(edit, plain(edit.text), None)
        if verdict is None:
            return EditOutcome(edit.delivery_id, edit.revision, done=True)
        return await self._act(edit, verdict)

    async def _attempt(self, edit: Edit, text: str, mode: ParseMode | None) -> policy.Verdict | None:
        """What is to be done about a failure; None when the message is as it should be."""
        try:
            await self._call(edit, text, mode)
        except TelegramError as error:
            if isinstance(error, BadRequest) and _AS_IT_IS in str(error).lower():
                return None
            return policy.judge(error, edit.attempts)
        except Exception as error:
            log.exception("an edit failed in an unforeseen way", delivery=edit.delivery_id)
            return policy.judge(error, edit.attempts)
        self._pace.succeeded()
        return None

    async def _call(self, edit: Edit, text: str, mode: ParseMode | None) -> None:
        if not text:
            await self._bot.delete_message(edit.chat_id, edit.message_id, **self._paced)
            return
        await self._bot.edit_message_text(
            text,
            chat_id=edit.chat_id,
            message_id=edit.message_id,
            parse_mode=mode,
            link_preview_options=NO_PREVIEW,
            reply_markup=_keyboard(edit.markup, self._bot),
            **self._paced,
        )

    async def _act(self, edit: Edit, verdict: policy.Verdict) -> EditOutcome:
        match verdict:
            case policy.Retry(after, reason=reason):
                if verdict.everyone:
                    self._pace.trouble()
                if verdict.flooded:
                    self._pace.flooded(edit.chat_id, after)
                return self._again(edit, after, reason)
            case policy.Unknown(reason):
                wait = policy.doubt_wait(edit.attempts)
                return self._failed(edit, reason) if wait is None else self._again(edit, wait, reason)
            case policy.Stop(reason):
                self._stop(reason)
                return self._again(edit, 0, reason)
            case policy.Migrate():
                return self._failed(edit, "the group became a supergroup, its old messages stay")
            case (
                policy.Deactivate(reason)
                | policy.Missing(reason)
                | policy.Failed(reason)
                | policy.AsPlainText(reason)
                | policy.Shorter(reason)
                | policy.ToGeneral(reason)
            ):
                return self._failed(edit, reason)

    def _again(self, edit: Edit, after: float, reason: str) -> EditOutcome:
        log.warning("an edit failed", delivery=edit.delivery_id, reason=reason, again_in=round(after, 1))
        at = self._clock() + timedelta(seconds=after)
        return EditOutcome(edit.delivery_id, edit.revision, again_at=at, reason=reason)

    def _failed(self, edit: Edit, reason: str) -> EditOutcome:
        """The message stays as it was sent. Who blocked the bot is found out by the next message to them."""
        log.warning("a message stays uncorrected", delivery=edit.delivery_id, reason=reason)
        return EditOutcome(edit.delivery_id, edit.revision, reason=reason)


def _keyboard(markup: str | None, bot: Bot) -> InlineKeyboardMarkup | None:
    """An inline keyboard from Bot API JSON."""
    return InlineKeyboardMarkup.de_json(json.loads(markup), bot) if markup else None
