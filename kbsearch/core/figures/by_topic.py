"""What calls come to topic by topic, and between which two values FCR is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.nouns import Figure, FigureCalls, spread_of
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Flags, Numbers
from kbsearch.core.figures.told import NOTHING_TOLD, Tally, Told
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """Of the calls of a period that are about one topic."""

    topic: str
    """Its id; empty = calls that are about none, or not known yet to be about one."""
    calls: int
    """Handled ones."""
    fcr: Figure
    """Without call-back on the same topic, of the contacts that began with it."""
    handle_time: Figure


@dataclass(frozen=True, slots=True)
class ByTopic:
    """One client's period."""

    client: str
    period: Period
    topics: tuple[TopicFigures, ...]
    """The topic of most calls first, ties by id; the calls about none last."""
    low: Figure
    """FCR without call-back of first contacts with the client about anything, where any later call of the caller counts
    as one about the same."""
    high: Figure
    """Of the same contacts, where a later call about another topic does not; one whose topic is not known does."""
    unripe: int
    """First contacts with a topic of which nobody knows yet whether the caller will call again: in no share."""
    unattached: int
    """Handled calls without a caller: in no share, and never as solved."""


FIGURES = (fcr_no_call_back.__name__, handle_time.__name__)
"""What is counted of each topic."""


def count_by_topic(
    client: OneClient, period: Period, table: CallTable, topic_of: Mapping[str, str], now: datetime
) -> ByTopic:
    """`table`: the calls of the period, and those of its `window` before and after, with ids; `topic_of`: of a
    call's id, empty or nothing = not known. Raises `ScopeViolation` for calls of another client."""
    return TopicCounting(client, period, table, topic_of, now).figures()


class TopicCounting:
    """One table, for one period, with what is known of what its calls are about. Takes and raises what `count_by_topic`
    does."""

    def __init__(
        self, client: OneClient, period: Period, table: CallTable, topic_of: Mapping[str, str], now: datetime
    ) -> None:
        require_own(client, (table.client,))
        self._period, self._table = period, table
        self._names, self._topics = numbered(table, topic_of)
        is_handled = table.of_kinds(np.array([one.is_handled for one in table.kinds], np.bool_))
        self._handled = is_handled & self._is_in(table.rows["began"])
        self._contacts = contacts(table, now, self._topics)

    def figures(self) -> ByTopic:
        table, found = self._table, self._contacts
        fcr, fcr_of = self._fcr()
        lengths, length_of = self._lengths()
        shares, lasted = fcr.split(fcr_of), lengths.split(length_of)
        calls = np.bincount(self._topics[self._handled], minlength=len(self._names)).tolist()
        rows = [
            TopicFigures(
                name, calls[at], _share(shares.get(at, NOTHING_TOLD), table), _length(lasted.get(at, NOTHING_TOLD))
            )
            for at, name in enumerate(self._names)
            if calls[at] or at in shares
        ]
        rows.sort(key=lambda one: (not one.topic, -one.calls, one.topic))
        is_in = found.is_handled & self._is_in(found.began)
        is_first = is_in & found.is_first_of_all & found.is_ripe
        is_solved = is_first & found.is_resolved & ~found.is_escalated & ~found.dialed_again
        low, high = is_solved & ~found.called_back_at_all, is_solved & ~found.called_back
        return ByTopic(
            table.client,
            self._period,
            tuple(rows),
            low=_share_of(int(low.sum()), int(is_first.sum()), table),
            high=_share_of(int(high.sum()), int(is_first.sum()), table),
            unripe=int((is_in & found.is_first & ~found.is_ripe).sum()),
            unattached=int((self._handled & (table.rows["caller"] == NOBODY)).sum()),
        )

    def calls_of(self, figure: str, topic: str) -> FigureCalls:
        """What `figures` counts for one of `FIGURES` of one topic, call by call: none where there is no such topic."""
        if figure not in FIGURES:
            raise KeyError(f"There is no figure {figure!r} of a topic; there are {', '.join(FIGURES)}.")
        told, topics = self._fcr() if figure == fcr_no_call_back.__name__ else self._lengths()
        asked = [at for at, name in enumerate(self._names) if name == topic]
        found = told.only(np.isin(topics, asked)).listed(self._table)
        return FigureCalls(self._table.client, self._period, figure, found)

    def _is_in(self, at: Numbers) -> Flags:
        """The period."""
        return (microseconds(self._period.begins) <= at) & (at < microseconds(self._period.ends))

    def _fcr(self) -> tuple[Told, Numbers]:
        """The contacts that the share counts, and what each is about."""
        found = self._contacts
        says = found.told(fcr_no_call_back)
        counted = found.is_handled & self._is_in(found.began) & (says != NOT_TOLD)
        return _told(says[counted], found.first[counted], found.began[counted]), found.topic[counted]

    def _lengths(self) -> tuple[Told, Numbers]:
        """The calls whose length is known, and what each is about."""
        rows = self._table.rows
        is_timed = self._handled & (rows["took"] != NOT_TOLD)
        took = rows["took"][is_timed].astype(np.int64)
        return _told(took, np.flatnonzero(is_timed), rows["began"][is_timed]), self._topics[is_timed]


def numbered(table: CallTable, topic_of: Mapping[str, str]) -> tuple[list[str], Numbers]:
    """Names of topics, the first one empty, and of each row which one it is about: 0 = not known."""
    found = [topic_of.get(id, "") for id in table.ids]
    names = ["", *sorted({*found} - {""})]
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[one] for one in found], np.int64)


def _told(counted: Numbers, calls: Numbers, at: Numbers) -> Told:
    return Told(counted, np.ones(len(counted), np.bool_), calls, at)


def _share(found: Tally, table: CallTable) -> Figure:
    return _share_of(int(found.counted.sum()), len(found.counted), table)


def _share_of(above: int, below: int, table: CallTable) -> Figure:
    return Figure(fcr_no_call_back.__name__, above, below, window=table.window)


def _length(found: Tally) -> Figure:
    spread = spread_of(found.counted) if len(found.counted) else None
    return Figure(handle_time.__name__, int(found.counted.sum()), len(found.counted), "seconds", spread)
