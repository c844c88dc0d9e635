"""What schemathesis does not know of our formats: times that can be worked with, tables as bodies, keys, cursors."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.generation.meta import ComponentInfo

from kbsearch.api.requests.once import MOST_CHARS
from kbsearch.core.local_time import END, FIRST

OFFSETS = [timezone(timedelta(minutes=minutes)) for minutes in (0, 60, -210, 765)]
DAY = timedelta(days=1)
TIME = re.compile(r"\d{4}-\d\d-\d\dT")
KEY = "Idempotency-Key"
_posts = itertools.count()


def moments() -> st.SearchStrategy[datetime]:
    """In the years that the API takes, with an offset, and none that is still to come: nothing happened then."""
    first, last = (at.replace(tzinfo=None) for at in (FIRST + DAY, datetime.now(UTC)))
    return st.datetimes(first, last, timezones=st.sampled_from(OFFSETS))


schemathesis.openapi.format("date-time", moments().map(datetime.isoformat))
schemathesis.openapi.format("moment", moments().map(datetime.isoformat) | st.just(""))
schemathesis.openapi.format("day", st.dates(FIRST.date(), (END - DAY).date()).map(date.isoformat) | st.just(""))


@schemathesis.serializer("application/x-ndjson", "application/jsonl", "text/csv")
def table(_: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogateescape" if isinstance(value, str) else "strict")


@schemathesis.hook
def before_call(_: Any, case: Any, _kwargs: Any) -> None:
    """Headers that can be sent at all: chains put what was answered into them. Each post has a key of its own, or it
    would be refused as another post's; what is to be accepted has no cursor, for only a list makes one, asks for no
    calls of a key's own, leaves no search out that is of no call, asks for a few days in their order, and tells of a
    call no time that is still to come; and whole numbers are written as such, though a schema takes 5.0 for an integer
    too."""
    _take_paths_for_what_they_say(case)
    for name, value in (case.headers or {}).items():
        case.headers[name] = str(value).encode("latin-1", "replace").decode("latin-1")
    if 0 < len((case.headers or {}).get(KEY, "")) <= MOST_CHARS:
        case.headers[KEY] = f"{next(_posts)}"
    if case.meta.generation.mode.is_positive:
        for name in {"cursor", "mine"}.intersection(case.query or {}):
            case.query[name] = ""
        if any(f"/{of}" in case.path for of in ("figures", "gaps", "knowledge")) and case.query:
            case.query |= _in_order(case.query)
        if isinstance(case.body, dict) and "kept" in case.body and not case.body.get("call"):
            case.body["kept"] = True
        if "/calls/{call}" in case.path:
            case.body = _come(case.body)
    if case.media_type == "application/json":
        case.body = _whole(case.body)


def _take_paths_for_what_they_say(case: Any) -> None:
    """A case made to be refused is taken for a good one where a value of its path was set afterwards: the whole path is
    looked at anew then, and as it stands in an address, where `%9F` is three characters that a pattern allows. It is
    what it was made to be when what is decoded is not what the pattern says."""
    given = case.path_parameters or {}
    for parameter in case.operation.path_parameters:
        pattern = parameter.definition.get("schema", {}).get("pattern")
        if pattern and parameter.name in given and not re.search(pattern, unquote(str(given[parameter.name]))):
            case.meta.components[ParameterLocation.PATH] = ComponentInfo(mode=GenerationMode.NEGATIVE)
            case.meta.generation.mode = GenerationMode.NEGATIVE


def _in_order(query: Mapping[str, Any]) -> dict[str, str]:
    """A first and a last day that go together, in place of any two."""
    first = query.get("since") or "2026-11-02"
    last = date.fromisoformat(first) + timedelta(days=len(query.get("until") or "") % 7)
    return {"since": first, "until": min(last, (END - DAY).date()).isoformat()}


def _come(value: Any) -> Any:
    """What was answered of days to come is not told as a time of something that happened."""
    if isinstance(value, dict):
        return {name: _come(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_come(one) for one in value]
    is_ahead = isinstance(value, str) and TIME.match(value) and value[:10] > datetime.now(UTC).date().isoformat()
    return f"2026-11-02{value[10:]}" if is_ahead else value


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value
