"""An iCalendar file (RFC 5545) of who is on duty: each event's summary is a person, its `CONTACT` how to reach them.

A cancelled event, or one cancelled turn of a repeated event, puts nobody on duty. A tentative one does, since a name
that may change is better than none, and so does one that is transparent: that says whether the person's own time is
taken, and tools that export rotas mark whole days so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kbsearch.core.duty.exdates import idle, left_out, resolved, seconds_of
from kbsearch.core.duty.ical_dates import undated
from kbsearch.core.duty.ical_lines import property_lines
from kbsearch.core.duty.pieces import Piece
from kbsearch.core.faults import printable
from kbsearch.core.local_time import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:  # most clients have no such file, and whoever checks one article need not wait for them
    import icalendar

MOST_EVENTS = 500
MOST_TURNS = 1000
"""In `DENSE_DAYS` after the last event's first time."""
DENSE_DAYS = 100
_CANCELLED = "CANCELLED"
_TURN = ("SUMMARY", "CONTACT", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE")
"""What an event says of who is on duty when, beside whether it is cancelled and its `EXDATE`s, in any order."""
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE")
_DECIDING = (*_ONCE, "RRULE", "RDATE", "EXDATE")
_UNUSABLE = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError)
"""What the libraries raise at a file that makes no sense."""
_Told = tuple[str, str] | tuple[str, str, int]
"""The property of an event that is wrong, what is wrong with it, where `{}` stands for its value, and which of several
of one name it is."""
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_WITHIN_A_DAY = ("BYSECOND", "BYMINUTE", "BYHOUR")
"""Rules that could make more events than anybody has turns: a file must not be able to stop the server."""


def fault(text: str) -> tuple[int, str] | None:
    """The line and what is wrong with the file, None when it can be used."""
    try:
        calendar = _calendar(text)
        if _text(calendar, "METHOD").upper() == "CANCEL":
            return 1, "it calls events off (METHOD:CANCEL) instead of listing them"
        found = calendar.walk("VEVENT")
        if not 1 <= len(found) <= MOST_EVENTS:
            return 1, f"it holds {len(found)} events, not 1 to {MOST_EVENTS}"
        told: dict[tuple[str, ...], Any] = {}
        for place, event in enumerate(found):
            if told_of := _unread(event) or _event_fault(event) or _rule_fault(event) or _id_fault(event, told):
                return _placed(text, place, *told_of)
        start = max(_day(event.get("DTSTART").dt) for event in found)
        turns = sum(1 for _ in events(text, ZoneInfo("UTC"), (start, start + timedelta(DENSE_DAYS))))
        if turns > MOST_TURNS:
            return 1, f"it holds {turns} turns in {DENSE_DAYS} days, more than {MOST_TURNS}"
    except _UNUSABLE as error:
        return 1, str(error) or type(error).__name__
    return None


def events(text: str, zone: ZoneInfo, between: tuple[date, date]) -> Iterator[Piece]:
    """Everybody's turns that touch these local days, repetitions made out, cancelled ones left out.

    Times without a zone are in `zone`.
    """
    import recurring_ical_events

    span = _span(zone, between)
    calendar = resolved(_calendar(text), zone, span)
    for event in recurring_ical_events.of(calendar).between(*span):
        first, end = seconds_of(event.start, zone), seconds_of(event.end, zone)
        if first < end and not _is_cancelled(event):
            yield Piece(first, end, _text(event, "SUMMARY"), _text(event, "CONTACT"))


def left_out_in_vain(text: str, zone: ZoneInfo, between: tuple[date, date]) -> list[tuple[str, str]]:
    """Who has an `EXDATE` on these local days that names none of their turns, and the moment as written there."""
    found = idle(_calendar(text), zone, _span(zone, between))
    return sorted((_text(event, "SUMMARY"), _written(each)) for event, each in found)


def _span(zone: ZoneInfo, between: tuple[date, date]) -> tuple[datetime, datetime]:
    return datetime.combine(between[0], time(), zone), datetime.combine(between[1] + timedelta(1), time(), zone)


def people(text: str) -> dict[str, str]:
    """Everybody whom the calendar names, with the first contact that one of their events says, empty if none does."""
    found: dict[str, str] = {}
    for event in _calendar(text).walk("VEVENT"):
        if who := _text(event, "SUMMARY"):
            found[who] = found.get(who) or _text(event, "CONTACT")
    return found


def _calendar(text: str) -> icalendar.Calendar:
    import icalendar

    try:
        calendar: icalendar.Calendar = icalendar.Calendar.from_ical(text)
    except _UNUSABLE as error:
        raise ValueError(f"it is not an iCalendar file: {error}") from None
    return calendar


def _unread(event: Any) -> _Told | None:
    """What decides a turn and has no sense, or more than one."""
    who, broken = _text(event, "SUMMARY")[:60], {name for name, _ in event.errors}
    for key in _DECIDING:
        found = event.get(key)
        if key in _ONCE and isinstance(found, list):
            return key, f"the event of {who} has more than one {key}"
        if key in broken:
            kept = [type(each).__name__ for each in found] if isinstance(found, list) else []
            nth = kept.index("vBroken") if "vBroken" in kept else 0
            return key, f"the {key} of {who} has no meaning: “{{}}”", nth
    if (place := undated(event)) is None:
        return None
    key, nth = place
    if key == "DTSTART" and isinstance(start := event.get(key).dt, date):
        return key, f"the event of {who} begins in {start.year}"
    return key, f"the {key} of {who} is of no date from {FIRST_YEAR} to {LAST_YEAR}: “{{}}”", nth


def _event_fault(event: Any) -> _Told | None:
    who = _text(event, "SUMMARY")
    if not who and not _is_cancelled(event):
        return "BEGIN", "an event has no SUMMARY: who is on duty?"
    start = event.get("DTSTART")
    if start is None:
        return "SUMMARY", f"the event of {who[:60]} has no DTSTART"
    end, utc = event.get("DTEND"), ZoneInfo("UTC")
    for key, at in (("DTSTART", start), ("DTEND", end)):
        if at is not None and "TZID" in at.params and getattr(at.dt, "tzinfo", None) is None:
            return key, f"the event of {who[:60]} is in an unknown time zone, {str(at.params['TZID'])[:60]}"
    if end is not None and seconds_of(end.dt, utc) <= seconds_of(start.dt, utc):
        return "DTEND", f"the event of {who[:60]} ends before it begins"
    return None


def _rule_fault(event: Any) -> _Told | None:
    """A rule of repetition that says not how often, too often, or what nobody can follow; a turn that lasts no time."""
    import icalendar
    import recurring_ical_events

    who, rules = _text(event, "SUMMARY")[:60], event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if rule.get("FREQ", [""])[0] in _TOO_OFTEN or any(part in rule for part in _WITHIN_A_DAY):
            return "RRULE", f"the turn of {who} repeats within a day"
        if rule and "FREQ" not in rule:
            return "RRULE", f"the RRULE of {who} has no FREQ (DAILY, WEEKLY, MONTHLY or YEARLY): “{{}}”"
    if rules:
        alone, day = icalendar.Calendar(), _day(event.get("DTSTART").dt)
        alone.add_component(event)
        try:
            list(recurring_ical_events.of(alone).between(day, day + timedelta(1)))
        except _UNUSABLE:
            return "RRULE", f"the RRULE of {who} cannot be followed: “{{}}”"
    if not _lasts(event) and not _is_cancelled(event):
        return "SUMMARY", f"the turn of {who} lasts no time: give it a DTEND or a DURATION"
    return None


def _id_fault(event: Any, told: dict[tuple[str, ...], Any]) -> _Told | None:
    """Two events, or two changes of one turn, that `UID` and `SEQUENCE` (0 where it is not written) call one: only one
    would count. `told` holds those before it, and takes it in; one that is written twice is no fault."""
    if "UID" not in event:
        return None
    turn = event.get("RECURRENCE-ID")
    version = _text(event, "SEQUENCE") or "0"
    known = told.setdefault((_text(event, "UID"), version, str(turn.dt) if turn else ""), event)
    is_same = all(known.get(key) == event.get(key) for key in _TURN) and left_out(known) == left_out(event)
    if is_same and _is_cancelled(known) == _is_cancelled(event):
        return None
    one, other = (f"{_text(each, 'SUMMARY')[:30]} from {_written(each.get('DTSTART').dt)}" for each in (known, event))
    return "SUMMARY", f"the events of {one} and of {other} have one UID, so only one would count: give each its own"


def _written(moment: date | datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment}"


def _lasts(event: Any) -> bool:
    """Whether there is time between the beginning and the end; a whole day needs neither to be said."""
    end, duration = event.get("DTEND"), event.get("DURATION")
    if duration is not None:
        return bool(duration.dt > timedelta(0))
    return end is not None or not isinstance(event.get("DTSTART").dt, datetime)


def _is_cancelled(event: Any) -> bool:
    return _text(event, "STATUS").upper() == _CANCELLED


def _placed(text: str, place: int, key: str, what: str, nth: int = 0) -> tuple[int, str]:
    """With the line of the property in the event that stands at this place in the file; `{}` is what it says there."""
    lines = property_lines(text)
    own = lines[place] if place < len(lines) else {}
    found = own.get(key) or own.get("BEGIN") or [(1, "")]
    line, value = found[min(nth, len(found) - 1)]
    return line, what.replace("{}", printable(value.strip()[:80]))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _text(event: Any, key: str) -> str:
    """On one line, and of a property that is written several times all values: `poste 4220 / 06 12 34 56 78`."""
    found = event.get(key, "")
    values = (" ".join(str(value).split()) for value in (found if isinstance(found, list) else [found]))
    return " / ".join(value for value in values if value)
