"""A year of a thousand chats in forty zones on a machine that stops now and then, for minutes or for days.

Each slot of each local day is served once, or reported as skipped with the reason that is true of it.
"""

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.delivery.planner import Planner
from bot.delivery.schedule import Freshness
from storage.database import Row
from storage.reasons import MISSED, NOTHING_NEW
from storage.records import Chat, Edition, Issue, Item, Look, Rendered, Slot
from storage.store import Storage, open_storage
from tests.delivery.making import SHANGHAI

pytestmark = pytest.mark.trial

ZONES = """
Africa/Cairo Africa/Casablanca Africa/Lagos America/Anchorage America/Bogota America/Caracas America/Chicago
America/Halifax America/Havana America/Los_Angeles America/Mexico_City America/New_York America/Nuuk
America/Santiago America/Sao_Paulo America/St_Johns Asia/Beirut Asia/Dubai Asia/Hong_Kong Asia/Jerusalem
Asia/Kathmandu Asia/Kolkata Asia/Shanghai Asia/Singapore Asia/Tehran Asia/Tokyo Asia/Yangon Atlantic/Azores
Australia/Adelaide Australia/Eucla Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin Europe/London
Europe/Moscow Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Kiritimati
""".split()
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
STEP = timedelta(hours=5, minutes=30)
WINDOW = timedelta(hours=6)
TIMES = {Edition.MORNING: time(8, 30), Edition.EVENING: time(18, 30), Edition.WEEKLY: time(18, 30)}
ODD = {"Africa/Cairo": time(0, 0), "America/Santiago": time(0, 0), "Europe/Berlin": time(2, 30)}
"""Mornings that the clock leaves out, or repeats, on some day of the year."""

PRINTED = {
    Edition.MORNING: frozenset(range(1, 8)),
    Edition.EVENING: frozenset({1, 2, 3, 4, 5}),
    Edition.WEEKLY: frozenset({5}),
}
"""The days each edition comes out on."""
ARRIVES = {Edition.MORNING: time(8, 0), Edition.EVENING: time(18, 0), Edition.WEEKLY: time(17, 0)}


def runs_of_the_machine(dice: random.Random) -> Iterator[datetime]:
    """The instants at which it looks. Between two runs it is off, from a few minutes to some days."""
    now = BEGIN
    while now < END:
        up = now + timedelta(hours=dice.uniform(2, 300))
        while now < min(up, END):
            yield now
            now += STEP
        now += timedelta(minutes=5 * 2 ** dice.uniform(0, 10.5))
    yield END


def editions_in(zone: str) -> list[Edition]:
    """One edition a zone, so that a year takes seconds; in some the weekly as well."""
    number = ZONES.index(zone)
    daily = Edition.MORNING if zone in ODD or number % 2 else Edition.EVENING
    return [daily, Edition.WEEKLY] if number % 5 == 0 else [daily]


def days_in(zone: str, edition: Edition) -> frozenset[int]:
    """Every day where the clock is odd; elsewhere some days of the week, other ones in each zone."""
    number = ZONES.index(zone)
    some = frozenset((number + step) % 7 + 1 for step in (0, 3))
    return PRINTED[edition] if zone in ODD or edition is Edition.WEEKLY else some


async def subscribed(storage: Storage) -> list[tuple[Slot, str]]:
    """A thousand chats with their slots and zones."""
    made = []
    for chat_id in range(1, 1001):
        zone = ZONES[chat_id % len(ZONES)]
        await storage.subscribers.greet(Chat(chat_id, timezone=zone), BEGIN)
        slots = [Slot(chat_id, each, wanted(each, zone), days_in(zone, each)) for each in editions_in(zone)]
        await storage.subscribers.subscribe(chat_id, slots, {}, BEGIN)
        made += [(slot, zone) for slot in slots]
    return made


async def issues_until(storage: Storage, dice: random.Random, last: date, now: datetime) -> date:
    """What the newsletter printed since `last`; now and then there was none."""
    while last < now.astimezone(SHANGHAI).date():
        last += timedelta(days=1)
        for edition in Edition:
            if last.isoweekday() in PRINTED[edition] and dice.random() < 0.95:
                arrived = datetime.combine(last, ARRIVES[edition], SHANGHAI).astimezone(UTC)
                issue = Issue("laogao", edition, last, year_certain=True, items=(Item(1, 1, "news"),))
                await storage.archive.store(issue, [()], text=f"{last} {edition}", received_at=arrived)
    return last


def wanted(edition: Edition, zone: str) -> time:
    return ODD.get(zone, TIMES[edition]) if edition is Edition.MORNING else TIMES[edition]


def one_part(issue: Issue, look: Look) -> Rendered:
    return Rendered((f"{issue.edition} {issue.last_date}{' late' if look.late else ''}",))


def due_at(slot: Slot, zone: str, day: date) -> datetime:
    return datetime.combine(day, slot.local_time, ZoneInfo(zone)).astimezone(UTC)


def slots_that_came_due(subscriptions: list[tuple[Slot, str]]) -> dict[tuple[int, str, str], datetime]:
    """Chat, edition and local date of every slot of the year, with its instant: worked out day by day."""
    found = {}
    known: dict[tuple[time, str, date], datetime] = {}
    for slot, zone in subscriptions:
        day = BEGIN.date() - timedelta(days=1)
        while day <= END.date():
            key = (slot.local_time, zone, day)
            at = known.get(key) or known.setdefault(key, due_at(slot, zone, day))
            if day.isoweekday() in slot.days and BEGIN <= at <= END:
                found[slot.chat_id, str(slot.edition), str(day)] = at
            day += timedelta(days=1)
    return found


async def lived_through(
    storage: Storage, dice: random.Random, looks: list[datetime]
) -> tuple[list[Row], list[Row], list[tuple[Slot, str]]]:
    """What became of every slot, how often each chat got each digest, and who subscribed to what."""
    await storage.database._writer.execute("PRAGMA synchronous = OFF")  # type: ignore[union-attr]
    subscriptions = await subscribed(storage)
    printed = BEGIN.date() - timedelta(days=3)
    before = looks[0]
    for now in looks:
        if now - before != STEP:  # it was off: a new process knows nothing
            plan = Planner(storage, one_part, zone=SHANGHAI, freshness=Freshness(), window=WINDOW)
        before = now
        printed = await issues_until(storage, dice, printed, now)
        await plan.plan(now)
    rows = await storage.database.rows(
        "SELECT chat, edition, local_date, state, coalesce(reason, '') FROM slot_run"
    )
    sent = await storage.database.rows(
        "SELECT chat, digest, count(*) FROM delivery WHERE part = 1 GROUP BY 1, 2"
    )
    return rows, sent, subscriptions


@pytest.mark.timeout(300)
async def test_every_slot_of_a_year_is_served_once_or_skipped_for_a_reason(tmp_path: Path) -> None:
    dice = random.Random(5)
    looks = list(runs_of_the_machine(dice))
    with capture_logs():  # printed, the log of a year would take longer than the year
        async with open_storage(tmp_path / "kuaixun.db") as storage:
            rows, sent, subscriptions = await lived_through(storage, dice, looks)
    runs = {(chat, edition, day): (state, reason) for chat, edition, day, state, reason in rows}
    expected = slots_that_came_due(subscriptions)
    assert runs.keys() == expected.keys()

    def was_seen(at: datetime) -> bool:
        """Whether the machine looked within the time in which a slot is made up for."""
        place = bisect_left(looks, at)
        return place < len(looks) and looks[place] <= at + WINDOW

    wrong = [
        (key, state, reason)
        for key, (state, reason) in runs.items()
        if (reason == MISSED) is was_seen(expected[key])
        or (state == "skipped" and reason not in (MISSED, NOTHING_NEW))
    ]
    assert wrong == []
    states = Counter(state for state, _ in runs.values())
    assert {count for *_, count in sent} == {1}
    assert len(sent) == states["queued"]
    assert states["queued"] > 0.8 * len(runs)
    assert Counter(reason for _, reason in runs.values())[MISSED] > 0.02 * len(runs)
