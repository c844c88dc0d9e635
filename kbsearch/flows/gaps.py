"""What one client's callers bring and no article solves: calls → symptoms that no article solved → gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kbsearch.core.calls.call import Call
from kbsearch.core.figures.period import Period
from kbsearch.core.gaps import Finder, Gaps
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Embedder
from kbsearch.core.topics.clusters import MOST, groups, similarities
from kbsearch.flows.embedding import Progress, untold, vectors_of

MOST_TITLES = 200
"""Titles of articles that say what all of a client's texts have in common."""


def gaps(
    client: OneClient,
    period: Period,
    calls: Iterable[Call],
    embedder: Embedder | None,
    titles: Sequence[str],
    *,
    progress: Progress = untold,
) -> Gaps:
    """Of the calls that began in the period. Without an embedder, words that look alike are about the same.

    Symptoms beyond the first `MOST`, of the fewest calls, are in no gap. `progress` is told how many texts of how many
    were read.
    """
    finder = Finder(client, period)
    for call in calls:
        finder.add(call)
    return gaps_of(finder, embedder, titles, progress=progress)


def gaps_of(finder: Finder, embedder: Embedder | None, titles: Sequence[str], *, progress: Progress = untold) -> Gaps:
    """The same of the calls that `finder` was given, for whoever reads them for more than this."""
    symptoms = finder.symptoms[: at_most(None)]
    return finder.found(grouped(symptoms, embedder, titles, progress))


def at_most(wanted: int | None) -> int:
    """How many symptoms are compared where that many are wanted; None = all that can be."""
    return MOST if wanted is None else min(wanted, MOST)


def grouped(
    symptoms: Sequence[str], embedder: Embedder | None, titles: Sequence[str], progress: Progress = untold
) -> list[list[int]]:
    """Places of symptoms that are about the same: see `clusters.groups`."""
    if not symptoms:
        return []
    if embedder is None:
        return groups(similarities(symptoms, None))
    rows = vectors_of(embedder, [*symptoms, *titles[:MOST_TITLES]], progress)
    return groups(similarities(symptoms, rows[: len(symptoms)], rows[len(symptoms) :]))
