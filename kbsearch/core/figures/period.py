"""The days that figures are of, in the client's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kbsearch.core.local_time import END, FIRST, FIRST_YEAR, LAST_YEAR
from kbsearch.errors import BadRequest

DEFAULT_DAYS = 30
LONGEST_DAYS = 366
"""Calls are kept for a year unless a client says otherwise."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days on the clocks of one zone, however many hours they have."""

    since: date
    until: date
    """The last day, included; never before `since`."""
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """UTC, of the first instant."""
        return _midnight(self.since, self.zone)

    @property
    def ends(self) -> datetime:
        """UTC, of the first instant after."""
        return _midnight(self.until + DAY, self.zone)

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def read_period(since: str, until: str, *, today: date, zone: ZoneInfo) -> Period:
    """From days as `2026-11-02`; an empty `until` is today, an empty `since` makes `DEFAULT_DAYS` with it.

    Raises `BadRequest` naming the field: for what is no day, a first day after the last, more than `LONGEST_DAYS`.

    >>> period = read_period("", "2026-11-30", today=date(2026, 12, 24), zone=ZoneInfo("Europe/Paris"))
    >>> period.since.isoformat(), period.ends.isoformat()
    ('2026-11-01', '2026-11-30T23:00:00+00:00')
    """
    last = _day(until, "until") if until else today
    first = _day(since, "since") if since else max(last - (DEFAULT_DAYS - 1) * DAY, date(FIRST_YEAR, 1, 1))
    period = Period(first, last, zone)
    if first > last:
        raise BadRequest(f"The first day, {first}, is after the last, {last}.", field="since", key="value-days-order")
    if period.days > LONGEST_DAYS:
        message = f"From {first} to {last} there are {period.days} days; ask for {LONGEST_DAYS} at most."
        raise BadRequest(message, field="since", key="value-days-many")
    return period


def read_month(month: str, *, today: date, zone: ZoneInfo) -> Period:
    """The whole month of `2026-11`; an empty one is the last that is over. Raises `BadRequest` for what is no month,
    and for one that has not begun.

    >>> read_month("", today=date(2026, 12, 1), zone=ZoneInfo("Europe/Paris")).until.isoformat()
    '2026-11-30'
    """
    first = _first_day(month) if month else (today.replace(day=1) - DAY).replace(day=1)
    if first > today:
        raise BadRequest(f"{first:%Y-%m} has not begun: today is {today}.", field="month", key="value-month-future")
    return month_from(first, zone)


def month_from(first: date, zone: ZoneInfo) -> Period:
    """The whole month of which that is the first day."""
    return Period(first, _next_month(first) - DAY, zone)


def month_of(month: str, time_zone: str, now: datetime) -> Period:
    """`read_month` on the clocks of that zone."""
    zone = ZoneInfo(time_zone)
    return read_month(month, today=now.astimezone(zone).date(), zone=zone)


def months_until(first: date, months: int) -> list[date]:
    """The first days of so many months, of which `first` begins the last.

    >>> [f"{one:%Y-%m}" for one in months_until(date(2026, 2, 1), 3)]
    ['2025-12', '2026-01', '2026-02']
    """
    found = [first]
    while len(found) < months:
        found.append((found[-1] - DAY).replace(day=1))
    return found[::-1]


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def _first_day(month: str) -> date:
    try:
        return _day(f"{month}-01", "month")
    except BadRequest:
        message = f"“month” is not a month such as 2026-11, from {FIRST_YEAR} to {LAST_YEAR}."
        raise BadRequest(message, field="month", key="value-month") from None


def _day(text: str, field: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text or not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"“{field}” is not a day such as 2026-11-02, from {FIRST_YEAR} to {LAST_YEAR}."
        raise BadRequest(message, field=field, key="value-day")
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins: of two midnights the first, and where there is none, when clocks were put forward.

    Never outside the years whose times are told, in which all calls are.
    """
    return min(max(datetime.combine(day, time(), zone).astimezone(UTC), FIRST), END - timedelta(microseconds=1))
