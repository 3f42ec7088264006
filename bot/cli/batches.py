"""Inputs read while a bar moves, a batch at a time: one transaction for many issues, soon enough to be seen."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Said:
    """What the operator says of the texts."""

    received: date | None = None
    encoding: str | None = None


async def batches(paths: Iterable[Path], judge: Judge, said: Said) -> AsyncIterator[list[Input | Refused]]:
    """Everything in `paths`, read, in batches. The reading is done beside the event loop."""
    files = list(gather(paths))
    waiting = iter(_shown(files))
    while batch := await asyncio.to_thread(_batch, waiting, judge, said):
        yield batch


def _shown(files: list[Path]) -> Iterator[Piece | Refused]:
    total = sum(map(count, files))
    each = (piece for path in files for piece in pieces(path))
    return console.progress(each, "Reading issues", total=total)


def _batch(waiting: Iterator[Piece | Refused], judge: Judge, said: Said) -> list[Input | Refused]:
    end = time.monotonic() + LONGEST
    batch: list[Input | Refused] = []
    issues = 0
    for piece in waiting:
        read = [piece] if isinstance(piece, Refused) else _read(piece, judge, said)
        batch += read
        issues += sum(len(one.issues) for one in read if isinstance(one, Input))
        if issues >= MOST or time.monotonic() >= end:
            break
    return batch


def _read(piece: Piece, judge: Judge, said: Said) -> list[Input | Refused]:
    try:
        now = datetime.now(UTC)
        return list(judge.read_any(piece.texts, now=now, received=said.received, encoding=said.encoding))
    except Unreadable as error:
        return [Refused(piece.name, str(error))]
