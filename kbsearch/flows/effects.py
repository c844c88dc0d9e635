"""What one client's articles did to FCR: which topic each article is about, and what came of its calls week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.effects import Effect, Topic, Week, estimate
from kbsearch.core.figures.by_topic import numbered
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.table import NOT_TOLD, CallTable
from kbsearch.core.model import Article
from kbsearch.core.moments import moment
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.flows.topics import Near

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Published:
    """An article, since when it was there, and what it is about."""

    article: str
    at: datetime
    """UTC."""
    topic: str
    """Id; empty = about none of the topics."""
    replaces: tuple[str, ...] = ()
    """Articles in whose place it is: what was done with them was done with it."""


@dataclass(frozen=True, slots=True)
class Articles:
    """All that there are, or were."""

    published: Sequence[Published]
    """Of which it is known since when they are there, oldest first."""
    unclear: Collection[str] = ()
    """Topics of others: not known since when, or there no more. They are neither with an article nor without."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """Whole weeks of a period, Monday first, in the client's time, numbered from 0."""

    first: date
    """The Monday of week 0."""
    zone: ZoneInfo
    count: int
    """Those of which it is known by now who called again."""

    @property
    def begins(self) -> datetime:
        """UTC."""
        return Period(self.first, self.first, self.zone).begins

    @property
    def ends(self) -> datetime:
        """UTC: the first moment after the last of them."""
        last = self.first + timedelta(days=DAYS_A_WEEK * self.count)
        return Period(last, last, self.zone).begins

    def number(self, at: datetime) -> int:
        """Of the week in which something happened; below 0 before the first."""
        return (at.astimezone(self.zone).date() - self.first).days // DAYS_A_WEEK


class TopicContact(NamedTuple):
    """A ripe first contact about a topic."""

    topic: str
    """Id."""
    week: int
    """Number of the one in which it began."""
    call: str
    """Id of its first call."""
    began: datetime
    """UTC."""
    counted: Week
    """What it adds to that week of its topic: one contact."""


def weeks_of(period: Period, now: datetime, window: timedelta = WINDOW) -> Weeks:
    """From the first Monday on or after the first day; no week that ends later than the period, or is not ripe."""
    first = period.since + timedelta(days=-period.since.weekday() % DAYS_A_WEEK)
    last = min(period.until, (now - window).astimezone(period.zone).date() - timedelta(days=1))
    return Weeks(first, period.zone, max(0, ((last - first).days + 1) // DAYS_A_WEEK))


def about(articles: Sequence[Article], near: Near) -> dict[str, str]:
    """Article → the topic that it is about: the one that most of its symptoms, or its title where there are none, come
    to as a call's would; empty = none. By its words alone: what its use did has no say."""
    texts = [(one.id, text) for one in articles for text in (one.symptoms or (one.title,))]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (id, _), topic in zip(texts, near.topics_of([text for _, text in texts]), strict=True):
        votes[id][topic] += 1
    return {id: max(sorted(said), key=lambda topic: (said[topic], bool(topic))) for id, said in votes.items()}


def effect(
    client: OneClient, weeks: Weeks, table: CallTable, topic_of: Mapping[str, str], articles: Articles, now: datetime
) -> Effect:
    """Of the articles published in those weeks, on all topics that have one, by the topics that have none.

    A topic has an article since the first one about it; one that had one before these weeks is looked at no more.
    `table` and what it raises as for `by_week`.
    """
    tables = by_week(client, weeks, table, topic_of, articles, now)
    when = {topic: weeks.number(at) for topic, at in _since(articles.published).items()}
    treated = [topic for topic in sorted(tables) if 0 <= when.get(topic, weeks.count) < weeks.count]
    waiting = [topic for topic in sorted(tables) if when.get(topic, weeks.count) >= weeks.count]
    return estimate(
        [Topic(tables[topic], when[topic], topic) for topic in treated],
        [Topic(tables[topic], when.get(topic), topic) for topic in waiting],
        range(weeks.count),
    )


def by_week(
    client: OneClient, weeks: Weeks, table: CallTable, topic_of: Mapping[str, str], articles: Articles, now: datetime
) -> dict[str, dict[int, Week]]:
    """Topic → number of the week → what the contacts come to that `each` finds in it. Takes and raises the same."""
    counted: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(Week._fields)))
    for one in each(client, weeks, table, topic_of, articles, now):
        row = counted[one.topic]
        row[one.week] = [a + b for a, b in zip(row[one.week], one.counted, strict=True)]
    return {topic: {week: Week(*row) for week, row in rows.items()} for topic, rows in counted.items()}


def each(
    client: OneClient, weeks: Weeks, table: CallTable, topic_of: Mapping[str, str], articles: Articles, now: datetime
) -> Iterator[TopicContact]:
    """The ripe first contacts that began in these weeks and are about a topic.

    `table`: with the calls of its `window` before and after, and ids; `topic_of`: of a call's id. Those about a
    known incident, closed as one or with one named, are left out as if there were none, and so are contacts about no
    topic, and topics of which it is not clear since when they have an article. Raises
    `ScopeViolation` for calls of another client.
    """
    require_own(client, (table.client,))
    known = table.of_kinds(np.array([one.is_known_incident for one in table.kinds], np.bool_))
    left = table.only(~known)
    names, topics = numbered(left, topic_of)
    found = contacts(left, now, topics)
    says, took = found.told(fcr_no_call_back), left.rows["took"].astype(np.int64)
    seconds, is_timed = found.sum_of(np.maximum(took, 0)), found.any_of(took != NOT_TOLD)
    uses = _uses(articles.published)
    unclear = np.array([not name or name in articles.unclear for name in names], np.bool_)
    for at in np.flatnonzero((says != NOT_TOLD) & ~unclear[found.topic]).tolist():
        began = moment(int(found.began[at]))
        week = weeks.number(began)
        if not 0 <= week < weeks.count:
            continue
        topic, calls = names[found.topic[at]], found.calls_of(at)
        is_used = any(not uses[topic].isdisjoint(left.kinds[left.rows["kind"][call]].used) for call in calls)
        told = Week(int(says[at]), 1, int(is_used), int(seconds[at]), int(is_timed[at]))
        yield TopicContact(topic, week, left.ids[calls[0]], began, told)


def _uses(articles: Iterable[Published]) -> Mapping[str, set[str]]:
    """Topic → the articles that serve it, and those in whose place they are."""
    found = defaultdict[str, set[str]](set)
    for one in articles:
        found[one.topic].update((one.article, *one.replaces))
    return found


def _since(published: Iterable[Published]) -> dict[str, datetime]:
    """Topic → since when there is an article about it."""
    found: dict[str, datetime] = {}
    for one in published:
        if one.topic:
            found[one.topic] = min(one.at, found.get(one.topic, one.at))
    return found
