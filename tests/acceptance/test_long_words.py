"""Words that nobody would write at such length come back in one line, and nothing absurd is offered."""

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening

LONG = "x" * 300
SHOWN = "x" * 59 + "…"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "/company ",
        "/follow ",
        "/time ",
        "/zone ",
        "/pause ",
        "/issue ",
        "/top ",
        "/latest ",
        "from:",
        "source:",
    ],
)
async def test_a_long_word_is_quoted_in_one_line(play: Stage, said: str) -> None:
    person = await play.subscriber()
    told = (await ask(person, f"{said}{LONG}")).text
    assert SHOWN in told or "x" * 40 + "…" in told
    assert "x" * 61 not in told


async def test_a_name_said_over_and_over_is_offered_once(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(NOON.date()))
    told = await ask(reader, "搜狐" * 500)
    assert f"Nothing found for “{'搜狐' * 29}搜…”." in told.text
    assert told.text.endswith("Did you mean:\n\n1. 搜狐 · 1 item")
    assert told.labels[0] == "1"


async def test_what_a_long_question_finds_can_be_paged_and_watched(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(NOON.date()))
    words = " OR ".join(["Sohu", *(f"zeppelin{n}" for n in range(12))])
    found = await ask(reader, words)
    assert found.text.startswith(f"{words}\n🔎 1 item")
    await reader.press(found, "🔔 Watch")
    shown = await reader.wait_reply()
    assert shown.text.startswith(f"{words}\n🔔")
    await reader.press(shown, "⚡ At once")
    assert (await reader.wait_edit(shown)).text.startswith(f"✅ {words[:59]}…")
    assert f"⚡ {words[:59]}…" in (await ask(reader, "/watches")).text
