"""A bot at work, watched from outside: its figures tell what happened, its health page what is wrong."""

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from telegram.error import TelegramError

from bot.cli.doctor.alive import alive
from bot.cli.doctor.finding import State
from bot.intake.ingest import ingest
from bot.metrics.figures import Figures
from bot.metrics.measured import MeasuredRequest
from bot.metrics.pulse import Part, Pulse
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.settings import SettingsError
from storage.backup import back_up
from storage.database import StorageError
from tests.acceptance.stage import NOON, Stage, ask, settings_for, stage
from tests.factories import evening, weekly
from tests.intake.taking import UNDATED
from tests.ports import free_port

Shown = dict[str, float]


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, weekly(), metrics_port=free_port()) as ready:
        yield ready


async def get(play: Stage, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{play.settings.metrics_port}{path}")


async def figures(play: Stage) -> Shown:
    """`name{label="value"}` → value."""
    families = text_string_to_metric_families((await get(play, "/metrics")).text)
    return {_shown(sample): sample.value for family in families for sample in family.samples}


def _shown(sample: Sample) -> str:
    labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
    return f"{sample.name}{{{labels}}}" if labels else sample.name


async def test_a_bot_at_work_is_well(play: Stage) -> None:
    answer = await get(play, "/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["checks"]) == {"tick", "outbox", "updates", "database"}
    assert "server" not in answer.headers


async def test_figures_tell_what_was_sent_and_asked(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    await play.at(18, 30)
    for text in ("/search a", "plain words", "/company Alibaba"):
        await ask(person, text)
    found = await figures(play)
    assert found['kuaixun_sends_total{result="sent"}'] >= 1
    assert found['kuaixun_sends_total{result="flood"}'] == 0
    assert found['kuaixun_lookups_total{kind="search"}'] == 2
    assert found['kuaixun_lookups_total{kind="company"}'] == 1
    assert found['kuaixun_update_seconds_count{kind="message"}'] >= 3
    assert found['kuaixun_api_call_seconds_count{method="sendMessage",result="ok"}'] >= 4
    assert found['kuaixun_last_issue_age_seconds{edition="evening"}'] == pytest.approx(18.5 * 3600, abs=60)
    assert found['kuaixun_last_issue_items{edition="evening"}'] == len(evening().items)
    assert found["kuaixun_database_up"] == 1
    assert found["kuaixun_database_bytes"] > 100_000
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert found["kuaixun_pace_messages_per_second"] == found["kuaixun_pace_full_messages_per_second"]
    assert any(name.startswith("kuaixun_build_info{") and "schema=" in name for name in found)


async def test_a_slot_without_its_issue_is_due_and_then_late(play: Stage) -> None:
    await play.subscriber()
    await play.at(18, 31)
    found = await figures(play)
    assert (
        found['kuaixun_slots_due{edition="evening"}'],
        found['kuaixun_slots_late{edition="evening"}'],
    ) == (1, 0)
    await play.at(19, 32)
    assert (await figures(play))['kuaixun_slots_late{edition="evening"}'] == 1


async def test_what_waits_in_the_outbox_shows_by_state_and_age(play: Stage) -> None:
    person = await play.subscriber()
    await play.sandbox.fault("flood", method="sendMessage", chat_id=person.id, retry_after=3000)
    await play.store(evening())
    play.clock.move_to(NOON.replace(hour=18, minute=30))
    await play.bot.tick()
    async with asyncio.timeout(5):
        while not (await figures(play))['kuaixun_outbox_deliveries{state="retry"}']:  # noqa: ASYNC110 - asks a page
            await asyncio.sleep(0.02)
    assert (await figures(play))['kuaixun_sends_total{result="flood"}'] == 1
    play.clock.move_to(play.clock() + timedelta(hours=2))
    assert (await figures(play))["kuaixun_outbox_oldest_seconds"] > 3600


async def test_backups_have_an_age_and_none_is_infinitely_old(play: Stage) -> None:
    assert (await figures(play))["kuaixun_backup_age_seconds"] == math.inf
    back_up(play.settings.database, play.settings.database.parent / "backups", play.clock())
    play.clock.move_to(play.clock() + timedelta(days=3))
    assert (await figures(play))["kuaixun_backup_age_seconds"] == pytest.approx(3 * 86400, abs=60)


async def test_a_part_that_is_stuck_is_named_with_since_when(play: Stage) -> None:
    pulse = play.bot.overseer.pulse
    pulse._last[Part.TICK] -= 3 * 3600
    answer = await get(play, "/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
    tick = answer.json()["checks"]["tick"]
    assert tick["wrong"] == "no look for due digests"
    assert tick["since"] <= (play.clock() - timedelta(hours=2, minutes=59)).isoformat(timespec="seconds")
    assert answer.json()["checks"]["database"] == {"ok": True}
    await play.bot.tick()
    assert (await get(play, "/healthz")).status_code == 200


async def test_a_tick_that_cannot_plan_is_no_heartbeat(play: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> int:
        raise StorageError("the disk is full")

    pulse = play.bot.overseer.pulse
    monkeypatch.setattr(play.bot.postman._planner, "plan", broken)
    before = pulse._last[Part.TICK]
    await play.bot.postman.tick()
    assert pulse._last[Part.TICK] == before


async def test_a_database_that_is_gone_is_told_and_the_other_figures_stay(play: Stage) -> None:
    reader = play.bot.storage.database
    reader._at_once.close()
    await reader._reader.close()
    await reader._heavy.close()
    answer = await get(play, "/healthz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["database"]["ok"]
    found = await figures(play)
    assert found["kuaixun_database_up"] == 0
    assert math.isnan(found["kuaixun_outbox_oldest_seconds"])
    assert 'kuaixun_outbox_deliveries{state="pending"}' not in found
    assert found["kuaixun_pace_messages_per_second"] > 0


async def test_neither_page_names_the_token_a_chat_or_a_text(play: Stage) -> None:
    person = await play.subscriber()
    await ask(person, "/search unheard-of-words")
    for path in ("/metrics", "/healthz", "/", "/metrics/x"):
        text = (await get(play, path)).text
        for secret in (TOKEN, TOKEN.partition(":")[2], str(person.id), "unheard"):
            assert secret not in text, path


async def test_prometheus_may_ask_for_openmetrics(play: Stage) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(
            f"http://127.0.0.1:{play.settings.metrics_port}/metrics",
            headers={"Accept": "application/openmetrics-text; version=1.0.0"},
        )
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


async def test_a_port_that_is_taken_is_told_by_its_setting(play: Stage, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"KUAIXUN_METRICS_PORT: nobody can listen on 127\.0\.0\.1"):
        async with stage(tmp_path / "other", metrics_port=play.settings.metrics_port):
            raise AssertionError("it started")


async def test_the_doctor_asks_the_health_page(play: Stage) -> None:
    well = await alive(play.settings)
    assert {each.state for each in well} == {State.WELL}
    assert {each.name for each in well} == {"tick", "outbox", "updates", "database"}
    play.bot.overseer.pulse._limits[Part.OUTBOX] = -1.0  # however lately it looked, it is too long ago
    (wrong,) = [each for each in await alive(play.settings) if each.state == State.WRONG]
    assert wrong.name == "outbox"
    assert wrong.told.startswith("no look at the outbox, since 2019-11-14T")


async def test_without_a_health_page_the_doctor_asks_the_lock_and_says_how_to_know_more(
    tmp_path: Path,
) -> None:
    (found,) = await alive(settings_for("http://127.0.0.1:9", tmp_path))
    assert found.state == State.WRONG
    nobody = settings_for("http://127.0.0.1:9", tmp_path, metrics_port=free_port(), metrics_host="0.0.0.0")  # noqa: S104
    (found,) = await alive(nobody)
    assert found.state == State.WRONG
    assert "no health page answers on 127.0.0.1:" in found.told


async def test_something_else_on_its_port_is_no_health(tmp_path: Path) -> None:
    async with serving() as other:  # the local Telegram
        settings = settings_for(other, tmp_path, metrics_port=int(other.rpartition(":")[2]))
        (found,) = await alive(settings)
    assert (found.state, found.name) == (State.WRONG, "running")


def test_what_never_began_and_what_fell_silent_are_not_well() -> None:
    now = 100.0
    pulse = Pulse({Part.TICK: 10, Part.OUTBOX: 10}, now=lambda: now)
    pulse.beat(Part.TICK)
    assert [beat.well for beat in pulse.beats()] == [True, False]
    now = 110.5
    assert [(beat.well, beat.age) for beat in pulse.beats()] == [(False, 10.5), (False, 10.5)]


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        ({"kind": "flood", "retry_after": 1}, "flood"),
        ({"kind": "error", "code": 400}, "refused"),
        ({"kind": "bad_gateway"}, "broken"),
        ({"kind": "close"}, "lost"),
    ],
    ids=lambda each: each if isinstance(each, str) else each["kind"],
)
async def test_calls_that_fail_are_counted_by_what_came_of_them(
    play: Stage, fault: dict[str, Any], result: str
) -> None:
    await play.sandbox.fault(method="getMyName", times=1, **fault)
    with pytest.raises(TelegramError):
        await play.bot.application.bot.get_my_name()
    found = await figures(play)
    assert found[f'kuaixun_api_call_seconds_count{{method="getMyName",result="{result}"}}'] == 1


async def test_where_nobody_answers_it_is_unreachable() -> None:
    watching = Figures()
    request = MeasuredRequest(watching, 1, proxies=False)
    await request.initialize()
    with pytest.raises(TelegramError):
        await request.do_request("http://127.0.0.1:9/bot1:x/getMe", "POST")
    await request.shutdown()
    assert b'kuaixun_api_call_seconds_count{method="getMe",result="unreachable"} 1.0' in generate_latest(
        watching.registry
    )


async def test_sources_and_held_issues_show(tmp_path: Path) -> None:
    async with stage(tmp_path, metrics_port=free_port(), inbox=tmp_path / "inbox") as play:
        await play.bot.storage.sources.succeeded("inbox", play.clock(), None)
        await ingest(
            UNDATED.encode(),
            name="undated.txt",
            storage=play.bot.storage,
            recogniser=play.bot.judge.recogniser,
            zone=play.settings.zone,
            now=play.clock(),
        )
        found = await figures(play)
    assert found["kuaixun_quarantine_held"] == 1
    assert found['kuaixun_source_failures{kind="inbox",source="inbox folder"}'] == 0
    assert found['kuaixun_source_age_seconds{kind="inbox",source="inbox folder"}'] < 60
    assert found["kuaixun_quarantine_oldest_seconds"] < 60
