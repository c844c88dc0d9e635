"""Pieces of time on which someone is on duty, and what can be done with them. UTC seconds, `[start, end)`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import pairwise
from zoneinfo import ZoneInfo

from kbsearch.core.levels import DAY_MINUTES, Span

_FIRST, _LAST = -(2**40), 2**40
"""Before and after every instant."""


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of time."""

    start: int
    end: int
    who: str = ""
    """Who is on duty; empty = whoever answers."""
    contact: str = ""
    """Of that person; empty = the level's."""


def seconds(day: date, minutes: int, zone: ZoneInfo) -> int:
    """UTC seconds of a wall-clock time.

    A time that the clocks show twice is its first showing; one that they skip is as far after the gap as it says.
    """
    moment = datetime.combine(day + timedelta(minutes // DAY_MINUTES), time(*divmod(minutes % DAY_MINUTES, 60)), zone)
    return int(moment.timestamp())


def of_day(day: date, spans: Iterable[Span], zone: ZoneInfo) -> Iterator[Piece]:
    """The pieces that open on `day`; a span that the clocks skip whole gives none."""
    for span in spans:
        start, end = seconds(day, span.opens, zone), seconds(day, span.closes, zone)
        if start < end:
            yield Piece(start, end)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Sorted; those that touch or overlap made one where the same person is on duty."""
    found: list[Piece] = []
    for piece in sorted(pieces):
        last = found[-1] if found else None
        if last and piece.start <= last.end and (piece.who, piece.contact) == (last.who, last.contact):
            found[-1] = replace(last, end=max(last.end, piece.end))
        else:
            found.append(piece)
    return found


def clipped(pieces: Iterable[Piece], frame: Iterable[Piece]) -> list[Piece]:
    """What of `pieces` lies in `frame`."""
    starts, ends = _union(frame)
    found = []
    for piece in pieces:
        for place in range(bisect_right(ends, piece.start), bisect_left(starts, piece.end)):
            within = max(piece.start, starts[place]), min(piece.end, ends[place])
            found.append(Piece(*within, piece.who, piece.contact))
    return found


def without(pieces: Iterable[Piece], taken: Iterable[Piece]) -> list[Piece]:
    """What of `pieces` no piece of `taken` covers."""
    starts, ends = _union(taken)
    free = [Piece(end, start) for end, start in zip([_FIRST, *ends], [*starts, _LAST], strict=True)]
    return clipped(pieces, free)


def laid(pieces: Iterable[Piece]) -> list[Piece]:
    """`pieces` over each other, later ones of the sequence on top: disjoint, sorted."""
    ordered = list(pieces)
    coming = sorted(range(len(ordered)), key=lambda place: ordered[place].start, reverse=True)
    there: list[int] = []
    """A heap of places, negated: the topmost first."""
    top = []
    for at, after in pairwise(sorted({edge for piece in ordered for edge in (piece.start, piece.end)})):
        while coming and ordered[coming[-1]].start <= at:
            heappush(there, -coming.pop())
        while there and ordered[-there[0]].end <= at:
            heappop(there)
        if there:
            top.append(replace(ordered[-there[0]], start=at, end=after))
    return joined(top)


def _union(pieces: Iterable[Piece]) -> tuple[list[int], list[int]]:
    """Where the time covered by `pieces` starts and ends, whoever is on duty: sorted, disjoint."""
    found = joined(Piece(piece.start, piece.end) for piece in pieces)
    return [piece.start for piece in found], [piece.end for piece in found]
