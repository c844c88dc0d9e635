"""The dates of a calendar's event that nobody can plan by: what is none, and years no rota is of.

Software writes `0001-01-01` for *no date*. No year of UTC holds the first hours of that day east of Greenwich, nor the
last of 9999 west of it, so that the same file could be used for one client and not for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from kbsearch.core.local_time import FIRST_YEAR, LAST_YEAR

_DATED = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_LISTS = ("RDATE", "EXDATE")


def undated(event: Any) -> tuple[str, int] | None:
    """The property that holds a value which is no date, or of no year from `FIRST_YEAR` to `LAST_YEAR`, and which of
    those of this name it is; None when there is none.

    What ends may end on the day after. A rule may go on `UNTIL` 9999, which is how many tools write *for ever*.
    """
    for key in _DATED:
        for nth, found in enumerate(_each(event, key)):
            values = found.dts if key in _LISTS else [found]
            if not all(_is_within(value.dt, key) for value in values):
                return key, nth
    for nth, rule in enumerate(_each(event, "RRULE")):
        if not all(isinstance(until, date) and until.year >= FIRST_YEAR for until in rule.get("UNTIL", [])):
            return "RRULE", nth
    start, duration = event.get("DTSTART"), event.get("DURATION")
    if start is not None and duration is not None and not _is_period((start.dt, duration.dt)):
        return "DURATION", 0
    return None


def _each(event: Any, key: str) -> Iterator[Any]:
    found = event.get(key, [])
    yield from found if isinstance(found, list) else [found]


def _is_within(value: Any, key: str) -> bool:
    if key == "RDATE" and isinstance(value, tuple):
        return _is_period(value)
    return isinstance(value, date) and FIRST_YEAR <= value.year <= LAST_YEAR + (key == "DTEND")


def _is_period(value: tuple[Any, ...]) -> bool:
    """Of a beginning and an end, or of a beginning and how long it lasts."""
    start, end = value
    if isinstance(end, timedelta) and isinstance(start, date):
        days = end // timedelta(1)
        first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 12, 31)
        day = start.date() if isinstance(start, datetime) else start
        return _is_within(start, "DTSTART") and (first - day).days <= days < (last - day).days
    return _is_within(start, "DTSTART") and _is_within(end, "DTEND")
