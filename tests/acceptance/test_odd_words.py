"""Whatever is typed gets an answer: what means something to SQLite, to Telegram or to a regular expression means nothing here."""

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import Stage, ask
from tests.acceptance.test_machine import SORRY

pytestmark = pytest.mark.trial  # hundreds of odd messages, one after another

MARKS = (
    '"',
    "*",
    "NEAR(",
    "AND",
    "OR NOT",
    "'; DROP TABLE item; --",
    "%",
    "_",
    "title:",
    "a^b",
    "\\",
    "<b>&amp;",
    "****",
)
SCRIPTS = ("🦄", "👩‍👩‍👧", "חדשות", "\u202egnitekram", "京", "１２３", "e\u0301" * 40, "\x00a", "𠮷野家")
COMMANDS = ("", "/search ", "/company ", "/follow ", "/watch ", "/issue ", "/subscribe ", "/start ")


@pytest.mark.parametrize("command", COMMANDS)
async def test_whatever_is_typed_is_answered_and_is_no_error(
    play: Stage, reader: UserHandle, command: str
) -> None:
    for text in MARKS + SCRIPTS:
        answer = await ask(reader, command + text)
        assert answer.text.strip(), text
        assert SORRY not in answer.text, text
    for level in ('"level": "error"', '"level": "critical"', "Traceback"):
        assert level not in play.log.getvalue()
