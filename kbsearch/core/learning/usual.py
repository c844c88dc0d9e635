"""What all symptoms of one client say alike, taken off before two of them are compared.

Callers of one trade speak of the same machines in the same turns, and an embedding model gives all texts much in
common: any two symptoms are near each other for that alone. Their difference from the usual symptom is what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kbsearch.core.ports import Rows, Vectors

LABELS_COUNT = 20
"""The mean of the articles' labels counts as that of so many callers: a few calls do not say what is usual."""
MOST_LABELS = 1000
"""Labels, evenly chosen, that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is taken off, and how far what is left is stretched."""

    labels: Vectors
    """`(d,) float32`: the mean of the articles' labels."""
    mean: Vectors
    """`(d,) float32`: of that and of the symptoms. It is not kept but made again of the symptoms that are left, so that
    one that is deleted is not in it any more."""
    worth: float
    """In (0, 1]: what a difference of cosines of what is left is worth in cosines of whole texts, so that numbers
    fitted to these, a kernel's middle and width, go on saying the same."""

    def apart(self, vectors: Vectors) -> Vectors:
        """`(n, d)` unit rows as `(n, d + 1)` unit rows, of which two have the dot product
        1 − worth × (1 − cosine of what is left of the two)."""
        left = what_is_left(vectors, self.mean)
        shared = np.full((len(left), 1), np.sqrt(1 - self.worth))
        return np.hstack([shared, left * np.sqrt(self.worth)]).astype(np.float32)

    def again(self, symptoms: Vectors, callers: Sequence[str]) -> Usual:
        """As it is with these symptoms in the others' place; parameters as for `usual_of`."""
        return replace(self, mean=_mean(self.labels, symptoms, callers))


def what_is_left(vectors: Vectors, mean: Vectors) -> Vectors:
    """`(n, d)` unit rows without what all have in common."""
    left = vectors - mean
    return np.asarray(left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-9), np.float32)


def usual_of(symptoms: Vectors, callers: Sequence[str], labels: Vectors, owners: Rows) -> Usual | None:
    """The usual symptom of one client: each caller counts once. None where too few labels say how to stretch.

    `symptoms`: `(n, d)` unit rows, with the caller of each; `labels`: `(m, d)` unit rows, `owners` the article of each.
    """
    if not len(labels):
        return None
    middle = labels.mean(axis=0)
    mean = _mean(middle, symptoms, callers)
    chosen = np.linspace(0, len(labels) - 1, min(MOST_LABELS, len(labels))).astype(np.int64)
    worth = _worth(labels[chosen], owners[chosen], mean)
    return Usual(middle, mean, worth) if worth else None


def _mean(labels: Vectors, symptoms: Vectors, callers: Sequence[str]) -> Vectors:
    said = Counter(callers)
    shares = np.array([1 / said[caller] for caller in callers], np.float32)
    return np.asarray((LABELS_COUNT * labels + shares @ symptoms) / (LABELS_COUNT + len(said)), np.float32)


def _worth(labels: Vectors, owners: Rows, mean: Vectors) -> float:
    """How far each label is from the nearest one of another article, over how far by what is left; 0 = no such."""
    is_other = owners[:, None] != owners
    has_other = is_other.any(axis=1)
    if not has_other.any():
        return 0.0
    whole = labels @ labels.T
    nearest = np.where(is_other, whole, -2).argmax(axis=1)[has_other]
    rows = np.flatnonzero(has_other)
    left = what_is_left(labels, mean)
    far = float((1 - whole[rows, nearest]).sum())
    far_apart = float((1 - (left[rows] * left[nearest]).sum(axis=1)).sum())
    return min(far / far_apart, 1.0) if far > 0 and far_apart > 0 else 0.0
