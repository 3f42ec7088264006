"""One delivery, one call to Telegram, one outcome. Nothing is raised but a cancellation."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery import policy
from bot.delivery.breaker import Breaker
from bot.delivery.herald import Herald
from bot.delivery.limiter import paced
from bot.delivery.observer import Observer, result_of
from bot.delivery.pace import Pace
from bot.delivery.plain import plain
from bot.delivery.posting import post
from bot.delivery.shorter import shorter
from bot.texts import N_, for_language, line
from storage.database import StorageError
from storage.erasing import topic_notice
from storage.records import Clock, Delivery, DeliveryState, Outcome
from storage.subscribers import Subscribers

log = structlog.get_logger(__name__)

_COMES_HERE_NOW = N_(
    "The topic my digests went to is closed or gone, so they come here now. "
    "Administrators can choose another: write /subscribe there."
)
_TOPIC_GONE = N_("The topic of forum {chat} is closed or gone; its digests go to the General topic.")


class Sender:
    """Sends deliveries and acts on what goes wrong, by the table in `bot.delivery.policy`.

    `resend` says what becomes of a message whose answer was lost: sent again later, or held for the operator.
    `stop` is told why nothing can be sent to anyone any more. `paid` sends above Telegram's free rate, for Stars.
    """

    def __init__(
        self,
        bot: Bot,
        subscribers: Subscribers,
        *,
        pace: Pace,
        breaker: Breaker,
        clock: Clock,
        resend: bool,
        stop: Callable[[str], None],
        herald: Herald,
        paid: bool = False,
        observer: Observer | None = None,
    ) -> None:
        self._bot = bot
        self._subscribers = subscribers
        self._pace = pace
        self._breaker = breaker
        self._clock = clock
        self._resend = resend
        self._stop = stop
        self._herald = herald
        self._observer = observer or Observer()
        self._always: dict[str, Any] = {"paid": paid} | paced(bot)

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once, and once more in another way where the table says so. The caller has waited for the chat's turn."""
        result = await self._attempt(delivery, delivery.text, topic=delivery.topic)
        match result:
            case policy.AsPlainText(reason):
                log.error("telegram does not read a digest", delivery=delivery.id, reason=reason)
                result = await self._once_more(delivery, [(plain(delivery.text), False)])
            case policy.Shorter(reason):
                log.error("telegram finds a digest too long", delivery=delivery.id, reason=reason)
                result = await self._once_more(delivery, shorter(delivery.text))
            case policy.ToGeneral(reason):
                result = await self._to_general(delivery, reason)
        if isinstance(result, Outcome):
            self._observer.sent("sent")
            return result
        self._observer.sent(result_of(result))
        return await self._act(delivery, result)

    def interrupted(self, delivery: Delivery, *, begun: bool) -> Outcome:
        """What becomes of a delivery that was let go of before or after its sending began."""
        if not begun:
            return _retry_at(delivery, self._clock(), "stopped before it was sent", counted=False)
        again = self._clock() if self._resend else None
        return Outcome(
            delivery.id, DeliveryState.UNKNOWN, not_before=again, reason="stopped while it was sent"
        )

    def postponed(self, delivery: Delivery, seconds: float) -> Outcome:
        """It was not tried: its chat has to wait."""
        at = self._clock() + timedelta(seconds=seconds)
        return _retry_at(delivery, at, "the chat has to wait", counted=False)

    async def _once_more(
        self, delivery: Delivery, pieces: Sequence[tuple[str, bool]]
    ) -> Outcome | policy.Verdict:
        """In other words: the last piece carries the keyboard, and its message stands for all.

        A failure after the first piece is final: sent from the start again, the first would come twice.
        """
        result: Outcome | policy.Verdict = policy.Failed("nothing is left to send")
        for number, (text, is_html) in enumerate(pieces, start=1):
            await self._pace.turn(delivery.chat_id)
            last = number == len(pieces)
            result = await self._attempt(delivery, text, topic=delivery.topic, html=is_html, last=last)
            if not isinstance(result, Outcome):
                return (
                    result
                    if number == 1
                    else policy.Failed(f"only {number - 1} of {len(pieces)} pieces went out")
                )
        return result

    async def _to_general(self, delivery: Delivery, reason: str) -> Outcome | policy.Verdict:
        """Its topic is closed or gone: what follows goes to the General one, until someone chooses another."""
        text = line(_TOPIC_GONE, chat=delivery.chat_id)
        self._herald.once(topic_notice(delivery.chat_id), text)
        log.warning("a topic is closed or gone", chat=delivery.chat_id, reason=reason)
        await self._change(self._subscribers.set_topic(delivery.chat_id, None, self._clock()))
        await self._say_where(delivery)
        await self._pace.turn(delivery.chat_id)
        result = await self._attempt(delivery, delivery.text, topic=None)
        return policy.Failed(result.reason) if isinstance(result, policy.ToGeneral) else result

    async def _say_where(self, delivery: Delivery) -> None:
        """Tell the group, once, since what follows comes to the General topic at once. The digest is what matters."""
        try:
            chat = await self._subscribers.chat(delivery.chat_id)
            text = for_language(chat.language if chat else "en")(_COMES_HERE_NOW)
            await self._pace.turn(delivery.chat_id)
            await post(self._bot, delivery.chat_id, text, html=False, silent=True, **self._always)
        except (TelegramError, StorageError) as error:
            log.warning("a group could not be told of its topic", chat=delivery.chat_id, reason=_kind(error))

    async def _attempt(
        self, delivery: Delivery, text: str, *, topic: int | None, html: bool = True, last: bool = True
    ) -> Outcome | policy.Verdict:
        try:
            message_id = await post(
                self._bot,
                delivery.chat_id,
                text,
                html=html,
                markup=delivery.markup if last else None,
                topic=topic,
                silent=delivery.silent,
                **self._always,
            )
        except TelegramError as error:
            return policy.judge(error, delivery.attempts, _spread(delivery))
        except Exception as error:
            log.exception("a send failed in an unforeseen way", delivery=delivery.id)
            return policy.judge(error, delivery.attempts, _spread(delivery))
        self._pace.succeeded()
        self._breaker.succeeded()
        return Outcome(delivery.id, DeliveryState.SENT, message_id=message_id)

    async def _act(self, delivery: Delivery, verdict: policy.Verdict) -> Outcome:
        match verdict:
            case policy.Retry():
                return self._retry(delivery, verdict)
            case policy.Unknown(reason):
                return self._unknown(delivery, reason)
            case policy.Deactivate(reason):
                return await self._refused(delivery, reason)
            case policy.Missing(reason):
                await self._change(self._subscribers.not_found(delivery.chat_id, reason, self._clock()))
                return _failed(delivery, reason)
            case policy.Migrate(new_id):
                await self._change(self._subscribers.migrate(delivery.chat_id, new_id, self._clock()))
                return _retry_at(delivery, self._clock(), "the group became a supergroup")
            case policy.Stop(reason):
                self._stop(reason)
                return _retry_at(delivery, self._clock(), reason, counted=False)
            case (
                policy.Failed(reason)
                | policy.AsPlainText(reason)
                | policy.Shorter(reason)
                | policy.ToGeneral(reason)
            ):
                log.error("a delivery failed", delivery=delivery.id, reason=reason)
                return _failed(delivery, reason)

    def _retry(self, delivery: Delivery, verdict: policy.Retry) -> Outcome:
        if verdict.everyone:
            self._pace.trouble()
            self._breaker.trouble()
        if verdict.flooded:
            self._pace.flooded(delivery.chat_id, verdict.after)
        log.warning(
            "a send failed", delivery=delivery.id, reason=verdict.reason, again_in=round(verdict.after, 1)
        )
        at = self._clock() + timedelta(seconds=verdict.after)
        return _retry_at(delivery, at, verdict.reason, counted=verdict.counted)

    def _unknown(self, delivery: Delivery, reason: str) -> Outcome:
        self._pace.trouble()
        self._breaker.trouble()
        wait = policy.doubt_wait(delivery.attempts) if self._resend else None
        again = None if wait is None else self._clock() + timedelta(seconds=wait)
        log.warning("a message may have arrived or not", delivery=delivery.id, reason=reason, again_in=wait)
        return Outcome(delivery.id, DeliveryState.UNKNOWN, not_before=again, reason=reason)

    async def _refused(self, delivery: Delivery, reason: str) -> Outcome:
        """The chat has shown us out, unless everyone has."""
        if await self._breaker.refused():
            await self._change(self._subscribers.deactivate(delivery.chat_id, reason, self._clock()))
            return _failed(delivery, reason)
        at = self._clock() + timedelta(seconds=self._breaker.wait())
        return _retry_at(delivery, at, f"every chat is refused: {reason}", counted=False)

    async def _change(self, change: Awaitable[object]) -> None:
        """Change a chat. If the database cannot now, the next message to it brings us here again."""
        try:
            await change
        except StorageError as error:
            log.error("a chat could not be changed", reason=str(error))


def _kind(error: Exception) -> str:
    """Not its text: that may hold the token."""
    return type(error).__name__


def _failed(delivery: Delivery, reason: str) -> Outcome:
    return Outcome(delivery.id, DeliveryState.FAILED, reason=reason)


def _retry_at(delivery: Delivery, at: datetime, reason: str, *, counted: bool = True) -> Outcome:
    return Outcome(delivery.id, DeliveryState.RETRY, not_before=at, reason=reason, counted=counted)


def _spread(delivery: Delivery) -> float:
    """A number from 0 to 1 that is the same for a delivery and unlike that of its neighbours."""
    return delivery.id * 2654435761 % 1000 / 1000
