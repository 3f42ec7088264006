"""What all our pictures share: colours, font, a sheet for a phone with its heading, plain axes.

Lengths are points, and a sheet is as wide as a picture in a phone's chat: a point there is about a pixel of the screen,
so what is written smaller than `SMALL` cannot be read. matplotlib is loaded with the first picture, as it takes half a second.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.companies.names import fold
from bot.lookup.fonts import FONT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

INK, SOFT, FAINT, PAPER = "#241f1b", "#645a51", "#f0e8de", "#ffffff"
ACCENT, WARM, WARM_INK = "#cc8460", "#a5371f", "#96300f"
"""Clay, and the red of what stands out: the colours of the chat page."""
TITLE, TEXT, SMALL = 17, 12.5, 11.5
"""Sizes of letters."""

WIDTH, EDGE = 288, 12
"""Of a sheet, and what stays free at its sides."""

_PIXELS = 1280
"""Wide is a picture: Telegram keeps no more of it."""


def sheet(title: str, subtitle: str, below: float) -> Figure:
    """A figure with title and subtitle, each in as many lines as it needs, and `below` points of room under them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    room = WIDTH - 2 * EDGE
    parts = [subtitle] if measure(subtitle, SMALL) <= room else subtitle.split(" · ")
    lines: list[tuple[str, float, str]] = [(line, TITLE, INK) for line in wrapped(title, TITLE, room)]
    lines += [(line, SMALL, SOFT) for part in parts for line in wrapped(part, SMALL, room)]
    height = EDGE + sum(size * 1.35 for _, size, _ in lines) + below
    # A Figure of its own and not pyplot's, which keeps every figure and is not for threads.
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=_PIXELS / WIDTH * 72, facecolor=PAPER)
    FigureCanvasAgg(figure)
    y = height - EDGE
    for line, size, colour in lines:
        figure.text(EDGE / WIDTH, y / height, line, **style(size, colour), va="top")
        y -= size * 1.35
    return figure


def area(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes in that part of a sheet."""
    whole = figure.get_figheight() * 72
    return figure.add_axes((left / WIDTH, bottom / whole, width / WIDTH, height / whole))


def canvas(figure: Figure, height: float) -> Axes:
    """The lowest `height` points of a sheet as axes without a frame, in points from the left and from the top of it."""
    axes = area(figure, 0, 0, WIDTH, height)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return axes


def plain(axes: Axes, top: int, below: int = 0) -> None:
    """No frame, a few faint lines, room above the highest bar, and below where bars hang down so far."""
    step = max(1, _round((top + below) / 3))
    ticks = [*range(-step * -(-below // step), 0, step), *range(0, top + step, step)]
    axes.set_ylim(-below * 1.18, max(top * 1.18, 1))
    axes.set_yticks(ticks)
    axes.set_yticklabels([str(abs(tick)) for tick in ticks], **style(SMALL, SOFT))
    axes.tick_params(length=0, pad=4)
    axes.tick_params(axis="x", pad=7)
    axes.grid(axis="y", color=FAINT, linewidth=0.6, zorder=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _round(value: float) -> int:
    """A step people count in: 1, 2, 5, 10, 20, 50, …"""
    for power in range(9):
        for digit in (1, 2, 5):
            if digit * 10**power >= value:
                return int(digit * 10**power)
    return int(value)


def name_places(axes: Axes, names: Sequence[str], marks: Sequence[int], width: float) -> None:
    """Names below the places `marks` of axes `width` points wide: as many of them as can stand beside each other."""
    longest = max((measure(names[at], SMALL) for at in marks), default=0)
    step = next(
        n for n in range(1, len(marks) + 1) if -(-len(marks) // n) * (longest + 8) <= width or n == len(marks)
    )
    axes.set_xticks(marks[::step])
    axes.set_xticklabels([names[at] for at in marks[::step]], **style(SMALL, SOFT))


def write(axes: Axes, x: float, y: float, text: str, *, size: float, color: str, **where: Any) -> None:
    axes.text(x, y, drawable(text), **style(size, color), **where)


def measure(text: str, size: float) -> float:
    """How many points wide it is drawn."""
    font = _font()
    font.set_size(size, 72)
    font.set_text(drawable(text))
    return float(font.get_width_height()[0]) / 64


def fitted(text: str, size: float, room: float) -> str:
    """The text as it can be drawn in `room` points, cut behind the last character that fits."""
    text = drawable(text)
    if measure(text, size) <= room:
        return text
    return next(
        (cut for at in range(len(text) - 1, 0, -1) if measure(cut := f"{text[:at].rstrip()}…", size) <= room),
        "…",
    )


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines of at most `room` points, broken at spaces and before Chinese characters."""
    lines = [""]
    for word in _words(drawable(text)):
        if lines[-1] and measure((lines[-1] + word).rstrip(), size) > room:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [fitted(line.rstrip(), size, room) for line in lines]


def _words(text: str) -> list[str]:
    """The text in pieces that stay on one line, each with the space behind it."""
    words = [""]
    for character in text:
        if words[-1].endswith(" ") or unicodedata.east_asian_width(character) == "W":
            words.append("")
        words[-1] += character
    return words


def drawable(text: str) -> str:
    """The text in characters the font has: simplified for traditional, no emoji, `?` for what is left over."""
    glyphs = _glyphs()
    return text if glyphs.issuperset(text) else "".join(map(_drawable, text)).strip()


def _drawable(character: str) -> str:
    glyphs = _glyphs()
    if character in glyphs:
        return character
    if not character.isalnum():
        return "" if unicodedata.category(character)[0] in "SCM" else "·"
    folded = fold(character).text
    return folded if folded and glyphs.issuperset(folded) else "?"


@cache
def _glyphs() -> frozenset[str]:
    return frozenset(map(chr, _font().get_charmap()))


@cache
def _font() -> FT2Font:
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(FONT))


def style(size: float, color: str) -> dict[str, Any]:
    from matplotlib.font_manager import FontProperties

    # A name may hold a dollar sign; it is no formula.
    return {
        "fontproperties": FontProperties(fname=str(FONT), size=size),
        "color": color,
        "parse_math": False,
    }


def png_of(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()
