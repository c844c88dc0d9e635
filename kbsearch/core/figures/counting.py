"""How all of the shelf is counted from a table of calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial

import numpy as np

from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.as_one import AsOne, as_one
from kbsearch.core.figures.contacts import Contacts, contacts
from kbsearch.core.figures.counts import COUNTS, Among, CallCount, ContactCount, Count
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.nouns import (
    Agreed,
    Balance,
    ClientFigures,
    ClockShare,
    ContactShare,
    Figure,
    FigureCalls,
    GoalShare,
    Length,
    Rule,
    Share,
    Target,
    When,
    spread_of,
)
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.shelf import BY_NAME, FIGURES, NETTED, NOTHING_AGREED, Place, get
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Flags, Numbers
from kbsearch.core.figures.told import Tally, Told
from kbsearch.core.moments import AHEAD, microseconds
from kbsearch.core.net import Net
from kbsearch.core.one_client import OneClient, require_own


def count(
    client: OneClient, period: Period, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> ClientFigures:
    """Every figure of the calls of `client` that began in `period`.

    `table`: those, and those of its `window` before and after; `agreed`: what is the client's own. Raises
    `ScopeViolation` for calls of another client.
    """
    counting = Counting(client, period, table, now, agreed)
    return with_counts(counting, tuple(counting.figure(place, counting.told(place)) for place in FIGURES))


def with_counts(counting: Counting, figures: tuple[Figure, ...]) -> ClientFigures:
    """The figures, with how many calls there are of what."""
    either = counting.begun | counting.presented
    return ClientFigures(
        client=counting.table.client,
        period=counting.period,
        counts=counting.numbers(),
        window=counting.table.window,
        figures=figures,
        telephoned=_of_kinds(counting.table, counting.of_each_kind(either), lambda one: one.is_timed),
    )


def calls_of(
    client: OneClient, period: Period, name: str, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> FigureCalls:
    """What `count` counts for one figure or plain count, call by call; `table` as for that, with ids. Raises `KeyError`
    like `get`."""
    found = Counting(client, period, table, now, agreed).told(BY_NAME.get(name) or get(name))
    return FigureCalls(client.id, period, name, found.listed(table))


class Counting:
    """One table, for one period."""

    def __init__(
        self,
        client: OneClient,
        period: Period,
        table: CallTable,
        now: datetime,
        agreed: Agreed,
        topics: Numbers | None = None,
    ) -> None:
        """`topics`: see `contacts`."""
        require_own(client, (table.client,))
        self.table, self.period, self._agreed = table, period, agreed
        self._begins, self._ends = microseconds(period.begins), microseconds(period.ends)
        self._is_ahead = table.rows["began"] > microseconds(now + AHEAD)
        self.begun, self.presented = self.is_in(table.rows["began"]), self.is_in(table.rows["presented"])
        self.contacts: Contacts = contacts(table, now, topics)
        self.as_one: AsOne = as_one(table, self.contacts)
        self._is_left_out = self._of_kinds(lambda one: _is_left_out(agreed.net, one)).astype(np.bool_)

    def is_in(self, at: Numbers) -> Flags:
        """The period."""
        return (self._begins <= at) & (at < self._ends)

    def of_each_kind(self, calls: Flags) -> list[int]:
        found: list[int] = np.bincount(self.table.rows["kind"][calls], minlength=len(self.table.kinds)).tolist()
        return found

    def numbers(self) -> Mapping[str, int]:
        """Plain count → how many there are."""
        among = {name: self.of_each_kind(calls) for name, calls in self._among.items()}
        return {
            one.name: int(self._such(one).sum())
            if isinstance(one, ContactCount)
            else _of_kinds(self.table, among[one.among], one.is_one)
            for one in COUNTS
        }

    def figure(self, place: Place, found: Tally) -> Figure:
        """Of all that it counts, or of a part of it."""
        above, counted = int(found.counted.sum()), len(found.counted)
        if isinstance(place, Length):
            spread = spread_of(found.counted) if counted else None
            return Figure(place.name, above, counted, "seconds", spread)
        if isinstance(place, Balance):
            return Figure(place.name, above, counted, "balance", against=int((found.counted < 0).sum()))
        if isinstance(place, GoalShare):
            goal = self._agreed.goal
            return Figure(place.name, above, counted, target=Target(goal.percent / 100), goal=goal)
        window = self.table.window if isinstance(place, ContactShare) else None
        net = None
        if self._agreed.net and place.name in NETTED:
            kept = found.counted[found.is_net]
            net = Figure(place.name, int(kept.sum()), len(kept), window=window)
        target = place.target if isinstance(place, Share) else None
        return Figure(place.name, above, counted, target=target, net=net, window=window)

    def told(self, place: Place | Count) -> Told:
        """What the figure counts."""
        if isinstance(place, CallCount):
            is_one = self._among[place.among] & (self._of_kinds(place.is_one) == 1)
            return self._each(is_one.astype(np.int64), "presented" if place.among == "presented" else "began", is_one)
        if isinstance(place, ContactCount):
            chosen = self._such(place)
            all_ = np.ones(int(chosen.sum()), np.bool_)
            return Told(all_.astype(np.int64), all_, self.contacts.first[chosen], self.contacts.began[chosen])
        if isinstance(place, ContactShare):
            counted = self.contacts.told(place.rule)
            chosen = (counted != NOT_TOLD) & self.is_in(self.contacts.began)
            is_net = ~self.contacts.any_of(self._is_left_out)[chosen]
            return Told(counted[chosen], is_net, self.contacts.first[chosen], self.contacts.began[chosen])
        if isinstance(place, ClockShare):
            return self._each(self._clock_told(place), "began", self.begun)
        if isinstance(place, GoalShare):
            return self._each(self._goal_told(place), place.when, self.presented)
        if isinstance(place, Share | Length) and place.when == "presented":
            counted = self._of_kinds(place.rule) if isinstance(place, Share) else self.table.seconds(place.column)
            return self._each(counted, place.when, self.presented)
        return self._as_one_told(place)

    def _each(self, counted: Numbers, when: When, is_one: Flags) -> Told:
        """Call by call; `counted`: what each row is."""
        calls = np.flatnonzero(is_one & (counted != NOT_TOLD))
        return Told(counted[calls].astype(np.int64), np.ones(len(calls), np.bool_), calls, self.table.rows[when][calls])

    @cached_property
    def _among(self) -> Mapping[Among, Flags]:
        unattached = self.begun & (self.table.rows["caller"] == NOBODY)
        return {"begun": self.begun, "presented": self.presented, "unattached": unattached}

    def _such(self, count: ContactCount) -> Flags:
        return count.are_such(self.contacts) & self.is_in(self.contacts.began)

    @cached_property
    def _firsts(self) -> tuple[Numbers, Numbers, Flags]:
        """Of calls that are one: the first, when it began, and whether that is in the period."""
        first = self.as_one.first
        began = self.table.rows["began"][first]
        return first, began, self.is_in(began)

    @cached_property
    def _is_net(self) -> Flags:
        """Of calls that are one, whether none of them is left out."""
        return ~self.as_one.any_of(self._is_left_out)

    def _as_one_told(self, place: Share | Length | Balance) -> Told:
        """Calls that are one count once, when the first of them began."""
        one = self.as_one
        first, began, is_in = self._firsts
        if isinstance(place, Length):
            counted = one.seconds(place.column)
            is_told = counted != NOT_TOLD
        else:
            said = [place.rule(kind) for kind in one.kinds]
            is_told = np.array([each is not None for each in said], np.bool_)[one.kind]
            counted = np.array([int(each or 0) for each in said], np.int64)[one.kind]
        chosen = is_told & is_in
        is_net = self._is_net[chosen] if place.name in NETTED else np.ones(int(chosen.sum()), np.bool_)
        return Told(counted[chosen], is_net, first[chosen], began[chosen])

    def _clock_told(self, place: ClockShare) -> Numbers:
        ahead, begun = (self._of_kinds(partial(_at_clock, place, said)) for said in (True, False))
        return np.where(self._is_ahead, ahead, begun)

    def _goal_told(self, place: GoalShare) -> Numbers:
        waited = self.table.rows["waited"]
        in_time, late, unknown = (self._of_kinds(partial(_judged, place, said)) for said in (True, False, None))
        return np.where(waited == NOT_TOLD, unknown, np.where(waited <= self._agreed.goal.seconds, in_time, late))

    def _of_kinds(self, rule: Rule) -> Numbers:
        """For each call what it is by a rule: 1, 0, or `NOT_TOLD`."""
        said = [NOT_TOLD if (one := rule(kind)) is None else int(one) for kind in self.table.kinds]
        return self.table.of_kinds(np.array(said, np.int8))


def _of_kinds(table: CallTable, of_each: list[int], is_one: Callable[[CallKind], bool]) -> int:
    """How many are such of so many of each kind."""
    return sum(calls for kind, calls in zip(table.kinds, of_each, strict=True) if is_one(kind))


def _judged(place: GoalShare, is_in_time: bool | None, call: CallKind) -> bool | None:
    return place.rule(call, is_in_time)


def _at_clock(place: ClockShare, is_ahead: bool, call: CallKind) -> bool:
    return place.rule(call, is_ahead)


def _is_left_out(net: Net, call: CallKind) -> bool:
    outcomes = [call.outcome] if call.outcome else []
    return net.leaves_out([*outcomes, *([Outcome.KNOWN_INCIDENT] if call.is_known_incident else [])], call.used)
