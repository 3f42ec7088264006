"""The source that docs/adding.md shows is one."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.intake.desk import Desk, Sender
from bot.intake.found import Found
from bot.intake.source import Source, SourceError
from storage.records import Edition
from tests.intake.office import NOW, Office, evening
from tests.project.tree import ROOT

SHOWN = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "adding.md").read_text("utf-8"), re.DOTALL)


def made(path: Path, desk: Desk) -> Source:
    known = (timedelta, Path, Desk, Sender, Found, SourceError, asyncio)
    names: dict[str, Any] = {each.__name__: each for each in known}
    exec(SHOWN[0], names)  # noqa: S102 - a page of our own
    source: Source = names["OneFile"](path, desk)
    return source


async def test_what_it_finds_is_stored_once(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "issue.txt"
    path.write_text(evening())
    source = made(path, office.desk)
    assert await source.look() is None
    assert await source.look() is None
    stored = await office.storage.archive.find(Edition.EVENING, NOW.date())
    assert stored is not None
    assert len(stored.items) == 2
    assert office.told == []
    await source.rest(timedelta(0))
    await source.close()


async def test_how_it_fails_is_said(office: Office, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"issue\.txt: No such file"):
        await made(tmp_path / "issue.txt", office.desk).look()
