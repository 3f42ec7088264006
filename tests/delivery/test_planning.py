"""What each tick puts on its way: once, fresh, late when it is late, made up when it was missed."""

import asyncio
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery.planner import Planner
from bot.delivery.schedule import Freshness
from storage.reasons import MISSED
from storage.records import Edition, Issue, Look, Rendered, Style
from storage.store import Storage, open_storage
from tests.delivery.making import DAY, SHANGHAI, publish, render, shanghai, subscribe

TOMORROW = DAY + timedelta(days=1)


def planner(storage: Storage) -> Planner:
    return Planner(storage, render, zone=SHANGHAI, freshness=Freshness(), window=timedelta(hours=6))


@pytest.fixture
def plan(storage: Storage) -> Planner:
    return planner(storage)


async def queued(storage: Storage) -> list[tuple[int, str]]:
    """Chats and the first part of what goes to them, in order."""
    return await storage.database.rows(
        "SELECT chat, text FROM delivery JOIN digest_part USING (digest, part) WHERE part = 1 ORDER BY delivery.id"
    )


async def runs(storage: Storage) -> list[tuple[str, str]]:
    """What became of slots, without those of the days before these tests began."""
    return await storage.database.rows(
        "SELECT local_date, state FROM slot_run WHERE reason IS NOT ? ORDER BY local_date", (MISSED,)
    )


async def test_an_issue_goes_out_at_the_hour_and_only_once(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    await publish(storage, shanghai(17))
    assert await plan.plan(shanghai(18, 29)) == 0
    assert await plan.plan(shanghai(18, 30)) == 1
    for minute in range(31, 60):
        assert await plan.plan(shanghai(18, minute)) == 0
    assert await queued(storage) == [(1, "<b>evening 2019-11-14 en full</b>")]


async def test_each_gets_it_at_their_own_hour_in_their_own_way(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1, time(18, 0))
    await subscribe(storage, 2, time(19, 0), language="zh")
    await subscribe(storage, 3, time(12, 0), timezone="Europe/Berlin")
    await storage.subscribers.set_style(3, Style.HEADLINES, shanghai(0))
    await publish(storage, shanghai(17))
    seen = []
    for hour in range(17, 24):
        await plan.plan(shanghai(hour))
        seen.append([chat for chat, _ in await queued(storage)])
    assert [sorted(chats) for chats in seen] == [[], [1], *[[1, 2, 3]] * 5]  # noon in Berlin is 19:00 there
    assert sorted(await queued(storage)) == [
        (1, "<b>evening 2019-11-14 en full</b>"),
        (2, "<b>evening 2019-11-14 zh full</b>"),
        (3, "<b>evening 2019-11-14 en headlines</b>"),
    ]


async def test_a_late_issue_is_delivered_once_when_it_arrives_and_says_so(
    storage: Storage, plan: Planner
) -> None:
    await subscribe(storage, 1)
    assert await plan.plan(shanghai(18, 30)) == 0
    await publish(storage, shanghai(21))
    assert await plan.plan(shanghai(21, 1)) == 1
    assert await plan.plan(shanghai(21, 2)) == 0
    assert await queued(storage) == [(1, "<b>evening 2019-11-14 en full late</b>")]


async def test_a_slot_waits_for_its_issue_until_the_next_slot(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    await plan.plan(shanghai(18, 30))
    await plan.plan(shanghai(18, 30, day=TOMORROW))
    assert await runs(storage) == [("2019-11-14", "skipped"), ("2019-11-15", "open")]
    await publish(storage, shanghai(19, day=TOMORROW), day=TOMORROW)
    assert await plan.plan(shanghai(19, day=TOMORROW)) == 1


async def test_nothing_new_sends_nothing(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    await publish(storage, shanghai(17))
    await plan.plan(shanghai(18, 30))
    assert await plan.plan(shanghai(11, day=TOMORROW)) == 0
    assert await plan.plan(shanghai(18, 30, day=TOMORROW)) == 0
    assert await runs(storage) == [("2019-11-14", "queued"), ("2019-11-15", "open")]


async def test_an_archive_is_imported_in_silence(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    for days in (2, 3, 40, 4000):
        await publish(storage, shanghai(17), day=DAY - timedelta(days=days))
    assert await plan.plan(shanghai(18, 30)) == 0


async def test_an_issue_of_tomorrow_waits(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    await publish(storage, shanghai(17), day=TOMORROW)
    assert await plan.plan(shanghai(18, 30)) == 0


async def test_a_correction_is_not_pushed_again(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    await publish(storage, shanghai(17))
    assert await plan.plan(shanghai(18, 30)) == 1
    await publish(storage, shanghai(19), "second part, corrected")
    assert await plan.plan(shanghai(19)) == 0


@pytest.mark.parametrize(("back_at", "sent"), [((23, 0), 1), ((0, 30), 1), ((0, 31), 0)])
async def test_a_slot_missed_while_down_is_made_up_within_the_window(
    storage: Storage, plan: Planner, back_at: tuple[int, int], sent: int
) -> None:
    await subscribe(storage, 1)
    await publish(storage, shanghai(17))
    day = DAY if back_at[0] == 23 else TOMORROW
    assert await plan.plan(shanghai(*back_at, day=day)) == sent
    assert [text for _, text in await queued(storage)] == ["<b>evening 2019-11-14 en full</b>"] * sent


async def test_what_stayed_open_over_a_year_without_the_bot_takes_no_issue_away(
    storage: Storage, plan: Planner
) -> None:
    """A slot of then would take it, and what is for a slot of then expires unsent."""
    await subscribe(storage, 1)
    await plan.plan(shanghai(18, 30))
    now = shanghai(18, 30) + timedelta(days=400)
    await plan.plan(now)
    await publish(storage, now, day=now.date())
    assert await plan.plan(now + timedelta(minutes=1)) == 1
    open_then = "SELECT local_date FROM slot_run WHERE state <> 'skipped'"
    assert await storage.database.rows(open_then) == [(now.date().isoformat(),)]
    assert len(await queued(storage)) == 1


async def test_after_days_down_only_the_newest_is_made_up(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1)
    for days in (0, 1, 2, 3):
        day = DAY + timedelta(days=days)
        await publish(storage, shanghai(17, day=day), day=day)
    last = DAY + timedelta(days=3)
    assert await plan.plan(shanghai(20, day=last)) == 1
    assert await queued(storage) == [(1, "<b>evening 2019-11-17 en full</b>")]


async def test_a_weekly_goes_out_on_its_day_and_is_fresh_for_days(storage: Storage, plan: Planner) -> None:
    monday = date(2019, 11, 11)
    friday = date(2019, 11, 15)
    days = frozenset({5})
    await subscribe(storage, 1, edition=Edition.WEEKLY, days=days)
    assert await plan.plan(shanghai(18, 30, day=friday)) == 0
    sunday = shanghai(12, day=friday + timedelta(days=2))
    await publish(storage, sunday, day=monday, end=friday, edition=Edition.WEEKLY)
    assert await plan.plan(sunday) == 1


async def test_a_new_subscriber_waits_for_the_next_issue(storage: Storage, plan: Planner) -> None:
    await publish(storage, shanghai(17))
    await subscribe(storage, 1, since=shanghai(19), after=DAY)
    assert await plan.plan(shanghai(19, 1)) == 0
    assert await plan.plan(shanghai(18, 30, day=TOMORROW)) == 0
    await publish(storage, shanghai(18, 31, day=TOMORROW), day=TOMORROW)
    assert await plan.plan(shanghai(18, 32, day=TOMORROW)) == 1


async def test_two_processes_and_two_ticks_at_once_queue_each_chat_once(path: Path) -> None:
    async with open_storage(path) as one, open_storage(path) as two:
        for chat_id in range(1, 30):
            await subscribe(one, chat_id)
        await publish(one, shanghai(17))
        plans = [planner(each).plan(shanghai(18, 30)) for each in (one, two, one, two)]
        assert sum(await asyncio.gather(*plans)) == 29
        assert sorted(chat for chat, _ in await queued(one)) == list(range(1, 30))


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=3)])
async def test_a_clock_that_jumps_ahead_and_back_serves_each_day_once(
    storage: Storage, plan: Planner, jump: timedelta
) -> None:
    await subscribe(storage, 1)
    for days in range(4):
        day = DAY + timedelta(days=days)
        await publish(storage, shanghai(17, day=day), day=day)
        now = shanghai(18, 0, day=day)
        if days == 0:
            await plan.plan(now + jump)
        while now < shanghai(20, day=day):
            await plan.plan(now)
            now += timedelta(minutes=10)
    texts = [text for _, text in await queued(storage)]
    assert len(texts) == len(set(texts))
    assert texts[-1] == "<b>evening 2019-11-17 en full</b>"
    assert len(texts) == 4


@pytest.mark.parametrize(
    ("timezone", "at", "around"),
    [
        ("Europe/Berlin", time(2, 30), date(2026, 3, 29)),
        ("Europe/Berlin", time(2, 30), date(2026, 10, 25)),
        ("Africa/Cairo", time(0, 0), date(2026, 4, 24)),
        ("America/Santiago", time(0, 0), date(2026, 9, 6)),
        ("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4)),
    ],
)
async def test_where_the_clock_jumps_each_local_day_has_one_slot(
    storage: Storage, plan: Planner, timezone: str, at: time, around: date
) -> None:
    await subscribe(storage, 1, at, timezone=timezone)
    now = shanghai(0, day=around - timedelta(days=1))
    while now < shanghai(0, day=around + timedelta(days=2)):
        await plan.plan(now)
        now += timedelta(minutes=15)
    days = [day for day, _ in await runs(storage)]
    assert str(around) in days
    assert days == [str(date.fromisoformat(days[0]) + timedelta(days=n)) for n in range(len(days))]


async def test_a_digest_that_cannot_be_rendered_leaves_the_others_alone(storage: Storage) -> None:
    def fragile(issue: Issue, look: Look) -> Rendered:
        if look.language == "zh":
            raise ZeroDivisionError
        return render(issue, look)

    await subscribe(storage, 1, language="zh")
    await subscribe(storage, 2)
    await publish(storage, shanghai(17))
    plan = Planner(storage, fragile, zone=SHANGHAI, freshness=Freshness(), window=timedelta(hours=6))
    with capture_logs() as logs:
        assert await plan.plan(shanghai(18, 30)) == 1
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == [
        "a digest could not be rendered"
    ]
    assert await planner(storage).plan(shanghai(18, 31)) == 1


async def test_a_zone_that_is_gone_leaves_the_others_alone(storage: Storage, plan: Planner) -> None:
    await subscribe(storage, 1, timezone="Mars/Olympus")
    await subscribe(storage, 2)
    await publish(storage, shanghai(17))
    assert await plan.plan(shanghai(18, 30)) == 1


async def test_a_tick_costs_the_same_however_long_it_has_been_running(
    storage: Storage, plan: Planner
) -> None:
    """Nothing that was served is looked at again: the open ones are found by an index."""
    await subscribe(storage, 1)
    at: datetime = shanghai(18, 30)
    await plan.plan(at)
    (detail,) = await storage.database.rows(
        "EXPLAIN QUERY PLAN SELECT 1 FROM slot_run WHERE state = 'open' AND edition = ? AND after < ?",
        ("e", "d"),
    )
    assert "slot_run_open" in detail[-1]
