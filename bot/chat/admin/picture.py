"""The statistics drawn: two panels of thirty days, one below the other, for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat.admin.figures import Daily
from bot.lookup import drawing
from bot.lookup.drawing import ACCENT, EDGE, INK, SMALL, WARM, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WEEK = 7
_PANEL, _SQUARE = 166, 8
"""Points a panel is high, and a square of its legend."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Two numbers a day with what each is: the other one below the line (`down`), or on top of the one."""

    daily: Daily
    one: str
    other: str
    down: bool


def drawn(title: str, subtitle: str, panels: Sequence[Panel]) -> bytes:
    """PNG. Called by `bot.lookup.studio`, in another process."""
    figure = drawing.sheet(title, subtitle, _PANEL * len(panels))
    legends = drawing.canvas(figure, _PANEL * len(panels))
    for at, panel in enumerate(panels):
        _legend(legends, panel, _PANEL * at + 20)
        left = EDGE + drawing.measure(str(max(*panel.daily.one, *panel.daily.other)), SMALL) + 8
        width = WIDTH - EDGE - left
        axes = drawing.area(figure, left, _PANEL * (len(panels) - 1 - at) + 24, width, _PANEL - 62)
        _bars(axes, panel, width)
    return drawing.png_of(figure)


def _bars(axes: Axes, panel: Panel, width: float) -> None:
    one, other = panel.daily.one, panel.daily.other
    places = range(len(one))
    axes.bar(places, one, width=0.72, color=ACCENT, zorder=3)
    below = [-n for n in other] if panel.down else list(other)
    axes.bar(places, below, width=0.72, color=WARM, zorder=3, bottom=None if panel.down else list(one))
    top = max(one) if panel.down else max(map(sum, zip(one, other, strict=True)))
    drawing.plain(axes, top, max(other) if panel.down else 0)
    days = panel.daily.days
    marks = [at for at in places if (len(days) - 1 - at) % _WEEK == 0]
    drawing.name_places(axes, [f"{day.month}/{day.day}" for day in days], marks, width)
    axes.set_xlim(-0.7, len(days) - 0.3)


def _legend(axes: Axes, panel: Panel, y: float) -> None:
    """A coloured square for each of the two, and what it is."""
    from matplotlib.patches import Rectangle

    for x, name, colour in ((EDGE, panel.one, ACCENT), (WIDTH / 2, panel.other, WARM)):
        axes.add_patch(Rectangle((x, y - _SQUARE / 2), _SQUARE, _SQUARE, color=colour))
        said = drawing.fitted(name, SMALL, WIDTH / 2 - EDGE - _SQUARE - 5)
        drawing.write(axes, x + _SQUARE + 5, y, said, size=SMALL, color=INK, va="center")
