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
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?P<mark>[-/_.])$")
_YEAR_CHARS = 6
"""The year, its mark, and what stands before them."""
_REST = re.compile(r"(?:0[1-9]|1[0-2])(?P<mark>[-/_.])(?:0[1-9]|[12]\d|3[01])[-_/.](?:[01]\d|2[0-3])")


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


def is_stamp(text: str, start: int) -> bool:
    """Whether the month of a date and time of day written as one begins at `start`, as files and jobs are named.

    >>> is_stamp("2024-05-12-143000", 5), is_stamp("06-12-34-56-78", 0)
    (True, False)
    """
    year, rest = _YEAR.search(text, max(0, start - _YEAR_CHARS), start), _REST.match(text, start)
    return year is not None and rest is not None and year["mark"] == rest["mark"]
