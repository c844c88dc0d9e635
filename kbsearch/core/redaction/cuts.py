"""Where a long text may be cut before it is redacted: not inside of something that is only recognised whole.

A text is cut first where redacting all of it would take too long, or where the end of it is not searched either. The
beginning of a telephone number is no telephone number to any recogniser, so it would be kept.
"""

from __future__ import annotations

import re

from kbsearch.core.redaction import redact

BEYOND = 320
"""Characters on both sides of a cut that are looked at: longer than anything that is recognised."""

MOST_STEPS = 32
"""Words that a cut goes back at most before all that is looked at goes: more than anything that is recognised has."""

_BETWEEN = re.compile(r"(?<=\S)(?=\s)")


def cut(text: str, most: int) -> str:
    """The first `most` characters of a text, or so many fewer that they are redacted as they are within the whole.

    >>> cut("Imprimante bloquée, rappeler au 06 12 34 56 78", 42)
    'Imprimante bloquée, rappeler au'
    """
    if len(text) <= most:
        return text
    begin = max(0, most - BEYOND)
    around = text[begin : most + BEYOND]
    whole = redact(around).text
    places = [found.start() for found in _BETWEEN.finditer(around, 0, most - begin)]
    for place in (most - begin, *places[: -MOST_STEPS - 1 : -1]):
        if whole.startswith(redact(around[:place]).text):
            return text[: begin + place]
    return text[:begin]
