"""The shelf of figures, and the one reading of the calls that fills all of it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from kbsearch.core.calls import Call
from kbsearch.core.figures.abandonment_rate import abandonment_rate
from kbsearch.core.figures.answer_rate import answer_rate
from kbsearch.core.figures.contacts import Contact, contacts
from kbsearch.core.figures.fcr_confirmed import fcr_confirmed
from kbsearch.core.figures.fcr_declared import fcr_declared
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.levels import is_handled
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
    Share,
    Target,
    spread_of,
)
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.queue import came_to, presented_at, queue_counts
from kbsearch.core.figures.response_rate import response_rate
from kbsearch.core.figures.service_level import service_level
from kbsearch.core.happenings import Disposition, Outcome
from kbsearch.core.net import NOTHING, Net
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
    Share("answer_rate", answer_rate, presented_at, Target(0.95, 0.97)),
    Share("abandonment_rate", abandonment_rate, presented_at),
    GoalShare("service_level", service_level, presented_at),
)
OF_CONTACTS: tuple[ContactShare, ...] = (
    ContactShare("fcr_no_call_back", fcr_no_call_back),
    ContactShare("fcr_declared", fcr_declared),
)
LENGTHS: tuple[Length, ...] = (Length("handle_time", handle_time),)
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
    client: OneClient, period: Period, calls: Iterable[Call], now: datetime, agreed: Agreed = NOTHING_AGREED
) -> ClientFigures:
    """Every figure of the calls of `client` that began in `period`, each call looked at once.

    Give them oldest first, with those of `contacts.WINDOW` before and after; `agreed`: what is the client's own.
    Raises `ScopeViolation` for a call of another client.
    """
    tally = _Tally(client, period, agreed)
    for contact in contacts(tally.each(calls), now):
        tally.add(contact)
    return tally.found()


def calls_of(
    client: OneClient, period: Period, name: str, calls: Iterable[Call], now: datetime, agreed: Agreed = NOTHING_AGREED
) -> FigureCalls:
    """What `count` counts for one figure, call by call; `calls` as for that. Raises `KeyError` like `get`."""
    place = get(name)
    place = place.under(agreed.goal) if isinstance(place, GoalShare) else place
    net = agreed.net if name in NETTED else NOTHING
    found, begins, ends = _told(place, _own(client, calls), now, net), period.begins, period.ends
    rows = [row for row in found if begins <= row.began < ends]
    return FigureCalls(client.id, period, name, tuple(sorted(rows, key=lambda row: (row.began, row.call))))


def _told(place: Share | ContactShare | Length, calls: Iterator[Call], now: datetime, net: Net) -> Iterator[Counted]:
    """What each call is to a figure, or each contact; of those that it counts."""
    if isinstance(place, ContactShare):
        for contact in contacts((one for one in calls if one.start.caller), now):
            if (counts := place.rule(contact)) is not None:
                is_net = not net.leaves_out(contact.outcomes, contact.used)
                yield Counted(contact.call, contact.began, int(counts), is_net)
        return
    for call in calls:
        at: datetime | None
        told: int | None
        if isinstance(place, Length):
            at, told = call.started, place.measure(call)
        else:
            at, told = place.at(call), place.rule(call)
        if at is not None and told is not None:
            yield Counted(call.id, at, int(told), is_net=not _is_left_out(net, call))


def _is_left_out(net: Net, call: Call) -> bool:
    return net.leaves_out((call.outcome,) if call.outcome else (), call.used)


def _own(client: OneClient, calls: Iterable[Call]) -> Iterator[Call]:
    """The same. Raises `ScopeViolation` for a call of another client."""
    for call in calls:
        require_own(client, (call.client,))
        yield call


class _Tally:
    """What was counted so far."""

    def __init__(self, client: OneClient, period: Period, agreed: Agreed) -> None:
        self._client = client
        self._period = period
        self._goal, self._net = agreed.goal, agreed.net
        self._of_queue = tuple(share.under(agreed.goal) for share in OF_QUEUE)
        self._begins, self._ends = period.begins, period.ends
        self._began = self._unfinished = self._abandoned = self._unanswered = self._telephoned = 0
        self._first = self._unripe = self._repeated = self._unattached = 0
        self._came = Counter[Disposition | None]()
        self._counts = {share.name: [0, 0] for share in SHARES}
        self._net_counts = {name: [0, 0] for name in NETTED}
        self._lengths = {length.name: array("l") for length in LENGTHS}

    def each(self, calls: Iterable[Call]) -> Iterator[Call]:
        """Count those of the period, and give on what a caller is known of."""
        for call in _own(self._client, calls):
            presented = presented_at(call)
            is_begun = self._begins <= call.started < self._ends
            is_presented = presented is not None and self._begins <= presented < self._ends
            self._telephoned += (is_begun or is_presented) and call.telephony.has_time
            if is_begun:
                self._began += 1
                self._unfinished += call.outcome is None and not call.is_unanswered
                self._unanswered += call.is_unanswered
                self._abandoned += call.outcome is Outcome.ABANDONED
                self._unattached += is_handled(call) and not call.start.caller
                is_net = bool(self._net) and not _is_left_out(self._net, call)
                for share in OF_CALLS:
                    self._count(share.name, share.rule(call), is_net=is_net)
                for length in LENGTHS:
                    if (seconds := length.measure(call)) is not None:
                        self._lengths[length.name].append(seconds)
            if is_presented:
                self._came[came_to(call)] += 1
                for share in self._of_queue:
                    self._count(share.name, share.rule(call))
            if call.start.caller:
                yield call

    def add(self, contact: Contact) -> None:
        if not self._begins <= contact.began < self._ends:
            return
        if contact.is_handled:
            self._first += contact.is_first
            self._unripe += contact.is_first and not contact.is_ripe
            self._repeated += not contact.is_first
        is_net = bool(self._net) and not self._net.leaves_out(contact.outcomes, contact.used)
        for share in OF_CONTACTS:
            self._count(share.name, share.rule(contact), is_net=is_net)

    def found(self) -> ClientFigures:
        figures = tuple(self._figure(place) for place in FIGURES)
        counts = ContactCounts(self._first, self._unripe, self._repeated, self._unattached)
        return ClientFigures(
            client=self._client.id,
            period=self._period,
            began=self._began,
            unfinished=self._unfinished,
            abandoned=self._abandoned,
            contacts=counts,
            queue=queue_counts(self._came),
            figures=figures,
            unanswered=self._unanswered,
            telephoned=self._telephoned,
        )

    def _figure(self, place: Place) -> Figure:
        if not isinstance(place, Length):
            above, counted = self._counts[place.name]
            if isinstance(place, GoalShare):
                return Figure(place.name, above, counted, target=place.under(self._goal).target, goal=self._goal)
            target = place.target if isinstance(place, Share) else None
            return Figure(place.name, above, counted, target=target, net=self._net_figure(place.name))
        seconds = self._lengths[place.name]
        return Figure(place.name, sum(seconds), len(seconds), "seconds", spread_of(seconds) if seconds else None)

    def _net_figure(self, name: str) -> Figure | None:
        if not self._net or name not in NETTED:
            return None
        above, counted = self._net_counts[name]
        return Figure(name, above, counted)

    def _count(self, name: str, counts: bool | None, *, is_net: bool = False) -> None:
        for kept in (self._counts, self._net_counts) if is_net and name in NETTED else (self._counts,):
            kept[name][0] += counts is True
            kept[name][1] += counts is not None
