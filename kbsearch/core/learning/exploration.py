"""What evidence of solved calls is worth in real calls: those that searched with it beside those that went without it.

Which calls go without is drawn (`evidence.is_explored`), so the two differ by chance and by the evidence alone. A call
counts as its first search with evidence at hand was drawn, of the evidence that is asked about, whatever it did later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.intervals import of_difference, wilson
from kbsearch.core.figures.levels import reached
from kbsearch.core.learning.evidence import Rules, called_again, came_back, is_ripe

FEWEST = 291
"""Calls that either side needs so that ten points beside 70 % are seen four times in five (two-sided, 5 %)."""
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """0 when there is nothing to count."""
        return self.count / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """95 %: Wilson's, as figures have it. All of [0, 1] for nothing.

        >>> tuple(round(end, 4) for end in Share(56, 70).interval())
        (0.6918, 0.877)
        """
        return wilson(self.count, self.of, CONFIDENCE) if self.of else (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Side:
    """Calls of one side."""

    calls: int
    """Closed ones."""
    resolved: Share
    """Resolved, no level above N1 `reached`, and not called back, of those whose window is over and whose caller is
    known or has answered."""
    first_used: Share
    """An article that stood first was used, of those that were shown any."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides."""

    with_evidence: Side
    without: Side

    @property
    def is_enough(self) -> bool:
        """Whether a difference of ten points would show."""
        return min(self.with_evidence.resolved.of, self.without.resolved.of) >= FEWEST


def compared(calls: Sequence[Call], now: datetime, *, memory: str = "", rules: Rules | None = None) -> Comparison:
    """One client's calls at `now`, each once: those that had this memory to search with, or with "" any."""
    rules = rules or Rules()
    again = called_again(calls, rules)
    sides: dict[bool, list[Call]] = {False: [], True: []}
    for call in calls:
        named = [one.what for one in call.searches if one.what.memory and memory in ("", one.what.memory)]
        if call.closed_at is not None and named:
            sides[named[0].withheld].append(call)
    return Comparison(_side(sides[False], again, now, rules), _side(sides[True], again, now, rules))


def difference(first: Share, second: Share) -> tuple[float, float, float]:
    """First less second, and its 95 % interval: Newcombe's, as figures have it.

    >>> tuple(round(value, 4) for value in difference(Share(56, 70), Share(48, 80)))
    (0.2, 0.0524, 0.3339)
    """
    low, high = of_difference(first.value, first.interval(), second.value, second.interval())
    return first.value - second.value, low, high


def _side(calls: Sequence[Call], again: Collection[str], now: datetime, rules: Rules) -> Side:
    def is_told(call: Call) -> bool:
        is_known = bool(call.start.caller) or call.confirmed is not None
        return is_known and is_ripe(call, now, rules)

    def is_resolved(call: Call) -> bool:
        is_kept = call.id not in again and not came_back(call, rules) and call.confirmed is not False
        return call.outcome is Outcome.RESOLVED and not reached(call) and is_kept

    def is_first_used(call: Call) -> bool:
        return any(row.what.rank == 1 and row.what.article in call.used for row in call.shown)

    return Side(
        len(calls),
        _share([call for call in calls if is_told(call)], is_resolved),
        _share([call for call in calls if call.shown], is_first_used),
    )


def _share(calls: Sequence[Call], counts: Callable[[Call], bool]) -> Share:
    return Share(sum(map(counts, calls)), len(calls))
