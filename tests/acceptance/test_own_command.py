"""The command that docs/adding.md shows is one."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.chat import register
from bot.chat.asking import Asked
from bot.digest.html import Html
from bot.lookup import parse, tidy
from bot.texts import LANGUAGES, Texts
from storage import ids
from tests.acceptance.fortnight import fortnight
from tests.acceptance.stage import ask, stage
from tests.project.tree import ROOT

SHOWN = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "adding.md").read_text("utf-8"), re.DOTALL)


NOTHING = "Try fewer or other words, in English or Chinese. /help shows how to ask."


def test_its_texts_are_in_the_catalogues() -> None:
    """Who copies it into the program need not translate anything before the tests pass."""
    texts = re.findall(r't\.(?:n|html)\("([^"]*)"', SHOWN[1])
    assert len(texts) == 2
    assert all(text in Texts(language)._texts for text in texts for language in LANGUAGES)


async def test_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"Asked": Asked, "Html": Html, "parse": parse, "tidy": tidy, "ids": ids}
    exec(SHOWN[1], names)  # noqa: S102 - a page of our own
    monkeypatch.setitem(register.COMMANDS, "count", names["count"])
    async with stage(tmp_path, *fortnight()) as play:
        person = await play.sandbox.user()
        assert (await ask(person, "/count Shopee")).text == "3 items"
        assert (await ask(person, "/count !!!")).text == NOTHING
