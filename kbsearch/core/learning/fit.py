"""How far one client's calls are believed: fitted to how well each solved call is foretold by the others.

How near is near, what shared words are worth beside nearness, and how many calls the articles' own say is worth, by
leaving one caller out at a time, and held to the defaults by a penalty that few calls cannot overcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.learning.evidence import Solved
from kbsearch.core.learning.memory import PROVED_FLOOR, Trust, kernel
from kbsearch.core.learning.usual import Usual
from kbsearch.core.ports import Scores, Vectors

PROOF = 2.0
"""Log-likelihood that what is done by proof alone has to gain over all calls; for faint likeness, over no evidence at
all, each article's chance taken as `LEAST_CHANCE` at least."""
LEAST_CHANCE = 0.01
MIDPOINTS = (0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.965, 0.97, 0.98, 0.99, 1.0)
PRIORS = (0.1, 0.2, 0.35, 0.7, 1.0, 1.4, 2.8, 5.6)
WORDS = (0.0, 0.05, 0.1, 0.2)
MIDPOINT_STEP, WORDS_STEP = 0.02, 0.1
"""As far from the default costs as much as a doubling of `prior`: one unit of log-likelihood over all calls."""
MOST_FITTED = 1000
"""Latest solved calls that `fit` looks at."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the ranker made of one solved symptom, without evidence."""

    chance: float
    """Probability of the article that solved it."""
    nearest_label: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """What `fit` found."""

    trust: Trust
    likelihood: float
    """Log-likelihood of the articles that solved the calls, less the distance from the defaults; 0 where too few calls
    left nothing to fit."""


def believed(
    rows: Sequence[Solved], vectors: Vectors, lessons: Sequence[Lesson], usual: Usual | None
) -> tuple[Trust, Usual | None]:
    """How far calls are believed, as `fit` finds it, and what is taken off their symptoms: nothing, unless the calls
    prove that they foretell each other better without what is `usual`.
    """
    whole = fit(rows, vectors, lessons)
    apart = whole if usual is None else fit(rows, usual.apart(vectors), lessons)
    return (apart.trust, usual) if apart.likelihood >= whole.likelihood + PROOF else (whole.trust, None)


def fit(rows: Sequence[Solved], vectors: Vectors, lessons: Sequence[Lesson]) -> Fitted:
    """The trust under which each solved call is best foretold by the others, no call of the same caller among them.

    One lesson a row, and one vector, as the memory compares them (`Usual.apart`). Maximises the log-likelihood of the
    articles that solved the latest `MOST_FITTED` calls, less the distance from the defaults: with few calls the
    defaults stay.
    """
    solved = np.array([at for at, row in enumerate(rows) if row.sign > 0][-MOST_FITTED:], np.int64)
    if len(solved) < 2:
        return Fitted(Trust(), 0.0)
    names = {name: at for at, name in enumerate(dict.fromkeys(row.article for row in rows))}
    articles = np.array([names[rows[at].article] for at in solved])
    callers = np.array([rows[at].caller for at in solved])
    calls = Counter((rows[at].caller, rows[at].article) for at in solved)
    others = _Others(
        cosines=np.where(callers[:, None] == callers, np.float32(-9), vectors[solved] @ vectors[solved].T),
        overlap=_overlap([rows[at] for at in solved]),
        is_same=articles[:, None] == articles,
        weights=np.array([rows[at].weight / calls[rows[at].caller, rows[at].article] for at in solved], np.float32),
        label=np.array([lessons[at].nearest_label for at in solved], np.float32)[:, None],
        chance=np.array([lessons[at].chance for at in solved]),
    )
    best, found = -np.inf, Trust()
    for words, midpoint in product(WORDS, MIDPOINTS):
        right, total = others.said(Trust(midpoint, floor=PROVED_FLOOR, words=words))
        for prior in PRIORS:
            trust = Trust(midpoint, prior, words=words)
            likelihood = _likelihood(others.chance, right, total, prior) - _distance(trust)
            if likelihood > best:
                best, found = likelihood, trust
    chance = np.maximum(others.chance, LEAST_CHANCE)
    right, total = others.said(replace(found, floor=PROVED_FLOOR))
    gained = _likelihood(chance, right, total, found.prior) - float(np.log(chance).sum())
    return Fitted(replace(found, floor=PROVED_FLOOR) if gained >= PROOF else found, best)


@dataclass(frozen=True, slots=True)
class _Others:
    """The solved calls as each is seen by the others."""

    cosines: Scores
    """`(n, n)`; −9 between calls of one caller."""
    overlap: Scores
    """`(n, n)`: of their words, in [0, 1]."""
    is_same: NDArray[np.bool_]
    """`(n, n)`: solved by the same article."""
    weights: Scores
    """One caller's calls for one article share theirs."""
    label: Scores
    """`(n, 1)`."""
    chance: NDArray[np.float64]

    def said(self, trust: Trust) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Per call, what the others say for its article, and for any."""
        votes = kernel(self.cosines + np.float32(trust.words) * self.overlap, trust, self.label) * self.weights
        right: NDArray[np.float64] = (votes * self.is_same).sum(axis=1, dtype=np.float64)
        return right, votes.sum(axis=1, dtype=np.float64)


def _likelihood(
    chance: NDArray[np.float64], right: NDArray[np.float64], total: NDArray[np.float64], prior: float
) -> float:
    return float(np.log((prior * chance + right + 1e-6) / (prior + total + 1e-6)).sum())


def _distance(trust: Trust) -> float:
    usual = Trust()
    steps = ((trust.midpoint - usual.midpoint) / MIDPOINT_STEP, (trust.words - usual.words) / WORDS_STEP)
    away: float = steps[0] ** 2 + steps[1] ** 2 + np.log2(trust.prior / usual.prior) ** 2
    return away


def _overlap(rows: Sequence[Solved]) -> Scores:
    """`(n, n)`: the product of each two symptoms' words."""
    places: dict[str, int] = {}
    for row in rows:
        for term, _ in row.words:
            places.setdefault(term, len(places))
    weights = np.zeros((len(rows), len(places)), np.float32)
    for at, row in enumerate(rows):
        for term, weight in row.words:
            weights[at, places[term]] = weight
    return weights @ weights.T
