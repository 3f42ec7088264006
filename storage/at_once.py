"""Questions that take less time than the way to another thread and back, asked on the event loop itself.

A page of news takes 0.03 ms to find; handing it to a connection's thread and back takes three times as long, and
ten times where the loop is busy. So it is asked here, and given up when it takes longer than `AIM`: then it was
no short one, and is for a thread.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from storage.opening import uri_of

AIM = 0.002
"""Seconds a question may take here, and all together may take in one round of the loop."""

# Steps of SQLite's virtual machine between two looks at the clock: some 20 µs.
_STEPS = 1000


class AtOnce:
    """A connection that reads, used by the event loop's own thread. Never waits for another program."""

    def __init__(self, path: Path, pragmas: Sequence[str]) -> None:
        """Open it. Raises `sqlite3.Error`."""
        self._connection = sqlite3.connect(
            uri_of(path, "ro"), uri=True, timeout=0, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            self._connection.execute(pragma)
        self._connection.set_progress_handler(self._late, _STEPS)
        self._deadline = 0.0
        self._spent = 0.0
        self._counting = False

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]] | None:
        """All rows of a query; None when a thread is to be asked: it takes longer than `AIM`, it fails, or this round of the
        loop has given enough to others.
        """
        if self._spent >= AIM:
            return None
        if not self._counting:
            self._counting = True
            asyncio.get_running_loop().call_soon(self._new_round)
        begun = perf_counter()
        self._deadline = begun + AIM
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error:
            return None
        finally:
            self._spent += perf_counter() - begun

    def close(self) -> None:
        self._connection.close()

    def _late(self) -> bool:
        return perf_counter() > self._deadline

    def _new_round(self) -> None:
        self._spent, self._counting = 0.0, False
