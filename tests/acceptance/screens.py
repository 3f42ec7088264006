"""Screens as text, text and buttons, and their golden files.

Write them anew after a wanted change, then read the difference: create golden/WRITE, run the tests, delete it.
"""

from pathlib import Path

from bot.sandbox.client import Message

FOLDER = Path(__file__).parent / "golden"
_WRITE = FOLDER / "WRITE"
"""While this file exists the golden files are written, not compared."""


def drawn(message: Message) -> str:
    """The text, then a line for each row of buttons."""
    rows = message.wire.get("reply_markup", {}).get("inline_keyboard", [])
    drawn_rows = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([message.text, *([""] if drawn_rows else []), *drawn_rows]) + "\n"


def assert_golden(message: Message, name: str) -> None:
    path = FOLDER / f"{name}.txt"
    if _WRITE.exists():
        path.write_text(drawn(message), "utf-8")
    assert drawn(message) == path.read_text("utf-8")
