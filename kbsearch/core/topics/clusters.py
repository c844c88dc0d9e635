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

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import silhouette_score

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

Similarities = NDArray[np.float32]
"""`(n, n)`, symmetric, 1 = the same."""


def similarities(symptoms: Sequence[str], vectors: Vectors | None, common: Vectors | None = None) -> Similarities:
    """`vectors`: `(n, d)`, unit rows, of the symptoms; None = there is no model, letters alone count. `common`: unit
    rows of other texts of the client, so that a few symptoms alone do not say what all texts have in common."""
    letters = _by_letters(symptoms, symptoms)
    if vectors is None:
        return letters
    everything = vectors if common is None or not len(common) else np.vstack([vectors, common])
    apart = _apart(vectors, everything.mean(axis=0))
    return _both(letters, apart @ apart.T)


@dataclass(frozen=True, slots=True)
class Known:
    """Symptoms whose groups are settled."""

    symptoms: Sequence[str]
    vectors: Vectors | None
    """As for `similarities`."""
    group_of: Sequence[int]
    """Of each, 0 … k − 1, no group empty."""


def nearest(symptoms: Sequence[str], vectors: Vectors | None, known: Known) -> list[int]:
    """For each symptom the group that it is about, −1 = none: that of which the symptoms are nearest to it on average,
    unless that is less than `NEAR`, or than `OF_OWN` of what they are to one another. `vectors` as for
    `similarities`."""
    if not known.symptoms or not symptoms:
        return [-1] * len(symptoms)
    found, own = _by_letters(known.symptoms, symptoms), _by_letters(known.symptoms, known.symptoms)
    if vectors is not None and known.vectors is not None:
        middle = known.vectors.mean(axis=0)
        theirs = _apart(known.vectors, middle)
        found, own = _both(found, _apart(vectors, middle) @ theirs.T), _both(own, theirs @ theirs.T)
    sizes = np.bincount(known.group_of)
    is_of = np.eye(len(sizes), dtype=np.float32)[np.asarray(known.group_of)]
    means = found @ is_of / sizes
    best = means.argmax(axis=1)
    least = np.maximum(NEAR, OF_OWN * _within(own, is_of, sizes))
    is_near = means[np.arange(len(best)), best] >= least[best]
    return [int(group) if near else -1 for group, near in zip(best, is_near, strict=True)]


def _within(own: Similarities, is_of: NDArray[np.float32], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each group the mean similarity of two of its symptoms; 1 of a single one."""
    alike = np.einsum("ig,ij,jg->g", is_of, own, is_of, optimize=True) - is_of.T @ own.diagonal()
    return np.where(sizes > 1, alike / np.maximum(sizes * (sizes - 1), 1), 1.0)


def _by_letters(known: Sequence[str], symptoms: Sequence[str]) -> Similarities:
    """`(symptoms, known)`: the cosine of their n-grams, which weigh as they do among the known ones."""
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=GRAMS, sublinear_tf=True, dtype=np.float32)
    try:
        weights = grams.fit_transform([fold(one) for one in known])
    except ValueError:  # there are no letters at all
        return np.asarray([[one == other for other in known] for one in symptoms], np.float32)
    asked = weights if symptoms is known else grams.transform([fold(one) for one in symptoms])
    return np.asarray((asked @ weights.T).todense(), np.float32)


def _apart(vectors: Vectors, middle: NDArray[np.float32]) -> Vectors:
    """Unit rows without what all have in common."""
    apart = vectors - middle
    return np.asarray(apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9), np.float32)


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
