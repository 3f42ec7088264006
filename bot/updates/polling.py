"""Asking Telegram for updates until the bot ends. Each question says what Telegram may forget: what was handled.

Our own loop, not the library's `Updater`: told to stop, that one waits out a pause of up to half a
minute, and what it meets then is a traceback in the log.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.alongside import alongside
from bot.chat.services import App
from bot.delivery.policy import seconds_of
from bot.updates.deadly import Deadly
from bot.updates.inhand import PATIENCE, InHand
from bot.updates.outage import Outage
from bot.updates.reaching import (
    GiveUp,
    answer_what_is_left,
    answering,
    refused_token,
    rivalled,
    told,
    trouble,
)
from bot.updates.rivalry import Rivalry
from bot.updates.wire import Wire, ask_for_updates, read_update

log = structlog.get_logger(__name__)

_HANGING = 10
"""Seconds Telegram keeps a question open until there is an update."""

_LONGEST_WAIT = 30.0
"""Seconds between two questions while Telegram does not answer."""

_GLANCE, _LONGEST_GLANCE = 0.05, 0.5
"""Seconds between two questions while updates are being handled: what comes meanwhile is not to wait for them. The longer
nothing comes, the more seldom."""

_BATCH = 100
"""Updates Telegram gives at a time, from the oldest that it may not forget."""

_CROWDED = 1.0
"""Seconds an update is held back from being forgotten while a batch is full, since it hides what comes behind it."""

_FAREWELL = 3.0
"""Seconds for the last word at the end."""


@asynccontextmanager
async def polling(
    application: App,
    updates: Sequence[str],
    give_up: GiveUp,
    in_hand: InHand,
    deadly: Deadly,
    *,
    outage: Outage,
    in_touch: Callable[[], None],
) -> AsyncIterator[None]:
    """Receive updates of these kinds and answer them. `give_up` is told why when that cannot go on.

    Telegram is told to forget an update once it was handled, at the latest after ten seconds: killed before that, the bot
    gets it again at its next start.

    A webhook that was set before is taken back; `in_touch` is called when Telegram has done so. `outage` hears whether
    Telegram answers.
    """
    asking = _Asking(application, updates, give_up, in_hand, deadly, outage)
    async with answering(application, outage):
        await asking.begin()
        in_touch()
        try:
            async with alongside(asking.go_on(), "updates"):
                yield
        finally:
            await answer_what_is_left(application)
            await asking.end()


class _Asking:
    def __init__(
        self,
        application: App,
        updates: Sequence[str],
        give_up: GiveUp,
        in_hand: InHand,
        deadly: Deadly,
        outage: Outage,
    ) -> None:
        self._application = application
        self._bot = application.bot
        self._updates = updates
        self._give_up = give_up
        self._in_hand = in_hand
        self._deadly = deadly
        self._outage = outage
        self._rivalry = Rivalry(asyncio.get_running_loop().time())
        self._next: int | None = None
        """The number below which all updates have come."""
        self._confirmed: int | None = None
        """The number below which Telegram has forgotten all."""
        self._glance = _GLANCE

    async def begin(self) -> None:
        """Take a webhook back, however long Telegram cannot be reached. Raises SettingsError."""
        wait = 1.0
        while True:
            try:
                await self._bot.delete_webhook()
                await self._outage.is_over()
                return
            except InvalidToken:
                raise refused_token() from None
            except TelegramError as error:
                wait = await self._wait(error, wait)

    async def go_on(self) -> None:
        """Ask until cancelled, ever more seldom while there is no answer, or until the bot has to give up."""
        wait = 1.0
        hanging = _HANGING
        while True:
            try:
                await self._ask(hanging)
                await self._outage.is_over()
                wait, hanging = 1.0, _HANGING
                await self._in_hand.all_handled(self._glance)
            except InvalidToken:
                self._give_up(refused_token())
                return
            except Conflict:
                if not await self._outlives_another():
                    return
            except TelegramError as error:
                wait, hanging = await self._wait(error, wait), 0  # so that it shows at once when it is over
            except Exception:  # what came are no updates, or the fault is ours: it must not end the asking
                log.exception("updates that Telegram gave cannot be read, trying again")
                await asyncio.sleep(_LONGEST_WAIT)

    async def end(self) -> None:
        """Tell Telegram what was handled, else it gives it again at the next start."""
        if self._offset == self._confirmed:
            return
        try:
            async with asyncio.timeout(_FAREWELL):
                await ask_for_updates(self._bot, offset=self._offset, hanging=0, limit=1, kinds=self._updates)
        except (TelegramError, TimeoutError) as error:
            met = trouble(self._application, error) if isinstance(error, TelegramError) else {}
            log.warning("what came last may come again at the next start", **met)

    @property
    def _offset(self) -> int | None:
        """The number below which Telegram may forget all."""
        oldest = self._in_hand.oldest
        return self._next if oldest is None else oldest

    async def _ask(self, hanging: int) -> None:
        """Once."""
        self._in_hand.let_go_after(PATIENCE)
        asked, busy = self._offset, self._in_hand.oldest is not None
        found = await ask_for_updates(
            self._bot, offset=asked, hanging=0 if busy else hanging, limit=_BATCH, kinds=self._updates
        )
        self._confirmed = asked
        if found and await self._deadly.ends_the_bot(found[0][0]):
            self._in_hand.let_go(found[0][0])
        new = [each for each in found if not self._in_hand.knows(each[0])]
        for update_id, wire in new:
            self._take(update_id, wire)
        self._glance = _GLANCE if new else min(self._glance * 1.5, _LONGEST_GLANCE)
        if found:
            self._next = max(update_id for update_id, _ in found) + 1
        if len(found) == _BATCH and not new:
            self._in_hand.let_go_after(_CROWDED)

    def _take(self, update_id: int, wire: Wire) -> None:
        if update := read_update(wire, self._bot):
            self._in_hand.take(update)
        else:
            self._in_hand.let_go(update_id)
            log.warning("an update that Telegram gave cannot be read; it is passed over")

    async def _outlives_another(self) -> bool:
        """Another copy asks with the same token; whether this one goes on asking."""
        if self._rivalry.lost(asyncio.get_running_loop().time()):
            self._give_up(rivalled())
            return False
        if self._rivalry.new:
            log.warning("another copy has the same token; this one was here first and goes on for a minute")
        await asyncio.sleep(1)
        return True

    async def _wait(self, error: TelegramError, wait: float) -> float:
        """Say what happened, and wait; for how long the next time."""
        met = trouble(self._application, error)
        log.warning("Telegram did not give updates, trying again", **met)
        await self._outage.goes_on(told(met))
        await asyncio.sleep(seconds_of(error) if isinstance(error, RetryAfter) else wait)
        return min(wait * 1.5, _LONGEST_WAIT)
