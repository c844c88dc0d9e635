"""A share month by month, or day by day, as a drawing: where each mark stands, for `chart.html`, which draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kbsearch.core.figures import Figure

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 52, 74, 20, 30
AXES = (
    (0.9, 0.92, 0.94, 0.96, 0.98, 1.0),
    (0.8, 0.85, 0.9, 0.95, 1.0),
    (0.7, 0.8, 0.9, 1.0),
    (0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    (0.4, 0.6, 0.8, 1.0),
    (0.2, 0.4, 0.6, 0.8, 1.0),
    (0.0, 0.25, 0.5, 0.75, 1.0),
)
"""Where an axis may begin, and where its lines are, the shortest first."""
FEWEST = 10
"""Calls that a mark must be counted from to have a say in where the axis begins: 1 of 2 is 50 %, and tells nothing."""
MOST_TOLD = 12
"""Marks that have room for their names, and half of it for their values."""
WIDEST_BAR = 14.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One month, week or day. All places in units of the drawing, from its upper left corner."""

    x: float
    value: float | None
    """None = there is no value, and nothing is drawn."""
    y: float = 0.0
    """Of a value below the axis, the axis."""
    top: float = 0.0
    """Of the interval: its high end."""
    bottom: float = 0.0
    """Its low end, or the axis where it goes on below that."""
    is_few: bool = False
    """Of fewer calls than `FEWEST`: drawn hollow, without its interval and without a line to its neighbours."""
    is_below: bool = False
    """The value is less than the axis begins at, which only that of few calls can be."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: from `low` to `high`, or `low` and more."""

    low: float
    high: float | None
    top: float
    bottom: float

    @property
    def lines(self) -> tuple[float, ...]:
        """Where a line stands for each end that is told."""
        return (self.bottom,) if self.high is None else (self.top, self.bottom)

    @property
    def named(self) -> float:
        """Where it is named, beside its lines."""
        return self.bottom if self.high is None else round((self.top + self.bottom) / 2, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure."""

    figure: Figure
    """Of the last month, or of all days: for its title."""
    marks: tuple[Mark, ...]
    """The oldest first."""
    lines: tuple[tuple[float, float, float, float], ...]
    """From each mark of enough calls to the next if that is one too: x, y, x, y."""
    aim: Aim | None
    """None = nothing is aimed at."""
    axis: tuple[float, ...]
    """Shares at which there is a line: the first is where the axis begins, the last is 1."""

    @property
    def begins(self) -> float:
        """The least share that is drawn; where it is not 0, that must be said."""
        return self.axis[0]

    @property
    def has_few(self) -> bool:
        return any(one.is_few for one in self.marks)

    def height(self, share: float) -> float:
        """Where a share stands."""
        return height(share, self.begins)

    @property
    def named_every(self) -> int:
        """Of so many marks one has room for its name."""
        return -(-len(self.marks) // MOST_TOLD)

    @property
    def is_told(self) -> bool:
        """The values have room beside the marks."""
        return len(self.marks) <= MOST_TOLD

    @property
    def bar(self) -> float:
        """How wide an interval is drawn."""
        return round(min(WIDEST_BAR, 0.6 * (WIDTH - LEFT - RIGHT) / len(self.marks)), 1)

    @property
    def radius(self) -> float:
        """Of a mark's dot."""
        return round(max(1.0, min(4.0, self.bar / 2)), 1)

    @property
    def is_empty(self) -> bool:
        return all(one.value is None for one in self.marks)


def chart(figure: Figure, parts: Sequence[Figure | None]) -> Chart:
    """Of a share: that whose title and aim it has, and that of each part, None where nothing at all was counted."""
    step, target = (WIDTH - LEFT - RIGHT) / len(parts), figure.target
    axis = _axis(figure, parts)
    marks = tuple(_mark(round(LEFT + step * (at + 0.5), 1), one, axis[0]) for at, one in enumerate(parts))
    lines = tuple((a.x, a.y, b.x, b.y) for a, b in pairwise(marks) if _is_solid(a) and _is_solid(b))
    aim = None
    if target is not None:
        top = height(1.0 if target.high is None else target.high, axis[0])
        aim = Aim(target.low, target.high, top, height(target.low, axis[0]))
    return Chart(figure, marks, lines, aim, axis)


def height(share: float, begins: float = 0.0) -> float:
    """Where a share in [`begins`, 1] stands: 1 is highest. What is less stands where that does."""
    return round(TOP + (1 - max(share, begins)) / (1 - begins) * (HEIGHT - TOP - BOTTOM), 1)


def _axis(figure: Figure, parts: Sequence[Figure | None]) -> tuple[float, ...]:
    """The shortest that begins below all that is told: what is aimed at, and each value of enough calls; where none is
    of enough, each value."""
    counted = [one for one in parts if one is not None and one.value is not None]
    enough = [one for one in counted if one.denominator >= FEWEST]
    least = min((one.value for one in enough or counted if one.value is not None), default=0.0)
    if figure.target is not None:
        least = min(least, figure.target.low)
    return next((axis for axis in AXES if axis[0] < least), AXES[-1])


def _is_solid(mark: Mark) -> bool:
    return mark.value is not None and not mark.is_few


def _mark(x: float, figure: Figure | None, begins: float) -> Mark:
    if figure is None or figure.value is None or (interval := figure.interval) is None:
        return Mark(x, None)
    y, top, bottom = (height(one, begins) for one in (figure.value, interval.high, interval.low))
    is_few = figure.denominator < FEWEST
    return Mark(x, figure.value, y, y if is_few else top, y if is_few else bottom, is_few, figure.value < begins)
