"""The whole path (outbox, record, python-telegram-bot, HTTP) beside its yardsticks, each in a process of its own.

Goals are ratios to what stands beside them in the same run; on a busy machine all of them sink together.
"""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import pytest

from tests.benchmarks.multitude import outbox_of
from tests.benchmarks.sending import TEXT, TOKEN
from tests.benchmarks.stage import Bare, answering, send, send_by_aiogram, start, tell

pytestmark = pytest.mark.timeout(600)
LATENCY = 0.08
"""Seconds Telegram takes to answer."""


async def at_limit(way: str, folder: Path, name: str, **rules: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A minute of sending as fast as Telegram's free limit lets: the sender's figures and Telegram's."""
    database = folder / f"{name}.db"
    if way == "postman":
        await outbox_of(database, 3000)
    async with answering(latency=LATENCY, **rules) as bare:
        figures = await send(way, bare.url, seconds=60, database=str(database))
        return figures, await bare.stats()


async def test_the_free_limit_by_bucket_and_by_window_and_a_hidden_lower_one(tmp_path: Path) -> None:
    bucket, window = {"limit": 30, "window": "bucket"}, {"limit": 30, "window": "window"}
    hidden = {"limit": 22, "window": "bucket"}
    ours_b, ours_w, ours_h, theirs_b, theirs_w = await asyncio.gather(
        at_limit("postman", tmp_path, "bucket", **bucket),
        at_limit("postman", tmp_path, "window", **window),
        at_limit("postman", tmp_path, "hidden", **hidden),
        at_limit("limiter", tmp_path, "their-bucket", **bucket),
        at_limit("limiter", tmp_path, "their-window", **window),
    )
    for name, (ours, there), (peer, peer_there) in (
        ("bucket", ours_b, theirs_b),
        ("sliding window", ours_w, theirs_w),
    ):
        peers = f"AIORateLimiter {peer['rate']:.1f}/s, {peer_there['floods']} floods, {peer['lost']} lost"
        tell(
            f"free limit of 30/s, {name}, 60 s",
            "0.97 of it, no flood, none lost",
            f"{ours['rate']:.2f}/s ({ours['rate'] / 30:.2f}), {there['floods']} floods, {ours['lost']} lost",
            peers,
        )
        assert ours["lost"] == 0
    ours, there = ours_h
    figure = f"{ours['rate']:.1f}/s ({ours['rate'] / 22:.2f}), {there['floods']} floods, {ours['lost']} lost"
    tell("a hidden limit of 22/s, bucket", "0.85 of it", figure, "the limit")
    assert ours["rate"] > 0.7 * 22


async def test_the_paid_limit(tmp_path: Path) -> None:
    await outbox_of(tmp_path / "paid.db", 70_000)
    async with answering(latency=LATENCY, limit=1000, window="window") as bare:
        task = {"seconds": 60, "database": str(tmp_path / "paid.db"), "limit": 1000, "in_flight": 500}
        ours, there = await send("postman", bare.url, **task), await bare.stats()
    async with answering(latency=LATENCY) as bare:
        theirs = await send("default", bare.url, seconds=8, in_flight=100)
    tell(
        f"paid limit of 1000/s, answers after {LATENCY * 1000:.0f} ms, durable",
        "0.98 of it, 0.5 of a core",
        f"{ours['rate']:.0f}/s ({ours['rate'] / 1000:.2f}), {ours['cpu']:.2f} of a core, {there['floods']} floods",
        f"PTB's default client, 100 in flight: {theirs['rate']:.0f}/s, {theirs['cpu']:.2f} of a core",
    )
    assert ours["rate"] > 3 * theirs["rate"]


async def test_no_limit(tmp_path: Path) -> None:
    """In turns, the best of each: whatever else runs on the machine comes and goes."""
    best: dict[str, dict[str, Any]] = {}
    async with answering() as bare:
        for turn in range(3):
            database = tmp_path / f"{turn}.db"
            await outbox_of(database, 40_000)
            ours = {"seconds": 6, "database": str(database), "limit": 100_000, "in_flight": 500}
            ours["connections"] = 100  # without any latency more of them only cost
            loop = {"token": TOKEN, "text": TEXT, "seconds": 4, "in_flight": 64}
            tries = {
                "postman": await send("postman", bare.url, **ours),
                "bare": await send("bare", bare.url, seconds=4),
                "aiogram": await send_by_aiogram(bare.url, **loop),
                "default": await send("default", bare.url, seconds=4),
                "raw": await send("raw", bare.url, seconds=2),
            }
            for way, figures in tries.items():
                if figures:
                    best[way] = max(best.get(way, figures), figures, key=lambda it: it["rate"])
    rate = {way: figures["rate"] for way, figures in best.items()}
    told = {
        way: f"{rate[way]:.0f}/s, {figures['cpu'] / figures['rate'] * 1e6:.0f} µs"
        for way, figures in best.items()
    }
    tell(
        "no limit",
        "0.8 of a bare loop of PTB over aiohttp; 8 times PTB's default; ahead of aiogram's loop",
        f"{told['postman']} of processor a message; {rate['postman'] / rate['bare']:.2f} of the loop, "
        f"{rate['postman'] / rate['default']:.1f} times the default, "
        f"{rate['postman'] / rate.get('aiogram', float('nan')):.2f} of aiogram",
        f"loop {told['bare']}; aiogram {told.get('aiogram', 'not installed')}; default {told['default']}; "
        f"raw sockets {rate['raw']:.0f}/s",
    )
    assert rate["postman"] > 2 * rate["default"]


async def killed(folder: Path, bare: Bare, number: int) -> tuple[int, float]:
    """Send at 1000 a second, kill it; what was under way, as Telegram counts it, and the rate at the end."""
    database = str(folder / "kills.db")
    task = {"seconds": 60, "database": database, "limit": 1000, "in_flight": 500}
    before = (await bare.stats())["accepted"]
    process = await start("postman", bare.url, **task)
    while (await bare.stats())["accepted"] < before + 1500:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.05)
    first = (await bare.stats())["accepted"]
    await asyncio.sleep(0.7 + number % 3 / 10)
    rate = ((await bare.stats())["accepted"] - first) / (0.7 + number % 3 / 10)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    await asyncio.sleep(0.2)
    with closing(sqlite3.connect(database)) as connection:
        (sent,) = connection.execute("SELECT count(*) FROM delivery WHERE state = 'sent'").fetchone()
    stats = await bare.stats()
    return stats["accepted"] - stats["repeats"] - sent, rate


async def test_what_a_kill_repeats(tmp_path: Path) -> None:
    kills = 10
    await outbox_of(tmp_path / "kills.db", 60_000)
    async with answering(latency=LATENCY) as bare:
        found = [await killed(tmp_path, bare, number) for number in range(kills)]
        repeats = (await bare.stats())["repeats"]
        task = {"seconds": 90, "database": str(tmp_path / "kills.db"), "limit": 1000, "in_flight": 500}
        rest = await send("postman", bare.url, **task)
        stats = await bare.stats()
    floor = sum(rate for _, rate in found) / kills * LATENCY
    each = stats["repeats"] / kills
    tell(
        f"repeats a SIGKILL at 1000/s, {kills} kills",
        "1.3 x rate x latency, none missing",
        f"{each:.0f} ({each / floor:.2f} x), {60_000 - stats['chats']} missing",
        f"the floor, rate x latency: {floor:.0f}",
    )
    assert repeats <= stats["repeats"]
    assert stats["chats"] == 60_000
    assert rest["lost"] == 0


async def test_an_answer_to_a_person_during_a_broadcast(tmp_path: Path) -> None:
    await outbox_of(tmp_path / "b.db", 20_000)
    async with answering(latency=LATENCY) as bare:
        quiet = await send("idle", bare.url, answers=150)
        task = {"seconds": 25, "database": str(tmp_path / "b.db"), "answers": 150}
        free = await send("postman", bare.url, limit=30, in_flight=64, **task)
        paid = await send("postman", bare.url, limit=1000, in_flight=500, **task)
    p99 = {
        name: quantiles(it["answers"], n=100)[98] * 1000
        for name, it in (("idle", quiet), ("free", free), ("paid", paid))
    }
    tell(
        "an answer during a full broadcast, p99",
        "1.5 x idle",
        f"{p99['paid']:.0f} ms at 1000/s ({p99['paid'] / p99['idle']:.2f} x), "
        f"{p99['free']:.0f} ms at 30/s ({p99['free'] / p99['idle']:.2f} x)",
        f"idle {p99['idle']:.0f} ms",
    )


async def test_the_figures_come_from_a_telegram_that_counts() -> None:
    """The yardstick itself: it counts, limits and waits as it says."""
    async with answering(limit=5, window="window") as bare, httpx.AsyncClient(trust_env=False) as http:
        codes = [
            (
                await http.post(f"{bare.url}/bot7:x/sendMessage", data={"chat_id": chat, "text": "x"})
            ).status_code
            for chat in range(8)
        ]
        assert codes == [200] * 5 + [429] * 3
        assert await bare.stats() | {"seconds": 0} == {
            "accepted": 5,
            "floods": 3,
            "seconds": 0,
            "chats": 5,
            "repeats": 0,
        }
