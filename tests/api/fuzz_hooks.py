"""What schemathesis does not know of our formats: times that can be worked with, and tables as bodies."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import schemathesis
from hypothesis import strategies as st

from kbsearch.core.local_time import END, FIRST

OFFSETS = [timezone(timedelta(minutes=minutes)) for minutes in (0, 60, -210, 765)]
DAY = timedelta(days=1)


def moments() -> st.SearchStrategy[datetime]:
    """In the years that the API takes, with an offset."""
    first, last = (at.replace(tzinfo=None) for at in (FIRST + DAY, END - DAY))
    return st.datetimes(first, last, timezones=st.sampled_from(OFFSETS))


schemathesis.openapi.format("date-time", moments().map(datetime.isoformat))
schemathesis.openapi.format("moment", moments().map(datetime.isoformat) | st.just(""))


@schemathesis.serializer("application/x-ndjson", "application/jsonl", "text/csv")
def table(_: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogateescape" if isinstance(value, str) else "strict")


@schemathesis.hook
def filter_headers(_: Any, headers: dict[str, Any] | None) -> bool:
    """Headers that can be sent at all."""
    return all(ord(letter) < 256 for value in (headers or {}).values() for letter in str(value))
