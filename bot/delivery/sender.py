"""One delivery, one call to Telegram, one outcome. Nothing is raised but a cancellation."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery import policy
from bot.delivery.pace import Pace
from bot.delivery.plain import plain
from storage.database import StorageError
from storage.records import Clock, Delivery, DeliveryState, Outcome
from storage.subscribers import Subscribers

log = structlog.get_logger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends deliveries and acts on what goes wrong, by the table in `bot.delivery.policy`.

    `resend` says what becomes of a message whose answer was lost: sent again later, or held for the operator.
    `stop` is told why nothing can be sent to anyone any more.
    """

    def __init__(
        self,
        bot: Bot,
        subscribers: Subscribers,
        *,
        pace: Pace,
        clock: Clock,
        resend: bool,
        stop: Callable[[str], None],
    ) -> None:
        self._bot = bot
        self._subscribers = subscribers
        self._pace = pace
        self._clock = clock
        self._resend = resend
        self._stop = stop

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once. The caller has waited for the chat's turn."""
        result = await self._attempt(delivery, delivery.text, ParseMode.HTML)
        if isinstance(result, policy.AsPlainText):
            log.error("telegram does not read a digest", delivery=delivery.id, reason=result.reason)
            await self._pace.turn(delivery.chat_id)
            result = await self._attempt(delivery, plain(delivery.text), None)
        if isinstance(result, Outcome):
            return result
        return await self._act(delivery, result)

    def interrupted(self, delivery: Delivery, *, begun: bool) -> Outcome:
        """What becomes of a delivery that was let go of before or after its sending began."""
        if not begun:
            return _retry_at(delivery, self._clock(), "stopped before it was sent", counted=False)
        again = self._clock() if self._resend else None
        return Outcome(
            delivery.id, DeliveryState.UNKNOWN, not_before=again, reason="stopped while it was sent"
        )

    async def _attempt(
        self, delivery: Delivery, text: str, parse_mode: ParseMode | None
    ) -> Outcome | policy.Verdict:
        try:
            message = await self._bot.send_message(
                delivery.chat_id,
                text,
                parse_mode=parse_mode,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(delivery.markup, self._bot),
            )
        except TelegramError as error:
            return policy.judge(error, delivery.attempts, _spread(delivery))
        except Exception as error:
            log.exception("a send failed in an unforeseen way", delivery=delivery.id)
            return policy.judge(error, delivery.attempts, _spread(delivery))
        self._pace.succeeded()
        return Outcome(delivery.id, DeliveryState.SENT, message_id=message.message_id)

    async def _act(self, delivery: Delivery, verdict: policy.Verdict) -> Outcome:
        match verdict:
            case policy.Retry():
                return self._retry(delivery, verdict)
            case policy.Unknown(reason):
                return self._unknown(delivery, reason)
            case policy.Deactivate(reason):
                await self._change(self._subscribers.deactivate(delivery.chat_id, reason, self._clock()))
                return _failed(delivery, reason)
            case policy.Migrate(new_id):
                await self._change(self._subscribers.migrate(delivery.chat_id, new_id, self._clock()))
                return _retry_at(delivery, self._clock(), "the group became a supergroup")
            case policy.Stop(reason):
                self._stop(reason)
                return _retry_at(delivery, self._clock(), reason, counted=False)
            case policy.Failed(reason) | policy.AsPlainText(reason):
                log.error("a delivery failed", delivery=delivery.id, reason=reason)
                return _failed(delivery, reason)

    def _retry(self, delivery: Delivery, verdict: policy.Retry) -> Outcome:
        if verdict.everyone:
            self._pace.trouble()
        if verdict.flooded:
            self._pace.flooded(delivery.chat_id, verdict.after)
        log.warning(
            "a send failed", delivery=delivery.id, reason=verdict.reason, again_in=round(verdict.after, 1)
        )
        at = self._clock() + timedelta(seconds=verdict.after)
        return _retry_at(delivery, at, verdict.reason, counted=verdict.counted)

    def _unknown(self, delivery: Delivery, reason: str) -> Outcome:
        self._pace.trouble()
        wait = policy.doubt_wait(delivery.attempts) if self._resend else None
        again = None if wait is None else self._clock() + timedelta(seconds=wait)
        log.warning("a message may have arrived or not", delivery=delivery.id, reason=reason, again_in=wait)
        return Outcome(delivery.id, DeliveryState.UNKNOWN, not_before=again, reason=reason)

    async def _change(self, change: Awaitable[None]) -> None:
        """Change a chat. If the database cannot now, the next message to it brings us here again."""
        try:
            await change
        except StorageError as error:
            log.error("a chat could not be changed", reason=str(error))


def _failed(delivery: Delivery, reason: str) -> Outcome:
    return Outcome(delivery.id, DeliveryState.FAILED, reason=reason)


def _retry_at(delivery: Delivery, at: datetime, reason: str, *, counted: bool = True) -> Outcome:
    return Outcome(delivery.id, DeliveryState.RETRY, not_before=at, reason=reason, counted=counted)


def _keyboard(markup: str | None, bot: Bot) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json(json.loads(markup), bot) if markup else None


def _spread(delivery: Delivery) -> float:
    """A number from 0 to 1 that is the same for a delivery and unlike that of its neighbours."""
    return delivery.id * 2654435761 % 1000 / 1000
