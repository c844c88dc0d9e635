"""`[hours]` and `[holidays]` of `client.toml`, and the `hours` of one level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise

from kbsearch.core.clients.table import Table
from kbsearch.core.duty.calendars import public_holidays, regions
from kbsearch.core.faults import shown
from kbsearch.core.levels import DAY_MINUTES, Holidays, Hours, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_HINT = 'Write for instance ["08:30-12:30", "13:30-18:00"], or "closed".'
_A_YEAR = 2028
"""A leap year, to read `02-29`."""


def week(table: Table, key: str) -> Hours | None:
    """The week below `key`; a day that is not named is closed. None when there is no such table."""
    inner = table.child(key)
    if inner is None:
        return None
    inner.note_unknown((*WEEKDAYS, "holidays"))
    days = tuple(spans(inner, day) for day in WEEKDAYS)
    _note_overlap(inner, days)
    if all(_is_closed(inner.values.get(day, "closed")) for day in WEEKDAYS):
        inner.refuse(WEEKDAYS[0], "These hours are closed on every day.", "Give a day some hours, or leave them out.")
    return Hours(days, spans(inner, "holidays"))


def spans(table: Table, key: str) -> tuple[Span, ...]:
    """The spans of one day, sorted; none when absent or `closed`. One that ends before it starts ends next day."""
    value = table.values.get(key, "closed")
    if isinstance(value, str):
        value = [] if _is_closed(value) else [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        table.refuse(key, f"“{key}” must be a list of spans of time.", _HINT)
        return ()
    found = sorted(filter(None, (_span(table, key, item) for item in value)), key=lambda span: span.opens)
    for one, other in pairwise(found):
        if other.opens < one.closes:
            message = f"Two spans of “{key}” overlap: {written(one)} and {written(other)}."
            table.refuse(key, message, "Make them one, or end the first before the second begins.")
    return tuple(found)


def _is_closed(value: object) -> bool:
    return value == [] or (isinstance(value, str) and value.strip().lower() in ("closed", "fermé"))


def span(opens: str, closes: str) -> Span | None:
    """From two times of day, `24:00` allowed as the end; None when they are not. `18:00` to `08:00` ends next day."""
    start, end = clock(opens), clock(closes)
    if start is None or end is None or start == DAY_MINUTES:
        return None
    return Span(start, end if end > start else end + DAY_MINUTES)


def clock(text: str) -> int | None:
    """Minutes after midnight of `08:30`; `24:00` is 1440."""
    found = _TIME.fullmatch(text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    return minutes if found and int(found[2]) < 60 and 0 <= minutes <= DAY_MINUTES else None


def written(one: Span) -> str:
    """As in `client.toml`.

    >>> written(Span(1080, 1920))
    '18:00-08:00'
    """
    end = one.closes if one.closes <= DAY_MINUTES else one.closes - DAY_MINUTES
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (one.opens, end))


def holidays(table: Table) -> Holidays:
    """`[holidays]`: country and region as the `holidays` library names them, own closing days, exceptional openings."""
    inner = table.child("holidays")
    if inner is None:
        return Holidays()
    inner.note_unknown(("country", "region", "closed", "opened"))
    country, region = inner.text("country").upper(), inner.text("region")
    if problem := _unknown_place(country, region):
        key, message, hint = problem
        inner.refuse(key, message, hint)
        country = region = ""
    closed = tuple(day for day in inner.texts("closed") if _is_day(inner, "closed", day))
    opened = inner.child("opened")
    exceptional = tuple(_opened(opened)) if opened else ()
    return Holidays(country, region, closed, exceptional)


def _opened(table: Table) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for day in table.values:
        if _is_day(table, day, day):
            yield day, spans(table, day)


def _is_day(table: Table, key: str, day: str) -> bool:
    whole = day if len(day) != len("12-24") else f"{_A_YEAR}-{day}"
    try:
        is_day = date.fromisoformat(whole).isoformat() == whole  # 20261224 and 2026-W52-4 would be read, and never meet
    except ValueError:
        is_day = False
    if not is_day:
        table.refuse(key, f"{shown(day)} is not a day.", "Write 2026-12-24, or 12-24 for every year.")
    return is_day


def _unknown_place(country: str, region: str) -> tuple[str, str, str] | None:
    """The key, what is wrong with it and how to mend it; None when the country and region are known."""
    if not country:
        return ("region", "“region” without “country”.", 'Write country = "FR" too.') if region else None
    try:
        public_holidays(country, region, _A_YEAR)
    except NotImplementedError:
        pass
    else:
        return None
    try:
        public_holidays(country, "", _A_YEAR)
    except NotImplementedError:
        return "country", f"{shown(country)} is no country with known holidays.", 'Write for instance country = "FR".'
    known = regions(country)
    near = get_close_matches(region, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known in {country}: {', '.join(known)[:200] or 'none'}."
    return "region", f"{shown(region)} is no region of {country} with holidays of its own.", hint


def _span(table: Table, key: str, text: str) -> Span | None:
    found = _SPAN.fullmatch(text.strip())
    read = span(f"{found[1]}:{found[2]}", f"{found[3]}:{found[4]}") if found else None
    if read is None:
        table.refuse(key, f"{shown(text)} is not a span of time.", _HINT)
    return read


def _note_overlap(table: Table, days: Sequence[tuple[Span, ...]]) -> None:
    """A span that ends on the next day must end before that day's first one begins."""
    for number, today in enumerate(days):
        tomorrow = days[(number + 1) % 7]
        if today and tomorrow and today[-1].closes - DAY_MINUTES > tomorrow[0].opens:
            day, next_day = WEEKDAYS[number], WEEKDAYS[(number + 1) % 7]
            message = f"{written(today[-1])} of {day} overlaps {written(tomorrow[0])} of {next_day}."
            table.refuse(day, message, "End the first before the second begins.")
