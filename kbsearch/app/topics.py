"""What one client's callers call about: settled when somebody says so, counted for any period after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from kbsearch.app.folding import ALL, table_of
from kbsearch.app.patient_embedder import PatientEmbedder
from kbsearch.core.calls.call import Call
from kbsearch.core.figures import Agreed, FigureCalls, Period, read_period
from kbsearch.core.figures.by_topic import CALLS, FIGURES, HIGH, ByTopic, TopicCounting
from kbsearch.core.figures.contacts import around
from kbsearch.core.figures.table import CallTable
from kbsearch.core.gaps import Unread
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.topics import Topics, words_of
from kbsearch.core.topics.collecting import Symptoms
from kbsearch.errors import NotFound, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.topics import Assigned, Near, Reader

Progress = Callable[[int, int], None]
Begun: TypeAlias = tuple[datetime, datetime]
"""Of calls: when the first of them may have begun, and before when the last."""
MOST_WORDINGS = 5
MOST_READ = 500
"""Wordings of calls that the model reads while somebody waits: some seconds, and with those of the topics no more than
are remembered for one client."""


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
    unread: Unread
    """Of the handled calls of the period, those of which it is not known yet what they are about: they are counted with
    those that are about none."""
    at: datetime
    """When they were counted: what was ripe then."""


@dataclass(frozen=True, slots=True)
class TopicPeriod:
    """What a period's calls come to, topic by topic."""

    read: TopicsRead
    figures: ByTopic
    unread: Unread
    """See `TopicsCounted`."""


def freeze(
    kb: App, client: OneClient, since: str, until: str, now: datetime, *, progress: Progress = lambda *_: None
) -> TopicsRead:
    """Settle the topics of this client's calls that began on these days, as `read_period` reads them. A topic that was
    settled before keeps its id where half of its calls, as far as they were known, are of it, and with it its name as
    long as a call has it. Wordings that do not make topics, because there are too many, come to those that there are.

    Reads every event of these calls, and each different symptom with the model. Raises like `kb.snapshot`, `BadRequest`
    on a wrong day, `StateError` where no topic was found, and `ModelMismatch`.
    """
    from kbsearch.flows.topics import FEWEST, Before, Span, assign  # scikit-learn is for those who ask for this
    from kbsearch.flows.topics import freeze as frozen

    snapshot = kb.snapshot(client)
    period, reader = period_in(snapshot, since, until, now), reader_of(kb, snapshot, progress)
    span = Span(period.begins, min(period.ends, now))
    before = up_to_date(kb, client, span.until, span, reader)
    named = Before(before.of_call, _named(kb, client, before)) if before else Before({}, {})
    found = frozen(client, span, kb.calls.each(client, *span), reader, named, now)
    if not found.founders:
        few = f"From {period.since} to {period.until} no {FEWEST} handled calls are about the same."
        message = f"{few} Ask for more days, or later, when there are more calls."
        raise StateError(message, remedy=f"kbsearch topics freeze {client.id} --since …")
    kb.calls.topics.freeze(client, found)
    rest = kb.calls.each(client, *span, besides=found.of_call)
    found = _with(kb, client, found, assign(client, found, near(kb, client, found, reader), rest))
    return read_words(kb, client, found)


def _named(kb: App, client: OneClient, topics: Topics) -> Mapping[str, Call]:
    """Topic → the call whose words are its name, of those that are kept."""
    store = kb.calls.file()
    known = ((topic, (store.call(client, id) for id in calls)) for topic, calls in topics.founders.items())
    first = ((topic, next((call for call in calls if call is not None), None)) for topic, calls in known)
    return {topic: call for topic, call in first if call is not None}


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
    wide = around(period.begins, period.ends, window)
    topics = up_to_date(kb, client, period.ends, wide, reader)
    if topics is None:
        message = f"No topics of {client.id} were frozen from calls before the end of {period.until}."
        raise NotFound(f"{message} Freeze them: kbsearch topics freeze {client.id} --until DAY")
    table = table_of(kb, client, period.begins, period.ends, with_ids=True, most=ALL)
    unread = unread_of(client, topics, table, period.begins, period.ends)
    return TopicsCounted(topics, count_of(kb, client, period, topics, now), unread, now)


def unread_of(client: OneClient, topics: Topics, table: CallTable, begins: datetime, ends: datetime) -> Unread:
    """Of the calls of the table, which has ids, that began in that time: those that were left unread. Raises
    `ScopeViolation`."""
    require_own(client, (topics.client, table.client))
    began = table.rows["began"]
    is_in = (microseconds(begins) <= began) & (began < microseconds(ends))
    numbers = [topics.unread[id] for at in np.flatnonzero(is_in).tolist() if (id := table.ids[at]) in topics.unread]
    return Unread(len({*numbers}), len(numbers))


def count_of(kb: App, client: OneClient, period: Period, topics: Topics, now: datetime) -> ByTopic:
    """Figures of the calls of the period, by what the topics know of them. Raises `StateError`."""
    return _counting(kb, client, period, topics, now).figures()


def _counting(kb: App, client: OneClient, period: Period, topics: Topics, now: datetime) -> TopicCounting:
    known = kb.snapshot(client).client
    wide = around(period.begins, period.ends, known.window)
    table = table_of(kb, client, *wide, with_ids=True, most=ALL)
    return TopicCounting(client, period, table, topics.of_call, now, Agreed(net=known.net))


def _with_words(kb: App, client: OneClient, found: TopicsCounted) -> TopicPeriod:
    return TopicPeriod(read_words(kb, client, found.topics), found.figures, found.unread)


def period_kept(kb: App, client: OneClient, since: str, until: str, now: datetime) -> TopicPeriod | None:
    """`period_of` for whoever waits on a page: found once, and kept until a call of these days, the base, the model or
    the topics are others; callers' words are read each time, for a call that is deleted takes its own with it. None =
    no topics were frozen from calls before the end of these days.

    No more than `MOST_READ` new wordings are read, of most calls first: what is left unread is counted, and whoever
    asks again has as many more of them read. Raises like `freeze`.
    """
    found = _kept(kb, client, period_in(kb.snapshot(client), since, until, now), now, reads_on=True)
    return None if found is None else _with_words(kb, client, found)


def topic_calls(
    kb: App, client: OneClient, figure: str, topic: str, days: tuple[str, str], now: datetime
) -> FigureCalls:
    """The calls that one figure of one topic, or its `CALLS`, is made of, or `HIGH` of all, as `period_kept` has it of
    these days, first and last; none where no topics were frozen. Raises like that, and `NotFound` for no such
    figure."""
    if figure not in (*FIGURES, CALLS, HIGH):
        raise NotFound("There is no such figure of a topic.")
    period = period_in(kb.snapshot(client), *days, now)
    found = _kept(kb, client, period, now)
    if found is None:
        return FigureCalls(client.id, period, figure, ())
    return _counting(kb, client, period, found.topics, found.at).calls_of(figure, topic)


def _kept(kb: App, client: OneClient, period: Period, now: datetime, *, reads_on: bool = False) -> TopicsCounted | None:
    """What `period_kept` keeps; `reads_on`: not what has anything left to be read."""
    snapshot = kb.snapshot(client)
    known = last(kb, client, period.ends)
    if known is None:
        return None
    embedder = kb.embedder_for(snapshot)
    window = snapshot.client.window
    mark = kb.calls.mark(client, around(period.begins, period.ends, window)[0] - window)
    known_by = embedder.fingerprint if embedder else ""
    days = (period.since, period.until, now.astimezone(period.zone).date())
    reader = patient_reader_of(kb, snapshot, most=MOST_READ)
    asked = (days, snapshot.generation, known_by, mark, known.frozen)
    find = partial(_counted, kb, client, period, reader, now)
    return kb.found_topics.get(client, asked, find, again=lambda kept: reads_on and kept.unread.calls > 0)


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


def _with(kb: App, client: OneClient, topics: Topics, new: Assigned) -> Topics:
    kb.calls.topics.assign(client, topics.frozen, new.members)
    return replace(topics, members=[*topics.members, *new.members], unread=new.unread)


def near(kb: App, client: OneClient, topics: Topics, reader: Reader) -> Near:
    """What texts are compared with: the words of the calls that the topics are made of, as far as they are kept."""
    from kbsearch.flows.topics import Near, compared_with

    store, ids = kb.calls.file(), (id for calls in compared_with(topics).values() for id in calls)
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
    """The same in a running server: see `PatientEmbedder`. `most`: see `Reader.most`."""
    reader = reader_of(kb, snapshot, lambda *_: None)
    return reader._replace(embedder=reader.embedder and PatientEmbedder(reader.embedder, kb), most=most)
