"""Who got what, on the command line."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import DeliveryState, Digest, DueGroup, Edition, Outcome, Style
from storage.store import open_storage
from tests.cli.command import kuaixun, objects
from tests.storage.making import EVENING, NOON, subscriber

DUE_AT: datetime = NOON + timedelta(hours=6, minutes=30)


async def _sent_to_two_and_refused_by_one(path: Path, day: date = EVENING) -> None:
    async with open_storage(path) as storage:
        for chat_id in (1, 2, 3):
            await subscriber(storage, chat_id)
        groups = [DueGroup(group, day, DUE_AT) for group in await storage.slots.groups()]
        await storage.slots.open(groups, DUE_AT)
        waiting = await storage.slots.waiting(Edition.EVENING, day)
        await storage.outbox.enqueue(Digest(1, "en", Style.FULL, False, ("one",)), waiting, day, DUE_AT)
        claimed = await storage.outbox.exchange([], take=3, now=DUE_AT)
        done = [Outcome(each.id, DeliveryState.SENT, message_id=7) for each in claimed[:2]]
        refused = Outcome(claimed[2].id, DeliveryState.FAILED, reason="message\x1b[31m is empty")
        await storage.outbox.exchange([*done, refused], take=0, now=DUE_AT)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "kuaixun.db"
    asyncio.run(_sent_to_two_and_refused_by_one(path))
    return path


def test_a_digest_is_told_by_what_became_of_it(database: Path) -> None:
    done = kuaixun("deliveries", "--database", database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 failed, 2 sent" in done.stdout or "2 sent, 1 failed" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_same_for_programs(database: Path) -> None:
    (report,) = objects(kuaixun("deliveries", "--json", "--database", database).stdout)
    assert (report["chats"], report["states"]) == (3, {"failed": 1, "sent": 2})
    assert report["reasons"] == [{"state": "failed", "reason": "message\x1b[31m is empty", "chats": 1}]


def test_those_who_did_not_get_it_are_named(database: Path) -> None:
    (found,) = objects(kuaixun("deliveries", "--failed", "--json", "--database", database).stdout)
    assert (found["chat"], found["part"], found["state"]) == (3, 1, "failed")
    assert "3" in kuaixun("deliveries", "--failed", "--database", database).stdout


def test_again_goes_to_those_only(database: Path) -> None:
    (again,) = objects(kuaixun("deliveries", "--retry", "--json", "--database", database).stdout)
    assert again["again"] == 1
    assert kuaixun("deliveries", "--failed", "--database", database).stdout.startswith(
        "Everyone got everything"
    )
    assert kuaixun("deliveries", "--retry", "--database", database).stdout.startswith("0 messages")


@pytest.mark.parametrize("option", [(), ("--failed",), ("--retry",)])
def test_a_digest_that_there_is_not(database: Path, option: tuple[str, ...]) -> None:
    done = kuaixun("deliveries", "--digest", 77, *option, "--database", database)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kuaixun: there is no digest 77; kuaixun deliveries lists them\n"
