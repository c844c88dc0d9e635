"""Moments as whole numbers, which files and arrays hold: microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kbsearch.errors import BadRequest

AHEAD = timedelta(minutes=5)
"""How far another tool's clock may be ahead of ours: what begins later than this after now is of the future."""
FURTHEST = timedelta(days=2)
"""How far after now what is told as it happens may be: more than any time zone taken for another. What is told of
between the two is kept, and its call is among the doubtful ones; beyond this it would be kept for years."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Raises `BadRequest` for a time without an offset."""
    if at.tzinfo is None:
        raise BadRequest(f"The time {at} has no offset. Write it too.", field="at")
    return (at - _EPOCH) // MICROSECOND


def moment(microseconds: int) -> datetime:
    """UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def moment_or_none(microseconds: object) -> datetime | None:
    """UTC, of a column that may be empty."""
    return None if microseconds is None else moment(int(str(microseconds)))
