"""The shelf of figures, and how all of it is counted from a table of calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

import numpy as np

from kbsearch.core.figures.abandonment_rate import abandonment_rate
from kbsearch.core.figures.answer_rate import answer_rate
from kbsearch.core.figures.contacts import Contacts, contacts
from kbsearch.core.figures.fcr_confirmed import fcr_confirmed
from kbsearch.core.figures.fcr_declared import fcr_declared
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.link_rate import link_rate
from kbsearch.core.figures.n1_absorption import n1_absorption
from kbsearch.core.figures.n2_share import n2_share
from kbsearch.core.figures.n3_share import n3_share
from kbsearch.core.figures.nouns import (
    Agreed,
    ClientFigures,
    ContactCounts,
    ContactShare,
    Counted,
    Figure,
    FigureCalls,
    GoalShare,
    Length,
    Rule,
    Share,
    Target,
    spread_of,
)
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.queue import came_to, queue_counts
from kbsearch.core.figures.response_rate import response_rate
from kbsearch.core.figures.service_level import service_level
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Flags, Numbers
from kbsearch.core.happenings import Disposition, Outcome
from kbsearch.core.moments import microseconds, moment
from kbsearch.core.net import Net
from kbsearch.core.one_client import OneClient, require_own

OF_CALLS: tuple[Share, ...] = (
    Share("fcr_confirmed", fcr_confirmed),
    Share("response_rate", response_rate),
    Share("n1_absorption", n1_absorption, target=Target(0.6, 0.8)),
    Share("n2_share", n2_share),
    Share("n3_share", n3_share),
    Share("link_rate", link_rate),
)
OF_QUEUE: tuple[Share | GoalShare, ...] = (
    Share("answer_rate", answer_rate, "presented", Target(0.95, 0.97)),
    Share("abandonment_rate", abandonment_rate, "presented"),
    GoalShare("service_level", service_level, "presented"),
)
OF_CONTACTS: tuple[ContactShare, ...] = (
    ContactShare("fcr_no_call_back", fcr_no_call_back),
    ContactShare("fcr_declared", fcr_declared),
)
LENGTHS: tuple[Length, ...] = (Length("handle_time", handle_time, "took"),)
Place: TypeAlias = Share | GoalShare | ContactShare | Length
SHARES: tuple[Share | GoalShare | ContactShare, ...] = (*OF_CONTACTS, *OF_CALLS, *OF_QUEUE)
FIGURES: tuple[Place, ...] = (*SHARES, *LENGTHS)
"""In the order in which they are shown."""
NETTED = frozenset({"fcr_no_call_back", "fcr_declared", "fcr_confirmed", "n1_absorption", "n2_share", "n3_share"})
"""Of what the hotline solved itself: there are net ones too, where the client agreed on what they leave out."""
NOTHING_AGREED = Agreed()


def get(name: str) -> Place:
    """Raises `KeyError`, which lists the names that there are."""
    for share in FIGURES:
        if share.name == name:
            return share
    raise KeyError(f"There is no figure {name!r}; there are {', '.join(share.name for share in FIGURES)}.")


def count(
    client: OneClient, period: Period, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> ClientFigures:
    """Every figure of the calls of `client` that began in `period`.

    `table`: those, and those of `contacts.WINDOW` before and after; `agreed`: what is the client's own. Raises
    `ScopeViolation` for calls of another client.
    """
    counting = Counting(client, period, table, now, agreed)
    begun, presented, found = counting.begun, counting.presented, counting.contacts
    is_first = found.is_first & found.is_handled & counting.is_in(found.began)
    is_again = ~found.is_first & found.is_handled & counting.is_in(found.began)
    either = begun | presented
    came = Counter[Disposition | None]()
    for kind, calls in zip(table.kinds, counting.of_each_kind(presented), strict=True):
        came[came_to(kind)] += calls
    return ClientFigures(
        client=client.id,
        period=period,
        began=int(begun.sum()),
        unfinished=counting.number(begun, lambda one: one.outcome is None and not one.is_unanswered),
        abandoned=counting.number(begun, lambda one: one.outcome is Outcome.ABANDONED),
        contacts=ContactCounts(
            first=int(is_first.sum()),
            unripe=int((is_first & ~found.is_ripe).sum()),
            repeated=int(is_again.sum()),
            unattached=counting.number(begun & (table.rows["caller"] == NOBODY), lambda one: one.is_handled),
        ),
        queue=queue_counts(came),
        figures=tuple(counting.figure(place) for place in FIGURES),
        unanswered=counting.number(begun, lambda one: one.is_unanswered),
        telephoned=counting.number(either, lambda one: one.is_timed),
    )


def calls_of(
    client: OneClient, period: Period, name: str, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> FigureCalls:
    """What `count` counts for one figure, call by call; `table` as for that, with ids. Raises `KeyError` like `get`."""
    found = Counting(client, period, table, now, agreed).told(get(name))
    rows = zip(found.calls.tolist(), found.at.tolist(), found.counted.tolist(), found.is_net.tolist(), strict=True)
    told = [Counted(table.ids[call], moment(at), counted, is_net) for call, at, counted, is_net in rows]
    return FigureCalls(client.id, period, name, tuple(sorted(told, key=lambda one: (one.began, one.call))))


@dataclass(frozen=True, slots=True)
class Told:
    """What one figure counts in the period, an entry for each call or contact."""

    calls: Numbers
    """Rows of the table: the call, or the first one of the contact."""
    at: Numbers
    counted: Numbers
    """As `Counted.counted`."""
    is_net: Flags

    def split(self, keys: Numbers) -> dict[int, Told]:
        """What it counts of each key; `keys`: of each entry."""
        order = np.argsort(keys, kind="stable")
        found, starts = np.unique(keys[order], return_index=True)
        pieces = zip(found.tolist(), np.split(order, starts[1:]), strict=True) if len(found) else ()
        return {
            key: Told(self.calls[some], self.at[some], self.counted[some], self.is_net[some]) for key, some in pieces
        }


_NONE = np.empty(0, np.int64)
NOTHING_TOLD = Told(_NONE, _NONE, _NONE, np.empty(0, np.bool_))


class Counting:
    """One table, for one period."""

    def __init__(self, client: OneClient, period: Period, table: CallTable, now: datetime, agreed: Agreed) -> None:
        require_own(client, (table.client,))
        self._table, self._agreed = table, agreed
        self._begins, self._ends = microseconds(period.begins), microseconds(period.ends)
        self.begun, self.presented = self.is_in(table.rows["began"]), self.is_in(table.rows["presented"])
        self.contacts: Contacts = contacts(table, now)
        self._is_left_out = self._of_kinds(lambda one: _is_left_out(agreed.net, one)).astype(np.bool_)

    def is_in(self, at: Numbers) -> Flags:
        """The period."""
        return (self._begins <= at) & (at < self._ends)

    def of_each_kind(self, calls: Flags) -> list[int]:
        found: list[int] = np.bincount(self._table.rows["kind"][calls], minlength=len(self._table.kinds)).tolist()
        return found

    def number(self, calls: Flags, is_one: Callable[[CallKind], bool]) -> int:
        """How many of these are such."""
        return sum(
            of_kind for kind, of_kind in zip(self._table.kinds, self.of_each_kind(calls), strict=True) if is_one(kind)
        )

    def figure(self, place: Place, told: Told | None = None) -> Figure:
        """Of all that it counts, or of a part of it."""
        found = self.told(place) if told is None else told
        above, counted = int(found.counted.sum()), len(found.counted)
        if isinstance(place, Length):
            spread = spread_of(found.counted) if counted else None
            return Figure(place.name, above, counted, "seconds", spread)
        if isinstance(place, GoalShare):
            goal = self._agreed.goal
            return Figure(place.name, above, counted, target=Target(goal.percent / 100), goal=goal)
        net = None
        if self._agreed.net and place.name in NETTED:
            kept = found.counted[found.is_net]
            net = Figure(place.name, int(kept.sum()), len(kept))
        return Figure(place.name, above, counted, target=place.target if isinstance(place, Share) else None, net=net)

    def told(self, place: Place) -> Told:
        """What the figure counts."""
        rows = self._table.rows
        if isinstance(place, ContactShare):
            counted = self.contacts.told(place.rule)
            chosen = (counted != NOT_TOLD) & self.is_in(self.contacts.began)
            is_net = ~self.contacts.any_of(self._is_left_out)[chosen]
            return Told(self.contacts.first[chosen], self.contacts.began[chosen], counted[chosen], is_net)
        if isinstance(place, Length):
            counted, at, is_one = rows[place.column], rows["began"], self.begun
        else:
            at = rows[place.when]
            is_one = self.begun if place.when == "began" else self.presented
            counted = self._goal_told(place) if isinstance(place, GoalShare) else self._of_kinds(place.rule)
        chosen = is_one & (counted != NOT_TOLD)
        is_net = ~self._is_left_out[chosen] if place.name in NETTED else np.ones(int(chosen.sum()), np.bool_)
        return Told(np.flatnonzero(chosen), at[chosen], counted[chosen].astype(np.int64), is_net)

    def _goal_told(self, place: GoalShare) -> Numbers:
        waited = self._table.rows["waited"]
        in_time, late, unknown = (self._of_kinds(partial(_judged, place, said)) for said in (True, False, None))
        return np.where(waited == NOT_TOLD, unknown, np.where(waited <= self._agreed.goal.seconds, in_time, late))

    def _of_kinds(self, rule: Rule) -> Numbers:
        """For each call what it is by a rule: 1, 0, or `NOT_TOLD`."""
        return self._table.of_kinds(np.array([_number(rule(one)) for one in self._table.kinds], np.int8))


def _judged(place: GoalShare, is_in_time: bool | None, call: CallKind) -> bool | None:
    return place.rule(call, is_in_time)


def _number(said: bool | None) -> int:
    return NOT_TOLD if said is None else int(said)


def _is_left_out(net: Net, call: CallKind) -> bool:
    return net.leaves_out((call.outcome,) if call.outcome else (), call.used)
