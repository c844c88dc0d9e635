"""What one client's calls come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.core.calls import Call
from kbsearch.core.client import Client
from kbsearch.core.figures import (
    FIGURES,
    WINDOW,
    Agreed,
    ClientFigures,
    FigureCalls,
    Period,
    calls_of,
    count,
    read_period,
)
from kbsearch.core.one_client import OneClient
from kbsearch.errors import NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App


def figures(kb: App, client: OneClient, since: str, until: str, now: datetime) -> ClientFigures:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone.

    Reads every event of these calls and of those of a week before and after, in the memory of a few numbers a caller:
    it belongs on `kb.threads.counters`, and takes some seconds for ten thousand calls. Raises `BadRequest` on a wrong
    day, and `StateError` while calls cannot be read or the client's local time is not known.
    """
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    return count(client, period, _calls(kb, client, period), now, _agreed(known))


def figure_calls(kb: App, client: OneClient, name: str, since: str, until: str, now: datetime) -> FigureCalls:
    """The calls that one of those figures is made of. Raises like `figures`, and `NotFound` for no such figure."""
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    if name not in {share.name for share in FIGURES}:
        raise NotFound("There is no such figure.")
    return calls_of(client, period, name, _calls(kb, client, period), now, _agreed(known))


def _agreed(client: Client) -> Agreed:
    return Agreed(client.telephone.service_level, client.net)


def _period(client: Client, since: str, until: str, now: datetime) -> Period:
    zone = ZoneInfo(client.time_zone)
    return read_period(since, until, today=now.astimezone(zone).date(), zone=zone)


def _calls(kb: App, client: OneClient, period: Period) -> Iterator[Call]:
    return kb.calls.each(client, period.begins - WINDOW, period.ends + WINDOW)
