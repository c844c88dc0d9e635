"""Which articles of one client may be two of the same, by what their passages say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kbsearch.core.model import Article
from kbsearch.core.ports import Rows, Vectors

ALIKE = 0.64
"""Likeness from which two articles stand in the list. On the three sample bases, 166 articles, the two that are most
alike and have different things to say reach 0.54 and half of all pairs 0.1 or less; an article of which only half was
kept, each passage in slightly other words, reaches 0.75 with the whole."""
MOST_COMPARED = 5000
"""Pairs that are compared passage by passage, those first whose passages are near each other on average: a second or
less."""
FEWEST_ARTICLES, MOST_ARTICLES = 5, 3000
"""Of fewer nobody knows what all have in common; of more nothing is compared: 100 MB for all with all."""

Pair: TypeAlias = tuple[str, str]
"""Ids of two articles, the one before the other in the alphabet first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One article of two."""

    id: str
    title: str
    """Empty = it is served no more."""
    owner: str
    """The client's name, or `_shared`; empty = it is served no more."""

    @property
    def is_served(self) -> bool:
        return bool(self.title or self.owner)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two articles that may be of the same."""

    first: Side
    second: Side
    likeness: float
    """At most 1: the mean, over the passages of both, of the cosine with the passage of the other that is nearest, with
    what the passages of all others have in common taken out."""

    @property
    def pair(self) -> Pair:
        return pair_of(self.first.id, self.second.id)


@dataclass(frozen=True, slots=True)
class Told:
    """Two articles of which somebody said that they are not the same."""

    first: Side
    second: Side


def told_apart(served: Mapping[str, Article], pairs: Iterable[Pair]) -> list[Told]:
    """In their order, by the articles that are served now; what is served no more has no title."""

    def side(id: str) -> Side:
        return _side(served[id]) if id in served else Side(id, "", "")

    return [Told(side(first), side(second)) for first, second in pairs]


def pair_of(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def alike(articles: Sequence[Article], vectors: Vectors, article_of: Rows, apart: Collection[Pair]) -> list[Alike]:
    """Pairs from `ALIKE` on, the most alike first. `vectors`: a row for each passage of these articles, grouped by
    article as `article_of` has it; `apart`: pairs of which somebody said that they are not the same.

    Passages are compared, and not one mean for each article: the means of two articles about one device are near each
    other (0.66 on the sample bases) though no passage of the one is in the other.
    """
    if not FEWEST_ARTICLES <= len(articles) <= MOST_ARTICLES:
        return []
    starts = np.searchsorted(article_of, np.arange(len(articles) + 1))
    sums, total, sizes = np.add.reduceat(vectors, starts[:-1], axis=0), vectors.sum(axis=0), np.diff(starts)
    means = _unit(sums / sizes[:, None] - total / len(vectors))
    firsts, seconds = np.triu_indices(len(articles), 1)
    near = (means @ means.T)[firsts, seconds]
    best = np.argsort(-near, kind="stable")[:MOST_COMPARED]
    found = []
    for at in zip(firsts[best].tolist(), seconds[best].tolist(), strict=True):
        first, second = sorted((_side(articles[one]) for one in at), key=lambda side: side.id)
        if (first.id, second.id) in apart:
            continue
        common = (total - sums[[*at]].sum(axis=0)) / max(1, len(vectors) - sizes[[*at]].sum())
        likeness = _likeness(*(_unit(vectors[starts[one] : starts[one + 1]] - common) for one in at))
        if likeness >= ALIKE:
            found.append(Alike(first, second, likeness))
    return sorted(found, key=lambda one: (-one.likeness, one.pair))


def _side(article: Article) -> Side:
    return Side(article.id, article.title, article.owner)


def _likeness(ours: Vectors, theirs: Vectors) -> float:
    cosines = ours @ theirs.T
    return float((cosines.max(axis=1).mean() + cosines.max(axis=0).mean()) / 2)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
