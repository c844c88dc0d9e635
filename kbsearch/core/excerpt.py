"""The part of a passage that a result row shows: around the first highlight, without Markdown's marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

WIDTH = 260
LEAD = 80
"""Characters of context before the first highlight."""

_MARKS = re.compile(r"\*\*|__|`|^\s{0,3}(?:#{1,6}|>|[-*+])\s+|\[!\w+\]|\]\([^)\s]*\)|!?\[", re.MULTILINE)


def segments(text: str, highlights: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Pieces of plain text in order, each with whether it matched the query. `web/search.js` does the same."""
    first = highlights[0][0] if highlights else 0
    begin = 0 if first <= LEAD else text.find(" ", first - LEAD, first) + 1 or first - LEAD
    end = min(len(text), begin + WIDTH)
    pieces = [("… ", False)] if begin else []
    at = begin
    for start, stop in highlights:
        if start < at or start >= end:
            continue
        pieces += [(_plain(text[at:start]), False), (_plain(text[start : min(stop, end)]), True)]
        at = min(stop, end)
    pieces.append((_plain(text[at:end]), False))
    if end < len(text):
        pieces.append((" …", False))
    return [piece for piece in pieces if piece[0]]


def _plain(markdown: str) -> str:
    return _MARKS.sub("", markdown)
