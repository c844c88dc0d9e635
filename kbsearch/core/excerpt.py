"""The part of a passage that a result row shows: around the first highlight, without Markdown's marks."""

from __future__ import annotations

import re
from itertools import groupby

from kbsearch.core.model import Result

WIDTH = 260
LEAD = 80
"""Characters of context before the first highlight."""

_MARKS = re.compile(r"\*\*|__|`|^\s{0,3}(?:#{1,6}|>|[-*+])\s+|\[!\w+\]|\]\([^)\s]*\)|!?\[", re.MULTILINE)


def segments(result: Result) -> list[tuple[str, bool]]:
    """Pieces of plain text in order, each with whether it matched the query. `web/search.js` does the same.

    A card, or an article's first lines, begin with its title, which the row shows already.
    """
    text = result.passage.text
    hidden = {at for match in _MARKS.finditer(text) for at in range(*match.span())}
    lead = 2 if text.startswith("# ") else 0
    if text.startswith(result.title, lead):
        hidden.update(range(lead + len(result.title)))
    matched = {at for start, stop in result.passage.highlights for at in range(start, stop)}
    shown = [(character, at in matched) for at, character in enumerate(text) if at not in hidden]
    begin = _begin(shown)
    end = min(len(shown), begin + WIDTH)
    pieces = [("".join(c for c, _ in run), hit) for hit, run in groupby(shown[begin:end], key=lambda one: one[1])]
    before, after = ("… ", False), (" …", False)
    return [*([before] if begin else []), *pieces, *([after] if end < len(shown) else [])]


def _begin(shown: list[tuple[str, bool]]) -> int:
    """Where to start so that the first match is in sight, at a word's beginning if one is near."""
    first = next((at for at, (_, hit) in enumerate(shown) if hit), 0)
    if first <= LEAD:
        return 0
    return next((at + 1 for at in range(first - LEAD, first) if shown[at][0] == " "), first - LEAD)
