"""What the demo's person does: comes, subscribes, gets digests at their hour, asks, reads on, leaves."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cli.demo.plan import Piece, Plan
from bot.cli.demo.show import Show
from bot.cli.demo.stage import Stage
from bot.delivery.schedule import instant_of, upcoming
from bot.digest.names import edition_name
from bot.sandbox.client import Message, UserHandle

_ARRIVES = timedelta(minutes=25)
"""How long before the subscriber's hour the issue comes in."""

_AFTER = timedelta(minutes=1)
"""How long after it the clock stands when the bot looks."""


def curtain(plan: Plan, zone: ZoneInfo) -> datetime:
    """When the person comes: early on the day of the first issue that will be pushed."""
    return instant_of(plan.arrivals[0].day, time(7, 5), zone)


@dataclass(frozen=True, slots=True)
class Scene:
    """The parts of the play; `play` is all of them. TimeoutError when the bot does not do its part."""

    stage: Stage
    show: Show
    person: UserHandle

    async def play(self, plan: Plan) -> None:
        for piece in plan.known:
            await self.stage.take(piece)
        self.show.hour(self.stage.clock())
        subscription = await self.subscribe()
        for number, piece in enumerate(plan.arrivals):
            if number:
                await self.show.press(subscription, self._titles_only(subscription))
            await self.push(piece)
        await self.ask(plan)
        await self.show.send("/unsubscribe")

    async def subscribe(self) -> Message:
        """Greeted, then one button; returns the message that says which digests come when."""
        welcome = await self.show.send("/start")
        return (await self.show.press(welcome[-1], welcome[-1].labels[0]))[-1]

    async def push(self, piece: Piece) -> None:
        """An issue arrives before the hour, the hour comes, and the scheduler does the rest."""
        due = await self._due(piece)
        await self._jump(due - _ARRIVES)
        report = await self.stage.take(piece)
        items = sum(kept.items for kept in report.stored)
        t = self.show.t
        edition = edition_name(t, piece.issue.edition)
        told = t(
            "an issue comes in and is read: {edition}, {items}",
            edition=edition,
            items=t.n("{n} item", "{n} items", items),
        )
        self.show.aside(told)
        before = await self.stage.sent()
        await self._jump(due + _AFTER)
        await self.stage.wait_sent(before)
        await self.show.settle()

    async def ask(self, plan: Plan) -> None:
        """A word, an item in full, a company, another one in Chinese."""
        found = await self.show.send(plan.word)
        if found[-1].labels:
            await self.show.press(found[-1], found[-1].labels[0])
        await self.show.send(f"/company {plan.company}")
        await self.show.send(plan.chinese)

    async def _due(self, piece: Piece) -> datetime:
        """The subscriber's own hour for this edition, on the first day at or after the issue's."""
        subscribers = self.stage.bot.storage.subscribers
        slots = {slot.edition: slot for slot in await subscribers.slots(self.person.id)}
        slot, zone = slots[piece.issue.edition or next(iter(slots))], self.stage.settings.zone
        found = upcoming(zone.key, slot.local_time, slot.days, instant_of(piece.day, time.min, zone))
        if found is None:
            raise TimeoutError(f"the {slot.edition} digest never comes due")
        return found[1]

    @staticmethod
    def _titles_only(subscription: Message) -> str:
        return next(label for label in subscription.labels if label in ("Titles only", "只看标题"))

    async def _jump(self, instant: datetime) -> None:
        await self.stage.move_to(instant)
        self.show.hour(instant)
