"""Symptoms → those that are about the same, by meaning and by letters, without anybody naming them first.

Average linkage on one similarity: for the most part the cosine of their vectors, with what all of a client's texts have
in common taken out, else that of their n-grams of letters, which forgive typing errors and know names that no model
knows. `python -m benchmarks.groups` compares it with the ways that were tried: density-based ones call most of what
callers say noise, and k-means does worse even when it is told how many groups there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from kbsearch.core.ports import Vectors
from kbsearch.core.text import fold

APART = 0.86
"""Mean distance from which two groups are not about the same: 1 − similarity. Chosen on labelled questions."""
NEAR = 0.2
"""Mean similarity from which a later symptom is about a group. Chosen on calls with planted topics: less lets strangers
in, more leaves out what is said in other words."""
BY_LETTERS = 0.4
"""Share of the letters in the similarity; all of it without vectors. Chosen with `APART`."""
MOST = 5000
"""Different symptoms that are compared with one another: 100 MB, two seconds."""
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
    unless that is less than `NEAR`. `vectors` as for `similarities`."""
    if not known.symptoms or not symptoms:
        return [-1] * len(symptoms)
    found = _by_letters(known.symptoms, symptoms)
    if vectors is not None and known.vectors is not None:
        middle = known.vectors.mean(axis=0)
        found = _both(found, _apart(vectors, middle) @ _apart(known.vectors, middle).T)
    sizes = np.bincount(known.group_of)
    means = np.stack([np.bincount(known.group_of, weights=row, minlength=len(sizes)) for row in found]) / sizes
    best = means.argmax(axis=1)
    is_near = means[np.arange(len(best)), best] >= NEAR
    return [int(group) if near else -1 for group, near in zip(best, is_near, strict=True)]


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
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), APART, "distance")
    members = [np.flatnonzero(labels == label) for label in range(1, labels.max() + 1)]
    ordered = [rows[np.argsort(-found[np.ix_(rows, rows)].sum(axis=1), kind="stable")] for rows in members]
    return sorted(([int(row) for row in rows] for rows in ordered), key=lambda rows: (-len(rows), min(rows)))
