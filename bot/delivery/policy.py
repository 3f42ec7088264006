"""What to do when a send fails: one table, read from the top, first row that fits.

Facts, tried with python-telegram-bot 22.8: `BadRequest` and `TimedOut` are `NetworkError`s, so their rows come
first. `TimedOut` and `NetworkError` hide in `__cause__` whether the request was written at all: if not, it
surely was not delivered; if it was, nobody knows. Telegram has no key by which to ask.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
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

from bot.transport import BROKEN, NOT_WRITTEN

# Otherwise python-telegram-bot warns with every RetryAfter that its seconds will be a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not delivered: again after so many seconds."""

    after: float
    counted: bool = True
    """Whether it counts against the limit of attempts of this delivery."""
    everyone: bool = False
    """Telegram as a whole is in trouble, not this chat."""
    flooded: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Delivered or not: the answer was lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Refused for good; other messages to this chat may do."""

    reason: str


@dataclass(frozen=True, slots=True)
class Deactivate:
    """Nothing more can be sent to this chat until it comes back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrate:
    """The group is a supergroup now, with another id."""

    new_id: int


@dataclass(frozen=True, slots=True)
class AsPlainText:
    """Telegram does not read our HTML: once more without any."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing can be sent at all, to anyone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Telegram does not find the chat. It may be wrong: only so on several days the chat is left alone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Shorter:
    """Too long for Telegram, whatever we counted: once more in smaller pieces."""

    reason: str


@dataclass(frozen=True, slots=True)
class ToGeneral:
    """The topic is closed or gone: once more to the forum's General one."""

    reason: str


Verdict = Retry | Unknown | Failed | Deactivate | Missing | Migrate | AsPlainText | Shorter | ToGeneral | Stop

MOST_ATTEMPTS = 16
"""With waits that double up to a quarter of an hour, about two hours."""

MOST_DOUBTS = 5
"""So often at most is something sent again that may have arrived."""

_LONGEST_WAIT = 900.0
_BARE_FLOOD_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a row may look at. `spread`, from 0 to 1, keeps those that failed together apart."""

    error: BaseException
    attempts: int
    spread: float

    @property
    def text(self) -> str:
        return str(self.error)

    def backoff(self) -> float:
        return min(2.0 ** min(self.attempts, 20), _LONGEST_WAIT) * (0.75 + self.spread / 2)


@dataclass(frozen=True, slots=True)
class Row:
    kind: type[BaseException]
    verdict: Callable[[Attempt], Verdict]
    cause: tuple[type[BaseException], ...] = ()
    """What the error must have come from; empty for anything."""
    says: str = ""
    """A pattern in its text."""

    def fits(self, error: BaseException) -> bool:
        if not isinstance(error, self.kind) or (self.cause and not isinstance(error.__cause__, self.cause)):
            return False
        return re.search(self.says, str(error), re.IGNORECASE) is not None


def _flood(attempt: Attempt) -> Verdict:
    return Retry(seconds_of(attempt.error), counted=False, flooded=True, reason="flood control")


def _migrated(attempt: Attempt) -> Verdict:
    error = attempt.error
    return Migrate(error.new_chat_id) if isinstance(error, ChatMigrated) else _refused(attempt)


def _not_sent(attempt: Attempt) -> Verdict:
    return Retry(attempt.backoff(), counted=False, everyone=True, reason="Telegram could not be reached")


def _in_trouble(attempt: Attempt) -> Verdict:
    return _limited(attempt, Retry(attempt.backoff(), everyone=True, reason="Telegram is in trouble"))


def _try_again(attempt: Attempt) -> Verdict:
    return _limited(attempt, Retry(attempt.backoff(), reason=_kind(attempt)))


def _limited(attempt: Attempt, retry: Retry) -> Verdict:
    if attempt.attempts + 1 >= MOST_ATTEMPTS:
        return Failed(f"given up after {attempt.attempts + 1} attempts: {retry.reason}")
    return retry


def _lost(attempt: Attempt) -> Verdict:
    return Unknown(f"the answer was lost ({_kind(attempt)})")


def _gone(attempt: Attempt) -> Verdict:
    return Deactivate(attempt.text)


def _refused(attempt: Attempt) -> Verdict:
    return Failed(attempt.text)


def _no_token(_: Attempt) -> Verdict:
    return Stop("Telegram does not accept the token (KUAIXUN_TOKEN)")


def _kind(attempt: Attempt) -> str:
    return type(attempt.error.__cause__ or attempt.error).__name__


# Ours and that of python-telegram-bot's default client, so that either can be put in.
_NOT_WRITTEN = (*NOT_WRITTEN, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError)
_BROKEN = (*BROKEN, httpx.HTTPError)

TABLE: tuple[Row, ...] = (
    Row(RetryAfter, _flood),
    Row(Forbidden, _gone),
    Row(ChatMigrated, _migrated),
    # The text of InvalidToken holds the token: say it in our own words. Called by a method's name, the library tells
    # it as a method that is not there.
    Row(InvalidToken, _no_token),
    Row(EndPointNotFound, _no_token),
    Row(Conflict, lambda _: Stop("another copy of the bot is running with the same token")),
    Row(BadRequest, lambda a: AsPlainText(a.text), says="can't parse entities"),
    Row(BadRequest, lambda a: Shorter(a.text), says="message is too long|MESSAGE_TOO_LONG"),
    Row(BadRequest, lambda a: ToGeneral(a.text), says="message thread not found|TOPIC_CLOSED|TOPIC_DELETED"),
    Row(BadRequest, lambda a: Missing(a.text), says="chat not found|PEER_ID_INVALID|user not found"),
    Row(
        BadRequest,
        _gone,
        says="not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN",
    ),
    Row(BadRequest, _refused),
    Row(TimedOut, _not_sent, cause=_NOT_WRITTEN),
    Row(TimedOut, _lost),
    Row(NetworkError, _not_sent, cause=_NOT_WRITTEN),
    Row(NetworkError, _lost, cause=_BROKEN),
    Row(NetworkError, lambda a: Shorter(a.text), says="Request Entity Too Large"),
    Row(NetworkError, _flood, says="Too Many Requests"),
    Row(NetworkError, _lost, says="Unknown error in HTTP implementation"),
    Row(NetworkError, _in_trouble),
    Row(TelegramError, _lost, says="Invalid server response"),
    Row(TelegramError, _try_again),
    Row(BaseException, _try_again),
)


def judge(error: BaseException, attempts: int, spread: float = 0.5) -> Verdict:
    """What to do after an attempt failed that `attempts` others went before."""
    attempt = Attempt(error, attempts, spread)
    return next(row for row in TABLE if row.fits(error)).verdict(attempt)


def doubt_wait(attempts: int) -> float | None:
    """Seconds until something that may have arrived is sent again; None when that was done often enough."""
    return None if attempts + 1 >= MOST_DOUBTS else min(30.0 * 2**attempts, _LONGEST_WAIT)


def seconds_of(error: BaseException) -> float:
    """How long a flood answer asks to wait. One without parameters is a plain NetworkError and names no time."""
    wait = error.retry_after if isinstance(error, RetryAfter) else _BARE_FLOOD_WAIT
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
