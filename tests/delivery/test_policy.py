"""The table of failures, row by row. The same over real HTTP is in test_trouble.py."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery import policy
from bot.delivery.policy import (
    AsPlainText,
    Deactivate,
    Failed,
    Migrate,
    Missing,
    Retry,
    Shorter,
    Stop,
    ToGeneral,
    Unknown,
    doubt_wait,
    judge,
)


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ConnectTimeout("")),
        caused(TimedOut(), httpx.PoolTimeout("")),
        caused(NetworkError("httpx.ConnectError: "), httpx.ConnectError("")),
    ],
)
def test_what_was_never_written_is_tried_again_without_limit(error: Exception) -> None:
    for attempts in (0, 1000):
        verdict = judge(error, attempts)
        assert isinstance(verdict, Retry)
        assert (verdict.counted, verdict.everyone) == (False, True)


@pytest.mark.parametrize(
    "error",
    [
        caused(TimedOut(), httpx.ReadTimeout("")),
        caused(TimedOut(), httpx.WriteTimeout("")),
        TimedOut(),
        caused(NetworkError("httpx.ReadError: "), httpx.ReadError("")),
        caused(NetworkError("httpx.RemoteProtocolError: "), httpx.RemoteProtocolError("")),
        caused(TelegramError("Invalid server response"), ValueError()),
        NetworkError("Unknown error in HTTP implementation: OSError()"),
    ],
)
def test_a_lost_answer_is_not_a_failure(error: Exception) -> None:
    assert isinstance(judge(error, 0), Unknown)


@pytest.mark.parametrize(
    "error",
    [
        NetworkError("Internal Server Error"),
        caused(NetworkError("Bad Gateway (502). Parsing … failed"), TelegramError("Invalid server response")),
    ],
)
def test_telegram_in_trouble_is_tried_again_for_about_two_hours(error: Exception) -> None:
    waits = []
    for attempts in range(policy.MOST_ATTEMPTS - 1):
        verdict = judge(error, attempts)
        assert isinstance(verdict, Retry)
        assert verdict.everyone
        waits.append(verdict.after)
    assert 1.2 * 3600 < sum(waits) < 3 * 3600
    assert waits[0] <= 1.25
    assert isinstance(judge(error, policy.MOST_ATTEMPTS - 1), Failed)


def test_a_flood_answer_says_how_long_and_is_no_attempt() -> None:
    assert judge(RetryAfter(30), 99) == Retry(30, counted=False, flooded=True, reason="flood control")
    bare = judge(NetworkError("Too Many Requests"), 99)
    assert isinstance(bare, Retry)
    assert (bare.counted, bare.flooded) == (False, True)


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: bot was blocked by the user"),
        Forbidden("Forbidden: bot was kicked from the group chat"),
        Forbidden("Forbidden: user is deactivated"),
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("Need administrator rights in the channel chat"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
    ],
)
def test_a_chat_that_cannot_be_written_to_is_left_alone(error: Exception) -> None:
    assert judge(error, 0) == Deactivate(str(error))


def test_a_bad_request_is_no_trouble_of_the_network() -> None:
    assert judge(BadRequest("Wrong file identifier"), 0) == Failed("Wrong file identifier")


def test_text_that_telegram_cannot_read_goes_out_plain() -> None:
    error = BadRequest("Can't parse entities: can't find end tag corresponding to start tag \"b\"")
    assert judge(error, 0) == AsPlainText(str(error))


@pytest.mark.parametrize("says", ["Chat not found", "PEER_ID_INVALID", "user not found"])
def test_a_chat_that_is_not_found_may_be_found_another_day(says: str) -> None:
    assert judge(BadRequest(says), 0) == Missing(says)


def test_a_request_that_is_too_large_goes_out_in_smaller_pieces() -> None:
    assert isinstance(judge(NetworkError("Request Entity Too Large"), 0), Shorter)


@pytest.mark.parametrize("says", ["Message is too long", "MESSAGE_TOO_LONG"])
def test_what_is_too_long_goes_out_in_smaller_pieces(says: str) -> None:
    assert judge(BadRequest(says), 0) == Shorter(says)


@pytest.mark.parametrize("says", ["Message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
def test_a_topic_that_is_closed_or_gone(says: str) -> None:
    assert judge(BadRequest(says), 0) == ToGeneral(says)


def test_a_group_that_moved() -> None:
    assert judge(ChatMigrated(-1001), 0) == Migrate(-1001)


def test_a_refused_token_stops_all_and_is_not_repeated_in_the_reason() -> None:
    verdict = judge(InvalidToken("The token `123:secret` was rejected by the server."), 0)
    assert isinstance(verdict, Stop)
    assert "secret" not in verdict.reason
    assert "KUAIXUN_TOKEN" in verdict.reason
    # This is how the library tells it of a method that is called by its name.
    assert judge(EndPointNotFound("Endpoint 'sendmessage' not found in Bot API"), 0) == verdict


def test_another_copy_stops_all() -> None:
    assert isinstance(judge(Conflict("terminated by other getUpdates request"), 0), Stop)


@pytest.mark.parametrize("error", [TelegramError("?"), RuntimeError("a bug"), KeyError()])
def test_the_unforeseen_is_tried_again_a_few_times(error: Exception) -> None:
    first = judge(error, 0)
    assert isinstance(first, Retry)
    assert not first.everyone
    assert isinstance(judge(error, policy.MOST_ATTEMPTS), Failed)


def test_those_that_failed_together_do_not_come_back_together() -> None:
    waits = {judge(NetworkError("Internal Server Error"), 5, spread / 10) for spread in range(11)}
    assert len(waits) == 11


def test_what_may_have_arrived_is_sent_again_a_few_times_at_most() -> None:
    waits = [doubt_wait(attempts) for attempts in range(6)]
    assert waits == [30, 60, 120, 240, None, None]
