"""Fit the weights of `core.answers`: a logistic regression whose weights keep their clue's sign, a little towards zero.

Every base weighs the same; within one, answerable questions weigh `ANSWERABLE` and share it between their sets, the
others share the rest between their strata. So no base, set or kind of question dominates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from benchmarks.quality.questions import Question
from kbsearch.core.answers.answer import Weights, barred
from kbsearch.core.answers.clues import CLUES, SIGNS

ANSWERABLE = 0.6
"""Share of questions that the base answers: the mix that probabilities are calibrated for."""
PULL = 10.0
"""How strongly standardised weights are pulled to zero, in questions."""
MOST_WEIGHT = 20.0
"""Of a clue that is fitted alone."""
LEFT_OUT = ("agree", "margin_label", "margin_words", "near_calls")
"""Clues that only reasons read: beside the odds they add nothing on bases left out."""
MOST_WRONGLY_SURE = 0.05
LEAST_PRECISION = 0.91
LEAST_SHOWN = 0.94
"""What the thresholds are chosen for; a little more than what is promised."""

Floats = NDArray[np.float64]


def matrix(asked: Sequence[Question]) -> Floats:
    return np.array([[getattr(one.clues, name) for name in CLUES] for one in asked], np.float64)


def importance(asked: Sequence[Question]) -> Floats:
    """A weight for each question, summing to 1."""
    groups = [(one.corpus, one.stratum == "answerable", _group(one)) for one in asked]
    sizes = Counter(groups)
    shares = Counter((corpus, answerable) for corpus, answerable, _ in sizes)
    weights = np.array(
        [(ANSWERABLE if g[1] else 1 - ANSWERABLE) / shares[g[0], g[1]] / sizes[g] for g in groups], np.float64
    )
    normalised: Floats = weights / weights.sum()
    return normalised


def _group(one: Question) -> str:
    return one.set if one.stratum == "answerable" else one.stratum


def fit(asked: Sequence[Question]) -> Weights:
    """Weights with both thresholds, all from these questions."""
    clues, right, weight = matrix(asked), np.array([one.right for one in asked]), importance(asked)
    usual = weight @ clues
    spread = np.sqrt(weight @ (clues - usual) ** 2)
    use = (spread > 0) & ~np.isin(CLUES, LEFT_OUT)
    spread[~use] = 1
    signs = np.array(SIGNS, np.float64)
    scaled, each = clues / spread * signs * use, weight * len(asked)

    def loss(given: Floats) -> tuple[float, Floats]:
        logits = scaled @ given[1:] + given[0]
        value = float(each @ (np.logaddexp(0, logits) - right * logits)) + PULL / 2 * float(given[1:] @ given[1:])
        off = each * (1 / (1 + np.exp(-logits)) - right)
        return value, np.concatenate([[off.sum()], scaled.T @ off + PULL * given[1:]])

    bounds = [(None, None), *[(0, None)] * len(CLUES)]
    found = minimize(loss, np.zeros(len(CLUES) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    raw = found[1:] * signs * use / spread
    bare = Weights(float(found[0]), tuple(map(float, raw)), tuple(map(float, usual)), 0.99, 0.01)
    sure, to_check = thresholds(asked, probabilities(bare, asked))
    return Weights(bare.bias, bare.weights, bare.usual, sure, to_check)


def fit_alone(weights: Weights, runs: Sequence[Sequence[Question]], clue: str) -> float:
    """The weight of this clue, on its side of 0, that best tells right from wrong beside the others as they are.

    `runs`: lists of the same questions, each drawn otherwise; together they weigh as much as one. 0 where
    the clue never changes.
    """
    without = with_weight(weights, clue, 0.0)
    said = np.clip(np.concatenate([probabilities(without, run) for run in runs]), 1e-9, 1 - 1e-9)
    logit, sign = np.log(said / (1 - said)), SIGNS[CLUES.index(clue)]
    values = sign * np.array([getattr(one.clues, clue) for run in runs for one in run], np.float64)
    right = np.array([one.right for run in runs for one in run])
    each = np.concatenate([importance(run) * len(run) / len(runs) for run in runs])
    spread = float(np.sqrt(np.average(values**2, weights=each) - np.average(values, weights=each) ** 2))
    if not spread:
        return 0.0

    def loss(weight: float) -> float:
        z = logit + weight * values
        return float(each @ (np.logaddexp(0, z) - right * z)) + PULL / 2 * (weight * spread) ** 2

    return sign * float(minimize_scalar(loss, bounds=(0, MOST_WEIGHT), method="bounded").x)


def with_weight(weights: Weights, clue: str, weight: float) -> Weights:
    """These weights with another one for this clue."""
    at = CLUES.index(clue)
    return replace(weights, weights=(*weights.weights[:at], weight, *weights.weights[at + 1 :]))


def probabilities(weights: Weights, asked: Sequence[Question]) -> Floats:
    return np.array([weights.probability(one.clues) for one in asked])


def is_barred(asked: Sequence[Question]) -> NDArray[np.bool_]:
    """Whether a rule keeps the answer from being `sure`."""
    return np.array([bool(barred(one.clues)) or one.is_held for one in asked])


def thresholds(asked: Sequence[Question], probability: Floats) -> tuple[float, float]:
    """Lowest `sure` that keeps the unanswerable out and is precise; highest `to_check` that shows enough."""
    weight = importance(asked)
    answerable = np.array([one.stratum == "answerable" for one in asked])
    right = np.array([one.right for one in asked])
    may_be_sure = ~is_barred(asked)

    def is_safe(at: float) -> bool:
        sure = (probability >= at) & may_be_sure
        wrongly = weight[sure & ~answerable].sum() / weight[~answerable].sum()
        precision = weight[sure & right].sum() / max(weight[sure & answerable].sum(), 1e-12)
        return bool(wrongly <= MOST_WRONGLY_SURE and precision >= LEAST_PRECISION)

    sure = next((at for at in np.arange(0.5, 0.99, 0.01) if is_safe(at)), 0.99)
    shown = weight[answerable] / weight[answerable].sum()
    lowest = (at for at in np.arange(0.4, 0.005, -0.005) if shown[probability[answerable] >= at].sum() >= LEAST_SHOWN)
    return round(float(sure), 3), round(float(next(lowest, 0.005)), 3)
