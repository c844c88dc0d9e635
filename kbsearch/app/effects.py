"""What one client's articles did to first call resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kbsearch.adapters.library import folder_below
from kbsearch.adapters.library.published import file_versions, sources
from kbsearch.app.folding import ALL, table_of
from kbsearch.app.topics import Progress, TopicsRead, near, period_in, read_words, reader_of, up_to_date
from kbsearch.core.effects import Effect
from kbsearch.core.effects.estimating import CHOSEN, LEAST_BEFORE
from kbsearch.core.figures import WINDOW, Period
from kbsearch.core.model import SHARED, Article
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.effects import Published

LONGEST = timedelta(days=365)
"""Looked at where nobody says since when: calls are kept for a year."""


@dataclass(frozen=True, slots=True)
class EffectRead:
    """What articles did, and what it is made of."""

    client: str
    period: Period
    weeks: int
    """Whole weeks of it of which it is known who called again."""
    read: TopicsRead
    published: Sequence[Published]
    """Articles of which it is known since when they are there, oldest first."""
    undated: Sequence[str]
    """Articles of which it is not."""
    effect: Effect


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
    from kbsearch.flows.effects import Articles, Published, about, effect, weeks_of

    snapshot = kb.snapshot(client)
    period = period_in(snapshot, days[0], days[1], now)
    if not days[0]:
        period = period_in(snapshot, (period.until - LONGEST).isoformat(), period.until.isoformat(), now)
    if unknown := sorted(said.keys() - snapshot.by_id.keys()):
        raise BadRequest(f"{client.id} has no article “{unknown[0]}”.", field="published", key="value-article")
    known = publications(kb, client, snapshot)
    dated = {**known.since} | {id: Period(day, day, period.zone).begins for id, day in said.items()}
    reader, wide = reader_of(kb, snapshot, progress), (period.begins - WINDOW, period.ends + WINDOW)
    judged = period.begins + timedelta(weeks=LEAST_BEFORE + CHOSEN)
    first = min((at for at in dated.values() if judged <= at < period.ends), default=period.ends)
    topics = up_to_date(kb, client, first, kb.calls.each(client, *wide), reader)
    if topics is None:
        raise _no_topics(client, first.astimezone(period.zone).date())
    gone = {f"gone:{one.id}": replace(one, id=f"gone:{one.id}") for one in known.gone}
    of_article = about([*snapshot.articles, *gone.values()], near(kb, client, topics, reader))
    undated = sorted(snapshot.by_id.keys() - dated.keys())
    published = [
        Published(id, at, of_article[id], snapshot.by_id[id].replaces)
        for id, at in sorted(dated.items(), key=lambda one: (one[1], one[0]))
    ]
    articles = Articles(published, {of_article[id] for id in (*undated, *gone)})
    weeks, table = weeks_of(period, now), table_of(kb, client, *wide, with_ids=True, most=ALL)
    found = effect(client, weeks, table, topics.of_call, articles, now)
    return EffectRead(client.id, period, weeks.count, read_words(kb, client, topics), published, undated, found)


def _no_topics(client: OneClient, first: date) -> NotFound:
    message = f"No topics of {client.id} were frozen from calls before {first}, when the first of its articles came."
    freeze = f"kbsearch topics freeze {client.id} --until {first - timedelta(days=1)}"
    return NotFound(f"{message} Freeze them: {freeze}; or look at later articles alone, with a later --since.")


@dataclass(frozen=True, slots=True)
class Publications:
    """What Git knows of a client's articles."""

    since: Mapping[str, datetime]
    """Article → since when it is served, UTC; of one that stands in the place of others, since when they were."""
    gone: Sequence[Article]
    """The client's own that were served once and are no more, nor is anything in their place."""


def publications(kb: App, client: OneClient, snapshot: Snapshot) -> Publications:
    """Nothing where the articles are read from disk. Raises `StateError` or `UserError` where Git does not answer."""
    from kbsearch.app.wiring import open_each
    from kbsearch.flows.publishing import Served, served_since

    owners = {client.id, *(article.owner for article in snapshot.articles)}
    require_own(client, {snapshot.client.id, *owners} - {SHARED})
    if snapshot.commit == WORKTREE:
        return Publications({}, ())
    root = kb.settings.articles
    found: dict[str, dict[str, Served]] = {}
    for owner in owners:
        versions = file_versions(root, snapshot.commit, folder_below(root, owner))
        found[owner] = served_since(owner, versions, lambda some: sources(root, some), open_each())
    since = {
        one.id: min(dates)
        for one in snapshot.articles
        if (dates := [then.at for id in (one.id, *one.replaces) if (then := found[one.owner].get(id)) is not None])
    }
    there = {id for one in snapshot.articles for id in (one.id, *one.replaces)}
    return Publications(since, [then.article for id, then in found[client.id].items() if id not in there])
