"""What one client's base lacks, by its calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.core.figures.period import read_period
from kbsearch.core.gaps import Gaps
from kbsearch.core.one_client import OneClient

if TYPE_CHECKING:
    from kbsearch.app.instance import App


def gaps(
    kb: App,
    client: OneClient,
    since: str,
    until: str,
    now: datetime,
    *,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Gaps:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone.

    Reads every event of these calls, and each different symptom with the model: some seconds for a thousand. Raises
    `BadRequest` on a wrong day, `StateError` while calls cannot be read, and `ModelMismatch`.
    """
    from kbsearch.flows.gaps import gaps as found  # scikit-learn is for those who ask for this

    snapshot = kb.snapshot(client)
    zone = ZoneInfo(snapshot.client.time_zone)
    period = read_period(since, until, today=now.astimezone(zone).date(), zone=zone)
    calls = kb.calls.each(client, period.begins, period.ends)
    titles = [article.title for article in snapshot.articles]
    return found(client, period, calls, kb.embedder_for(snapshot), titles, progress=progress)
