"""What one client's callers bring and no article solves: calls → symptoms that no article solved → gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from kbsearch.core.calls import Call
from kbsearch.core.figures.period import Period
from kbsearch.core.gaps import Finder, Gaps
from kbsearch.core.gaps.clusters import MOST, groups, similarities
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Embedder, Vectors

MOST_TITLES = 200
"""Titles of articles that say what all of a client's texts have in common."""
AT_ONCE = 32


def gaps(
    client: OneClient,
    period: Period,
    calls: Iterable[Call],
    embedder: Embedder | None,
    titles: Sequence[str],
    *,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Gaps:
    """Of the calls that began in the period. Without an embedder, words that look alike are about the same.

    Symptoms beyond the first `MOST`, of the fewest calls, are in no gap. `progress` is told how many texts of how many
    were read.
    """
    finder = Finder(client, period)
    for call in calls:
        finder.add(call)
    symptoms = finder.symptoms[:MOST]
    if not symptoms:
        return finder.found(())
    vectors = common = None
    if embedder is not None:
        rows = _vectors(embedder, [*symptoms, *titles[:MOST_TITLES]], progress)
        vectors, common = rows[: len(symptoms)], rows[len(symptoms) :]
    return finder.found(groups(similarities(symptoms, vectors, common)))


def _vectors(embedder: Embedder, texts: Sequence[str], progress: Callable[[int, int], None]) -> Vectors:
    found = []
    for at in range(0, len(texts), AT_ONCE):
        found.append(embedder.embed_queries(texts[at : at + AT_ONCE]))
        progress(min(at + AT_ONCE, len(texts)), len(texts))
    return np.vstack(found)
