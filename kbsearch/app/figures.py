"""What one client's calls come to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.core.figures import WINDOW, ClientFigures, count, read_period
from kbsearch.core.one_client import OneClient

if TYPE_CHECKING:
    from kbsearch.app.instance import App


def figures(kb: App, client: OneClient, since: str, until: str, now: datetime) -> ClientFigures:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone.

    Reads every event of these calls and of those of a week before and after, in the memory of a few numbers a caller:
    it belongs on `kb.threads.counters`, and takes some seconds for ten thousand calls. Raises `BadRequest` on a wrong
    day, and `StateError` while calls cannot be read or the client's local time is not known.
    """
    zone = ZoneInfo(kb.snapshot(client).client.time_zone)
    period = read_period(since, until, today=now.astimezone(zone).date(), zone=zone)
    calls = kb.calls.each(client, period.begins - WINDOW, period.ends + WINDOW)
    return count(client, period, calls, now)
