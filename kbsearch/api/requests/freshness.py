"""`ETag` and `If-None-Match`, as RFC 9110 has them (8.8.3, 13.1.2): an answer that is known is not sent again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response

CONDITIONAL: Mapping[str, Any] = {"conditional": True}
"""For the `opt` of a handler that answers with `as_known` where it can: its 304 stands in the document then."""
_BEFORE = re.compile(r"[ \t,]*")
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_AFTER = re.compile(r"[ \t]*(?:,|\Z)")


def headers(etag: str) -> dict[str, str]:
    """To be asked about each time, and kept by nobody who serves several."""
    return {"ETag": etag, "Cache-Control": "private, no-cache"}


def as_known(request: Request[Any, Any, Any], etag: str) -> Response[None] | None:
    """The 304 for who has what `etag` names; None for who does not. `etag` is strong, in its quotes."""
    if not names(request.headers.get("if-none-match", ""), etag):
        return None
    return Response(None, status_code=304, headers=headers(etag))


def names(condition: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this tag: `*`, or one of a list, weak ones too. What is no list names nothing.

    >>> names('"a", W/"b"', '"b"')
    True
    """
    if condition.strip(" \t") == "*":
        return True
    is_named, at = False, 0
    while (at := _end(_BEFORE, condition, at)) < len(condition):
        tag = _TAG.match(condition, at)
        after = _AFTER.match(condition, tag.end()) if tag else None
        if tag is None or after is None:
            return False
        is_named, at = is_named or tag[1] == etag, after.end()
    return is_named


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
