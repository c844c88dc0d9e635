"""A typed query as it is searched: of a long one, what may be kept too."""

from __future__ import annotations

from kbsearch.core.redaction.cuts import BEYOND, cut
from kbsearch.core.text import MAX_QUERY_CHARS, MOST_READ, normalise


def searchable(typed: str) -> str:
    """`normalise`, whose cut goes through nothing that is only recognised whole: what is searched is kept, redacted."""
    return cut(normalise(cut(typed, MOST_READ), MAX_QUERY_CHARS + BEYOND), MAX_QUERY_CHARS)
