"""Fit the ranker's weights: listwise softmax cross entropy over each query's candidates, a little towards zero.

Xia, Liu, Wang, Zhang and Li, "Listwise approach to learning to rank" (ListNet, 2008), with one linear layer: the
weighted sum of `core.search.ranking`. Each query set counts the same, whatever its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.quality.bases import Case, Models
from kbsearch.flows.ask import understand
from kbsearch.flows.gathering import gather

PULL = 1e-2
"""How strongly weights are pulled to zero, in units of each signal's spread."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled query: its candidates' signals and what they should share of the probability."""

    signals: NDArray[np.float64]
    """`(candidates, signals)`."""
    target: NDArray[np.float64]
    """`(candidates,)`, sums to 1."""
    weight: float


def examples(case: Case, models: Models, split: str, *, only_english: bool = False) -> list[Example]:
    """Every query of one split that has a relevant candidate; or of these, those that the English model reads too."""
    found = []
    for one in case.judgements:
        if one.split != split or not one.grades:
            continue
        read = understand(case.snapshot, one.query, embedder=models.main, english=models.english)
        if read.asked.is_empty or (only_english and read.meaning.english is None):
            continue
        evidence, _ = gather(read, case.snapshot.keywords.scores(read.asked.groups))
        gains = np.array([one.grades.get(case.snapshot.articles[int(at)].public_path, 0) for at in evidence.articles])
        if gains.any():
            found.append((evidence.matrix().astype(np.float64), gains / gains.sum()))
    return [Example(signals, target, 1 / len(found)) for signals, target in found]


def fit(examples_: Sequence[Example]) -> NDArray[np.float64]:
    """Weights of the signals, in the signals' own units."""
    spread = np.vstack([one.signals for one in examples_]).std(axis=0)
    spread[spread == 0] = 1  # a signal that was never measured: the pull keeps its weight at 0
    total = sum(one.weight for one in examples_)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = PULL * float(weights @ weights), 2 * PULL * weights
        for one in examples_:
            scaled = one.signals / spread
            scores = scaled @ weights
            shifted = np.exp(scores - scores.max())
            chance = shifted / shifted.sum()
            share = one.weight / total
            value -= share * float(one.target @ np.log(np.maximum(chance, 1e-300)))
            slope = slope + share * (scaled.T @ (chance - one.target))
        return value, slope

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B")
    weights: NDArray[np.float64] = found.x / spread
    return weights
