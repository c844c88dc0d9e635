"""What calls come to topic by topic, and between which two values FCR is.

All figures but those of the queue: whether and how soon a call is taken comes before anybody says what it is about, and
a caller who hangs up in the queue never says it, so that a share of those with a topic would leave out those who count
against it. What each call is, is told as for the client's own figures, and all topics, with the calls about none, add
up to those; but a contact is one of the same caller *about the same topic*, so FCR is not their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kbsearch.core.figures.counting import Counting
from kbsearch.core.figures.counts import Count
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.nouns import Agreed, ClockShare, Figure, FigureCalls
from kbsearch.core.figures.parts import AS_PRESENTED
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.shelf import BY_NAME, NOTHING_AGREED, Place
from kbsearch.core.figures.shelf import FIGURES as ALL
from kbsearch.core.figures.table import NOBODY, CallTable, Flags, Numbers
from kbsearch.core.figures.told import NOTHING_TOLD, Told
from kbsearch.core.one_client import OneClient

PLACES = tuple(place for place in ALL if place.name not in AS_PRESENTED)
FIGURES = tuple(place.name for place in PLACES)
"""What is counted of each topic, in the order of the shelf."""
HIGH = "fcr_high"
"""The high end of the bracket of FCR, of which the calls can be listed: of all topics."""
CALLS = "handled"
"""The plain count of which each topic's calls can be listed too."""


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """Of the calls of a period that are about one topic."""

    topic: str
    """Its id; empty = calls that are about none, or not known yet to be about one."""
    calls: int
    """Handled ones, each by what it is about itself."""
    figures: tuple[Figure, ...]
    """Of `FIGURES`, in that order."""

    @property
    def fcr(self) -> Figure:
        """Without call-back on the same topic, of the contacts that began with it."""
        return self.named(fcr_no_call_back.__name__)

    @property
    def handle_time(self) -> Figure:
        return self.named(handle_time.__name__)

    def named(self, name: str) -> Figure:
        """One of `FIGURES`."""
        return self.figures[FIGURES.index(name)]


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


def count_by_topic(
    client: OneClient,
    period: Period,
    table: CallTable,
    topic_of: Mapping[str, str],
    now: datetime,
    agreed: Agreed = NOTHING_AGREED,
) -> ByTopic:
    """`table`: the calls of the period, and those of its `window` before and after, with ids; `topic_of`: of a
    call's id, empty or nothing = not known. Raises `ScopeViolation` for calls of another client."""
    return TopicCounting(client, period, table, topic_of, now, agreed).figures()


class TopicCounting:
    """One table, for one period, with what is known of what its calls are about. Takes and raises what `count_by_topic`
    does."""

    def __init__(
        self,
        client: OneClient,
        period: Period,
        table: CallTable,
        topic_of: Mapping[str, str],
        now: datetime,
        agreed: Agreed = NOTHING_AGREED,
    ) -> None:
        self._period, self._table = period, table
        self._names, self._topics = numbered(table, topic_of)
        self._counting = Counting(client, period, table, now, agreed, self._topics)
        found = self._counting.contacts
        self._of_one = self._topics.copy()
        self._of_one[found.calls] = np.repeat(found.topic, np.diff(np.append(found.starts, len(found.calls))))

    def figures(self) -> ByTopic:
        table, counting, found = self._table, self._counting, self._counting.contacts
        handled = counting.told(BY_NAME[CALLS])
        calls = np.bincount(self._topics[handled.calls], minlength=len(self._names)).tolist()
        of_topics = list[dict[int, Figure]]()
        for place in PLACES:
            told = counting.told(place)
            split = told.split(self._about(place, told))
            of_topics.append({at: counting.figure(place, of_topic) for at, of_topic in split.items()})
        empty = [counting.figure(place, NOTHING_TOLD) for place in PLACES]
        rows = [
            TopicFigures(
                name,
                calls[at],
                tuple(of_topic.get(at, none) for of_topic, none in zip(of_topics, empty, strict=True)),
            )
            for at, name in enumerate(self._names)
            if calls[at] or any(at in of_topic for of_topic in of_topics)
        ]
        rows.sort(key=lambda one: (not one.topic, -one.calls, one.topic))
        is_first, is_solved = self._ends()
        low, high = is_solved & ~found.called_back_at_all, is_solved & ~found.called_back
        return ByTopic(
            table.client,
            self._period,
            tuple(rows),
            low=_share_of(int(low.sum()), int(is_first.sum()), table),
            high=_share_of(int(high.sum()), int(is_first.sum()), table),
            unripe=int((found.is_handled & counting.is_in(found.began) & found.is_first & ~found.is_ripe).sum()),
            unattached=int((table.rows["caller"][handled.calls] == NOBODY).sum()),
        )

    def calls_of(self, figure: str, topic: str) -> FigureCalls:
        """What `figures` counts for one of `FIGURES`, or `CALLS`, of one topic, call by call: none where there is no
        such topic. What it counts for `HIGH`, whatever the topic."""
        if figure == HIGH:
            return FigureCalls(self._table.client, self._period, HIGH, self._high().listed(self._table))
        if figure not in (*FIGURES, CALLS):
            raise KeyError(f"There is no figure {figure!r} of a topic; there are {', '.join((*FIGURES, CALLS))}.")
        place = BY_NAME[figure]
        told = self._counting.told(place)
        asked = [at for at, name in enumerate(self._names) if name == topic]
        found = told.only(np.isin(self._about(place, told), asked)).listed(self._table)
        return FigureCalls(self._table.client, self._period, figure, found)

    def _ends(self) -> tuple[Flags, Flags]:
        """Of each contact, whether both ends of the bracket count it, and whether it was solved but for call-backs."""
        found = self._counting.contacts
        is_in = found.is_handled & self._counting.is_in(found.began)
        is_first = is_in & found.is_first_of_all & found.is_ripe
        return is_first, is_first & found.is_resolved & ~found.is_escalated & ~found.dialed_again

    def _high(self) -> Told:
        found, (is_first, is_solved) = self._counting.contacts, self._ends()
        counted = (is_solved & ~found.called_back)[is_first].astype(np.int64)
        return Told(counted, np.ones(len(counted), np.bool_), found.first[is_first], found.began[is_first])

    def _about(self, place: Place | Count, told: Told) -> Numbers:
        """What each entry is about: a call by itself, or all of what is one together, the first that is told."""
        is_each = isinstance(place, ClockShare) or place.name == CALLS
        return (self._topics if is_each else self._of_one)[told.calls]


def numbered(table: CallTable, topic_of: Mapping[str, str]) -> tuple[list[str], Numbers]:
    """Names of topics, the first one empty, and of each row which one it is about: 0 = not known."""
    found = [topic_of.get(id, "") for id in table.ids]
    names = ["", *sorted({*found} - {""})]
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[one] for one in found], np.int64)


def _share_of(above: int, below: int, table: CallTable) -> Figure:
    return Figure(fcr_no_call_back.__name__, above, below, window=table.window)
