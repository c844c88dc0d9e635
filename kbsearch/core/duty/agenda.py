"""Everything that decides when one level can be reached, joined: hours, holidays, rota, who stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kbsearch.core.duty.calendars import client_openings, openings
from kbsearch.core.duty.pieces import Piece, clipped, laid, seconds, without
from kbsearch.core.duty.rotas import stand_ins, turns
from kbsearch.core.levels import Holidays, Hours, Level

AHEAD_DAYS = 62
"""How far the next opening is looked for after the month of the instant."""
BEFORE_DAYS = 9
_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """One level's time from a little before a month to well after it."""

    window: Piece
    open: tuple[Piece, ...]
    """When the level is open by its hours, be there anybody on duty or not."""
    duty: tuple[Piece, ...]
    """When somebody can be reached: sorted, disjoint."""


@dataclass(frozen=True)
class Agenda:
    """When one level can be reached. Any thread may ask; months made out are kept."""

    level: Level
    hours: Hours | None
    """The client's; None = not declared, which counts as open."""
    holidays: Holidays
    zone: ZoneInfo
    _months: dict[tuple[int, int], Month] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_declared(self) -> bool:
        """Whether anything says when the level can be reached."""
        return self.hours is not None or self.level.hours not in ("client", "outside")

    def now(self, at: int) -> Piece | None:
        """Who is on duty at this UTC second, None when nobody is."""
        duty = self.month(at).duty
        place = bisect_right(duty, at, key=lambda piece: piece.start) - 1
        return duty[place] if place >= 0 and at < duty[place].end else None

    def next(self, at: int) -> Piece | None:
        """Who comes on next after this second; None when nobody does for two months."""
        duty = self.month(at).duty
        place = bisect_right(duty, at, key=lambda piece: piece.start)
        return duty[place] if place < len(duty) else None

    def is_open(self, at: int) -> bool:
        """Whether the level is open by its hours: then, if nobody is on duty, the rota has a gap."""
        return any(piece.start <= at < piece.end for piece in self.month(at).open)

    def is_endless(self, piece: Piece, at: int) -> bool:
        """Whether nothing ends this duty as far as one can see from `at`."""
        return piece.end >= self.month(at).window.end

    def month(self, at: int) -> Month:
        """The month of this UTC second."""
        day = datetime.fromtimestamp(at, UTC).date()
        key = (day.year, day.month)
        found = self._months.get(key)
        if found is None:
            if len(self._months) >= _MOST_MONTHS:
                self._months.clear()
            first = date(*key, 1)
            found = self.between(first - timedelta(BEFORE_DAYS), first + timedelta(31 + AHEAD_DAYS))
            self._months[key] = found
        return found

    def between(self, first: date, last: date) -> Month:
        """The level's time from the first local day to the last, both whole."""
        window = Piece(seconds(first, 0, self.zone), seconds(last + timedelta(1), 0, self.zone))
        # What opens, or is on duty, before the first day may last into it.
        days = (first - timedelta(BEFORE_DAYS), last + timedelta(1))
        is_open = clipped(self._open(days, window), [window])
        rota = self.level.rota
        if rota is None:
            return Month(window, tuple(is_open), tuple(is_open))
        on_duty = clipped(turns(rota, self.zone, days), is_open)
        instead = clipped(stand_ins(rota, self.zone), [window])
        return Month(window, tuple(is_open), tuple(laid([*on_duty, *instead])))

    def gaps(self, first: date, last: date) -> list[Piece]:
        """When the level is open and nobody of its rota is on duty."""
        month = self.between(first, last)
        return without(month.open, month.duty)

    def _open(self, days: tuple[date, date], window: Piece) -> list[Piece]:
        hours = self.level.hours
        if isinstance(hours, Hours):
            return openings(hours, self.holidays, self.zone, days)
        if hours == "always" or self.hours is None:
            return [window]
        client = client_openings(self.hours, self.holidays, self.zone, days)
        return client if hours == "client" else without([window], client)
