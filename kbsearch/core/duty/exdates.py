"""`EXDATE` of a repeated event (RFC 5545, 3.8.5.1): a turn that begins exactly then is left out.

The library compares times of day with and without their zone, so that in winter an `EXDATE` of 19:00 in Paris would
take out the turn of 18:00. Before it looks, each gives way to the turn that it names, and is gone if there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

_A_DAY = 24 * 60 * 60
_EPOCH = datetime(1970, 1, 1)
Between = tuple[datetime, datetime]
"""Aware; the second is not included."""


def left_out(event: Any) -> set[date | datetime]:
    """The beginnings that `EXDATE` takes out, on one line or several."""
    found = event.get("EXDATE", [])
    return {each.dt for dates in (found if isinstance(found, list) else [found]) for each in dates.dts}


def resolved(calendar: icalendar.Calendar, zone: ZoneInfo, between: Between) -> icalendar.Calendar:
    """The calendar, changed: each `EXDATE` of a turn that touches these moments is the very beginning of that turn.
    Those far from them stay as they are: one may take out a turn that was moved here."""
    from icalendar.prop import vDDDLists

    for event, starts in _series(calendar, between):
        said = {_key(each, starts, zone) for each in left_out(event)}
        named = [start for start in starts if not said.isdisjoint((_key(start, starts, zone), _day(start)))]
        low, high = _reach(starts, zone, between)
        far = [each for each in left_out(event) if not low <= seconds_of(each, zone) < high]
        del event["EXDATE"]
        if kept := [*named, *far]:
            event["EXDATE"] = [vDDDLists([start]) for start in kept]
    return calendar


def idle(calendar: icalendar.Calendar, zone: ZoneInfo, between: Between) -> Iterator[tuple[Any, date | datetime]]:
    """Repeated events, each with one of its `EXDATE`s between these moments that names none of its turns."""
    first, after = (int(moment.timestamp()) for moment in between)
    for event, starts in _series(calendar, between):
        known = {key for start in starts for key in (_key(start, starts, zone), _day(start))}
        for each in left_out(event):
            is_near = first <= seconds_of(each, zone) < after
            if is_near and known and _key(each, starts, zone) not in known:
                yield event, each


def seconds_of(moment: date | datetime, zone: ZoneInfo) -> int:
    """UTC seconds; of a day its first in `zone`, where a time without a zone is too. Of any: one that no year from 1 to
    9999 holds in UTC as well."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return (aware.replace(tzinfo=None) - _EPOCH - (aware.utcoffset() or timedelta())) // timedelta(seconds=1)


def _series(calendar: icalendar.Calendar, between: Between) -> Iterator[tuple[Any, list[date | datetime]]]:
    """Events that leave something out, and when their turns that touch these moments begin, left out or not."""
    import icalendar
    import recurring_ical_events

    for event in calendar.walk("VEVENT"):
        if "EXDATE" in event and "RECURRENCE-ID" not in event:
            alone, series = icalendar.Calendar(), event.copy()
            if "X-WR-TIMEZONE" in calendar:
                alone["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
            del series["EXDATE"]
            alone.add_component(series)
            yield event, [turn.start for turn in recurring_ical_events.of(alone).between(*between)]


def _reach(starts: Sequence[date | datetime], zone: ZoneInfo, between: Between) -> tuple[int, int]:
    """The UTC seconds between which an `EXDATE` could be meant for one of these turns, or be mistaken for it."""
    first, after = (int(moment.timestamp()) for moment in between)
    return min([first, *(seconds_of(start, zone) for start in starts)]) - _A_DAY, after + _A_DAY


def _key(moment: date | datetime, starts: Sequence[date | datetime], zone: ZoneInfo) -> int | date:
    """What an `EXDATE` and the beginning of the turn that it names have in common: the moment, a time without a zone
    being in that of the turns. The day where the turns, or the `EXDATE`, have no time, as many tools write it."""
    first = starts[0] if starts else None
    if not isinstance(moment, datetime) or (first is not None and not isinstance(first, datetime)):
        return _day(moment)
    home = first.tzinfo if first is not None and moment.tzinfo is None else None
    return seconds_of(moment if home is None else moment.replace(tzinfo=home), zone)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
