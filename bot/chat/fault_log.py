"""Faults that no handler met, in planning, sending or watching sources: heard where they are logged, told like others."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.chat.errors import Errors, of_network


class _Listener(logging.Handler):
    """Hears log lines that hold an exception; each has its reference (see `bot.logs`)."""

    def __init__(self, errors: Errors, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(logging.ERROR)
        self._errors = errors
        self._loop = loop
        self._telling: set[asyncio.Task[None]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        event: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {}
        error = _exception(event.get("exc_info") or record.exc_info)
        if error is not None and not of_network(error):  # nobody waited for an answer
            reference = str(event.get("reference", "-"))
            self._loop.call_soon_threadsafe(self._tell, error, reference)

    def _tell(self, error: BaseException, reference: str) -> None:
        task = self._loop.create_task(self._errors.happened(error, reference))
        self._telling.add(task)  # else nobody holds it, and it may vanish half done
        task.add_done_callback(self._telling.discard)


@contextmanager
def listening(errors: Errors) -> Iterator[None]:
    """Tell of every fault that is logged while the block runs."""
    listener, root = _Listener(errors, asyncio.get_running_loop()), logging.getLogger()
    root.addHandler(listener)
    try:
        yield
    finally:
        root.removeHandler(listener)


def _exception(told: object) -> BaseException | None:
    """Of what logging takes as `exc_info`: an exception, a triple, or True for the one being handled."""
    if isinstance(told, BaseException):
        return told
    if isinstance(told, tuple):
        return told[1] if len(told) > 1 and isinstance(told[1], BaseException) else None
    return sys.exc_info()[1] if told else None
