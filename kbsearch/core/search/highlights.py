"""Which characters of a passage match the query."""

from __future__ import annotations

from collections.abc import Iterable

from kbsearch.core.search.query import Query
from kbsearch.core.text import stem


def wanted_terms(asked: Query) -> frozenset[str]:
    """Index terms to mark: the stems of the query's words, in French and in English, and its codes whole."""
    stems = {stem(word, language) for word in asked.words if len(word) > 1 for language in ("fr", "en")}
    return frozenset(stems.union(asked.codes))


def merged(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges, sorted and disjoint. A code and its parts overlap, as do a hyphenated pair and its words.

    >>> merged([(4, 9), (0, 2), (6, 9), (9, 11)])
    ((0, 2), (4, 9), (9, 11))
    """
    found: list[tuple[int, int]] = []
    last = -1
    for place in sorted(places):
        if place[0] >= last:
            found.append(place)
            last = place[1]
        elif place[1] > last:
            last = place[1]
            found[-1] = (found[-1][0], last)
    return tuple(found)
