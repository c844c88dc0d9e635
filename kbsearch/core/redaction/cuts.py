"""Where a long text may be cut before it is redacted: not inside of something that is only recognised whole.

A text is cut first where redacting all of it would take too long, or where the end of it is not searched either. The
beginning of a telephone number is no telephone number to any recogniser, so it would be kept.
"""

from __future__ import annotations

import re

from kbsearch.core.redaction import redact

BEYOND = 320
"""Characters on both sides of a cut that are looked at: longer than anything that is recognised."""

BACK = (*range(1, 9), 16, 32)
"""Words that a cut goes back before all that is looked at goes: in the end more than anything that is recognised has,
and in so few steps that no text costs more than some times what it does to redact that part of it."""

_WORD = re.compile(r"\S+")
_BETWEEN = re.compile(r"(?<=\S)(?=\s)")


def cut(text: str, most: int) -> str:
    """The first `most` characters of a text, or so many fewer that they are redacted as they are within the whole.

    One of exactly so many may have been cut before it came here, as browsers do: its last word goes, and a number.

    >>> cut("Imprimante bloquée, rappeler au 06 12 34 56 78", 42)
    'Imprimante bloquée, rappeler au'
    >>> cut("Imprimante bloquée, rappeler au 06 12 34 5", 42)
    'Imprimante bloquée, rappeler au'
    """
    if len(text) < most:
        return text
    if len(text) == most:
        return text[:-BEYOND] + _without_last(text[-BEYOND:])
    begin = max(0, most - BEYOND)
    around = text[begin : most + BEYOND]
    whole = redact(around).text
    places = [found.start() for found in _BETWEEN.finditer(around, 0, most - begin)]
    for place in (most - begin, *(places[-back] for back in BACK if back <= len(places))):
        if whole.startswith(redact(around[:place]).text):
            return text[: begin + place]
    return text[:begin]


def _without_last(text: str) -> str:
    """Without the last word, and without the number that it may belong to."""
    words = [*_WORD.finditer(text)][:-1]
    while words and any(map(str.isdigit, words[-1][0])):
        words.pop()
    return text[: words[-1].end()] if words else ""
