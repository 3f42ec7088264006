"""Pictures for a phone: how often a company is named over time, and the week's companies and rising words.

Drawn by matplotlib into PNG, with the font that comes with the program. matplotlib is loaded with the first picture,
as it takes half a second; what draws is called in a thread (`asyncio.to_thread`): nothing here is shared.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.lookup.fonts import FONT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, FAINT, PAPER = "#1f2937", "#6b7280", "#e5e7eb", "#ffffff"
ACCENT, ACCENT_SOFT, WARM = "#2563eb", "#bfdbfe", "#f97316"
_DPI = 160
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
    figure = _figure(8, 4.2)
    axes = figure.add_axes((0.07, 0.14, 0.9, 0.6))
    _head(figure, title, subtitle)
    top = max(values, default=0)
    colours = [WARM if value == top and value else ACCENT for value in values]
    axes.bar(range(len(values)), values, width=0.72, color=colours, zorder=3)
    peak = values.index(top) if top else 0
    if top:
        _write(
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
    _plain(axes, top)
    return _png(figure)


def week(
    title: str, subtitle: str, left: tuple[str, Sequence[Bar]], right: tuple[str, Sequence[Bar]]
) -> bytes:
    """Two lists of bars beside each other, each with a heading: companies, and rising words."""
    rows = max(len(left[1]), len(right[1]), 3)
    figure = _figure(8, 1.6 + 0.42 * rows)
    _head(figure, title, subtitle)
    height = figure.get_figheight()
    box = (0.35 / height, 1 - 1.65 / height)
    for (heading, bars), x, colour in ((left, 0.03, ACCENT), (right, 0.53, WARM)):
        axes = figure.add_axes((x, box[0], 0.44, box[1]))
        _bars(axes, heading, bars, rows, colour)
    return _png(figure)


def _bars(axes: Axes, heading: str, bars: Sequence[Bar], rows: int, colour: str) -> None:
    longest = max((bar.value for bar in bars), default=1) or 1
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.4, -1.1)
    axes.axis("off")
    _write(axes, 0, -0.75, heading, size=12, color=SOFT, va="center")
    for row, bar in enumerate(bars):
        length = 0.36 * bar.value / longest
        _write(axes, 0.44, row, _fit(bar.name), size=12.5, color=INK, va="center", ha="right")
        axes.barh(row, max(length, 0.012), left=0.47, height=0.52, color=colour, zorder=3)
        change = bar.value - bar.before
        sign = f"  {'▲' if change > 0 else '▼'}{abs(change)}" if change and bar.before else ""
        _write(axes, 0.485 + max(length, 0.012), row, f"{bar.value}{sign}", size=11, color=SOFT, va="center")


def _head(figure: Figure, title: str, subtitle: str) -> None:
    height = figure.get_figheight()
    figure.text(0.035, 1 - 0.42 / height, title, **_style(19, INK), va="center")
    figure.text(0.035, 1 - 0.82 / height, subtitle, **_style(12, SOFT), va="center")


def _time_axis(axes: Axes, names: Sequence[str]) -> None:
    """Years below the first month of each, or every name where there are few."""
    yearly = len(names) > 14 and "-" in names[0]
    marks = [at for at, name in enumerate(names) if not yearly or name.endswith("-01")] or [0]
    step = max(1, len(marks) // 14 + 1) if len(marks) > 14 else 1
    marks = marks[::step]
    axes.set_xticks(marks)
    axes.set_xticklabels([names[at][:4] if yearly else names[at] for at in marks], **_style(10.5, SOFT))
    axes.set_xlim(-0.7, max(len(names), 6) - 0.3)


def _plain(axes: Axes, top: int) -> None:
    """No frame, a few faint lines, room above the highest bar."""
    step = max(1, _round(top / 3))
    ticks = list(range(0, top + step, step))
    axes.set_ylim(0, max(top * 1.18, 1))
    axes.set_yticks(ticks)
    axes.set_yticklabels([str(tick) for tick in ticks], **_style(10.5, SOFT))
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


def _write(axes: Axes, x: float, y: float, text: str, *, size: float, color: str, **where: Any) -> None:
    axes.text(x, y, text, **_style(size, color), **where)


def _style(size: float, color: str) -> dict[str, Any]:
    from matplotlib.font_manager import FontProperties

    # A name may hold a dollar sign; it is no formula.
    return {
        "fontproperties": FontProperties(fname=str(FONT), size=size),
        "color": color,
        "parse_math": False,
    }


def _figure(width: float, height: float) -> Figure:
    """In inches; a Figure of its own and not pyplot's, which keeps every figure and is not for threads."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()
