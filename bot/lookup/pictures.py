"""Pictures for a phone: how often a company is named over time, and the week's companies and rising words.

Drawn by matplotlib into PNG, with the font that comes with the program. matplotlib is loaded with the first picture,
as it takes half a second and some fifty megabytes; the bot calls what draws by `studio.draw`, in another process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup import drawing
from bot.lookup.drawing import ACCENT, EDGE, FAINT, INK, SMALL, SOFT, TEXT, WARM, WARM_INK, WIDTH, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_MONTHS = 48
"""More months than this are drawn as years: narrower bars say nothing on a phone."""

_FEW = 6
"""So few months or years are rows, each with its name and number."""

_GAP = 18
_ROW, _THICK = 30, 7
"""Points a row takes, and its bar of them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A name with a number, and what the number was before."""

    name: str
    value: int
    before: int = 0


def over_time(title: str, subtitle: str, months: Mapping[str, int]) -> bytes:
    """`months` is `YYYY-MM` → count; months between that are missing are drawn as none."""
    names, values = _filled(months)
    top = max(values)
    if len(names) <= _FEW:
        bars = [Bar(name, value) for name, value in zip(names, values, strict=True)]
        return _rows(title, subtitle, [("", bars)], peak=top if len(bars) > 1 else 0)
    below, left = 176, EDGE + drawing.measure(str(top), SMALL) + 8
    figure = drawing.sheet(title, subtitle, below)
    axes = drawing.area(figure, left, 26, WIDTH - EDGE - left, below - 36)
    colours = [WARM if value == top and value else ACCENT for value in values]
    axes.bar(range(len(values)), values, width=0.72, color=colours, zorder=3)
    axes.set_xlim(-0.7, len(values) - 0.3)
    if top:
        at = values.index(top)
        where = {"va": "bottom", "ha": _side(at, len(values))}
        write(axes, at, top * 1.03, f"{names[at]} · {top}", size=TEXT, color=WARM_INK, **where)
    years = [at for at, name in enumerate(names) if name.endswith("-01")]
    marks = years if len(years) > 1 else range(len(names))
    shown = [name[:4] for name in names] if len(years) > 1 else names
    drawing.name_places(axes, shown, marks, WIDTH - EDGE - left)
    drawing.plain(axes, top)
    return drawing.png_of(figure)


def week(title: str, subtitle: str, lists: Sequence[tuple[str, Sequence[Bar]]], note: str = "") -> bytes:
    """One or two lists of bars beside each other, each with a heading, and below them a note."""
    return _rows(title, subtitle, lists, note=note)


def _rows(
    title: str, subtitle: str, lists: Sequence[tuple[str, Sequence[Bar]]], *, note: str = "", peak: int = 0
) -> bytes:
    """`peak`, if any, is the number whose bars stand out."""
    rows = max(len(bars) for _, bars in lists)
    start = 8 + (20 if any(heading for heading, _ in lists) else 0)
    notes = drawing.wrapped(note, SMALL, WIDTH - 2 * EDGE) if note else []
    height = start + _ROW * rows + SMALL * 1.35 * len(notes) + EDGE
    axes = drawing.canvas(drawing.sheet(title, subtitle, height), height)
    width = (WIDTH - 2 * EDGE - _GAP * (len(lists) - 1)) / len(lists)
    for number, ((heading, bars), colour) in enumerate(zip(lists, (ACCENT, WARM), strict=False)):
        left = EDGE + number * (width + _GAP)
        write(axes, left, 14, drawing.fitted(heading, TEXT, width), size=TEXT, color=SOFT, va="center")
        most = max((bar.value for bar in bars), default=0)
        for row, bar in enumerate(bars):
            paint = WARM if peak and bar.value == peak else colour
            _row(axes, bar, (left, start + _ROW * row), (width, most), paint)
    for at, line in enumerate(notes):
        y = start + _ROW * rows + SMALL * 1.35 * (at + 0.5)
        write(axes, EDGE, y, line, size=SMALL, color=SOFT, va="center")
    return drawing.png_of(axes.figure.get_figure(root=True))


def _row(axes: Axes, bar: Bar, corner: tuple[float, float], space: tuple[float, int], colour: str) -> None:
    """Name and number, and a bar below them; `space` is how wide the longest bar is, and for which number."""
    (left, top), (width, most) = corner, space
    change = bar.value - bar.before
    said = f"  {'▲' if change > 0 else '▼'}{abs(change)}" if change and bar.before else ""
    number = f"{bar.value}{said}"
    room = width - drawing.measure(number, TEXT) - 6
    write(axes, left, top + 9, drawing.fitted(bar.name, TEXT, room), size=TEXT, color=INK, va="center")
    write(axes, left + width, top + 9, number, size=TEXT, color=SOFT, va="center", ha="right")
    length = width * bar.value / (most or 1)
    for long, shade in ((width, FAINT), (length, colour)):
        axes.barh(top + 21, long, left=left, height=_THICK, color=shade, zorder=3)


def _filled(months: Mapping[str, int]) -> tuple[list[str], list[int]]:
    """Every month from the first to the last, or every year when there are many."""
    if not months:
        return ["–"], [0]
    first, last = min(months), max(months)
    span = _number(last) - _number(first) + 1
    if span > _MOST_MONTHS:
        years = [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
        return years, [sum(n for month, n in months.items() if month[:4] == year) for year in years]
    names = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(_number(first), _number(last) + 1)]
    return names, [months.get(name, 0) for name in names]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _side(at: int, count: int) -> str:
    return "left" if at < count * 0.2 else "right" if at > count * 0.8 else "center"
