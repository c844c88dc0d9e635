"""What one client's month came to, gathered for the client's own management."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.app.figures import figure_parts, figures
from kbsearch.app.folding import fold_all
from kbsearch.app.gaps import gaps
from kbsearch.app.health import health
from kbsearch.core.figures import ClientFigures, Period
from kbsearch.core.figures.parts import FigureParts
from kbsearch.core.figures.period import months_until, read_month
from kbsearch.core.gaps import Gaps
from kbsearch.core.health import Health
from kbsearch.core.incidents import Incident
from kbsearch.core.local_time import FIRST
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.snapshot import Snapshot

if TYPE_CHECKING:
    from kbsearch.app.instance import App

MONTHS = 6
"""The month itself and those before, side by side."""
_INCIDENTS_A_READ = 200


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
    gaps: Gaps
    articles: Health
    incidents: tuple[IncidentCalls, ...]
    """Shown at any time of the month; the oldest first."""

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
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Of this client's month, as `read_month` reads it in the client's time zone; `made`: the moment of the report.

    The same data and the same moment give the same report. Reads every event of the month's calls three times, and the
    figures of six months. Raises `BadRequest` on a wrong month, and like `figures`, `gaps` and `health`.
    """
    made = made.replace(microsecond=0)
    fold_all(kb, client)
    snapshot = kb.snapshot(client)
    zone = ZoneInfo(snapshot.client.time_zone)
    period = read_month(month, today=made.astimezone(zone).date(), zone=zone)
    since, until = period.since.isoformat(), period.until.isoformat()
    first = max(months_until(period.since, MONTHS)[0], FIRST.date()).isoformat()
    return Report(
        client=client.id,
        snapshot=snapshot,
        made=made,
        figures=figures(kb, client, since, until, made),
        months=figure_parts(kb, client, "month", first, until, made),
        queues=figure_parts(kb, client, "queue", since, until, made),
        hours=figure_parts(kb, client, "hour", since, until, made),
        gaps=gaps(kb, client, since, until, made, progress=progress),
        articles=health(kb, client, since, until, made),
        incidents=_incidents(kb, client, period),
    )


def _incidents(kb: App, client: OneClient, period: Period) -> tuple[IncidentCalls, ...]:
    if not kb.calls.holds_any():
        return ()
    found = [one for one in _each(kb, client) if _is_of(one, period)]
    require_own(client, (one.client for one in found))
    calls: Counter[str] = Counter()
    if found:
        calls.update(call.incident for call in kb.calls.each(client, period.begins, period.ends) if call.incident)
    return tuple(IncidentCalls(one, calls[one.id]) for one in sorted(found, key=lambda one: (one.opened, one.id)))


def _each(kb: App, client: OneClient) -> Iterator[Incident]:
    """All of them, newest first."""
    after: tuple[datetime, str] | None = None
    while some := kb.calls.incidents.incidents(client, _INCIDENTS_A_READ, after):
        yield from some
        after = some[-1].opened, some[-1].id


def _is_of(one: Incident, period: Period) -> bool:
    return one.opened < period.ends and (one.closed is None or one.closed > period.begins)
