"""docs/log.md has every line of the log, and none that there is not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.project.tree import ROOT

PAGE = (ROOT / "docs" / "log.md").read_text("utf-8")
LOGGERS = {"log", "stray"}
"""What the code calls them."""
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def sources() -> Iterator[Path]:
    for package in ("bot", "storage"):
        yield from (ROOT / package).rglob("*.py")


def written(source: Path) -> Iterator[str]:
    """The events a file writes; what is put together while it runs is not among them."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=logger), attr=level),
                args=[ast.Constant(value=str(event)), *_],
            ) if logger in LOGGERS and level in LEVELS:
                yield event


def documented() -> list[str]:
    rows = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    return [each for row in rows for each in re.findall(r"`([^`]+)`", row)]


def test_every_line_is_there() -> None:
    events = {event for source in sources() for event in written(source)}
    assert len(events) > 90
    assert events - set(documented()) == set()


def test_none_is_there_that_is_not_written() -> None:
    code = "".join(source.read_text("utf-8") for source in sources())
    assert [event for event in documented() if f'"{event}"' not in code] == []


def test_each_is_there_once() -> None:
    assert len(documented()) == len(set(documented()))
