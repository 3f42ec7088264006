"""A chat on the terminal: the bot on the left, the person on the right, as Telegram would show them.

Formatting comes from a message's entities (offsets in UTF-16 units, as Telegram gives them), not from markup.
An expandable quote stands collapsed to its first lines, with an ellipsis where a tap would open it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.align import Align
from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

WIDTH = 76
"""Columns of a bubble, border included; less on a narrow terminal."""

COLLAPSED = 3
"""Lines of an expandable quote before it is tapped, as in the apps."""

_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "magenta",
    "pre": "magenta",
    "spoiler": "reverse",
    "text_link": "underline blue",
    "url": "underline blue",
    "bot_command": "cyan",
    "hashtag": "cyan",
    "mention": "cyan",
}
_QUOTES = ("blockquote", "expandable_blockquote")


def bubble(
    console: Console, message: Mapping[str, Any], *, title: str = "", mine: bool = False
) -> RenderableType:
    """A Bot API message as a bubble with its buttons below. `mine` puts it on the person's side."""
    width = _width(console)
    body = rendered(console, message.get("text", ""), message.get("entities", ()), width - 4)
    if mine:
        panel = Panel(body, box=box.ROUNDED, border_style="green", expand=False)
        return Align.right(panel)
    panel = Panel(
        body, box=box.ROUNDED, border_style="blue", width=width, title=title or None, title_align="left"
    )
    return Group(panel, keyboard(console, message))


def keyboard(console: Console, message: Mapping[str, Any]) -> RenderableType:
    """The buttons below a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return Group(*(_buttons(row, _width(console)) for row in rows))


def _width(console: Console) -> int:
    return min(WIDTH, console.width - 4)


def rendered(console: Console, text: str, entities: Sequence[Mapping[str, Any]], width: int) -> Text:
    """The text with its formatting, wrapped to `width` columns, quotes marked and collapsed."""
    at = _positions(text)
    styled = Text(text)
    quotes: list[tuple[int, int, bool]] = []
    for entity in entities:
        start = at[entity["offset"]]
        end = at[min(entity["offset"] + entity["length"], len(at) - 1)]
        if entity["type"] in _QUOTES:
            quotes.append((start, end, entity["type"].startswith("expandable")))
        else:
            styled.stylize(_STYLES.get(entity["type"], ""), start, end)
    lines: list[Text] = []
    done = 0
    for start, end, expandable in sorted(quotes):
        lines += _wrapped(console, styled[done:start], width)
        lines += _quoted(console, styled[start:end], width, expandable=expandable)
        done = end
    lines += _wrapped(console, styled[done:], width)
    return Text("\n").join(lines)


def _positions(text: str) -> list[int]:
    """Index in `text` for every UTF-16 offset, the end included."""
    at = [index for index, char in enumerate(text) for _ in range(1 + (char > "\uffff"))]
    return [*at, len(text)]


def _wrapped(console: Console, text: Text, width: int) -> list[Text]:
    """The lines of a piece between quotes, without the line ends that set it apart from them."""
    if not text.plain.strip("\n"):
        return [Text()] * max(0, text.plain.count("\n") - 1)
    if text.plain.startswith("\n"):
        text = text[1:]
    if text.plain.endswith("\n"):
        text = text[:-1]
    return list(text.wrap(console, width))


def _quoted(console: Console, text: Text, width: int, *, expandable: bool) -> list[Text]:
    lines = [line.plain.rstrip() for line in text.wrap(console, width - 2)]
    if expandable and len(lines) > COLLAPSED:
        lines = lines[:COLLAPSED]
        lines[-1] = _cut(lines[-1], width - 4) + " …"
    return [Text.assemble(("▎ ", "blue"), (line, "dim"), end="") for line in lines]


def _cut(line: str, columns: int) -> str:
    """The line, or as much of it as fits, cut between words where there are any."""
    if cell_len(line) <= columns:
        return line
    short = set_cell_size(line, columns)
    return short.rsplit(" ", 1)[0].rstrip() if " " in short.rstrip() else short.rstrip()


def _buttons(row: Sequence[Mapping[str, Any]], width: int) -> Text:
    """One row of an inline keyboard; the buttons share the width of the bubble."""
    room = width // max(1, len(row)) - 1
    line = Text()
    for button in row:
        label = Text(str(button["text"]))
        label.truncate(room - 4, overflow="ellipsis")
        label.align("center", room - 4)
        line.append_text(Text.assemble("[ ", label, " ]", style="bold white on grey23"))
        line.append(" ")
    return line
