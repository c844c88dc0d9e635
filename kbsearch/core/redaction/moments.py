"""Dates and times of day, whose end may look like the beginning of a telephone number: `12/03/2026 06 12 34 56 78`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOMENT = re.compile(
    r"(?<![\w./:-])(?:"
    r"(?P<year>(?:0?[1-9]|[12]\d|3[01])(?P<mark>[./-])(?:0?[1-9]|1[0-2])(?P=mark)(?:19|20)\d\d|"
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])[./-](?:19|20)\d\d)|"
    r"(?:0?[1-9]|[12]\d|3[01])(?P<other>[./-])(?:0?[1-9]|1[0-2])(?:(?P=other)\d\d)?|(?:[01]?\d|2[0-3])[:hH][0-5]\d"
    r")(?![\w]|[./:-]\d)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where one stands in a text."""

    start: int
    stop: int
    has_year: bool
    """In four digits, which no telephone number is grouped like: it is a date whatever follows."""


def moments(text: str) -> Iterator[Moment]:
    """Those in figures, in the text's order.

    >>> [text[one.start : one.stop] for text in ("le 12/03/26 à 14:05", "06/12/34/56/78") for one in moments(text)]
    ['12/03/26', '14:05']
    """
    for match in _MOMENT.finditer(text):
        yield Moment(match.start(), match.end(), match["year"] is not None)
