"""Times as they are told: in which years, and without an offset where clocks change twice a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Literal, TypeAlias

import msgspec

from kbsearch.core.moments import FURTHEST
from kbsearch.errors import BadRequest

FIRST_YEAR, LAST_YEAR = 2000, 2098
"""Years for which holidays and rotas can be told, and whose times can be moved by weeks and zones."""
FIRST, END = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)

Unclear: TypeAlias = Literal["never", "twice", "beyond"]
"""What is wrong with a time: clocks were put forward over it, or back, or it is outside those years."""


def in_utc(at: datetime, *, field: str) -> datetime:
    """An aware time in UTC. Raises `BadRequest` naming `field` for one outside these years."""
    if is_beyond(at):
        message = f"The time is not from {FIRST_YEAR} to {LAST_YEAR}."
        raise BadRequest(message, field=field, key="value-year")
    return at.astimezone(UTC)


def require_come(told: object, now: datetime) -> None:
    """Raises `BadRequest`, naming where it stands, for a time in what was told that is more than `FURTHEST` after
    now."""
    for place, at in times(told):
        if at > now + FURTHEST:
            message = f"The time is more than {FURTHEST.days} days ahead: look at the clock of the tool that sends it."
            raise BadRequest(message, field=place, key="value-ahead")


def times(value: object, place: str = "") -> Iterator[tuple[str, datetime]]:
    """Every time in a body and where it stands: `events[0].what.began`."""
    if isinstance(value, datetime):
        yield place, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from times(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from times(item, f"{place}[{at}]")


def is_beyond(at: datetime) -> bool:
    """Whether an aware time is outside those years."""
    return not FIRST <= at < END


def exact(at: datetime, zone: tzinfo, *, field: str) -> datetime:
    """`at` in UTC; without an offset it is local time in `zone`.

    Raises `BadRequest` naming `field` like `in_utc`, and for a local time that there was twice, or never.
    """
    match unclear(at, zone):
        case "never":
            message = f"There was no such time in {zone}: clocks were put forward. Write the offset too."
        case "twice":
            message = f"There was this time twice in {zone}: clocks were put back. Write the offset too."
        case _:
            return in_utc(at if at.tzinfo else at.replace(tzinfo=zone), field=field)
    raise BadRequest(message, field=field)


def unclear(at: datetime, zone: tzinfo) -> Unclear | None:
    """Why `at`, local time in `zone` unless it has an offset, is no one instant; None = it is one."""
    first, second = (at if at.tzinfo else at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if is_beyond(first):
        return "beyond"
    found = first.astimezone(UTC)
    if first.utcoffset() == second.utcoffset():
        return None
    return "never" if found.astimezone(zone).replace(tzinfo=None) != at else "twice"
