"""The part of a passage that a result row shows: around the first highlight of what a reader sees of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbsearch.core.model import Result
from kbsearch.core.shown import sentence

WIDTH = 260
LEAD = 80
"""Characters of context before the first highlight."""

Segments = tuple[tuple[str, bool], ...]
"""Pieces of plain text in order, none empty, each with whether it matched the query."""


def segments(result: Result) -> Segments:
    """What the row of `result` shows of its passage, in one line.

    A card, or an article's first lines, begin with its title, which the row shows already.
    """
    text, top = result.passage.shown, 0
    if text.startswith(result.title[:1]):
        title = sentence(result.title)
        top = min(len(title) + 1, len(text)) if f"{text} ".startswith(f"{title} ") else 0
    hits = [(max(start, top), stop) for start, stop in result.passage.shown_highlights if stop > top]
    begin = _begin(text, top, hits[0][0] if hits else top)
    end = min(len(text), begin + WIDTH)
    before = (("… ", False),) if begin > top else ()
    after = ((" …", False),) if end < len(text) else ()
    return (*before, *_cut(text, hits, begin, end), *after)


def _begin(text: str, top: int, first: int) -> int:
    """Where to start so that the first match is in sight, at a word's beginning if one is near."""
    if first - top <= LEAD:
        return top
    blank = text.find(" ", first - LEAD, first)
    return blank + 1 if blank >= 0 else first - LEAD


def _cut(text: str, hits: Sequence[tuple[int, int]], begin: int, end: int) -> Iterator[tuple[str, bool]]:
    """`text[begin:end]` where hits begin and end; hits that touch are one."""
    at = matched = begin
    for start, stop in hits:
        if start >= end:
            break
        if start > at:
            if matched < at:
                yield text[matched:at], True
            yield text[at:start], False
            matched = start
        at = min(stop, end)
    if matched < at:
        yield text[matched:at], True
    if at < end:
        yield text[at:end], False
