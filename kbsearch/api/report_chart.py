"""A share month by month as a drawing: where each mark stands, for the template that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kbsearch.core.figures import Figure

WIDTH, HEIGHT = 640, 150
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 18, 30
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One month. All places in units of the drawing, from its upper left corner."""

    x: float
    value: float | None
    """None = there is no value, and nothing is drawn."""
    y: float = 0.0
    top: float = 0.0
    """Of the interval: its high end."""
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure."""

    figure: Figure
    """Of the last month, for its title."""
    marks: tuple[Mark, ...]
    """The oldest month first."""
    lines: tuple[tuple[float, float, float, float], ...]
    """From each month with a value to the next if that has one too: x, y, x, y."""
    aim: tuple[float, float] | None
    """From where to where it should be: upper and lower end; None = nothing is aimed at."""

    @property
    def is_empty(self) -> bool:
        return all(one.value is None for one in self.marks)


def chart(figure: Figure, months: Sequence[Figure | None]) -> Chart:
    """Of a share: that of the last month, and that of each month, None where nothing at all was counted."""
    step = (WIDTH - LEFT - RIGHT) / len(months)
    marks = tuple(_mark(round(LEFT + step * (at + 0.5), 1), one) for at, one in enumerate(months))
    lines = tuple((a.x, a.y, b.x, b.y) for a, b in pairwise(marks) if a.value is not None and b.value is not None)
    target = figure.target
    aim = None if target is None else (height(1.0 if target.high is None else target.high), height(target.low))
    return Chart(figure, marks, lines, aim)


def height(share: float) -> float:
    """Where a share in [0, 1] stands: 1 is highest."""
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)


def _mark(x: float, figure: Figure | None) -> Mark:
    if figure is None or figure.value is None or (interval := figure.interval) is None:
        return Mark(x, None)
    return Mark(x, figure.value, height(figure.value), height(interval.high), height(interval.low))
