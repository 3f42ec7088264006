"""Labels are few and known beforehand: whatever happens in the program has one of them."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.chat.counting import KIND_OF_BUTTON, KIND_OF_COMMAND
from bot.chat.register import BUTTONS, COMMANDS, WISHES
from bot.delivery.observer import result_of
from bot.delivery.policy import judge
from bot.metrics.figures import LOOKUP_KINDS, SEND_RESULTS, Figures
from bot.transport import PoolTimeoutError


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


FAILURES = [
    (RetryAfter(30), "flood"),
    (NetworkError("Too Many Requests"), "flood"),
    (Forbidden("bot was blocked by the user"), "left"),
    (BadRequest("chat not found"), "missing"),
    (ChatMigrated(-100), "migrated"),
    (InvalidToken("x"), "stopped"),
    (Conflict("x"), "stopped"),
    (BadRequest("can't parse entities"), "refused"),
    (BadRequest("anything else"), "refused"),
    (caused(TimedOut(), PoolTimeoutError()), "unreachable"),
    (TimedOut(), "lost"),
    (NetworkError("Bad Gateway"), "trouble"),
    (ZeroDivisionError(), "error"),
]


@pytest.mark.parametrize(
    ("error", "result"), FAILURES, ids=lambda each: each if isinstance(each, str) else repr(each)
)
def test_every_failure_of_a_send_has_its_word(error: Exception, result: str) -> None:
    assert result_of(judge(error, 0)) == result
    assert result in SEND_RESULTS


def test_every_word_is_used() -> None:
    assert {result for _, result in FAILURES} | {"sent"} == set(SEND_RESULTS)


def test_every_command_and_button_that_is_counted_is_there() -> None:
    assert set(KIND_OF_COMMAND) <= set(COMMANDS | WISHES)
    assert set(KIND_OF_BUTTON) <= set(BUTTONS)
    kinds = {*KIND_OF_COMMAND.values(), *KIND_OF_BUTTON.values(), "inline"}
    assert kinds == set(LOOKUP_KINDS)


def test_no_label_can_name_a_chat() -> None:
    names = {
        label
        for collector in list(Figures().registry._collector_to_names)
        for label in getattr(collector, "_labelnames", ())
    }
    assert names == {"edition", "kind", "method", "part", "result", "source", "state"}
