"""What a result row shows of a passage: one sentence of what a reader sees of it, the one that matches best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kbsearch.core.model import Result
from kbsearch.core.search.shown import CELL, sentence

WIDTH = 180
LEAD = 64
"""Characters of context before the first highlight, where the sentence does not fit."""

Range = tuple[int, int]
Segments = tuple[tuple[str, bool], ...]
"""Pieces of plain text in order, none empty, each with whether it matched the query."""

_SENTENCE = re.compile(r"[.!?…](?<=[^\s\d].|\s[!?])( )(?=\S)")
"""Between two sentences, as group 1; behind `12.` stands a step, which is one with its number.

It begins with what is rare: looked for at each blank, it takes seven times as long.
"""
_SAYING = re.compile(f"({re.escape(CELL)})")
"""Between two symptoms of a card, likewise."""


def segments(result: Result) -> Segments:
    """What the row of `result` shows of its passage, in one line: the sentence with most matches, the first of those.

    A card, or an article's first lines, begin with its title, and a section with its heading: the row shows both
    already, so they count only where nothing else matches.
    """
    text = result.passage.shown
    top = _behind(text, 0, result.title)
    hits = [(max(start, top), stop) for start, stop in result.passage.shown_highlights if stop > top]
    body = _behind(text, top, result.passage.heading[-1]) if result.passage.heading else top
    if hits and all(stop <= body for _, stop in hits):
        body = top
    begin, end = _best(text, body, hits, _SAYING if top else _SENTENCE)
    within = [(max(start, begin), min(stop, end)) for start, stop in hits if start < end and stop > begin]
    first = _begin(text, begin, within[0][0] if within else begin) if end - begin > WIDTH else begin
    last = _end(text, first, end)
    before = (("… ", False),) if first > begin else ()
    after = ((" …", False),) if last < end else ()
    return (*before, *_cut(text, within, first, last), *after)


def _behind(text: str, at: int, head: str) -> int:
    """Where `text[at:]` goes on behind a title or heading that it begins with; `at` where it does not."""
    if not text.startswith(head[:1], at):
        return at
    said = sentence(head)
    return min(at + len(said) + 1, len(text)) if said and f"{text} ".startswith(f"{said} ", at) else at


def _best(text: str, top: int, hits: Sequence[Range], between: re.Pattern[str]) -> Range:
    """Where the best part of `text[top:]` begins and ends."""
    gaps = [found.span(1) for found in between.finditer(text, top)]
    ends = pairwise([(top, top), *gaps, (len(text), len(text))])
    parts = [(before[1], after[0]) for before, after in ends]
    return max(parts, key=lambda part: sum(part[0] <= start < part[1] for start, _ in hits))


def _begin(text: str, top: int, first: int) -> int:
    """Where to start so that the first match is in sight, at a word's beginning if one is near."""
    if first - top <= LEAD:
        return top
    blank = text.find(" ", first - LEAD, first)
    return blank + 1 if blank >= 0 else first - LEAD


def _end(text: str, first: int, end: int) -> int:
    """Where to stop so that the row is no longer than `WIDTH`, behind a word if one ends near."""
    if end - first <= WIDTH:
        return end
    blank = text.rfind(" ", first + WIDTH - LEAD, first + WIDTH + 1)
    return blank if blank >= 0 else first + WIDTH


def _cut(text: str, hits: Sequence[Range], begin: int, end: int) -> Iterator[tuple[str, bool]]:
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
