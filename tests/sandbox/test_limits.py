"""Flood limits: what Telegram publishes, counted in two ways, and one it does not publish."""

import time

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.sandbox.client import Sandbox, SandboxError, UserHandle
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import FloodLimiter, Limits


class Stopwatch:
    """Time that stands still unless told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limiter(**limits: object) -> tuple[FloodLimiter, Stopwatch]:
    watch = Stopwatch()
    made = FloodLimiter(watch)
    made.set(Limits(**({"on": True} | limits)))  # type: ignore[arg-type]
    return made, watch


def wait_of(flood: FloodLimiter, chat: int, method: str = "sendmessage") -> int:
    """Seconds to wait that the refusal names; 0 when the message passes."""
    try:
        flood.check(method, chat)
    except ApiError as error:
        refusal = error.wire()
    else:
        return 0
    wait = int(refusal["parameters"]["retry_after"])
    description = f"Too Many Requests: retry after {wait}"
    assert (refusal["error_code"], refusal["description"]) == (429, description)
    return wait


@pytest.mark.parametrize("algorithm", ["window", "bucket"])
def test_one_a_second_in_a_chat(algorithm: str) -> None:
    flood, watch = limiter(algorithm=algorithm)
    assert [wait_of(flood, 7), wait_of(flood, 7), wait_of(flood, 8)] == [0, 1, 0]
    watch.now += 0.9
    assert wait_of(flood, 7) == 1
    watch.now += 0.11
    assert wait_of(flood, 7) == 0
    assert flood.floods == {"chat": 2}


@pytest.mark.parametrize("algorithm", ["window", "bucket"])
def test_thirty_a_second_over_all_chats(algorithm: str) -> None:
    flood, watch = limiter(algorithm=algorithm)
    assert [wait_of(flood, chat) for chat in range(1, 32)] == [0] * 30 + [1]
    watch.now += 1.001
    assert wait_of(flood, 40) == 0
    assert flood.floods == {"overall": 1}


def test_twenty_a_minute_in_a_group_and_then_wait_for_the_oldest() -> None:
    flood, watch = limiter()
    for _ in range(20):
        assert wait_of(flood, -5) == 0
        watch.now += 1.01
    assert wait_of(flood, -5) == 40
    watch.now += 40
    assert wait_of(flood, -5) == 0
    assert flood.floods == {"group": 1}


def test_a_bucket_fills_evenly_where_a_window_empties_at_once() -> None:
    waits = {}
    for algorithm in ("window", "bucket"):
        flood, watch = limiter(algorithm=algorithm)
        for chat in range(1, 31):
            wait_of(flood, chat)
        watch.now += 0.5
        waits[algorithm] = [wait_of(flood, chat) for chat in range(100, 116)]
    assert waits == {"window": [1] * 16, "bucket": [0] * 15 + [1]}


def test_the_hidden_limit_is_the_true_one() -> None:
    flood, _ = limiter(hidden=10)
    assert [wait_of(flood, chat) for chat in range(1, 13)] == [0] * 10 + [1, 1]


def test_a_penalty_makes_who_asked_too_soon_wait_longer() -> None:
    flood, watch = limiter(penalty=4)
    assert [wait_of(flood, 7), wait_of(flood, 7)] == [0, 5]
    watch.now += 2
    assert wait_of(flood, 7) == 3
    watch.now += 3.1
    assert wait_of(flood, 7) == 0


def test_a_refused_message_does_not_count_against_the_others() -> None:
    flood, _ = limiter(overall=2)
    assert [wait_of(flood, chat) for chat in (7, 7, 8, 9)] == [0, 1, 0, 1]


def test_only_messages_count() -> None:
    flood, _ = limiter()
    for method in ("getupdates", "sendchataction", "editmessagetext", "answercallbackquery"):
        assert [wait_of(flood, 7, method), wait_of(flood, 7, method)] == [0, 0]
    assert [wait_of(flood, 7, "sendphoto"), wait_of(flood, 7, "copymessage")] == [0, 1]


def test_many_idle_chats_are_forgotten() -> None:
    flood, watch = limiter(overall=10**9)
    for chat in range(1, 25_000):
        wait_of(flood, chat)
        watch.now += 0.01
    assert len(flood._meters) < 16_000


def test_a_thousand_requests_a_second_cost_little() -> None:
    flood = FloodLimiter()
    flood.set(Limits(on=True, overall=10**6))
    began = time.process_time()
    for chat in range(1, 10_001):
        flood.check("sendmessage", -chat)
    assert time.process_time() - began < 0.5, "more than a twentieth of a processor at a thousand a second"


async def test_the_client_is_told_how_long_to_wait(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    await sandbox.limits(on=True)
    await bot.send_message(user.id, "one")
    with pytest.raises(RetryAfter, match="Retry in"):
        await bot.send_message(str(user.id), "two")
    assert (await sandbox.limits())["floods"] == {"chat": 1}
    await sandbox.reset()
    after = await sandbox.limits()
    assert (after["on"], after["floods"]) == (False, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"overall": 0},
        {"algorithm": "leaky"},
        {"chat": "1"},
        {"speed": 3},
        {"on": 1},
        {"penalty": -1},
        {"group": None},
    ],
)
async def test_limits_that_make_no_sense_are_refused(sandbox: Sandbox, wrong: dict[str, object]) -> None:
    with pytest.raises(SandboxError, match=next(iter(wrong))):
        await sandbox.limits(**wrong)
