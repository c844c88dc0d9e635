"""The same figures of parts of a period: by queue, by hour, by day and so on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from kbsearch.core.figures.counting import FIGURES, NOTHING_AGREED, NOTHING_TOLD, Counting
from kbsearch.core.figures.nouns import Agreed, Figure
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.table import CallTable, Numbers
from kbsearch.core.moments import moment
from kbsearch.core.one_client import OneClient

By: TypeAlias = Literal["queue", "hour", "weekday", "day", "week", "month"]
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_QUARTER = _HOUR // 4
"""Clocks are a multiple of it apart, and change at one."""
_MICROSECOND = timedelta(microseconds=1)
_FIRST_DAY = date(1970, 1, 1)
_THURSDAY = 3
"""It was one, Monday being 0."""
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Part:
    """What counts for one part of a period."""

    key: str
    """Its queue, empty = not told; `00` to `23`; `1` = Monday to `7`; or `2026-11-02`, `2026-W45`, `2026-11`."""
    began: int
    """Calls in all."""
    figures: tuple[Figure, ...]
    """In the order of the shelf."""


@dataclass(frozen=True, slots=True)
class FigureParts:
    """One client's period, part by part."""

    client: str
    period: Period
    by: By
    parts: tuple[Part, ...]
    """Those in which anything was counted, by key; queues with most calls first."""


def count_parts(
    client: OneClient, period: Period, by: By, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> FigureParts:
    """As `counting.count`, of each part. A call is of the hour and the day in which it began, for figures of the queue
    in which it was presented, in the local time of the period; a contact is of the queue and the time of its first
    call."""
    counting = Counting(client, period, table, now, agreed)
    begun = np.flatnonzero(counting.begun)
    keys = _Keys(by, table, period.zone)
    began = dict(zip(*np.unique(keys.of(begun, table.rows["began"][begun]), return_counts=True), strict=True))
    told = {place: (found := counting.told(place)).split(keys.of(found.calls, found.at)) for place in FIGURES}
    parts = [
        Part(
            keys.name(key),
            int(began.get(key, 0)),
            tuple(counting.figure(place, of_key.get(key, NOTHING_TOLD)) for place, of_key in told.items()),
        )
        for key in sorted({*map(int, began)}.union(*told.values()))
    ]
    if by == "queue":
        parts.sort(key=lambda one: (-one.began, one.key))
    return FigureParts(client.id, period, by, tuple(parts))


class _Keys:
    """Which part each call is of, as a number, and how that part is called."""

    def __init__(self, by: By, table: CallTable, zone: ZoneInfo) -> None:
        self._by, self._table, self._zone = by, table, zone
        self._queues = sorted({one.queue for one in table.kinds})

    def of(self, calls: Numbers, at: Numbers) -> Numbers:
        """`calls`: rows of the table; `at`: when each counts, in microseconds since 1970, UTC."""
        if self._by == "queue":
            of_kind = np.array([self._queues.index(one.queue) for one in self._table.kinds], np.int64)
            return of_kind[self._table.rows["kind"][calls]] if len(calls) else np.empty(0, np.int64)
        local = at + _offsets(at, self._zone)
        day = local // _DAY
        match self._by:
            case "hour":
                return local % _DAY // _HOUR
            case "weekday":
                return (day + _THURSDAY) % DAYS_A_WEEK
            case "week":
                return day - (day + _THURSDAY) % DAYS_A_WEEK
            case "month":
                months: Numbers = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
                return months
        return day

    def name(self, key: int) -> str:
        match self._by:
            case "queue":
                return self._queues[key]
            case "hour":
                return f"{key:02}"
            case "weekday":
                return str(key + 1)
            case "month":
                return str(np.datetime64(key, "M"))
        day = _FIRST_DAY + timedelta(days=key)
        return f"{day:%G-W%V}" if self._by == "week" else day.isoformat()


def _offsets(at: Numbers, zone: ZoneInfo) -> Numbers:
    """How far local clocks are ahead of UTC then, in microseconds."""
    quarters, which = np.unique(at // _QUARTER, return_inverse=True)
    told = (moment(one * _QUARTER).astimezone(zone).utcoffset() for one in quarters.tolist())
    return np.array([(one or timedelta()) // _MICROSECOND for one in told], np.int64)[which]
