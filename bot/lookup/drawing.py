"""What all our pictures share: colours, font, a figure for a phone, plain axes.

matplotlib is loaded with the first picture, as it takes half a second.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.companies.names import fold
from bot.lookup.fonts import FONT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, FAINT, PAPER = "#1f2937", "#6b7280", "#e5e7eb", "#ffffff"
ACCENT, ACCENT_SOFT, WARM = "#2563eb", "#bfdbfe", "#f97316"
_DPI = 160


def head(figure: Figure, title: str, subtitle: str) -> None:
    """Title and subtitle, in the first inch from the top."""
    height = figure.get_figheight()
    figure.text(0.035, 1 - 0.42 / height, drawable(title), **style(19, INK), va="center")
    figure.text(0.035, 1 - 0.82 / height, drawable(subtitle), **style(12, SOFT), va="center")


def plain(axes: Axes, top: int, below: int = 0) -> None:
    """No frame, a few faint lines, room above the highest bar, and below where bars hang down so far."""
    step = max(1, _round((top + below) / 3))
    ticks = [*range(-step * -(-below // step), 0, step), *range(0, top + step, step)]
    axes.set_ylim(-below * 1.18, max(top * 1.18, 1))
    axes.set_yticks(ticks)
    axes.set_yticklabels([str(abs(tick)) for tick in ticks], **style(10.5, SOFT))
    axes.tick_params(length=0)
    axes.grid(axis="y", color=FAINT, linewidth=1, zorder=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _round(value: float) -> int:
    """A step people count in: 1, 2, 5, 10, 20, 50, …"""
    for power in range(9):
        for digit in (1, 2, 5):
            if digit * 10**power >= value:
                return int(digit * 10**power)
    return int(value)


def write(axes: Axes, x: float, y: float, text: str, *, size: float, color: str, **where: Any) -> None:
    axes.text(x, y, drawable(text), **style(size, color), **where)


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
    from matplotlib.ft2font import FT2Font

    return frozenset(map(chr, FT2Font(str(FONT)).get_charmap()))


def style(size: float, color: str) -> dict[str, Any]:
    from matplotlib.font_manager import FontProperties

    # A name may hold a dollar sign; it is no formula.
    return {
        "fontproperties": FontProperties(fname=str(FONT), size=size),
        "color": color,
        "parse_math": False,
    }


def figure_of(width: float, height: float) -> Figure:
    """In inches; a Figure of its own and not pyplot's, which keeps every figure and is not for threads."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def png_of(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()
