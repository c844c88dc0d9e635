"""Who is on duty at one level of `client.toml`: `[[levels.shifts]]`, `[[levels.overrides]]`, `ical`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from kbsearch.core.clients.opening import WEEKDAYS, span
from kbsearch.core.clients.table import Table
from kbsearch.core.duty import ical
from kbsearch.core.faults import shown
from kbsearch.core.levels import Override, Rota, Shift
from kbsearch.core.local_time import FIRST_YEAR, LAST_YEAR

MOST_WEEKS = 53

_SHIFT_KEYS = ("who", "contact", "days", "from", "until", "every", "since", "last")
_OVERRIDE_KEYS = ("who", "contact", "from", "until")
_PERIODS = {"weekdays": (0, 1, 2, 3, 4), "weekend": (5, 6), "all": (0, 1, 2, 3, 4, 5, 6)}


def read(level: Table, calendars: Mapping[str, bytes]) -> Rota | None:
    """The level's rota, None when it declares none."""
    if not {"shifts", "overrides", "ical"}.intersection(level.values):
        return None
    shifts = [_shift(table) for table in level.children("shifts")]
    overrides = [_override(table) for table in level.children("overrides")]
    return Rota(tuple(filter(None, shifts)), tuple(filter(None, overrides)), _calendar(level, calendars))


def _shift(table: Table) -> Shift | None:
    table.note_unknown(_SHIFT_KEYS)
    who = table.text("who")
    if not who:
        table.refuse("who", "This shift names nobody.", 'Write who = "Camille Durand".')
    days = tuple(sorted(set(_days(table))))
    start, end = table.text("from") or "00:00", table.text("until") or "24:00"
    hours = span(start, end)
    if hours is None:
        message = f"{shown(start)} to {shown(end)} is not a span of time."
        table.refuse("from", message, 'Write from = "18:00" and until = "08:00".')
    every, since, last = _weeks(table), _day(table, "since"), _day(table, "last")
    if every > 1 and since is None:
        message = f"A turn every {every} weeks does not say when it began."
        table.refuse("every", message, 'Write since = "2026-01-05": the day of the first turn.')
    if since and last and last < since:
        table.refuse("last", f"This shift ends on {last}, before it begins on {since}.", "Exchange the two days.")
    if not who or not days or hours is None:
        return None
    return Shift(who, days, hours, table.text("contact"), every if since else 1, since, last)


def _days(table: Table) -> Iterator[int]:
    for word in table.texts("days") or ("all",):
        name = word.lower()
        if name in _PERIODS:
            yield from _PERIODS[name]
        elif name in WEEKDAYS:
            yield WEEKDAYS.index(name)
        else:
            near = get_close_matches(name, [*WEEKDAYS, *_PERIODS], n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Write some of {', '.join([*WEEKDAYS, *_PERIODS])}."
            table.refuse("days", f"{shown(word)} is not a day of the week.", hint)


def _weeks(table: Table) -> int:
    value = table.values.get("every", 1)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_WEEKS:
        return value
    message = f"“every” is {shown(str(value))}, not a number of weeks from 1 to {MOST_WEEKS}."
    table.refuse("every", message, "Write every = 2.")
    return 1


def _day(table: Table, key: str) -> date | None:
    """A TOML date, or one written as text."""
    value = table.values.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        table.refuse(key, f"“{key}” is {shown(str(value))}, not a day.", f'Write {key} = "2026-01-05".')
        return None


def _override(table: Table) -> Override | None:
    table.note_unknown(_OVERRIDE_KEYS)
    who, start, end = table.text("who"), _local(table, "from"), _local(table, "until")
    if not who:
        table.refuse("who", "This override names nobody.", 'Write who = "Camille Durand".')
    if start and end and end <= start:
        table.refuse("until", f"This override ends at {end}, before it begins at {start}.", "Exchange the two.")
        return None
    return Override(who, start, end, table.text("contact")) if who and start and end else None


def _local(table: Table, key: str) -> datetime | None:
    """A local date and time, as TOML has them or written as text."""
    value = table.values.get(key)
    try:
        found = (
            value if isinstance(value, datetime) else datetime.fromisoformat(value if isinstance(value, str) else "")
        )
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"“{key}” is {shown(str(value))}, not a local date and time."
        table.refuse(key, message, f'Write {key} = "2026-12-24T18:00", without an offset.')
        return None
    return found


def _calendar(level: Table, calendars: Mapping[str, bytes]) -> str:
    """The text of the file that `ical` names; empty without one, or after a fault."""
    name = level.text("ical")
    if not name:
        return ""
    data = calendars.get(name)
    if data is None:
        known = ", ".join(sorted(calendars))
        hint = f"There is: {known}." if known else "Put the file beside client.toml; its name ends in .ics."
        level.refuse("ical", f"There is no calendar {shown(name)} beside client.toml.", hint)
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The calendar {shown(name)} cannot be used, line {line}: it is not UTF-8, and names would be lost."
        level.refuse("ical", message, "Save the file as UTF-8.")
        return ""
    if (problem := ical.fault(text)) is not None:
        line, what = problem
        message = f"The calendar {shown(name)} cannot be used, line {line}: {what[:200]}."
        level.refuse("ical", message, "Export it again from the rota's own tool, or correct that line.")
        return ""
    return text
