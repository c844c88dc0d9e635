"""Symptoms → those that are about the same, by meaning and by letters, without anybody naming them first.

Average linkage on one similarity, cut where groups stand apart best, or nearly so: the callers of one client say the
same in the same words, those of another hardly ever, and no one height suits both. The similarity is for the most part
the cosine of their vectors, with what all of a client's texts have in common taken out, else that of their n-grams of
letters, which forgive typing errors and know names that no model knows. `python -m benchmarks.groups` compares it with
the ways that were tried: density-based ones call most of what callers say noise, and k-means does worse even when it is
told how many groups there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import silhouette_score

from kbsearch.core.learning.usual import what_is_left
from kbsearch.core.ports import Vectors
from kbsearch.core.text import fold

APART = 0.86
"""Mean distance from which two groups are never about the same: 1 − similarity. Chosen on labelled questions."""
SAME = 0.4
"""The same below which two symptoms are one that is written in two ways."""
CUTS = (0.5, 0.54, 0.58, 0.62, 0.66, 0.7, 0.74, 0.78, 0.82, APART)
"""The same at which groups may be cut."""
NEARLY = 0.85
"""Share of the best silhouette from which a cut is as good: the coarsest of those counts. Chosen as `APART`."""
ANY_APART = 0.2
"""Share of the silhouette of symptoms that are written in several ways, below which larger groups are none: it is 0.31
or more of ten topics told in six ways each, 0.16 or less of ninety that are each told in one."""
FEWEST_JUDGED = 20
"""Different things said below which nothing can be told of how they stand apart."""
NEAR = 0.2
"""Mean similarity from which a later symptom may be about a group."""
OF_OWN = 0.5
"""Share of the mean similarity within a group from which a later symptom is about it. Chosen with `NEAR` on labelled
questions and on calls with planted topics, a part of which the groups did not know: less lets strangers in, more leaves
out what is said in other words."""
BY_LETTERS = 0.4
"""Share of the letters in the similarity; all of it without vectors. Chosen with `APART`."""
MOST = 5000
"""Different symptoms that are compared with one another: 100 MB, some seconds."""
GRAMS = (3, 5)
AT_ONCE = 1000
"""Symptoms that are compared with settled groups in one go."""

Similarities = NDArray[np.float32]
"""`(n, n)`, symmetric, 1 = the same."""


def similarities(symptoms: Sequence[str], vectors: Vectors | None, common: Vectors | None = None) -> Similarities:
    """`vectors`: `(n, d)`, unit rows, of the symptoms; None = there is no model, letters alone count. `common`: unit
    rows of other texts of the client, so that a few symptoms alone do not say what all texts have in common."""
    if not symptoms:
        return np.empty((0, 0), np.float32)
    _, weights = _grams(symptoms)
    letters = np.asarray((weights @ weights.T).todense(), np.float32)
    if vectors is None:
        return letters
    everything = vectors if common is None or not len(common) else np.vstack([vectors, common])
    apart = what_is_left(vectors, everything.mean(axis=0))
    return _both(letters, apart @ apart.T)


@dataclass(frozen=True, slots=True)
class Known:
    """Symptoms whose groups are settled."""

    symptoms: Sequence[str]
    vectors: Vectors | None
    """As for `similarities`."""
    group_of: Sequence[int]
    """Of each, 0 … k − 1, no group empty."""


class Settled:
    """Groups that are settled, each as the middle of its symptoms: the mean of the similarities to those is the
    similarity to their mean, however many they are."""

    def __init__(self, known: Known) -> None:
        self._sizes = np.bincount(known.group_of)
        n = len(known.group_of)
        is_of = csr_matrix((np.ones(n, np.float32), (known.group_of, range(n))))
        self._grams, weights = _grams(known.symptoms)
        self._letters = is_of @ weights
        alike = _alike(self._letters.power(2), weights.power(2), is_of)
        self._common: NDArray[np.float32] | None = None
        if known.vectors is not None:
            self._common = known.vectors.mean(axis=0)
            rows = what_is_left(known.vectors, self._common)
            self._meaning = is_of @ rows
            alike = BY_LETTERS * alike + (1 - BY_LETTERS) * _alike(self._meaning**2, rows**2, is_of)
        within = np.where(self._sizes > 1, alike / np.maximum(self._sizes * (self._sizes - 1), 1), 1.0)
        self._least = np.maximum(NEAR, OF_OWN * within)

    def nearest(self, symptoms: Sequence[str], vectors: Vectors | None) -> list[int]:
        """For each symptom the group that it is about, −1 = none: that of which the symptoms are nearest to it on
        average, unless that is less than `NEAR`, or than `OF_OWN` of what they are to one another. `vectors` as for
        `similarities`."""
        found: list[int] = []
        for at in range(0, len(symptoms), AT_ONCE):
            rows = None if vectors is None else vectors[at : at + AT_ONCE]
            found += self._some(symptoms[at : at + AT_ONCE], rows)
        return found

    def _some(self, symptoms: Sequence[str], vectors: Vectors | None) -> list[int]:
        means = np.asarray((self._grams.transform(symptoms) @ self._letters.T).todense(), np.float32)
        if vectors is not None and self._common is not None:
            means = _both(means, what_is_left(vectors, self._common) @ self._meaning.T)
        means /= self._sizes
        best = means.argmax(axis=1)
        is_near = means[np.arange(len(best)), best] >= self._least[best]
        return [int(group) if near else -1 for group, near in zip(best, is_near, strict=True)]


def nearest(symptoms: Sequence[str], vectors: Vectors | None, known: Known) -> list[int]:
    """See `Settled.nearest`; of no groups at all none."""
    if not known.symptoms or not symptoms:
        return [-1] * len(symptoms)
    return Settled(known).nearest(symptoms, vectors)


def spellings(symptoms: Sequence[str], known: Sequence[str]) -> list[int]:
    """For each symptom the place of the known one that it is written like, −1 = none. By letters alone."""
    found: list[int] = []
    if not symptoms or not known:
        return [-1] * len(symptoms)
    _, weights = _grams([*symptoms, *known])  # what all of them say, greetings for instance, hardly counts
    own, theirs = weights[: len(symptoms)], weights[len(symptoms) :]
    for at in range(0, len(symptoms), AT_ONCE):
        alike = (own[at : at + AT_ONCE] @ theirs.T).toarray()
        best = alike.argmax(axis=1)
        is_same = alike[np.arange(len(best)), best] >= 1 - SAME
        found += [int(place) if same else -1 for place, same in zip(best, is_same, strict=True)]
    return found


def _alike(middles: Any, rows: Any, is_of: csr_matrix) -> NDArray[np.float64]:
    """Of each group the sum of the similarities of any two of its symptoms; all given as squares."""
    of_rows = np.asarray(rows.sum(axis=1)).ravel()
    return np.asarray(np.asarray(middles.sum(axis=1)).ravel() - is_of @ of_rows, np.float64)


def _grams(known: Sequence[str]) -> tuple[TfidfVectorizer, csr_matrix]:
    """What texts are read with, so that n-grams of letters weigh as they do in these, and these; rows of length 1."""
    grams = TfidfVectorizer(
        analyzer="char_wb", ngram_range=GRAMS, preprocessor=fold, sublinear_tf=True, dtype=np.float32
    )
    try:
        return grams, grams.fit_transform(known)
    except ValueError:  # there are no letters at all
        whole = TfidfVectorizer(analyzer=_whole, dtype=np.float32)
        return whole, whole.fit_transform(known)


def _whole(text: str) -> list[str]:
    return [text]


def _both(letters: Similarities, meaning: Similarities) -> Similarities:
    return np.asarray(BY_LETTERS * letters + (1 - BY_LETTERS) * meaning, np.float32)


def groups(found: Similarities) -> list[list[int]]:
    """Rows that are about the same, each group with the row that is nearest to the others first; the largest group
    first, ties by its first row."""
    n = len(found)
    if n < 2:
        return [[at] for at in range(n)]
    distances = np.clip(1 - found, 0, None)
    np.fill_diagonal(distances, 0)
    labels = _cut(distances, linkage(squareform(distances, checks=False), "average"))
    members = [np.flatnonzero(labels == label) for label in range(1, labels.max() + 1)]
    ordered = [rows[np.argsort(-found[np.ix_(rows, rows)].sum(axis=1), kind="stable")] for rows in members]
    return sorted(([int(row) for row in rows] for rows in ordered), key=lambda rows: (-len(rows), min(rows)))


def _cut(distances: Similarities, tree: NDArray[np.float64]) -> NDArray[np.int32]:
    """The group of each row, from 1.

    Each thing that is said counts once, however often and in however many spellings. Of the cuts of those whose mean
    silhouette (Rousseeuw, 1987) is nearly the best, it is the coarsest; none of them where what is said stands apart
    from everything else alike, so that every larger group is a chance likeness.
    """
    ways = fcluster(tree, SAME, "distance")
    said = np.array([_middle(distances, np.flatnonzero(ways == way)) for way in range(1, ways.max() + 1)])
    coarsest = fcluster(tree, APART, "distance")
    if len(said) < FEWEST_JUDGED:
        return np.asarray(coarsest, np.int32)
    found = [fcluster(tree, cut, "distance") for cut in CUTS]
    apart = [_silhouette(distances[np.ix_(said, said)], labels[said]) for labels in found]
    best = max(apart)
    if best < ANY_APART * _silhouette(distances, ways):
        return np.asarray(ways, np.int32)
    good = [labels for labels, one in zip(found, apart, strict=True) if one >= NEARLY * best > 0]
    return np.asarray(good[-1] if good else coarsest, np.int32)


def _middle(distances: Similarities, rows: NDArray[np.intp]) -> int:
    """Of these rows the one that is nearest to the others."""
    return int(rows[distances[np.ix_(rows, rows)].sum(axis=1).argmin()])


def _silhouette(distances: Similarities, labels: NDArray[np.int32]) -> float:
    """Mean; 0 where there is one group, or nothing but single ones."""
    if not 1 < len(np.unique(labels)) < len(labels):
        return 0.0
    return float(silhouette_score(distances, labels, metric="precomputed"))
