"""A client's own weights, from its own calls: fitted on the earlier ones, kept only when better on the later ones.

The fit starts from the weights in use and is pulled back to them (a Gaussian prior, so the maximum a posteriori of a
logistic regression), so that a few hundred calls move what they have evidence for and nothing else. The later calls
decide: the mean gain in log loss has to be worth having and beyond chance (two standard errors of the paired
differences), and the Brier score must not get worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.answer import Calibration, Weights
from kbsearch.core.clues import CLUES, Clues
from kbsearch.core.model import Mode

FEWEST = 200
"""Calls of one mode below which nothing is fitted."""
FEWEST_OF_A_KIND = 20
"""Of these, right and wrong ones each, among the earlier and among the later."""
EARLIER = 0.7
PULL = 20.0
"""How strongly weights are pulled to those in use, in calls, per spread of the clue."""
LEAST_GAIN = 0.04
"""Log loss, in nats a call. Where the weights in use are right already, a fit to 400 calls looks up to 0.03 better by
chance alone; a real drift is worth 0.06 and more."""
ERRORS = 2.0
STEPS = 50

Verdict = Literal["better", "not-better", "too-few"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One search of a call whose end is known."""

    at: datetime
    mode: Mode
    clues: Clues
    right: bool
    """The first article is the one that solved the call."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mode's weights."""

    mode: Mode
    verdict: Verdict
    earlier: int
    later: int
    loss_before: float = 0.0
    """Mean log loss of the later calls by the weights in use, in nats; 0 when there were too few."""
    loss_after: float = 0.0
    brier_before: float = 0.0
    brier_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The calibration to use from now on, and how it was decided, a trial a mode."""

    calibration: Calibration
    trials: tuple[Trial, Trial]

    @property
    def is_new(self) -> bool:
        return any(trial.verdict == "better" for trial in self.trials)


def recalibrated(base: Calibration, rows: Sequence[Outcome]) -> Recalibration:
    """`base` with the weights of each mode replaced where the client's own are better on the latest calls."""
    hybrid, first = _tried(base.hybrid, "hybrid", rows)
    keyword, second = _tried(base.keyword, "keyword", rows)
    return Recalibration(Calibration(hybrid, keyword), (first, second))


def _tried(weights: Weights, mode: Mode, rows: Sequence[Outcome]) -> tuple[Weights, Trial]:
    own = sorted((row for row in rows if row.mode == mode), key=lambda row: row.at)
    cut = int(len(own) * EARLIER)
    earlier, later = own[:cut], own[cut:]
    if len(own) < FEWEST or not (_has_both(earlier) and _has_both(later)):
        return weights, Trial(mode, "too-few", len(earlier), len(later))
    fitted = fit(weights, earlier)
    before, after = (np.array([w.probability(row.clues) for row in later]) for w in (weights, fitted))
    right = np.array([row.right for row in later])
    gains = _log_losses(before, right) - _log_losses(after, right)
    briers = [float(np.mean((said - right) ** 2)) for said in (before, after)]
    chance = ERRORS * float(gains.std(ddof=1)) / len(gains) ** 0.5
    is_better = float(gains.mean()) >= max(LEAST_GAIN, chance) and briers[1] <= briers[0]
    losses = [float(_log_losses(said, right).mean()) for said in (before, after)]
    trial = Trial(mode, "better" if is_better else "not-better", len(earlier), len(later), *losses, *briers)
    return (fit(weights, own) if is_better else weights), trial


def fit(start: Weights, rows: Sequence[Outcome]) -> Weights:
    """Bias and weights by Newton's method from `start`; its thresholds stay, as they are probabilities."""
    clues = np.array([[getattr(row.clues, name) for name in CLUES] for row in rows], np.float64)
    right = np.array([row.right for row in rows], np.float64)
    spread = clues.std(axis=0)
    design = np.column_stack([np.ones(len(rows)), clues])
    # A clue that never changes here says nothing: its weight stays. The bias is free.
    pull = np.concatenate([[1e-6], np.where(spread > 0, PULL * spread**2, 1e6)])
    prior = np.array([start.bias, *start.weights])
    found = prior.copy()
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (said - right) + pull * (found - prior)
        curvature = (design * (said * (1 - said))[:, None]).T @ design + np.diag(pull)
        step = np.linalg.solve(curvature, slope)
        found = found - step
        if float(np.abs(step).max()) < 1e-8:
            break
    usual = tuple(map(float, clues.mean(axis=0)))
    return replace(start, bias=float(found[0]), weights=tuple(map(float, found[1:])), usual=usual)


def _has_both(rows: Sequence[Outcome]) -> bool:
    right = sum(row.right for row in rows)
    return FEWEST_OF_A_KIND <= right <= len(rows) - FEWEST_OF_A_KIND


def _log_losses(said: Floats, right: NDArray[np.bool_]) -> Floats:
    losses: Floats = -np.log(np.clip(np.where(right, said, 1 - said), 1e-9, 1))
    return losses
