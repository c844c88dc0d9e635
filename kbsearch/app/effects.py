"""What one client's articles did to first call resolution."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kbsearch.app import topics as app_topics
from kbsearch.app.folding import ALL, MOST_TO_FOLD, table_of
from kbsearch.app.publications import Publications, publications
from kbsearch.app.topics import (
    MOST_READ,
    Progress,
    TopicsRead,
    last,
    patient_reader_of,
    period_in,
    read_words,
    reader_of,
)
from kbsearch.core.effects import Effect, Side
from kbsearch.core.effects.estimating import CHOSEN, LEAST_BEFORE
from kbsearch.core.figures import Period
from kbsearch.core.figures.table import CallTable
from kbsearch.core.gaps import Unread
from kbsearch.core.local_time import FIRST
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest, KbsearchError, NotFound, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.effects import Published, TopicContact, Weeks
    from kbsearch.flows.topics import Reader

log = logging.getLogger("kbsearch.effects")

LONGEST = timedelta(days=365)
"""Looked at where nobody says since when: calls are kept for a year."""


@dataclass(frozen=True, slots=True)
class EffectRead:
    """What articles did, and what it is made of."""

    client: str
    period: Period
    weeks: Weeks
    """Whole ones of it, of which it is known who called again."""
    first: date
    """When the first of the articles came that can be judged, the day after the last if none did: topics have to be
    frozen from calls before it."""
    read: TopicsRead | None
    """None = no topics were frozen from calls before `first`, and nothing can be told."""
    published: Sequence[Published]
    """Articles of which it is known since when they are there, oldest first."""
    undated: Sequence[str]
    """Articles of which it is not."""
    titles: Mapping[str, str]
    """Of all articles."""
    effect: Effect
    unread: Unread
    """Of the handled calls of these weeks, those of which it is not known yet what they are about: in no topic."""
    forgotten: frozenset[str] = frozenset()
    """Topics on neither side: every call whose words told them is deleted, and no article is known to be about them."""

    @property
    def published_within(self) -> Sequence[Published]:
        """Those of them that came in the period."""
        return [one for one in self.published if self.period.begins <= one.at < self.period.ends]

    @property
    def before(self) -> tuple[date, date] | None:
        """First and last day of the weeks that later ones are compared with; None = there are none."""
        weeks = self.effect.before
        starts, ends = (self.weeks.first + timedelta(weeks=week) for week in (weeks.start, weeks.stop))
        return (starts, ends - timedelta(days=1)) if weeks else None


class Counted(NamedTuple):
    """A contact that the effect is counted from."""

    contact: TopicContact
    side: Side


@dataclass(frozen=True, slots=True)
class EffectCalls:
    """All of them."""

    read: EffectRead
    calls: Sequence[Counted]
    """By topic, the oldest first."""


def effect(
    kb: App,
    client: OneClient,
    days: tuple[str, str],
    said: Mapping[str, date],
    now: datetime,
    *,
    progress: Progress = lambda *_: None,
) -> EffectRead:
    """Of the articles that were published in these `days`, first and last, as `read_period` reads them; an empty first
    one is a year before the last. `said`: article → since when it is there, for those of which Git says otherwise.

    The topics are the ones that were settled last from calls before the first of these publications that can be judged:
    none of those may have a say in what its topic is. Reads every event of the period. Raises like `topics.period_of`,
    and `BadRequest` for an article in `said` that there is not.
    """
    from kbsearch.flows.effects import weeks_of

    snapshot = kb.snapshot(client)
    period = _period(snapshot, days, now)
    if unknown := sorted(said.keys() - snapshot.by_id.keys()):
        raise BadRequest(f"{client.id} has no article “{unknown[0]}”.", field="published", key="value-article")
    known = publications(kb, client, snapshot)
    dated = {**known.since} | {id: Period(day, day, period.zone).begins for id, day in said.items()}
    weeks = weeks_of(period, now, snapshot.client.window)
    asked = _Asked(snapshot, period, weeks, reader_of(kb, snapshot, progress), now)
    found = _found(kb, client, asked, replace(known, since=dated), _table(kb, client, weeks, ALL))
    if found.read is None:
        raise _no_topics(client, found.first)
    return found


def effect_kept(kb: App, client: OneClient, since: str, until: str, now: datetime) -> EffectRead:
    """`effect` for whoever waits on a page: found once, and kept until a call that has a say in it, the base, the model
    or the topics are others. Without topics it says so in `read`; where Git does not answer, of no article is known
    since when it is there.

    Wordings are read as for `topics.period_kept`. Raises like `effect`, and `StateError` where calls are still to be
    counted.
    """
    return _kept(kb, client, (since, until), now, reads_on=True)[0]


def effect_calls(kb: App, client: OneClient, since: str, until: str, now: datetime) -> EffectCalls:
    """The contacts that `effect_kept` counts of these days. Raises like it, and `StateError` where topics were frozen
    again meanwhile."""
    from kbsearch.flows.effects import Articles, each

    found, table = _kept(kb, client, (since, until), now)
    if found.read is None:
        return EffectCalls(found, ())
    topics = last(kb, client, found.read.topics.until)
    if topics is None or topics.frozen != found.read.topics.frozen:
        raise StateError(f"Topics of {client.id} were frozen again meanwhile. Ask again in a minute.")
    sides = found.effect.sides()
    unread = found.read.topics.unread  # though somebody else may have had it read since
    topic_of = {call: topic for call, topic in topics.of_call.items() if call not in unread}
    met = each(client, found.weeks, table, topic_of, Articles(found.published), now)
    told = [Counted(one, side) for one in met if (side := sides.get((one.topic, one.week))) is not None]
    return EffectCalls(found, sorted(told, key=lambda one: (one.contact.topic, one.contact.began, one.contact.call)))


def _kept(
    kb: App, client: OneClient, days: tuple[str, str], now: datetime, *, reads_on: bool = False
) -> tuple[EffectRead, CallTable]:
    """See `effect_kept`, with the calls that it is counted from; `reads_on`: not what has anything left to be read."""
    from kbsearch.flows.effects import weeks_of

    snapshot = kb.snapshot(client)
    period = _period(snapshot, days, now)
    weeks, embedder = weeks_of(period, now, snapshot.client.window), kb.embedder_for(snapshot)
    table = _table(kb, client, weeks, MOST_TO_FOLD)
    newest = kb.calls.topics.newest(client) if kb.calls.holds_any() else None
    reader = patient_reader_of(kb, snapshot, most=MOST_READ)
    asked = _Asked(snapshot, period, weeks, reader, now)

    def find() -> EffectRead:
        try:
            known = publications(kb, client, snapshot)
        except KbsearchError as error:
            raise _NoPastError from error
        return _light(_found(kb, client, asked, known, table))

    known_by = embedder.fingerprint if embedder else ""
    key = (period.since, period.until, weeks.count, snapshot.generation, known_by, newest, _mark(table))
    try:
        found = kb.found_effects.get(client, key, find, again=lambda kept: reads_on and kept.unread.calls > 0)
    except _NoPastError as error:
        log.warning("since when articles are there cannot be read: %s", error.__cause__)
        found = _found(kb, client, asked, Publications({}, ()), table)
    return (replace(found, read=read_words(kb, client, found.read.topics)) if found.read else found), table


class _NoPastError(Exception):
    """Git does not say since when articles are there."""


class _Asked(NamedTuple):
    """Of which articles and weeks something is asked, and when."""

    snapshot: Snapshot
    period: Period
    weeks: Weeks
    reader: Reader
    now: datetime


def _period(snapshot: Snapshot, days: tuple[str, str], now: datetime) -> Period:
    period = period_in(snapshot, days[0], days[1], now)
    if days[0]:
        return period
    first = max(period.until - LONGEST, FIRST.date())
    return period_in(snapshot, first.isoformat(), period.until.isoformat(), now)


def _table(kb: App, client: OneClient, weeks: Weeks, most: int) -> CallTable:
    """The calls of these weeks, and those that say what they were: of no later call does anything depend."""
    window = kb.snapshot(client).client.window
    return table_of(kb, client, weeks.begins - window, weeks.ends + window, with_ids=True, most=most)


def _mark(table: CallTable) -> bytes:
    """Another one for calls of which another thing is counted."""
    kinds = [(kind, table.kinds[kind]) for kind in np.unique(table.rows["kind"]).tolist()]
    return hashlib.blake2b(table.rows.tobytes() + repr(kinds).encode(), digest_size=16).digest()


def _found(kb: App, client: OneClient, asked: _Asked, known: Publications, table: CallTable) -> EffectRead:
    from kbsearch.flows.effects import Articles, Published, about
    from kbsearch.flows.effects import effect as judge

    snapshot, period, weeks, reader, now = asked
    judged = period.begins + timedelta(weeks=LEAST_BEFORE + CHOSEN)
    today = now.astimezone(period.zone).date()
    over = min(period.ends, Period(today, today, period.zone).ends)
    first = min((at for at in known.since.values() if judged <= at < period.ends), default=over)
    window = snapshot.client.window
    topics, near = app_topics.told(kb, client, first, (weeks.begins - window, weeks.ends + window), reader)
    gone = {f"gone:{one.id}": replace(one, id=f"gone:{one.id}") for one in known.gone}
    every = [*snapshot.articles, *gone.values()]
    of_article = about(every, near) if near else {one.id: "" for one in every}
    undated = sorted(snapshot.by_id.keys() - known.since.keys())
    published = [
        Published(id, at, of_article[id], snapshot.by_id[id].replaces)
        for id, at in sorted(known.since.items(), key=lambda one: (one[1], one[0]))
    ]
    forgotten = frozenset(topics.of_call.values()) - near.topics - {""} if topics and near else frozenset[str]()
    articles = Articles(published, {*(of_article[id] for id in (*undated, *gone)), *forgotten})
    return EffectRead(
        client=client.id,
        period=period,
        weeks=weeks,
        first=first.astimezone(period.zone).date(),
        read=read_words(kb, client, topics) if topics else None,
        published=published,
        undated=undated,
        titles={one.id: one.title for one in snapshot.articles},
        effect=judge(client, weeks, table, topics.of_call if topics else {}, articles, now),
        unread=app_topics.unread_of(client, topics, table, weeks.begins, weeks.ends) if topics else Unread(),
        forgotten=forgotten,
    )


def _light(found: EffectRead) -> EffectRead:
    """Without what callers said, which goes with their calls, and without the calls that made no topic."""
    if found.read is None:
        return found
    topics = found.read.topics
    founders = [one for one in topics.members if one.place is not None]
    return replace(found, read=TopicsRead(replace(topics, members=founders), {}))


def _no_topics(client: OneClient, first: date) -> NotFound:
    message = f"No topics of {client.id} were frozen from calls before {first}, when the first of its articles came."
    freeze = f"kbsearch topics freeze {client.id} --until {first - timedelta(days=1)}"
    return NotFound(f"{message} Freeze them: {freeze}; or look at later articles alone, with a later --since.")
