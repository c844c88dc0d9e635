"""What a client's dashboard shows: its day so far, and how its figures went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.app.alerts import open_alerts
from kbsearch.app.figures import day_waits, figures, figures_and_parts
from kbsearch.app.webhooks import disabled
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Raised
from kbsearch.core.figures import ClientFigures, Period
from kbsearch.core.figures.longest_waits import LongestWaits
from kbsearch.core.figures.parts import FigureParts, InTurn
from kbsearch.core.one_client import OneClient

if TYPE_CHECKING:
    from kbsearch.app.instance import App

MOST_DAYS, MOST_WEEKS = 45, 200
"""Days of a period that are shown one by one, or in weeks, where nobody says how; a longer one in months."""


@dataclass(frozen=True, slots=True)
class Day:
    """A client's day so far."""

    figures: ClientFigures
    waits: LongestWaits
    alerts: tuple[Raised, ...]
    """Open now, newest first."""
    disabled: Failing | None
    """Why they are posted nowhere any more; None = nothing keeps them from it."""


@dataclass(frozen=True, slots=True)
class History:
    """A client's figures over a period, as they were known at one moment."""

    client: str
    figures: ClientFigures
    parts: FigureParts


def today(kb: App, client: OneClient, now: datetime) -> Day:
    """Of this client's calls that began, or were presented, on the day that it has now, and what is to be looked at.
    Raises like `figures`."""
    zone = ZoneInfo(kb.snapshot(client).client.time_zone)
    day = now.astimezone(zone).date().isoformat()
    found, waits = figures(kb, client, day, day, now), day_waits(kb, client, day, now)
    return Day(found, waits, tuple(open_alerts(kb, client)), disabled(kb, client, now))


def history(kb: App, client: OneClient, since: str, until: str, now: datetime, *, by: InTurn | None) -> History:
    """Of some days, in all and one after the other; `by`: None = as there are few or many. Raises like `figures`."""

    def choose(period: Period) -> InTurn:
        return by or ("day" if period.days <= MOST_DAYS else "week" if period.days <= MOST_WEEKS else "month")

    return History(client.id, *figures_and_parts(kb, client, choose, (since, until), now))
