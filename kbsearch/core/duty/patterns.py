"""Pieces of time that come again at the same hours: a lost night does not hide behind the lunch breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kbsearch.core.duty.pieces import Piece


def alike(pieces: Sequence[Piece], zone: ZoneInfo, window: Piece) -> list[list[Piece]]:
    """Sorted pieces, those together that begin and end at the same hours as many days apart; in the order of the first
    of each. What an end of the window cuts off is taken for the rest of one that it may be the end or beginning of.
    """
    groups: dict[tuple[str, str, int], list[Piece]] = {}
    cut = [piece for piece in pieces if piece.start == window.start or piece.end == window.end]
    for piece in pieces:
        if piece not in cut:
            groups.setdefault(_hours(piece, zone), []).append(piece)
    for piece in cut:
        begins, ends, days = _hours(piece, zone)
        whole = (
            key
            for key in groups
            if key[2] >= days
            and (piece.start == window.start or key[0] == begins)
            and (piece.end == window.end or key[1] == ends)
        )
        groups.setdefault(next(whole, (begins, ends, days)), []).append(piece)
    return sorted(map(sorted, groups.values()))


def _hours(piece: Piece, zone: ZoneInfo) -> tuple[str, str, int]:
    """When it begins and ends, local time, and how many days later."""
    start, end = (datetime.fromtimestamp(at, zone) for at in (piece.start, piece.end))
    return f"{start:%H:%M}", f"{end:%H:%M}", (end.date() - start.date()).days
