"""Where people live: a number and a street, with the town behind it. A town or a building alone stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"(?<![\w.,/-])\d{1,4}(?i:\s?(?:bis|ter|quater)|[a-d])?,?\s{1,2}"
_STREET = r"(?i:rue|avenue|av\.?|boulevard|blvd|bd\.?|chemin|impasse|ruelle|faubourg|fbg)\s{1,2}"
_THING_TOO = r"(?i:all[ée]es?|place|quai|square|route|cours|passage|voie|lotissement)\s{1,2}"
"""A street, or a quay, an aisle or a spot of the warehouse: only before a name with a capital, or a post code."""
_LINK = r"(?i:(?:de\s(?:la\s|l[’'])?|du\s|des\s|d[’']|la\s|le\s|les\s|l[’'])?)"
_CAPITAL = r"[^\W\d_a-z][\w’'.-]{0,30}"
_NAME = rf"{_LINK}{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,4}}"
_SMALL_NAME = r"(?i:de\s(?:la\s|l[’'])?|du\s|des\s|d[’'])[^\W\d_][\w’'-]{1,30}"
_ANY_NAME = r"[^\W\d_][\w’'.-]{0,30}(?:\s{1,2}[^\W\d_][\w’'.-]{0,30}){0,5}"
_TOWN = r"(?:(?:,\s{0,2}|\s{1,2})(?:-\s)?\d{5}(?:\s{1,2}[^\W\d_][\w’'-]{1,40}(?:\s[^\W\d_a-z][\w’'-]{1,30}){0,2})?)"
_ADDRESSES = (
    re.compile(rf"{_NUMBER}(?:{_STREET}|{_THING_TOO}){_ANY_NAME}{_TOWN}"),
    re.compile(rf"{_NUMBER}(?:{_STREET}(?:{_NAME}|{_SMALL_NAME})|{_THING_TOO}{_NAME}){_TOWN}?"),
    re.compile(rf"{_NUMBER}(?:{_CAPITAL}\s){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Close)\b"),
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """`14 rue des Acacias, 69003 Lyon`; small letters too after `rue` and its like, or before a post code."""
    spans = {match.span() for pattern in _ADDRESSES for match in pattern.finditer(text)}
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))
