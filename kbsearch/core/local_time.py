"""Times written without an offset, in a place where clocks change twice a year."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Literal, TypeAlias

from kbsearch.errors import BadRequest

Unclear: TypeAlias = Literal["never", "twice", "beyond"]
"""What is wrong with a time: clocks were put forward over it, or back, or UTC cannot say it."""


def exact(at: datetime, zone: tzinfo, *, field: str) -> datetime:
    """`at` in UTC; without an offset it is local time in `zone`.

    Raises `BadRequest` naming `field` for a local time that there was twice, or never.
    """
    match unclear(at, zone):
        case "never":
            message = f"There was no such time in {zone}: clocks were put forward. Write the offset too."
        case "twice":
            message = f"There was this time twice in {zone}: clocks were put back. Write the offset too."
        case "beyond":
            message = "This is no time in UTC."
        case None:
            return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    raise BadRequest(message, field=field)


def unclear(at: datetime, zone: tzinfo) -> Unclear | None:
    """Why `at`, local time in `zone` unless it has an offset, is no one instant; None = it is one."""
    try:
        if at.tzinfo is not None:
            at.astimezone(UTC)
            return None
        first, second = (at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        found = first.astimezone(UTC)
    except OverflowError:
        return "beyond"
    if first.utcoffset() == second.utcoffset():
        return None
    return "never" if found.astimezone(zone).replace(tzinfo=None) != at else "twice"
