"""What calls come to topic by topic, and between which two values FCR is."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kbsearch.core.calls import Call
from kbsearch.core.figures.contacts import TopicOf, contacts, no_topic
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
    """FCR without call-back where any later call of the caller counts as one about the same."""
    high: Figure
    """The same where a later call about another topic does not; one whose topic is not known still does."""


def count_by_topic(
    client: OneClient, period: Period, read: Callable[[], Iterable[Call]], topic_of: TopicOf, now: datetime
) -> ByTopic:
    """`read` gives the calls oldest first, with those of `contacts.WINDOW` before and after the period; it is asked
    twice, so that nobody keeps them. Raises `ScopeViolation` for a call of another client."""
    begins, ends = period.begins, period.ends
    handled: Counter[str] = Counter()
    took: dict[str, array[int]] = defaultdict(lambda: array("l"))

    def looked_at() -> Iterator[Call]:
        for call in _own(client, read()):
            if begins <= call.started < ends and is_handled(call):
                topic = topic_of(call)
                handled[topic] += 1
                if (seconds := handle_time(call)) is not None:
                    took[topic].append(seconds)
            if call.start.caller:
                yield call

    def counted(calls: Iterable[Call], by: TopicOf) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for contact in contacts(calls, now, by):
            says = fcr_no_call_back(contact) if begins <= contact.began < ends else None
            found[contact.topic][0] += says is True
            found[contact.topic][1] += says is not None
        return found

    high = counted(looked_at(), topic_of)
    low = counted((call for call in _own(client, read()) if call.start.caller), no_topic)
    ordered = sorted(
        {*handled, *(topic for topic, (_, n) in high.items() if n)},
        key=lambda topic: (not topic, -handled[topic], topic),
    )
    found = tuple(TopicFigures(topic, handled[topic], _share(high[topic]), _length(took[topic])) for topic in ordered)
    everything = [sum(counts) for counts in zip((0, 0), *high.values(), strict=True)]
    return ByTopic(client.id, period, found, _share(low[""]), _share(everything))


def _own(client: OneClient, calls: Iterable[Call]) -> Iterator[Call]:
    for call in calls:
        require_own(client, (call.client,))
        yield call


def _share(counts: list[int]) -> Figure:
    return Figure(fcr_no_call_back.__name__, counts[0], counts[1])


def _length(seconds: array[int]) -> Figure:
    spread = spread_of(seconds) if seconds else None
    return Figure(handle_time.__name__, sum(seconds), len(seconds), "seconds", spread)
