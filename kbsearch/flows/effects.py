"""What one client's articles did to FCR: which topic each article is about, and what came of its calls week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kbsearch.core.calls import Call
from kbsearch.core.effects import Effect, Topic, Week, estimate
from kbsearch.core.figures.contacts import WINDOW, TopicOf, contacts
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.period import Period
from kbsearch.core.happenings import Outcome
from kbsearch.core.model import Article
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

    def number(self, at: datetime) -> int:
        """Of the week in which something happened; below 0 before the first."""
        return (at.astimezone(self.zone).date() - self.first).days // DAYS_A_WEEK


def weeks_of(period: Period, now: datetime) -> Weeks:
    """From the first Monday on or after the first day; no week that ends later than the period, or is not ripe."""
    first = period.since + timedelta(days=-period.since.weekday() % DAYS_A_WEEK)
    last = min(period.until, (now - WINDOW).astimezone(period.zone).date() - timedelta(days=1))
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
    client: OneClient, weeks: Weeks, calls: Iterable[Call], topic_of: TopicOf, articles: Articles, now: datetime
) -> Effect:
    """Of the articles published in those weeks, on all topics that have one, by the topics that have none.

    A topic has an article since the first one about it; one that had one before these weeks is looked at no more.
    `calls` and what it raises as for `by_week`.
    """
    tables = by_week(client, weeks, calls, topic_of, articles, now)
    when = {topic: weeks.number(at) for topic, at in _since(articles.published).items()}
    treated = [topic for topic in sorted(tables) if 0 <= when.get(topic, weeks.count) < weeks.count]
    waiting = [topic for topic in sorted(tables) if when.get(topic, weeks.count) >= weeks.count]
    return estimate(
        [Topic(tables[topic], when[topic]) for topic in treated],
        [Topic(tables[topic], when.get(topic)) for topic in waiting],
        range(weeks.count),
    )


def by_week(
    client: OneClient, weeks: Weeks, calls: Iterable[Call], topic_of: TopicOf, articles: Articles, now: datetime
) -> dict[str, dict[int, Week]]:
    """Topic → number of the week → its ripe first contacts that began in it.

    `calls` oldest first, with those of `contacts.WINDOW` before and after. Those about a known incident are left out as
    if there were none, and so are contacts about no topic, and topics of which it is not clear since when they have an
    article. Raises `ScopeViolation` for a call of another client.
    """
    own = (one for one in _own(client, calls) if one.start.caller and one.outcome is not Outcome.KNOWN_INCIDENT)
    unclear, uses = {"", *articles.unclear}, defaultdict[str, set[str]](set)
    for one in articles.published:
        uses[one.topic].update((one.article, *one.replaces))
    counted: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(Week._fields)))
    for contact in contacts(own, now, topic_of):
        solved, week = fcr_no_call_back(contact), weeks.number(contact.began)
        if contact.topic in unclear or solved is None or not 0 <= week < weeks.count:
            continue
        is_used = not contact.used.isdisjoint(uses[contact.topic])
        told = (int(solved), 1, int(is_used), contact.seconds, contact.timed)
        row = counted[contact.topic][week]
        counted[contact.topic][week] = [a + b for a, b in zip(row, told, strict=True)]
    return {topic: {week: Week(*row) for week, row in rows.items()} for topic, rows in counted.items()}


def _since(published: Iterable[Published]) -> dict[str, datetime]:
    """Topic → since when there is an article about it."""
    found: dict[str, datetime] = {}
    for one in published:
        if one.topic:
            found[one.topic] = min(one.at, found.get(one.topic, one.at))
    return found


def _own(client: OneClient, calls: Iterable[Call]) -> Iterable[Call]:
    for call in calls:
        require_own(client, (call.client,))
        yield call
