"""Calls → contacts: what a caller wanted once, and whether they called again. What FCR is a share of.

The issue of a contact is its client and its caller, and where topics are told its topic too. Without topics any later
call of the same caller counts as one about the same: a figure of that is a lower bound, and with topics an upper one,
for who calls again may say it in other words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.calls.call_backs import REDIAL
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.calls.telephony import LONGEST
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Flags, Numbers
from kbsearch.core.moments import microseconds

_MICROSECOND = timedelta(microseconds=1)
_REDIAL = REDIAL // _MICROSECOND
_FAR = 2**62


@dataclass(frozen=True, slots=True)
class ContactKind:
    """All that a `ContactRule` may ask of a contact: calls of one caller, each begun within `REDIAL` of the end of
    those before."""

    is_first: bool
    """No contact of the same issue that somebody took began in the table's `window` before."""
    is_ripe: bool
    """The `window` after it is over, and after its calls were closed: whether they came back is known."""
    is_handled: bool
    """One of its calls was closed, and not as given up by the caller."""
    is_resolved: bool
    """The last of its calls that somebody took is closed as solved."""
    dialed_again: bool
    """Another one of its calls began after that, and nobody said how that ended."""
    is_escalated: bool
    """One of its calls reached a level above N1."""
    called_back: bool
    """Another one of the same issue began in the `window` after, whatever came of it; or one of its calls was
    reopened in the `window` after it was solved, `REDIAL` later or more."""


ContactRule: TypeAlias = Callable[[ContactKind], bool | None]
"""What one contact is to a share of contacts: above the line and below (True), below alone (False), or nothing
(None)."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """One entry of each array per contact; of each caller in the order in which they began. See `ContactKind`."""

    calls: Numbers
    """Rows of the table, contact by contact: those of a contact stand together, the first one first."""
    starts: Numbers
    """Where in `calls` each begins."""
    began: Numbers
    """Microseconds since 1970, UTC."""
    is_first: Flags
    is_ripe: Flags
    is_handled: Flags
    is_resolved: Flags
    dialed_again: Flags
    is_escalated: Flags
    called_back: Flags
    is_first_of_all: Flags
    """As `is_first`, whatever the other one was about."""
    called_back_at_all: Flags
    """As `called_back`, whatever the other one was about."""
    topic: Numbers
    """Of its first call that has one; 0 = of none, which may be any."""

    @property
    def first(self) -> Numbers:
        """Row of the first call of each."""
        return self.calls[self.starts]

    def calls_of(self, contact: int) -> list[int]:
        """Rows of the calls of one, in the order of time."""
        ends = [*self.starts[contact + 1 : contact + 2].tolist(), len(self.calls)][0]
        found: list[int] = self.calls[self.starts[contact] : ends].tolist()
        return found

    def any_of(self, flags: Flags) -> Flags:
        """Whether that holds of one of its calls; `flags`: of each row of the table."""
        return _any(flags[self.calls], self.starts)

    def sum_of(self, numbers: Numbers) -> Numbers:
        """Of its calls in all; `numbers`: of each row of the table."""
        return np.add.reduceat(numbers[self.calls], self.starts) if len(self.starts) else np.empty(0, np.int64)

    def told(self, rule: ContactRule) -> Numbers:
        """What each is to a share: 1 = above the line and below, 0 = below alone, -1 = nothing."""
        names = ContactKind.__dataclass_fields__
        codes = np.zeros(len(self.starts), np.int64)
        for at, name in enumerate(names):
            codes |= getattr(self, name).astype(np.int64) << at
        found, which = np.unique(codes, return_inverse=True)
        kinds = [ContactKind(*(bool(code >> at & 1) for at in range(len(names)))) for code in found.tolist()]
        return np.array([NOT_TOLD if (said := rule(one)) is None else int(said) for one in kinds], np.int64)[which]


def contacts(table: CallTable, now: datetime, topics: Numbers | None = None) -> Contacts:
    """Contacts of the calls of a table, and what there is to know of each by `now` (UTC).

    For a period, give those that began `around` it, by the table's `window`, too. Calls without a caller are none's,
    and left out. `topics`: of each row, above 0; 0 = not known, and then it is about the same as any other of its
    caller.
    """
    rows, window = table.rows, table.window // _MICROSECOND
    calls = np.flatnonzero(rows["caller"] != NOBODY)
    calls = calls[np.argsort(rows["caller"][calls], kind="stable")]
    began, whose = rows["began"][calls], _numbered(rows["caller"][calls])
    starts = _starts(whose, began, rows["hung_up"][calls])
    last = np.append(starts, len(calls))[1:] - 1

    def told(flags: Iterable[bool]) -> Flags:
        return table.of_kinds(np.array([*flags], np.bool_))[calls]

    is_taken = _any(told(one.outcome is not Outcome.ABANDONED and not one.is_unanswered for one in table.kinds), starts)
    taken = _last_of(told(one.is_taken for one in table.kinds), starts, last)
    at, whose = began[starts], whose[starts]
    came_back = _any((rows["stood"][calls] != NOT_TOLD) & (rows["stood"][calls] <= window), starts)
    topic = np.zeros(len(starts), np.int64) if topics is None else _first_told(topics[calls], starts)
    return Contacts(
        calls=calls,
        starts=starts,
        began=at,
        is_first=_gaps_of_issues(whose, topic, at, is_taken) > window,
        is_ripe=_latest(rows["settled"][calls], starts, at) + window <= microseconds(now),
        is_handled=_any(told(one.is_handled for one in table.kinds), starts),
        is_resolved=told(one.outcome is Outcome.RESOLVED for one in table.kinds)[taken],
        dialed_again=taken != last,
        is_escalated=_any(told(bool(one.reached) for one in table.kinds), starts),
        called_back=(_reversed(_gaps_of_issues, whose, topic, -at) <= window) | came_back,
        is_first_of_all=_gaps(whose, at, is_taken) > window,
        called_back_at_all=(_reversed(_gaps, whose, -at) <= window) | came_back,
        topic=topic,
    )


def around(begins: datetime, ends: datetime, window: timedelta) -> tuple[datetime, datetime]:
    """When calls began that contacts begun in that time depend on: in a `window` before it and after it, and earlier
    by what a call may last and the wait for the next, so that this next one does not count as a contact of its own."""
    return begins - window - LONGEST - REDIAL, ends + window


def _numbered(sorted_: NDArray[np.uint64]) -> Numbers:
    """Equal ones by the same number, in the order they come in."""
    is_another = np.ones(len(sorted_), np.bool_)
    is_another[1:] = sorted_[1:] != sorted_[:-1]
    return np.cumsum(is_another)


def _starts(whose: Numbers, began: Numbers, hung_up: Numbers) -> Numbers:
    """Where contacts begin: at each caller's first call, and at each that begins `REDIAL` or more after the end of all
    before it. That is when those of the same contact ended, for whatever ended in an earlier one ended before this."""
    size = len(whose)
    in_order = np.argsort(hung_up, kind="stable")
    place = np.empty(size, np.int64)
    place[in_order] = np.arange(size)
    latest = np.maximum.accumulate(whose * size + place) - whose * size
    is_start = np.ones(size, np.bool_)
    is_start[1:] = (whose[1:] != whose[:-1]) | (began[1:] - hung_up[in_order[latest[:-1]]] >= _REDIAL)
    return np.flatnonzero(is_start)


def _any(flags: Flags, starts: Numbers) -> Flags:
    """Whether it holds of any from one start to the next."""
    return np.logical_or.reduceat(flags, starts) if len(starts) else np.empty(0, np.bool_)


def _latest(times: Numbers, starts: Numbers, at: Numbers) -> Numbers:
    """From one start to the next, the latest of the times; `at`, one a start, where none is later."""
    return np.maximum(np.maximum.reduceat(times, starts), at) if len(starts) else at


def _last_of(flags: Flags, starts: Numbers, last: Numbers) -> Numbers:
    """From one start to the next, the last place where it holds; where it holds of none, the last of all."""
    if not len(starts):
        return last
    place = np.maximum.reduceat(np.where(flags, np.arange(len(flags)), -1), starts)
    return np.where(place < 0, last, place)


def _first_told(topics: Numbers, starts: Numbers) -> Numbers:
    """From one start to the next, the first that is not 0; 0 where all are."""
    if not len(starts):
        return np.empty(0, np.int64)
    place = np.minimum.reduceat(np.where(topics > 0, np.arange(len(topics)), len(topics)), starts)
    return np.append(topics, 0)[place]


def _gaps_of_issues(whose: Numbers, topic: Numbers, at: Numbers, counts: Flags | None = None) -> Numbers:
    """As `_gaps`, of those of the same caller and topic. Who has none may be about any."""
    all_ = _gaps(whose, at, counts)
    if not topic.any():
        return all_
    unknown = topic == 0
    same = _gaps(whose * (topic.max() + 1) + topic, at, counts)
    of_unknown = _gaps(whose, at, unknown if counts is None else unknown & counts)
    return np.where(unknown, all_, np.minimum(same, of_unknown))


def _gaps(groups: Numbers, at: Numbers, counts: Flags | None = None) -> Numbers:
    """How long before each the last one of the same group began that counts; `_FAR` where there is none. Within a
    group, they are in the order of time."""
    size = len(groups)
    order = np.argsort(groups, kind="stable")
    group, began = groups[order], at[order]
    places = np.arange(size)
    latest = np.maximum.accumulate(places if counts is None else np.where(counts[order], places, -1))
    before = np.full(size, -1)
    before[1:] = latest[:-1]
    is_there = (before >= 0) & (group[before] == group)
    gaps = np.empty(size, np.int64)
    gaps[order] = np.where(is_there, began - began[before], _FAR)
    return gaps


def _reversed(gaps: Callable[..., Numbers], *of: Numbers) -> Numbers:
    """To the next one, in the place of the last one."""
    return gaps(*(one[::-1] for one in of))[::-1]
