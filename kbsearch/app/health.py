"""How one client's articles fare, by its calls and by what the articles say of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kbsearch.app.topics import period_in
from kbsearch.core.figures import WINDOW
from kbsearch.core.health import Health, count_health
from kbsearch.core.one_client import OneClient

if TYPE_CHECKING:
    from kbsearch.app.instance import App


def health(kb: App, client: OneClient, since: str, until: str, now: datetime) -> Health:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone, and of
    the articles that are served now.

    Reads every event of these calls, and of those of a week before and after, once. Raises like `kb.snapshot`,
    `BadRequest` on a wrong day, and `StateError` while calls cannot be read.
    """
    snapshot = kb.snapshot(client)
    period = period_in(snapshot, since, until, now)
    calls = kb.calls.each(client, period.begins - WINDOW, period.ends + WINDOW)
    return count_health(client, period, calls, snapshot.articles, now)
