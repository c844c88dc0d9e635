"""Times written without an offset, in a place where clocks change twice a year."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from kbsearch.errors import BadRequest


def exact(at: datetime, zone: tzinfo, *, field: str) -> datetime:
    """`at` in UTC; without an offset it is local time in `zone`.

    Raises `BadRequest` naming `field` for a local time that there was twice, or never.
    """
    try:
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        first, second = (at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        found = first.astimezone(UTC)
    except OverflowError:
        raise BadRequest("This is no time in UTC.", field=field) from None
    if first.utcoffset() == second.utcoffset():
        return found
    is_gap = found.astimezone(zone).replace(tzinfo=None) != at
    what = "no such time" if is_gap else "this time twice"
    moved = "forward" if is_gap else "back"
    raise BadRequest(f"There was {what} in {zone}: clocks were put {moved}. Write the offset too.", field=field)
