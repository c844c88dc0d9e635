"""A client's own weights, from its own calls: fitted on the earlier ones, kept only when better on the later ones.

The fit is pulled to the weights in use (a Gaussian prior, so the maximum a posteriori of a logistic regression), so
that a few hundred calls move what they have evidence for and nothing else. The later calls decide: the mean gain in
log loss has to be worth having and beyond chance (two standard errors of the paired differences), and the Brier score
must not get worse. Whoever called then is not fitted on before, as one describes one's troubles alike. No weight turns
against its clue's sign, whatever the calls say: one that would is none.

Many a call is handed over without a word of the article that would have served. That lifts the probability of what
nobody wrote about, so `to_check` is chosen again for the weights: it shows `LEAST_SHOWN` of the solved calls, as the
shipped one was chosen to. Weights with which fewer of the later calls that were handed over are `nothing_reliable` than
before, beyond chance, are not better, whatever their loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.answers.answer import BELOW, Calibration, Weights, decide, is_vouched_for
from kbsearch.core.answers.clues import CLUES, SIGNS, Clues
from kbsearch.core.model import AnswerState, Mode

FEWEST = 200
"""Calls of one mode below which nothing is fitted."""
FEWEST_OF_A_KIND = 20
"""Of these, right and wrong ones each, among the earlier and among the later."""
EARLIER = 0.7
PULL = 20.0
"""How strongly weights are pulled to those in use, in calls, per spread of the clue. A clue that few calls carry is
pulled more, by its kurtosis over `NORMAL`: its spread is next to nothing, and a single call would move it at will."""
NORMAL = 3.0
LEAST_GAIN = 0.04
"""Log loss, in nats a call. Where the weights in use are right already, a fit to 400 calls looks up to 0.03 better by
chance alone; a real drift is worth 0.06 and more."""
ERRORS = 2.0
LEAST_SHOWN = 0.95
"""Of the solved calls that other calls do not speak for, what is `to_check` at least."""
LOWEST_TO_CHECK, HIGHEST_TO_CHECK = 0.005, 0.4
"""Between these the shipped thresholds are sought too."""
STEPS = 1000
"""Most of one fit; it takes some thirty."""
CLOSE = {"ftol": 1e-11, "gtol": 1e-6}

Verdict = Literal["better", "not-better", "too-few", "not-converged"]
Floats = NDArray[np.float64]


class NotConverged(Exception):
    """A fit ended before it found its weights. Nothing it says counts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One search of a call whose end is known."""

    at: datetime
    mode: Mode
    clues: Clues
    right: bool
    """The first article is the one that solved the call."""
    caller: str = ""
    """The same for calls of one caller; empty = nobody else's."""
    is_handed_over: bool = False
    """No article solved the call."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mode's weights."""

    mode: Mode
    verdict: Verdict
    earlier: int
    later: int
    earlier_right: int = 0
    """Of these, the calls whose first article was the right one."""
    later_right: int = 0
    loss_before: float = 0.0
    """Mean log loss of the later calls by the weights in use, in nats; 0 when nothing was compared."""
    loss_after: float = 0.0
    brier_before: float = 0.0
    brier_after: float = 0.0
    handed_over: int = 0
    """Of the later calls."""
    unreliable_before: int = 0
    """Of these, the ones that are `nothing_reliable` with the weights in use."""
    unreliable_after: int = 0


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The calibration to use from now on, and how it was decided, a trial a mode."""

    calibration: Calibration
    trials: tuple[Trial, Trial]

    @property
    def is_new(self) -> bool:
        return any(trial.verdict == "better" for trial in self.trials)


def recalibrated(base: Calibration, rows: Sequence[Outcome], steps: int = STEPS) -> Recalibration:
    """`base` with the weights of each mode replaced where the client's own are better on the latest calls.

    `steps`: see `fit`.
    """
    hybrid, first = _tried(base.hybrid, "hybrid", rows, steps)
    keyword, second = _tried(base.keyword, "keyword", rows, steps)
    return Recalibration(Calibration(hybrid, keyword), (first, second))


def _tried(weights: Weights, mode: Mode, rows: Sequence[Outcome], steps: int) -> tuple[Weights, Trial]:
    own = sorted((row for row in rows if row.mode == mode), key=lambda row: row.at)
    cut = int(len(own) * EARLIER)
    earlier, later = own[:cut], own[cut:]
    if len(own) >= FEWEST:
        held_out = {row.caller for row in later if row.caller}
        earlier = [row for row in earlier if row.caller not in held_out]
    counted = Trial(mode, "too-few", len(earlier), len(later), _right(earlier), _right(later))
    if len(own) < FEWEST or not (_has_both(earlier) and _has_both(later)):
        return weights, counted
    try:
        fitted, all_fitted = (_shown(fit(weights, part, steps), part) for part in (earlier, own))
    except NotConverged:
        return weights, replace(counted, verdict="not-converged")
    trial = _compared(counted, later, weights, fitted)
    return (all_fitted if trial.verdict == "better" else weights), trial


def _compared(counted: Trial, later: Sequence[Outcome], in_use: Weights, fitted: Weights) -> Trial:
    """The verdict on weights that have not seen the later calls."""
    before, after = (np.array([w.probability(row.clues) for row in later]) for w in (in_use, fitted))
    right = np.array([row.right for row in later])
    gains = _log_losses(before, right) - _log_losses(after, right)
    briers = [float(np.mean((said - right) ** 2)) for said in (before, after)]
    is_better = float(gains.mean()) >= max(LEAST_GAIN, _chance(gains)) and briers[1] <= briers[0]
    handed_over = [row for row in later if row.is_handed_over]
    unreliable = [np.array([_is_unreliable(row, w) for row in handed_over], np.float64) for w in (in_use, fitted)]
    if len(handed_over) > 1:
        fewer = unreliable[0] - unreliable[1]
        is_better = is_better and not float(fewer.mean()) > _chance(fewer)
    return replace(
        counted,
        verdict="better" if is_better else "not-better",
        loss_before=float(_log_losses(before, right).mean()),
        loss_after=float(_log_losses(after, right).mean()),
        brier_before=briers[0],
        brier_after=briers[1],
        handed_over=len(handed_over),
        unreliable_before=int(unreliable[0].sum()),
        unreliable_after=int(unreliable[1].sum()),
    )


def _chance(differences: Floats) -> float:
    """How large their mean may be by chance alone."""
    return float(ERRORS * differences.std(ddof=1) / np.sqrt(len(differences)))


def _is_unreliable(row: Outcome, weights: Weights) -> bool:
    decision = decide(row.clues, row.mode, Calibration(weights, weights))
    return decision.state is AnswerState.NOTHING_RELIABLE


def _shown(weights: Weights, rows: Sequence[Outcome]) -> Weights:
    """The same with the highest `to_check` that shows `LEAST_SHOWN` of the solved calls; as it is where few are known.

    Calls that solved ones speak for are shown whatever it is, so it is not theirs to choose.
    """
    solved = [row.clues for row in rows if not row.is_handed_over and not is_vouched_for(row.clues)]
    if len(solved) < FEWEST_OF_A_KIND:
        return weights
    said = np.array([weights.probability(clues) for clues in solved])
    lowest = float(np.quantile(said, 1 - LEAST_SHOWN, method="lower"))
    highest = min(HIGHEST_TO_CHECK, weights.sure - BELOW)
    return replace(weights, to_check=min(max(lowest, LOWEST_TO_CHECK), highest))


def fit(start: Weights, rows: Sequence[Outcome], steps: int = STEPS) -> Weights:
    """Bias and weights nearest to `rows` and `start`; its thresholds stay.

    Raises `NotConverged`. L-BFGS-B and not plain Newton steps: weights that are far off are where those run away.
    """
    from scipy.optimize import Bounds, minimize  # slow to load, and nobody else who decides answers needs it

    clues = np.array([[getattr(row.clues, name) for name in CLUES] for row in rows], np.float64)
    right = np.array([row.right for row in rows], np.float64)
    before, usual, spread, signs = np.array(start.weights), clues.mean(axis=0), clues.std(axis=0), np.array(SIGNS)
    # A clue that never changes here says nothing: its weight stays. The bias is free.
    scale = np.divide(1, spread, out=np.zeros_like(spread), where=np.ptp(clues, axis=0) > 0)
    scaled = (clues - usual) * scale
    known, design = start.bias + clues @ before, np.column_stack([np.ones(len(rows)), scaled])
    pull = np.array([1e-6, *PULL * np.maximum(1, (scaled**4).mean(axis=0) / NORMAL)])

    def loss(moved: Floats) -> tuple[float, Floats]:
        total = known + design @ moved
        value = float(np.logaddexp(0, total).sum() - right @ total + pull @ moved**2 / 2)
        said = (1 + np.tanh(total / 2)) / 2  # the logistic function, which would overflow as it is written
        return value, design.T @ (said - right) + pull * moved

    no_weight = -before * spread
    lowest, highest = np.where(signs > 0, no_weight, -np.inf), np.where(signs < 0, no_weight, np.inf)
    bounds, options = Bounds([-np.inf, *lowest], [np.inf, *highest]), {"maxiter": steps, **CLOSE}
    found = minimize(loss, np.zeros(len(pull)), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    if not found.success:
        raise NotConverged(f"after {found.nit} steps over {len(rows)} calls: {found.message}")
    weights = signs * np.maximum(signs * (before + found.x[1:] * scale), 0)  # at a bound: but for rounding
    bias = start.bias + float(found.x[0]) - float(usual @ (weights - before))
    return replace(start, bias=bias, weights=tuple(map(float, weights)), usual=tuple(map(float, usual)))


def _has_both(rows: Sequence[Outcome]) -> bool:
    return FEWEST_OF_A_KIND <= _right(rows) <= len(rows) - FEWEST_OF_A_KIND


def _right(rows: Sequence[Outcome]) -> int:
    return sum(row.right for row in rows)


def _log_losses(said: Floats, right: NDArray[np.bool_]) -> Floats:
    losses: Floats = -np.log(np.clip(np.where(right, said, 1 - said), 1e-9, 1))
    return losses
