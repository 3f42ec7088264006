"""The statistics drawn: two panels of thirty days, one below the other, for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat.admin.figures import Daily
from bot.lookup.drawing import ACCENT, INK, SOFT, WARM, figure_of, head, plain, png_of, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WEEK = 7
_SQUARE = 0.14  # inches


@dataclass(frozen=True, slots=True)
class Panel:
    """Two numbers a day with what each is: the other one below the line (`down`), or on top of the one."""

    daily: Daily
    one: str
    other: str
    down: bool


def drawn(title: str, subtitle: str, panels: Sequence[Panel]) -> bytes:
    """PNG. Called by `bot.lookup.studio`, in another process."""
    figure = figure_of(8, 1.2 + 3.0 * len(panels))
    head(figure, title, subtitle)
    height = figure.get_figheight()
    for at, panel in enumerate(panels):
        bottom = 0.45 + 3.0 * (len(panels) - 1 - at)
        axes = figure.add_axes((0.075, bottom / height, 0.9, 2.0 / height))
        _legend(figure, panel, (bottom + 2.3) / height)
        _bars(axes, panel)
    return png_of(figure)


def _bars(axes: Axes, panel: Panel) -> None:
    one, other = panel.daily.one, panel.daily.other
    places = range(len(one))
    axes.bar(places, one, width=0.72, color=ACCENT, zorder=3)
    below = [-n for n in other] if panel.down else list(other)
    axes.bar(places, below, width=0.72, color=WARM, zorder=3, bottom=None if panel.down else list(one))
    top = max(one) if panel.down else max(map(sum, zip(one, other, strict=True)))
    plain(axes, top, max(other) if panel.down else 0)
    days = panel.daily.days
    marks = [at for at in places if (len(days) - 1 - at) % _WEEK == 0]
    axes.set_xticks(marks)
    axes.set_xticklabels([f"{days[at].month}/{days[at].day}" for at in marks], **style(10.5, SOFT))
    axes.set_xlim(-0.7, len(days) - 0.3)


def _legend(figure: Figure, panel: Panel, y: float) -> None:
    """A coloured square for each of the two, and what it is."""
    from matplotlib.patches import Rectangle

    width, height = figure.get_size_inches()
    for x, name, colour in ((0.035, panel.one, ACCENT), (0.5, panel.other, WARM)):
        corner = (x, y - _SQUARE / 2 / height)
        size = (_SQUARE / width, _SQUARE / height)
        square = Rectangle(corner, *size, color=colour, transform=figure.transFigure)
        figure.add_artist(square)
        figure.text(x + 0.03, y, name, **style(12.5, INK), va="center")
