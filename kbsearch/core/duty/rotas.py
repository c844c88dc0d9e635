"""A rota → who is on duty when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from kbsearch.core.duty import ical
from kbsearch.core.duty.calendars import days
from kbsearch.core.duty.pieces import Piece, laid, of_day
from kbsearch.core.levels import Override, Rota, Shift


def turns(rota: Rota, zone: ZoneInfo, between: tuple[date, date]) -> list[Piece]:
    """Who is on duty by turns or by the calendar, between these local days: sorted, disjoint.

    Where two are on duty at once, the one who came on later counts, and of two who came on together the one whose turn
    is shorter: a swap stands over the week that it is taken from.
    """
    return laid(_ordered(_all(rota, zone, between)))


def stand_ins(rota: Rota, zone: ZoneInfo) -> list[Piece]:
    """Who stands in: sorted, disjoint; of two at once, the one who stands later in the file counts.

    Somebody who has turns too is reached as in these, where the override says nothing else.
    """
    own = people(rota) if any(not one.contact for one in rota.overrides) else {}
    return laid(_override(one, own.get(one.who, ""), zone) for one in rota.overrides)


def people(rota: Rota) -> dict[str, str]:
    """Everybody who has a turn, now or at some time, with the first contact that one of them says, empty if none does;
    nobody for a rota that is made of overrides alone."""
    found = ical.people(rota.calendar) if rota.calendar else {}
    for shift in rota.shifts:
        found[shift.who] = found.get(shift.who) or shift.contact
    return found


def doubled(rota: Rota, zone: ZoneInfo, between: tuple[date, date]) -> list[tuple[Piece, Piece]]:
    """Neighbours among the turns that are on duty at once, the one who counts last. An iCalendar file may stack events:
    none of it is told."""
    pieces = _ordered(_shifts(rota.shifts, zone, between))
    return [(one, other) for one, other in pairwise(pieces) if other.start < one.end]


def _all(rota: Rota, zone: ZoneInfo, between: tuple[date, date]) -> Iterator[Piece]:
    yield from _shifts(rota.shifts, zone, between)
    if rota.calendar:
        yield from ical.events(rota.calendar, zone, between)


def _ordered(pieces: Iterable[Piece]) -> list[Piece]:
    """Those that count over others after them."""
    return sorted(pieces, key=lambda piece: (piece.start, -piece.end, piece.who, piece.contact))


def _shifts(shifts: tuple[Shift, ...], zone: ZoneInfo, between: tuple[date, date]) -> Iterator[Piece]:
    for shift in shifts:
        for day in days(*between):
            if _begins(shift, day):
                for piece in of_day(day, [shift.span], zone):
                    yield Piece(piece.start, piece.end, shift.who, shift.contact)


def _begins(shift: Shift, day: date) -> bool:
    if day.weekday() not in shift.days or (shift.last is not None and day > shift.last):
        return False
    if shift.since is None:
        return True
    weeks = (_monday(day) - _monday(shift.since)).days // 7
    return day >= shift.since and weeks % shift.every == 0


def _override(one: Override, own: str, zone: ZoneInfo) -> Piece:
    return Piece(_instant(one.start, zone), _instant(one.end, zone), one.who, one.contact or own)


def _instant(local: datetime, zone: ZoneInfo) -> int:
    return int(local.replace(tzinfo=zone).timestamp())


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
