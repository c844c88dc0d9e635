"""Gaps beside the time before: how large a part each is, and whether it grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from kbsearch.core.figures.intervals import either_tail
from kbsearch.core.figures.period import DAY, Period
from kbsearch.core.gaps.nouns import Gap, Gaps, Unread
from kbsearch.core.local_time import FIRST_YEAR

MOST_CHANCE = 0.01
"""Of a hundred gaps that stay as they are, one at most is said to grow or to shrink."""


class Trend(StrEnum):
    """What became of a gap since the time before."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    """It may be chance."""
    UNKNOWN = "unknown"
    """Of the time before there are no calls to compare with, or what was left unread may change what it would be."""


@dataclass(frozen=True, slots=True)
class GapOverTime:
    """One gap, in its place among the others."""

    gap: Gap
    share: float
    """Of the calls that are in any gap."""
    running: float
    """Of those, the share of this gap and of all before it in the list."""
    calls_before: tuple[str, ...]
    """Ids of the calls about the same in the time before that no article solved either, as far as they were read, in
    the order in which they began."""
    trend: Trend

    @property
    def before(self) -> int:
        """How many."""
        return len(self.calls_before)


@dataclass(frozen=True)
class GapsOverTime:
    """One client's gaps of a period, and calls about the same in the one before, as many days long."""

    found: Gaps
    before: Period | None
    """None = no year that calls may be of comes before."""
    looked_at_before: int
    calls_before: Mapping[str, tuple[str, ...]]
    """Id of a gap → ids of its calls in `before`."""
    unread_before: Unread
    """Of `before`: any of these calls may be about any gap."""
    now: datetime
    """A period that is not over is compared as far as it has come."""

    @property
    def client(self) -> str:
        return self.found.client

    @property
    def period(self) -> Period:
        return self.found.period

    @cached_property
    def gaps(self) -> tuple[GapOverTime, ...]:
        """The largest first."""
        total, running, rows = sum(len(one.calls) for one in self.found.gaps), 0, []
        for one in self.found.gaps:
            running += len(one.calls)
            before = self.calls_before.get(one.id, ())
            trend = self._trend(len(one.calls), len(before))
            rows.append(GapOverTime(one, len(one.calls) / total, running / total, before, trend))
        return tuple(rows)

    def _trend(self, calls: int, before: int) -> Trend:
        period = self.found.period
        lasted = min(self.now, period.ends) - period.begins
        if self.before is None or not self.looked_at_before or lasted <= timedelta():
            return Trend.UNKNOWN
        share = lasted / (lasted + (self.before.ends - self.before.begins))
        most = trend(calls + self.found.unread.calls, before, share)
        least = trend(calls, before + self.unread_before.calls, share)
        return most if most is least else Trend.UNKNOWN


def trend(calls: int, before: int, share: float = 0.5) -> Trend:
    """Whether so many calls are more or fewer than chance explains after so many `before`, where `share` of both
    together would be expected: 1/2 of two periods that are as long.

    >>> [trend(calls, before).value for calls, before in ((8, 3), (12, 0), (2, 14), (40, 31))]
    ['level', 'rising', 'falling', 'level']
    """
    if not calls + before or either_tail(calls, calls + before, share) > MOST_CHANCE:
        return Trend.LEVEL
    return Trend.RISING if calls > share * (calls + before) else Trend.FALLING


def before(period: Period) -> Period | None:
    """As many days that end where it begins, as far as calls may be of them."""
    first = date(FIRST_YEAR, 1, 1)
    if period.since <= first:
        return None
    since = period.since - min(period.since - first, timedelta(days=period.days))
    return Period(since, period.since - DAY, period.zone)
