"""Mail addresses told without their signs or dots: `jean dupont at gmail dot com`, `jean.dupontarobasegmail.com`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.words import FIRST_NAMES
from kbsearch.core.text import fold

_EVERYBODYS = "gmail|googlemail|orange|wanadoo|free|sfr|laposte|hotmail|outlook|live|yahoo|icloud|gmx|proton|protonmail"
"""Hosts of people's mailboxes: `at` before another one may be any English sentence's."""
_TOLD = re.compile(
    r"(?P<said>\b(?:e-?mail|mail|courriel|adresse)(?:\s?:|\sest)?\s)?(?:(?<![\w.+@'-])(?P<given>[^\W\d_]{3,20}) )?"
    rf"(?<![\w.+@'-])(?P<family>[\w'-]{{2,64}}) (?:at (?:{_EVERYBODYS})|(?P<sign>arr?obase) [^\W_][\w-]{{0,62}}) "
    r"(?:dot|point) [a-z]{2,4}\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<![\w.+-])[\w.+'-]{2,64}arobase[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE)


def spelled_mail(text: str) -> Iterator[tuple[int, int]]:
    """With a known first name before, or behind a word for mail; glued ones always."""
    lowered = text.lower()
    if " at " not in lowered and "obase" not in lowered:
        return
    spans = [match.span() for match in _GLUED.finditer(text)]
    for match in _TOLD.finditer(text):
        if match["given"] and fold(match["given"]) in FIRST_NAMES:
            spans.append((match.start("given"), match.end()))
        elif match["said"] and not match["given"] and not match["sign"]:
            spans.append((match.start("family"), match.end()))
    yield from sorted(spans)
