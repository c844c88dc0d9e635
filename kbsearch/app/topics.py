"""What one client's callers call about: settled when somebody says so, counted for any period after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.app.folding import ALL, table_of
from kbsearch.core.calls import Call
from kbsearch.core.figures import WINDOW, Period, read_period
from kbsearch.core.figures.by_topic import ByTopic, count_by_topic
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.topics import Topics, words_of
from kbsearch.errors import NotFound, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.topics import Near, Reader

Progress = Callable[[int, int], None]
MOST_WORDINGS = 5


@dataclass(frozen=True, slots=True)
class TopicsRead:
    """Topics with their words, as the calls that they are made of have them today."""

    topics: Topics
    wordings: Mapping[str, Sequence[str]]
    """Topic → its name and a few more, redacted; none where every call that it was made of is deleted."""


@dataclass(frozen=True, slots=True)
class TopicPeriod:
    """What a period's calls come to, topic by topic."""

    read: TopicsRead
    figures: ByTopic


def freeze(
    kb: App, client: OneClient, since: str, until: str, now: datetime, *, progress: Progress = lambda *_: None
) -> TopicsRead:
    """Settle the topics of this client's calls that began on these days, as `read_period` reads them. A topic that was
    settled before keeps its id where half of its calls, as far as they were known, are of it.

    Reads every event of these calls, and each different symptom with the model. Raises like `kb.snapshot`, `BadRequest`
    on a wrong day, `StateError` where no topic was found, and `ModelMismatch`.
    """
    from kbsearch.flows.topics import FEWEST, Span  # scikit-learn is for those who ask for this
    from kbsearch.flows.topics import freeze as frozen

    snapshot = kb.snapshot(client)
    period, reader = period_in(snapshot, since, until, now), reader_of(kb, snapshot, progress)
    span = Span(period.begins, min(period.ends, now))
    before = up_to_date(kb, client, span.until, kb.calls.each(client, *span), reader)
    calls = kb.calls.each(client, *span)
    found = frozen(client, span, calls, reader, before.of_call if before else {}, now)
    if not found.founders:
        message = f"From {period.since} to {period.until} no {FEWEST} handled calls are about the same."
        raise StateError(f"{message} Ask for more days.", remedy=f"kbsearch topics freeze {client.id} --since …")
    kb.calls.topics.freeze(client, found)
    return read_words(kb, client, found)


def period_of(
    kb: App, client: OneClient, since: str, until: str, now: datetime, *, progress: Progress = lambda *_: None
) -> TopicPeriod:
    """Figures of this client's calls that began on these days, by the topics that were settled last from calls before
    the end of them. Calls that no topic was found for yet are compared with the topics first, and that is kept.

    Raises like `freeze`, and `NotFound` where none were settled.
    """
    snapshot = kb.snapshot(client)
    period, reader = period_in(snapshot, since, until, now), reader_of(kb, snapshot, progress)
    wide = (period.begins - WINDOW, period.ends + WINDOW)
    topics = up_to_date(kb, client, period.ends, kb.calls.each(client, *wide), reader)
    if topics is None:
        message = f"No topics of {client.id} were frozen from calls before the end of {period.until}."
        raise NotFound(f"{message} Freeze them: kbsearch topics freeze {client.id} --until DAY")
    figures = count_by_topic(client, period, table_of(kb, client, *wide, with_ids=True, most=ALL), topics.of_call, now)
    return TopicPeriod(read_words(kb, client, topics), figures)


def up_to_date(kb: App, client: OneClient, until: datetime, calls: Iterator[Call], reader: Reader) -> Topics | None:
    """The topics made of calls before `until`, and what these calls are about of them, which is kept."""
    from kbsearch.flows.topics import assign

    topics = kb.calls.topics.last(client, until) if kb.calls.holds_any() else None
    if topics is None:
        return None
    new = assign(client, topics, near(kb, client, topics, reader), calls)
    kb.calls.topics.assign(client, topics.frozen, new)
    return replace(topics, members=[*topics.members, *new])


def near(kb: App, client: OneClient, topics: Topics, reader: Reader) -> Near:
    """What texts are compared with: the words of the calls that the topics are made of, as far as they are kept."""
    from kbsearch.flows.topics import Near

    store, ids = kb.calls.file(), (id for calls in topics.founders.values() for id in calls)
    return Near(topics, {call.id: call for id in ids if (call := store.call(client, id)) is not None}, reader)


def read_words(kb: App, client: OneClient, topics: Topics) -> TopicsRead:
    store = kb.calls.file()
    words = {
        topic: tuple(words_of(call) for id in calls[:MOST_WORDINGS] if (call := store.call(client, id)) is not None)
        for topic, calls in topics.founders.items()
    }
    return TopicsRead(topics, words)


def period_in(snapshot: Snapshot, since: str, until: str, now: datetime) -> Period:
    """Days of the client's own time, as `read_period` reads them."""
    zone = ZoneInfo(snapshot.client.time_zone)
    return read_period(since, until, today=now.astimezone(zone).date(), zone=zone)


def reader_of(kb: App, snapshot: Snapshot, progress: Progress) -> Reader:
    """What the client's texts are read with. Raises `ModelMismatch`."""
    from kbsearch.flows.topics import Reader

    return Reader(kb.embedder_for(snapshot), [article.title for article in snapshot.articles], progress)
