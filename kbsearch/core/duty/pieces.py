"""Pieces of time on which someone is on duty, and what can be done with them. UTC seconds, `[start, end)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kbsearch.core.levels import DAY_MINUTES, Span


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


def clipped(pieces: Iterable[Piece], frame: Sequence[Piece]) -> list[Piece]:
    """What of `pieces` lies in `frame`."""
    return [
        replace(piece, start=max(piece.start, within.start), end=min(piece.end, within.end))
        for piece in pieces
        for within in frame
        if piece.start < within.end and within.start < piece.end
    ]


def without(pieces: Iterable[Piece], taken: Iterable[Piece]) -> list[Piece]:
    """What of `pieces` no piece of `taken` covers."""
    left = list(pieces)
    for out in taken:
        left = [rest for piece in left for rest in _cut(piece, out)]
    return left


def laid(pieces: Iterable[Piece]) -> list[Piece]:
    """`pieces` over each other, later ones of the sequence on top: disjoint, sorted."""
    top: list[Piece] = []
    for piece in pieces:
        top = [*without(top, [piece]), piece]
    return sorted(top)


def _cut(piece: Piece, out: Piece) -> Iterator[Piece]:
    if out.end <= piece.start or piece.end <= out.start:
        yield piece
        return
    if piece.start < out.start:
        yield replace(piece, end=out.start)
    if out.end < piece.end:
        yield replace(piece, start=out.end)
