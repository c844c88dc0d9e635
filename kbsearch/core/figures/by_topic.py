"""What calls come to topic by topic, and between which two values FCR is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.nouns import Figure, spread_of
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Numbers
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


def count_by_topic(
    client: OneClient, period: Period, table: CallTable, topic_of: Mapping[str, str], now: datetime
) -> ByTopic:
    """`table`: the calls of the period, and those of `contacts.WINDOW` before and after, with ids; `topic_of`: of a
    call's id, empty or nothing = not known. Raises `ScopeViolation` for calls of another client."""
    require_own(client, (table.client,))
    names, topics = numbered(table, topic_of)
    begins, ends = microseconds(period.begins), microseconds(period.ends)
    began = table.rows["began"]
    is_handled = table.of_kinds(np.array([one.is_handled for one in table.kinds], np.bool_))
    handled = is_handled & (begins <= began) & (began < ends)
    is_timed = handled & (table.rows["took"] != NOT_TOLD)

    found = contacts(table, now, topics)
    is_in = found.is_handled & (begins <= found.began) & (found.began < ends)
    says = found.told(fcr_no_call_back)
    counted = is_in & (says != NOT_TOLD)
    is_first = is_in & found.is_first_of_all & found.is_ripe
    is_solved = is_first & found.is_resolved & ~found.is_escalated
    calls = _each(topics[handled], names)
    below, above = _each(found.topic[counted], names), _each(found.topic[counted & (says == 1)], names)
    rows = [
        TopicFigures(
            name, calls[at], _share(above[at], below[at]), _length(table.rows["took"][is_timed & (topics == at)])
        )
        for at, name in enumerate(names)
        if calls[at] or below[at]
    ]
    rows.sort(key=lambda one: (not one.topic, -one.calls, one.topic))
    return ByTopic(
        client.id,
        period,
        tuple(rows),
        low=_share(int((is_solved & ~found.called_back_at_all).sum()), int(is_first.sum())),
        high=_share(int((is_solved & ~found.called_back).sum()), int(is_first.sum())),
        unripe=int((is_in & found.is_first & ~found.is_ripe).sum()),
        unattached=int((handled & (table.rows["caller"] == NOBODY)).sum()),
    )


def numbered(table: CallTable, topic_of: Mapping[str, str]) -> tuple[list[str], Numbers]:
    """Names of topics, the first one empty, and of each row which one it is about: 0 = not known."""
    found = [topic_of.get(id, "") for id in table.ids]
    names = ["", *sorted({*found} - {""})]
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[one] for one in found], np.int64)


def _each(topics: Numbers, names: list[str]) -> list[int]:
    """How many there are of each."""
    found: list[int] = np.bincount(topics, minlength=len(names)).tolist()
    return found


def _share(above: int, below: int) -> Figure:
    return Figure(fcr_no_call_back.__name__, above, below)


def _length(seconds: Numbers) -> Figure:
    spread = spread_of(seconds) if len(seconds) else None
    return Figure(handle_time.__name__, int(seconds.sum()), len(seconds), "seconds", spread)
