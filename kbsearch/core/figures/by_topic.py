"""What calls come to topic by topic, and between which two values FCR is."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kbsearch.core.calls import Call
from kbsearch.core.figures.contacts import TopicOf, contacts
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.levels import is_handled
from kbsearch.core.figures.nouns import Figure, spread_of
from kbsearch.core.figures.period import Period
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
    client: OneClient, period: Period, calls: Iterable[Call], topic_of: TopicOf, now: datetime
) -> ByTopic:
    """`calls` oldest first, with those of `contacts.WINDOW` before and after the period. Raises `ScopeViolation` for a
    call of another client."""
    begins, ends = period.begins, period.ends
    handled: Counter[str] = Counter()
    took: dict[str, array[int]] = defaultdict(lambda: array("l"))
    fcr: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    first = silent_on_it = silent = unripe = unattached = 0

    def named() -> Iterator[Call]:
        nonlocal unattached
        for call in _own(client, calls):
            if begins <= call.started < ends and is_handled(call):
                topic = topic_of(call)
                handled[topic] += 1
                unattached += not call.start.caller
                if (seconds := handle_time(call)) is not None:
                    took[topic].append(seconds)
            if call.start.caller:
                yield call

    for contact in contacts(named(), now, topic_of):
        if not begins <= contact.began < ends or not contact.is_handled:
            continue
        unripe += contact.is_first and not contact.is_ripe
        if (says := fcr_no_call_back(contact)) is not None:
            fcr[contact.topic][0] += says
            fcr[contact.topic][1] += 1
        if contact.is_first_of_all and contact.is_ripe:
            is_solved = contact.is_resolved and not contact.is_escalated
            first += 1
            silent_on_it += is_solved and not contact.called_back
            silent += is_solved and not contact.called_back_at_all
    ordered = sorted({*handled, *fcr}, key=lambda topic: (not topic, -handled[topic], topic))
    rows = (TopicFigures(one, handled[one], _share(*fcr[one]), _length(took[one])) for one in ordered)
    low, high = _share(silent, first), _share(silent_on_it, first)
    return ByTopic(client.id, period, tuple(rows), low, high, unripe, unattached)


def _own(client: OneClient, calls: Iterable[Call]) -> Iterator[Call]:
    for call in calls:
        require_own(client, (call.client,))
        yield call


def _share(above: int, below: int) -> Figure:
    return Figure(fcr_no_call_back.__name__, above, below)


def _length(seconds: array[int]) -> Figure:
    spread = spread_of(seconds) if seconds else None
    return Figure(handle_time.__name__, sum(seconds), len(seconds), "seconds", spread)
