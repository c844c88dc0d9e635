"""What a figure is: a number with the counts that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import numpy as np

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.figures.contacts import ContactRule
from kbsearch.core.figures.intervals import balance, student, wilson
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.queue import CAME_TO, QueueCounts
from kbsearch.core.figures.table import Column, Numbers
from kbsearch.core.net import NOTHING, Net
from kbsearch.core.telephone.lines import USUAL, ServiceGoal

Rule: TypeAlias = Callable[[CallKind], bool | None]
"""What one call is to a share of calls: above the line and below (True), below alone (False), or nothing (None)."""
GoalRule: TypeAlias = Callable[[CallKind, bool | None], bool | None]
"""A `Rule` that depends on whether the call was answered as soon as the client aims at; None = not known when, or not
at all."""
ClockRule: TypeAlias = Callable[[CallKind, bool], bool]
"""A `Rule` that depends on whether the call begins later than now."""
BalanceRule: TypeAlias = Callable[[CallKind], int | None]
"""What one call is to a balance: 1 = for, −1 = against, 0 = neither, or nothing (None)."""
When: TypeAlias = Literal["began", "presented"]
"""By which of its times a call is one of a period's; see `table.Row`."""
Unit: TypeAlias = Literal["share", "seconds", "balance"]
Standing: TypeAlias = Literal["met", "below", "above"]
"""Where a share stands against what is aimed at."""
CONFIDENCE = 0.95
"""Of every interval."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a share should be, in [0, 1]."""

    low: float
    high: float | None = None
    """None = the more the better."""


@dataclass(frozen=True, slots=True)
class Share:
    """One place of the shelf: calls of one kind among calls of another."""

    name: str
    """Stable, part of the API; its title and formula in words are the doors'."""
    rule: Rule
    when: When = "began"
    target: Target | None = None
    """Of the trade; None = none is known."""


@dataclass(frozen=True, slots=True)
class GoalShare:
    """A place for a share that depends on what the client aims at, which is its target too."""

    name: str
    rule: GoalRule
    when: When


@dataclass(frozen=True, slots=True)
class ClockShare:
    """A place for a share that depends on what time it is."""

    name: str
    rule: ClockRule


@dataclass(frozen=True, slots=True)
class Balance:
    """A place for those who are for, less those who are against, among all who answered."""

    name: str
    rule: BalanceRule


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a client's figures go by that is its own."""

    goal: ServiceGoal = USUAL
    net: Net = NOTHING


@dataclass(frozen=True, slots=True)
class ContactShare:
    """The same of contacts: what one caller wanted once, over one call or several."""

    name: str
    rule: ContactRule


Measure: TypeAlias = Callable[[Call], int | None]
"""How long one call took, in seconds; None = it is not measured."""


@dataclass(frozen=True, slots=True)
class Length:
    """One place of the shelf: how long calls took, on average."""

    name: str
    measure: Measure
    column: Column
    """Holds what it measures; see `CallTable.seconds`."""
    when: When = "began"


@dataclass(frozen=True, slots=True)
class Spread:
    """How different the lengths are that a mean is made of, in seconds."""

    median: float
    p90: float
    """Nine of ten are not longer."""
    deviation: float
    """Standard, of a sample; 0 of one call."""


def spread_of(seconds: Numbers) -> Spread:
    """Of one length at least."""
    found = seconds.astype(np.float64)
    median, p90 = np.percentile(found, (50, 90))
    return Spread(float(median), float(p90), float(found.std(ddof=1)) if len(found) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the value of all such calls would be, `CONFIDENCE` sure: of a share 0 ≤ `low` ≤ `high` ≤ 1, of a balance
    −1 ≤ `low` ≤ `high` ≤ 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of calls, as counted, their mean length, or a balance of answers."""

    name: str
    numerator: int
    """Calls, or seconds in all; of a balance those for, less those against."""
    denominator: int
    unit: Unit = "share"
    spread: Spread | None = None
    """Of lengths; None of a share, and where nothing was counted."""
    target: Target | None = None
    """None = none is known."""
    goal: ServiceGoal | None = None
    """What the client aims at, of the share that depends on it; None of all others."""
    net: Figure | None = None
    """The same without the calls that the client agreed to leave out; None = it agreed on none, or the figure is one
    that leaves none out."""
    against: int | None = None
    """Of a balance, how many were against; None of others."""
    window: timedelta | None = None
    """Of contacts that are not called back, within which they are not; None of others."""

    @property
    def value(self) -> float | None:
        """A share in [0, 1], seconds, or a balance in [−1, 1]; None where nothing was counted: there is no value then,
        and it is not 0."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def standing(self) -> Standing | None:
        """The value alone, whatever its interval; None where there is none, or nothing is aimed at."""
        if self.value is None or self.target is None:
            return None
        if self.value < self.target.low:
            return "below"
        return "met" if self.target.high is None or self.value <= self.target.high else "above"

    @property
    def interval(self) -> Interval | None:
        """Wilson's of a share, Student's of a mean, the normal one of a balance, as `scipy` has them; None where there
        is no value, and of the mean or the balance of one call. The first asked for loads that library."""
        if self.unit == "share":
            return Interval(*wilson(self.numerator, self.denominator, CONFIDENCE)) if self.denominator else None
        if self.denominator < 2:
            return None
        if self.against is not None:
            return Interval(*balance(self.numerator + self.against, self.against, self.denominator, CONFIDENCE))
        if self.spread is None:
            return None
        mean = self.numerator / self.denominator
        return Interval(*student(mean, self.spread.deviation, self.denominator, CONFIDENCE))


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """The contacts that began in a period, and the handled calls that are in none."""

    first: int
    """Handled, and no other one of the same caller in the days before."""
    unripe: int
    """Of `first`, those of which nobody knows yet whether the caller will call again."""
    repeated: int
    """Handled, and not `first`."""
    unattached: int
    """Handled calls without a caller that could be told from others: in no figure of contacts, and never as solved."""


@dataclass(frozen=True, slots=True)
class ClientFigures:
    """What was counted of one client's calls that began in a period."""

    client: str
    period: Period
    counts: Mapping[str, int]
    """Plain count → how many there are, of every one of `counts.COUNTS`."""
    figures: tuple[Figure, ...]
    """In the order of the shelf."""
    window: timedelta = WINDOW
    """Within which a later call is a call-back."""
    telephoned: int = 0
    """Calls that began or were presented, and of which the telephone system told any time; 0 = the figures of the queue
    and the handling time have no value for that reason."""

    @property
    def began(self) -> int:
        """Calls in all: `unfinished`, `abandoned`, `unanswered`, and those handled, which are the rest."""
        return self.counts["began"]

    @property
    def handled(self) -> int:
        return self.counts["handled"]

    @property
    def unfinished(self) -> int:
        """Not closed, so in no figure yet."""
        return self.counts["unfinished"]

    @property
    def abandoned(self) -> int:
        """Closed as given up by the caller."""
        return self.counts["abandoned"]

    @property
    def unanswered(self) -> int:
        """Nobody took them, the telephone system says, and nobody said how they ended."""
        return self.counts["unanswered"]

    @property
    def contacts(self) -> ContactCounts:
        names = ("first_contacts", "unripe_contacts", "repeated_contacts", "unattached")
        return ContactCounts(*(self.counts[name] for name in names))

    @property
    def queue(self) -> QueueCounts:
        return QueueCounts(**{part: self.counts[f"queue_{part}"] for part in ("presented", *CAME_TO)})


@dataclass(frozen=True, slots=True)
class Counted:
    """One call that a figure counts: of a share of contacts, the first call of the contact."""

    call: str
    """Its id."""
    began: datetime
    """UTC."""
    counted: int
    """Of a share 1 = above the line and below it, 0 = below alone; of lengths, seconds; of a balance 1, 0 or −1."""
    is_net: bool = True
    """It is in the net figure too, if there is one."""


@dataclass(frozen=True, slots=True)
class FigureCalls:
    """The calls that one figure of a period is made of: its numerator is the sum of `counted`."""

    client: str
    period: Period
    figure: str
    calls: tuple[Counted, ...]
    """Oldest first."""

    def begun_until(self, at: datetime) -> FigureCalls:
        """Without those that began later, or were presented later where that counts."""
        return replace(self, calls=tuple(one for one in self.calls if one.began <= at))
