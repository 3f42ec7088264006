"""Logs: one line an event with its ids, UTC, for people (`console`) or programs (`json`).

Texts of people are never logged. The token cannot be: whatever is written, by any library, is scrubbed last.
"""

import logging
import re
import secrets
import sys
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, WrappedLogger

_TOKEN = re.compile(r"\d{5,}(?::|%3[aA])[A-Za-z0-9_-]{20,}")
"""The form of any Telegram token, also as part of an address."""

_QUIET = (
    *("httpx", "httpcore", "aiohttp", "uvicorn", "apscheduler", "aiosqlite", "telegram", "asyncio"),
    "watchfiles",
)
"""Libraries whose ordinary news is ours to tell; httpx and access logs write the token into it."""

_LONG_ENOUGH = 16
"""Characters from which on the secret half of a token cannot be an ordinary word."""


class _Scrubber(structlog.stdlib.ProcessorFormatter):
    """Takes tokens out of the finished line, tracebacks included."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, "[secret]")
        return _TOKEN.sub("[secret]", line)


def configure(
    *,
    form: str = "console",
    level: str = "info",
    token: str | None = None,
    secrets: Iterable[str] = (),
    out: TextIO | None = None,
) -> None:
    """Set up logging for the whole process. `form` is `console` or `json`, lines go to stderr unless `out` is given.

    Neither `token` nor any of `secrets` is written, nor what a URL makes of them.
    """
    stream = out or sys.stderr
    shared = _shared_processors()
    renderer = _renderer(form, colors=stream.isatty())
    formatter = _Scrubber(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
    )
    formatter.secrets = tuple(_spellings(token, secrets))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def log_what_nobody_catches() -> None:
    """Write errors that end the program or a thread, and warnings, as lines of the log: scrubbed as all others."""
    stray = logging.getLogger("uncaught")

    def of_the_program(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
        else:
            stray.critical("the program ends by an error nobody foresaw", exc_info=(kind, error, traceback))

    def of_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            stray.error("a thread ended by an error", exc_info=args.exc_value)

    def of_a_destructor(args: "sys.UnraisableHookArgs") -> None:
        stray.error("an error that nobody can handle", exc_info=args.exc_value)

    sys.excepthook = of_the_program
    threading.excepthook = of_a_thread
    sys.unraisablehook = of_a_destructor
    logging.captureWarnings(True)


def _spellings(token: str | None, secrets: Iterable[str]) -> Iterator[str]:
    """Every way in which a secret may stand in a text, the longest first."""
    for secret in filter(None, (token, *secrets)):
        yield secret
        yield quote(secret, safe="")
        yield quote(secret, safe="").replace("%3A", "%3a")
    half = (token or "").rpartition(":")[2]
    if len(half) >= _LONG_ENOUGH:
        yield half


def _shared_processors() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _referenced,
        _one_line,
    ]


def _renderer(form: str, *, colors: bool) -> list[structlog.typing.Processor]:
    if form == "json":
        # Without locals: they hold what people wrote.
        tracebacks = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        return [tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain, pad_event_to=0)]


def _referenced(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Every fault has a reference, by which the line is found that belongs to what a person was told."""
    if event.get("exc_info"):
        event.setdefault("reference", secrets.token_hex(3))
    return event


def _one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Foreign text cannot forge a second line or move the terminal's cursor."""
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[key] = "".join(char if char.isprintable() else " " for char in value)
    return event
