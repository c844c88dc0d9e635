"""An instant as people write it: with its offset, or as local time, which the clocks may skip or show twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kbsearch.core.local_time import END, FIRST, FIRST_YEAR, LAST_YEAR
from kbsearch.errors import BadRequest

UNREADABLE = (
    "“at” is not a date and time such as 2026-12-25T03:00 (the client's local time) or 2026-12-25T03:00:00+01:00, "
    f"from {FIRST_YEAR} to {LAST_YEAR}."
)

Doubt = Literal["", "twice", "skipped"]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and what was doubtful in how it was written."""

    at: datetime
    """Aware."""
    doubt: Doubt = ""
    """`twice`: the clocks show this local time twice, and the first was taken. `skipped`: they never show it, and the
    time as far after the gap was taken."""


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of this name, None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_moment(text: str, zone: ZoneInfo) -> Moment:
    """An ISO 8601 date and time; without an offset, local time in `zone`. Raises `BadRequest` naming the field `at`.

    >>> read_moment("2026-10-25T02:30", ZoneInfo("Europe/Paris")).doubt
    'twice'
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(UNREADABLE, field="at", key="value-at") from None
    if not FIRST <= (at if at.tzinfo else at.replace(tzinfo=zone)) < END or "T" not in text.upper().replace(" ", "T"):
        raise BadRequest(UNREADABLE, field="at", key="value-at")
    if at.tzinfo is not None:
        return Moment(at)
    local = at.replace(tzinfo=zone, fold=0)
    shown = local.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != at:
        return Moment(shown, "skipped")
    return Moment(local, "twice" if local.utcoffset() != local.replace(fold=1).utcoffset() else "")
