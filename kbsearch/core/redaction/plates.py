"""Number plates. Part numbers have their shape too, so what stands before decides where the shape alone cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.context import is_said, is_said_after, is_technical

_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_DASHED = re.compile(rf"(?<![\w-]){_LETTERS}-\d{{3}}-{_LETTERS}(?![\w-])", re.IGNORECASE)
_SPACED = re.compile(rf"(?<![\w-]){_LETTERS}[ -]?\d{{3}}[ -]?{_LETTERS}(?![\w-])", re.IGNORECASE)
_OLD = re.compile(r"(?<![\w-])\d{1,4}[ -]?[A-Z]{2,3}[ -]?(?:\d{2}|2[AB]|97\d)(?![\w-])", re.IGNORECASE)
_BELGIAN = re.compile(r"(?<![\w-])[1-9]-[A-Z]{3}-\d{3}(?![\w-])", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:immat\w{0,12}|plaque|voiture|v[ée]hicule|camion\w{0,6}|fourgon\w{0,6}|utilitaire|auto|moto|scooter|parking|"
    r"garage|barri[èe]re|car|van|truck|lorry|vehicle|plate)s?\b",
    re.IGNORECASE,
)


def plates(text: str) -> Iterator[tuple[int, int]]:
    """French plates since 2009 with their dashes; other spellings, older and Belgian ones, near a word for a car."""
    spans = {match.span() for match in _DASHED.finditer(text) if not is_technical(text, match.start())}
    for pattern in (_SPACED, _OLD, _BELGIAN):
        spans |= {match.span() for match in pattern.finditer(text) if _is_a_cars(text, *match.span())}
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))


def _is_a_cars(text: str, start: int, stop: int) -> bool:
    if is_said(text, start, _SAID):
        return True
    return is_said_after(text, stop, _SAID) and not is_technical(text, start)
