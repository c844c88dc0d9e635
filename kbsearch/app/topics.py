"""What one client's callers call about: settled when somebody says so, counted for any period after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from kbsearch.app.folding import ALL, table_of
from kbsearch.app.patient_embedder import PatientEmbedder
from kbsearch.core.figures import FigureCalls, Period, read_period
from kbsearch.core.figures.by_topic import FIGURES, ByTopic, TopicCounting
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.topics import Member, Topics, words_of
from kbsearch.core.topics.collecting import Symptoms
from kbsearch.errors import NotFound, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.topics import Near, Reader

Progress = Callable[[int, int], None]
Begun: TypeAlias = tuple[datetime, datetime]
"""Of calls: when the first of them may have begun, and before when the last."""
MOST_WORDINGS = 5
MOST_READ = 3000
"""Texts that the model reads while somebody waits, those of the topics among them: half a minute at most."""


@dataclass(frozen=True, slots=True)
class TopicsRead:
    """Topics with their words, as the calls that they are made of have them today."""

    topics: Topics
    wordings: Mapping[str, Sequence[str]]
    """Topic → its name and a few more, redacted; none where every call that it was made of is deleted."""


@dataclass(frozen=True, slots=True)
class TopicsCounted:
    """What a period's calls come to, without a caller's word."""

    topics: Topics
    figures: ByTopic
    at: datetime
    """When they were counted: what was ripe then."""


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
    before = up_to_date(kb, client, span.until, span, reader)
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
    found = _counted(kb, client, period_in(snapshot, since, until, now), reader_of(kb, snapshot, progress), now)
    return _with_words(kb, client, found)


def _counted(kb: App, client: OneClient, period: Period, reader: Reader, now: datetime) -> TopicsCounted:
    window = kb.snapshot(client).client.window
    wide = (period.begins - window, period.ends + window)
    topics = up_to_date(kb, client, period.ends, wide, reader)
    if topics is None:
        message = f"No topics of {client.id} were frozen from calls before the end of {period.until}."
        raise NotFound(f"{message} Freeze them: kbsearch topics freeze {client.id} --until DAY")
    return TopicsCounted(topics, count_of(kb, client, period, topics, now), now)


def count_of(kb: App, client: OneClient, period: Period, topics: Topics, now: datetime) -> ByTopic:
    """Figures of the calls of the period, by what the topics know of them. Raises `StateError`."""
    return _counting(kb, client, period, topics, now).figures()


def _counting(kb: App, client: OneClient, period: Period, topics: Topics, now: datetime) -> TopicCounting:
    window = kb.snapshot(client).client.window
    wide = (period.begins - window, period.ends + window)
    return TopicCounting(client, period, table_of(kb, client, *wide, with_ids=True, most=ALL), topics.of_call, now)


def _with_words(kb: App, client: OneClient, found: TopicsCounted) -> TopicPeriod:
    return TopicPeriod(read_words(kb, client, found.topics), found.figures)


def period_kept(kb: App, client: OneClient, since: str, until: str, now: datetime) -> TopicPeriod | None:
    """`period_of` for whoever waits on a page: found once, and kept until a call of these days, the base, the model or
    the topics are others; callers' words are read each time, for a call that is deleted takes its own with it. None =
    no topics were frozen from calls before the end of these days.

    Raises like `freeze`, and `BadRequest` where there is too much to be read.
    """
    found = _kept(kb, client, period_in(kb.snapshot(client), since, until, now), now)
    return None if found is None else _with_words(kb, client, found)


def topic_calls(
    kb: App, client: OneClient, figure: str, topic: str, days: tuple[str, str], now: datetime
) -> FigureCalls:
    """The calls that one figure of one topic is made of, as `period_kept` has it of these days, first and last; none
    where no topics were frozen. Raises like that, and `NotFound` for no such figure."""
    if figure not in FIGURES:
        raise NotFound("There is no such figure of a topic.")
    period = period_in(kb.snapshot(client), *days, now)
    found = _kept(kb, client, period, now)
    if found is None:
        return FigureCalls(client.id, period, figure, ())
    return _counting(kb, client, period, found.topics, found.at).calls_of(figure, topic)


def _kept(kb: App, client: OneClient, period: Period, now: datetime) -> TopicsCounted | None:
    """What `period_kept` keeps."""
    snapshot = kb.snapshot(client)
    known = last(kb, client, period.ends)
    if known is None:
        return None
    embedder = kb.embedder_for(snapshot)
    mark = kb.calls.mark(client, period.begins - 2 * snapshot.client.window)
    known_by = embedder.fingerprint if embedder else ""
    days = (period.since, period.until, now.astimezone(period.zone).date())
    reader = patient_reader_of(kb, snapshot, most=MOST_READ)
    asked = (days, snapshot.generation, known_by, mark, known.frozen)
    return kb.found_topics.get(client, asked, lambda: _counted(kb, client, period, reader, now))


def up_to_date(kb: App, client: OneClient, until: datetime, span: Begun, reader: Reader) -> Topics | None:
    """The topics made of calls before `until`, and what the calls of `span` are about of them, which is kept."""
    return told(kb, client, until, span, reader)[0]


def told(
    kb: App, client: OneClient, until: datetime, span: Begun, reader: Reader
) -> tuple[Topics, Near] | tuple[None, None]:
    """`up_to_date`, with what other texts may be compared with. Calls that the topics know are passed over."""
    from kbsearch.flows.topics import assign

    topics = last(kb, client, until)
    if topics is None:
        return None, None
    known, calls = near(kb, client, topics, reader), kb.calls.each(client, *span, besides=topics.of_call)
    return _with(kb, client, topics, assign(client, topics, known, calls)), known


def last(kb: App, client: OneClient, until: datetime) -> Topics | None:
    """The topics that were settled last, of those made of calls before `until`; None where none were."""
    return kb.calls.topics.last(client, until) if kb.calls.holds_any() else None


def with_calls(kb: App, client: OneClient, topics: Topics, symptoms: Symptoms, reader: Reader) -> Topics:
    """These topics with the calls of `symptoms`, of which they know none: what those are about is kept."""
    from kbsearch.flows.topics import assign_symptoms

    return _with(kb, client, topics, assign_symptoms(near(kb, client, topics, reader), symptoms))


def _with(kb: App, client: OneClient, topics: Topics, new: Sequence[Member]) -> Topics:
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


def patient_reader_of(kb: App, snapshot: Snapshot, *, most: int | None = None) -> Reader:
    """The same in a running server: see `PatientEmbedder`."""
    reader = reader_of(kb, snapshot, lambda *_: None)
    return reader._replace(embedder=reader.embedder and PatientEmbedder(reader.embedder, kb, most=most))
