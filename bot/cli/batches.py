"""Inputs read while a bar moves, a batch at a time: one transaction for many issues, soon enough to be seen."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cli import console
from bot.intake.files import Piece, count, gather, pieces
from bot.intake.found import Refused
from bot.intake.judging import Input, Judge
from bot.reader import Unreadable

MOST = 50
"""Issues of a batch."""

LONGEST = 0.5
"""Seconds of reading after which a batch is done, however small."""


async def batches(
    paths: Iterable[Path], judge: Judge, received: date | None
) -> AsyncIterator[list[Input | Refused]]:
    """Everything in `paths`, read, in batches. The reading is done beside the event loop."""
    files = list(gather(paths))
    waiting = iter(_shown(files))
    while batch := await asyncio.to_thread(_batch, waiting, judge, received):
        yield batch


def _shown(files: list[Path]) -> Iterator[Piece | Refused]:
    total = sum(map(count, files))
    each = (piece for path in files for piece in pieces(path))
    return console.progress(each, "Reading issues", total=total)


def _batch(waiting: Iterator[Piece | Refused], judge: Judge, received: date | None) -> list[Input | Refused]:
    end = time.monotonic() + LONGEST
    batch: list[Input | Refused] = []
    issues = 0
    for piece in waiting:
        read = [piece] if isinstance(piece, Refused) else _read(piece, judge, received)
        batch += read
        issues += sum(len(one.issues) for one in read if isinstance(one, Input))
        if issues >= MOST or time.monotonic() >= end:
            break
    return batch


def _read(piece: Piece, judge: Judge, received: date | None) -> list[Input | Refused]:
    try:
        return list(judge.read_any(piece.texts, now=datetime.now(UTC), received=received))
    except Unreadable as error:
        return [Refused(piece.name, str(error))]
