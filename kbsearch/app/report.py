"""What one client's month came to, gathered for the client's own management."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kbsearch.app import alerts, topics
from kbsearch.app.figures import figure_parts, figures
from kbsearch.app.folding import fold_all
from kbsearch.core.alerts.nouns import Raised
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.figures import ClientFigures, Figure, Period
from kbsearch.core.figures.by_topic import ByTopic
from kbsearch.core.figures.contacts import around
from kbsearch.core.figures.parts import FigureParts
from kbsearch.core.figures.period import month_of, months_until
from kbsearch.core.gaps import Gaps
from kbsearch.core.gaps.over_time import GapsOverTime
from kbsearch.core.health import ByArticle, count_by_article, verified_share
from kbsearch.core.local_time import FIRST
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.topics import Topics
from kbsearch.core.topics.collecting import Symptoms

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.gaps_over_time import Spells
    from kbsearch.flows.topics import Reader

MONTHS = 6
"""The month itself and those before, side by side."""
_A_READ = 200
"""Incidents, or alerts."""


@dataclass(frozen=True, slots=True)
class IncidentCalls:
    """A known incident of the month."""

    incident: Incident
    calls: int
    """That began in the month and were closed with it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One client's month, as it was known at one moment."""

    client: str
    snapshot: Snapshot
    """The client's, as it is served now."""
    made: datetime
    """UTC, whole seconds: what is ripe, and the date that the report bears."""
    figures: ClientFigures
    months: FigureParts
    """Of `MONTHS` months, this one the last."""
    queues: FigureParts
    hours: FigureParts
    lacking: GapsOverTime
    """What callers brought and no article solved, beside as many days before."""
    articles: ByArticle
    verified: Figure
    """Of the articles that are served now."""
    bracket: ByTopic | None
    """Between which two values FCR without call-back is; None where no topics were frozen from calls before the end."""
    incidents: tuple[IncidentCalls, ...]
    """Shown at any time of the month; the oldest first."""
    alerts: tuple[Raised, ...] | None
    """Open at any time of the month; the oldest first. None = the client asks for none."""

    @property
    def gaps(self) -> Gaps:
        """Of the month."""
        return self.lacking.found

    @property
    def period(self) -> Period:
        return self.figures.period

    @property
    def is_early(self) -> bool:
        """It was made before the month was over."""
        return self.made < self.period.ends


def report(
    kb: App,
    client: OneClient,
    month: str,
    made: datetime,
    *,
    read_with: Callable[[Snapshot], Reader] | None = None,
) -> Report:
    """Of this client's month, as `read_month` reads it in the client's time zone; `made`: the moment of the report.
    `read_with`: gives what callers' words are read with; None = as they are, and nobody looks on.

    The same data and the same moment give the same report. Reads every event of the month's calls, of those of as
    many days before and of a week after, once, and the figures of six months. Raises `BadRequest` on a wrong month, and
    like `figures` and `gaps`.
    """
    from kbsearch.flows.gaps_over_time import compared  # scikit-learn is for those who ask for this

    made = made.replace(microsecond=0)
    fold_all(kb, client)
    snapshot = kb.snapshot(client)
    period = month_of(month, snapshot.client.time_zone, made)
    since, until = period.since.isoformat(), period.until.isoformat()
    first = max(months_until(period.since, MONTHS)[0], FIRST.date()).isoformat()
    reader = read_with(snapshot) if read_with else topics.reader_of(kb, snapshot, lambda *_: None)
    read = _read(kb, client, snapshot, period, made)
    return Report(
        client=client.id,
        snapshot=snapshot,
        made=made,
        figures=figures(kb, client, since, until, made),
        months=figure_parts(kb, client, "month", first, until, made),
        queues=figure_parts(kb, client, "queue", since, until, made),
        hours=figure_parts(kb, client, "hour", since, until, made),
        lacking=compared(read.spells, reader, made),
        articles=read.articles,
        verified=verified_share(snapshot.articles, made.astimezone(period.zone).date()),
        bracket=_bracket(kb, client, period, read, reader, made),
        incidents=_incidents(kb, client, period, read.of_incident),
        alerts=_alerts(kb, client, period) if snapshot.client.alerts.is_on else None,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What the month's calls say beside their figures."""

    articles: ByArticle
    spells: Spells
    of_incident: Counter[str]
    """Incident → the calls of the month that were closed with it."""
    topics: Topics | None
    untold: Symptoms
    """Of the calls that the topics do not know yet."""


def _read(kb: App, client: OneClient, snapshot: Snapshot, period: Period, made: datetime) -> _Read:
    """Each call of the month once, of as many days before it and of a week after it."""
    from kbsearch.flows.gaps_over_time import Spells

    spells, of_incident, window = Spells.of(client, period), Counter[str](), snapshot.client.window
    begins, ends = around(period.begins, period.ends, window)
    first = min(begins, spells.days.begins) if spells.days else begins
    known, untold = topics.last(kb, client, period.ends), Symptoms(client)

    def looked_at() -> Iterator[Call]:
        for call in kb.calls.each(client, first, ends):
            spells.add(call)
            if call.started < begins:
                continue
            if known is not None and call.id not in known.of_call:
                untold.add(call)
            if call.incident and period.begins <= call.started < period.ends:
                of_incident[call.incident] += 1
            yield call

    titles = {one.id: one.title for one in snapshot.articles}
    articles = count_by_article(client, period, looked_at(), titles, made, window)
    return _Read(articles, spells, of_incident, known, untold)


def _bracket(kb: App, client: OneClient, period: Period, read: _Read, reader: Reader, made: datetime) -> ByTopic | None:
    if read.topics is None:
        return None
    return topics.count_of(kb, client, period, topics.with_calls(kb, client, read.topics, read.untold, reader), made)


def _incidents(kb: App, client: OneClient, period: Period, of_incident: Mapping[str, int]) -> tuple[IncidentCalls, ...]:
    if not kb.calls.holds_any():
        return ()
    found = [one for one in _each(kb, client) if _is_of(one, period)]
    require_own(client, (one.client for one in found))
    found.sort(key=lambda one: (one.opened, one.id))
    return tuple(IncidentCalls(one, of_incident.get(one.id, 0)) for one in found)


def _each(kb: App, client: OneClient) -> Iterator[Incident]:
    """All of them, newest first."""
    after: tuple[datetime, str] | None = None
    while some := kb.calls.incidents.incidents(client, _A_READ, after):
        yield from some
        after = some[-1].opened, some[-1].id


def _alerts(kb: App, client: OneClient, period: Period) -> tuple[Raised, ...]:
    after: tuple[datetime, str] | None = None
    found = list[Raised]()
    while some := alerts.page(kb, client, _A_READ, after):
        found += [one for one in some if _is_of(one, period)]
        after = some[-1].opened, some[-1].alert.kind
    return tuple(sorted(found, key=lambda one: (one.opened, one.alert.kind)))


def _is_of(one: Incident | Raised, period: Period) -> bool:
    """It was there at some time of it."""
    return one.opened < period.ends and (one.closed is None or one.closed > period.begins)
