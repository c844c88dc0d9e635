"""A typed query as it is searched: of a long one, what may be kept too."""

from __future__ import annotations

from kbsearch.core.redaction.cuts import BEYOND, cut
from kbsearch.core.text import MAX_QUERY_CHARS, MOST_READ, normalise


def searchable(typed: str) -> str:
    """`normalise`, whose cut goes through nothing that is only recognised whole: what is searched is kept, redacted."""
    text = normalise(typed, MAX_QUERY_CHARS + BEYOND)
    is_known = len(typed) <= MOST_READ  # else what comes behind `text` was not read
    return cut(text, MAX_QUERY_CHARS if is_known else max(0, min(MAX_QUERY_CHARS, len(text) - BEYOND)))
