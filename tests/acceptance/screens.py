"""Screens as text, text and buttons, and their golden files.

Write them anew after a wanted change, then read the difference: create golden/WRITE, run the tests, delete it.
"""

from pathlib import Path

from bot.sandbox.client import Message

FOLDER = Path(__file__).parent / "golden"
_WRITE = FOLDER / "WRITE"
"""While this file exists the golden files are written, not compared."""


def rows_of(message: Message) -> list[str]:
    """A line for each row of buttons below a message."""
    rows = message.wire.get("reply_markup", {}).get("inline_keyboard", [])
    return [" ".join(f"[{button['text']}]" for button in row) for row in rows]


def drawn(message: Message) -> str:
    """The text, then a line for each row of buttons."""
    rows = rows_of(message)
    return "\n".join([message.text, *([""] if rows else []), *rows]) + "\n"


def assert_golden(message: Message, name: str) -> None:
    assert_golden_text(drawn(message), name)


def assert_golden_text(text: str, name: str) -> None:
    path = FOLDER / f"{name}.txt"
    if _WRITE.exists():
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
