"""What a command says and where: answers on stdout, everything else on stderr.

Colour and progress appear only on a terminal, and never with `NO_COLOR`; rich sees to both.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

FAILED = 1
"""Exit status when some or all of the work was not done. Wrong use is 2 and typer's affair."""

INTERRUPTED = 130
"""Exit status when a person ended the work before it was done."""

T = TypeVar("T")


def out() -> Console:
    return Console(highlight=False)


def err() -> Console:
    return Console(stderr=True, highlight=False)


def complain(message: str) -> None:
    """One line for the person: control characters of a foreign name cannot reach the terminal."""
    line = "".join(char if char.isprintable() else " " for char in message)
    err().print(f"kuaixun: {line}", markup=False, soft_wrap=True)


def counted(count: int, what: str) -> str:
    """`1 item`, `2 items`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def write_json(value: Any) -> None:
    """One object, one line. Chinese stays readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def progress(items: Iterable[T], doing: str, *, total: int | None = None) -> Iterator[T]:
    """The items one by one, with a bar on stderr if that is a terminal and there is more than one.

    `total` is how many there will be, for items that cannot be counted beforehand; more or fewer may come.
    """
    console = err()
    expected = total if total is not None else len(items) if isinstance(items, Sized) else 0
    hidden = not console.is_terminal or expected < 2
    with Progress(*_columns(), console=console, transient=True, disable=hidden) as bar:
        yield from bar.track(items, description=doing, total=expected)


@contextmanager
def bar(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar like that of `progress`, moved on by calling what this gives."""
    console = err()
    hidden = not console.is_terminal or total < 2
    with Progress(*_columns(), console=console, transient=True, disable=hidden) as shown:
        task = shown.add_task(doing, total=total)
        yield lambda: shown.advance(task)


def _columns() -> tuple[ProgressColumn, ...]:
    return (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
