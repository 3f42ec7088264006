"""Logs: one line an event with its ids, UTC, for people (`console`) or programs (`json`).

Texts of people are never logged. The token cannot be: whatever is written, by any library, is scrubbed last.
"""

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, WrappedLogger

_TOKEN = re.compile(r"\d{5,}(?::|%3[aA])[A-Za-z0-9_-]{20,}")
"""The form of any Telegram token, also as part of an address."""

_QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "telegram", "asyncio")
"""Libraries whose ordinary news is ours to tell; httpx writes the token into it."""


class _Scrubber(structlog.stdlib.ProcessorFormatter):
    """Takes tokens out of the finished line, tracebacks included."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, "[token]")
        return _TOKEN.sub("[token]", line)


def configure(
    *, form: str = "console", level: str = "info", token: str | None = None, out: TextIO | None = None
) -> None:
    """Set up logging for the whole process. `form` is `console` or `json`, lines go to stderr unless `out` is given."""
    stream = out or sys.stderr
    shared = _shared_processors()
    renderer = _renderer(form, colors=stream.isatty())
    formatter = _Scrubber(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
    )
    formatter.secrets = (token,) if token else ()
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


def _shared_processors() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _one_line,
    ]


def _renderer(form: str, *, colors: bool) -> list[structlog.typing.Processor]:
    if form == "json":
        # Without locals: they hold what people wrote.
        tracebacks = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        return [tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain, pad_event_to=0)]


def _one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Foreign text cannot forge a second line or move the terminal's cursor."""
    for key, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[key] = "".join(char if char.isprintable() else " " for char in value)
    return event
