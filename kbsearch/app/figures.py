"""What one client's calls come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.app.folding import table_of
from kbsearch.core.calls.telephony import LONGEST
from kbsearch.core.client import Client
from kbsearch.core.figures import (
    Agreed,
    ClientFigures,
    FigureCalls,
    Period,
    calls_of,
    count,
    read_period,
)
from kbsearch.core.figures.contacts import around
from kbsearch.core.figures.longest_waits import LongestWaits, longest_waits
from kbsearch.core.figures.parts import (
    OF_THE_QUEUE,
    By,
    FigurePart,
    FigureParts,
    calls_of_part,
    count_parts,
    count_with_parts,
)
from kbsearch.core.figures.shelf import BY_NAME
from kbsearch.core.figures.table import CallTable
from kbsearch.core.one_client import OneClient
from kbsearch.errors import NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App


def figures(kb: App, client: OneClient, since: str, until: str, now: datetime) -> ClientFigures:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone.

    Reads 48 bytes of each of these calls and of those `around` them, and folds what was
    written since somebody asked last. It belongs on `kb.threads.counters`. Raises `BadRequest` on a wrong day, and
    `StateError` while calls cannot be read or the client's local time is not known.
    """
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    return count(client, period, _table(kb, client, period, known), now, _agreed(known))


def day_waits(kb: App, client: OneClient, day: str, now: datetime) -> LongestWaits:
    """The longest waits of the calls presented on this day. Raises like `figures`."""
    known = kb.snapshot(client).client
    period = _period(known, day, day, now)
    table = table_of(kb, client, period.begins - LONGEST, period.ends + LONGEST, with_ids=True)
    return longest_waits(client, period, table)


def figure_calls(kb: App, client: OneClient, name: str, since: str, until: str, now: datetime) -> FigureCalls:
    """The calls that one of those figures or plain counts is made of. Raises like `figures`, and `NotFound` for no such
    figure."""
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    if name not in BY_NAME:
        raise NotFound("There is no such figure.")
    return calls_of(client, period, name, _table(kb, client, period, known, with_ids=True), now, _agreed(known))


def figure_parts(kb: App, client: OneClient, by: By, since: str, until: str, now: datetime) -> FigureParts:
    """The same figures of each part of the period. Raises like `figures`."""
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    return count_parts(client, period, by, _table(kb, client, period, known), now, _agreed(known))


def figure_part_calls(
    kb: App, client: OneClient, part: FigurePart, since: str, until: str, now: datetime
) -> FigureCalls:
    """The calls that a figure of one part is made of. Raises like `figure_calls`, and `NotFound` for what came of calls
    that are not of the queue."""
    known = kb.snapshot(client).client
    period = _period(known, since, until, now)
    if part.figure not in BY_NAME:
        raise NotFound("There is no such figure.")
    if part.by == "disposition" and part.figure not in OF_THE_QUEUE:
        raise NotFound("There is no such part of this figure.")
    table = _table(kb, client, period, known, with_ids=True)
    return calls_of_part(client, period, part, table, now, _agreed(known))


def figures_and_parts(
    kb: App, client: OneClient, choose: Callable[[Period], By], days: tuple[str, str], now: datetime
) -> tuple[ClientFigures, FigureParts]:
    """Of these days, first and last, in all and part by part, of one moment and from one reading. `choose`: what makes
    a part of such a period. Raises like `figures`."""
    known = kb.snapshot(client).client
    period = _period(known, *days, now)
    table = _table(kb, client, period, known)
    return count_with_parts(client, period, choose(period), table, now, _agreed(known))


def _agreed(client: Client) -> Agreed:
    return Agreed(client.telephone.service_level, client.net)


def _period(client: Client, since: str, until: str, now: datetime) -> Period:
    zone = ZoneInfo(client.time_zone)
    return read_period(since, until, today=now.astimezone(zone).date(), zone=zone)


def _table(kb: App, client: OneClient, period: Period, known: Client, *, with_ids: bool = False) -> CallTable:
    return table_of(kb, client, *around(period.begins, period.ends, known.window), with_ids=with_ids)
