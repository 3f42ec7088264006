"""Pictures for a phone: how often a company is named over time, and the week's companies and rising words.

Drawn by matplotlib into PNG, with the font that comes with the program. matplotlib is loaded with the first picture,
as it takes half a second and some fifty megabytes; the bot calls what draws by `studio.draw`, in another process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.drawing import ACCENT, INK, SOFT, WARM, figure_of, head, plain, png_of, style, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_MONTHS = 48
"""More months than this are drawn as years: narrower bars say nothing on a phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A name with a number, and what the number was before."""

    name: str
    value: int
    before: int = 0


def over_time(title: str, subtitle: str, months: Mapping[str, int]) -> bytes:
    """`months` is `YYYY-MM` → count; months between that are missing are drawn as none."""
    names, values = _filled(months)
    figure = figure_of(8, 4.2)
    axes = figure.add_axes((0.07, 0.14, 0.9, 0.6))
    head(figure, title, subtitle)
    top = max(values, default=0)
    colours = [WARM if value == top and value else ACCENT for value in values]
    axes.bar(range(len(values)), values, width=0.72, color=colours, zorder=3)
    peak = values.index(top) if top else 0
    if top:
        write(
            axes,
            peak,
            top * 1.03,
            f"{names[peak]} · {top}",
            size=11,
            color=WARM,
            va="bottom",
            ha=_side(peak, len(values)),
        )
    _time_axis(axes, names)
    plain(axes, top)
    return png_of(figure)


def week(
    title: str, subtitle: str, left: tuple[str, Sequence[Bar]], right: tuple[str, Sequence[Bar]]
) -> bytes:
    """Two lists of bars beside each other, each with a heading: companies, and rising words."""
    rows = max(len(left[1]), len(right[1]), 3)
    figure = figure_of(8, 1.6 + 0.42 * rows)
    head(figure, title, subtitle)
    height = figure.get_figheight()
    box = (0.35 / height, 1 - 1.65 / height)
    for (heading, bars), x, colour in ((left, 0.03, ACCENT), (right, 0.53, WARM)):
        axes = figure.add_axes((x, box[0], 0.44, box[1]))
        _bars(axes, heading, bars, rows, colour)
    return png_of(figure)


def _bars(axes: Axes, heading: str, bars: Sequence[Bar], rows: int, colour: str) -> None:
    longest = max((bar.value for bar in bars), default=1) or 1
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.4, -1.1)
    axes.axis("off")
    write(axes, 0, -0.75, heading, size=12, color=SOFT, va="center")
    for row, bar in enumerate(bars):
        length = 0.36 * bar.value / longest
        write(axes, 0.44, row, _fit(bar.name), size=12.5, color=INK, va="center", ha="right")
        axes.barh(row, max(length, 0.012), left=0.47, height=0.52, color=colour, zorder=3)
        change = bar.value - bar.before
        sign = f"  {'▲' if change > 0 else '▼'}{abs(change)}" if change and bar.before else ""
        write(axes, 0.485 + max(length, 0.012), row, f"{bar.value}{sign}", size=11, color=SOFT, va="center")


def _time_axis(axes: Axes, names: Sequence[str]) -> None:
    """Years below the first month of each, or every name where there are few."""
    yearly = len(names) > 14 and "-" in names[0]
    marks = [at for at, name in enumerate(names) if not yearly or name.endswith("-01")] or [0]
    step = max(1, len(marks) // 14 + 1) if len(marks) > 14 else 1
    marks = marks[::step]
    axes.set_xticks(marks)
    axes.set_xticklabels([names[at][:4] if yearly else names[at] for at in marks], **style(10.5, SOFT))
    axes.set_xlim(-0.7, max(len(names), 6) - 0.3)


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
    return "left" if at < count * 0.12 else "right" if at > count * 0.88 else "center"


def _fit(name: str, most: int = 18) -> str:
    width = 0
    for at, char in enumerate(name):
        width += 1 if ord(char) < 0x2000 else 2
        if width > most:
            return f"{name[:at].rstrip()}…"
    return name
