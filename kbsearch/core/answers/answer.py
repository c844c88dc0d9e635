"""From clues to a state: how probable it is that the first article is the right one, and what follows from that.

    probability = 1 / (1 + exp(−(bias + Σ weight × clue)))
    sure ≥ `Weights.sure` > to_check ≥ `Weights.to_check` > nothing_reliable

A logistic regression whose weights may only point the way a clue should: more lead never makes an answer less sure. The
shipped ones were fitted on labelled questions of seven bases (`report.md` beside this file); a client's own are
fitted by `recalibration`. Some things no probability outweighs: a code that no article holds is never `sure`, nor is a
single ordinary word, nor an article that holds hardly any of the words that tell the query from others, nor one about
another product than the query names, nor one that does not speak of what it demands (`demands`). And one that
solved most of the calls in which nearly the same was said is never called unreliable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kbsearch.core.answers.clues import CLUES, SIGNS, Clues
from kbsearch.core.answers.reasons import chosen, is_topic
from kbsearch.core.model import AnswerState, Mode

BELOW = 0.01
"""How far below `Weights.sure` a probability is held that must not reach it."""
LEAST_SAID = 0.33
"""Of the query's idf, what a `sure` article without its code or solved calls holds: `report.md` has what it costs."""
MOSTLY_SOLVED = 0.5
"""`Clues.solved` from which near calls alone make an article worth a look."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One logistic regression with its two thresholds. The tuples have one entry a clue, in the order of `CLUES`."""

    bias: float
    weights: tuple[float, ...]
    """None against its clue's `SIGNS`."""
    usual: tuple[float, ...]
    """The clues' means over the questions it was fitted on: what a contribution is measured from."""
    sure: float
    """Least probability of `sure`, in (0, 1)."""
    to_check: float
    """Least probability of `to_check`, below `sure`."""

    def __post_init__(self) -> None:
        numbers = (self.bias, *self.weights, *self.usual)
        if not len(self.weights) == len(self.usual) == len(CLUES) or not all(map(math.isfinite, numbers)):
            raise ValueError(f"Weights need {len(CLUES)} finite numbers.")
        turned = [name for name, w, sign in zip(CLUES, self.weights, SIGNS, strict=True) if w * sign < 0]
        if turned:
            raise ValueError(f"A weight may only point the way its clue does; here not: {', '.join(turned)}.")
        if not 0 < self.to_check < self.sure < 1:
            raise ValueError(f"Thresholds are {self.to_check} and {self.sure}; 0 < to_check < sure < 1 is needed.")

    def probability(self, clues: Clues) -> float:
        """That the first article is the right one."""
        total = self.bias + sum(w * getattr(clues, name) for name, w in zip(CLUES, self.weights, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def contributions(self, clues: Clues) -> dict[str, float]:
        """By clue, what it adds to the logit beyond what it usually adds."""
        parts = zip(CLUES, self.weights, self.usual, strict=True)
        return {name: weight * (getattr(clues, name) - usual) for name, weight, usual in parts}


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of one client's answers, by what was compared."""

    hybrid: Weights
    keyword: Weights

    def of(self, mode: Mode) -> Weights:
        return self.hybrid if mode == "hybrid" else self.keyword


@dataclass(frozen=True, slots=True)
class Decision:
    """What an answer says of itself."""

    state: AnswerState
    probability: float
    """That the first article is the right one; 0 without results."""
    reasons: tuple[str, ...] = ()
    """One to three of `reasons.REASONS`, true of this answer, what weighed most first; none for an empty query."""


NOTHING_ASKED = Decision(AnswerState.NOTHING_RELIABLE, 0.0)
NOTHING_FOUND = Decision(AnswerState.NOTHING_RELIABLE, 0.0, ("no-article",))


def barred(clues: Clues) -> tuple[str, ...]:
    """What keeps an answer from being `sure` however probable it is, as reasons."""
    is_unsaid = clues.coverage < LEAST_SAID and not clues.exact and not clues.near_calls
    rules = (
        ("unknown-code", clues.misread > 0),
        ("very-short", is_topic(clues)),
        ("rare-words-missing", is_unsaid and clues.coverage > 0),
        ("no-shared-word", is_unsaid and clues.coverage == 0),
    )
    return tuple(code for code, holds in rules if holds)


def is_vouched_for(clues: Clues) -> bool:
    """Whether it solved most of the calls in which nearly the same was said."""
    return clues.near_calls > 0 and clues.solved >= MOSTLY_SOLVED


def decide(
    clues: Clues,
    mode: Mode,
    calibration: Calibration,
    *,
    left: Clues | None = None,
    is_confirmed: bool = False,
    bars: Sequence[str] = (),
) -> Decision:
    """The state of an answer that has results. What bars it from being `sure` is said first.

    `left`: the clues beside what the caller has not ruled out, where that is not everything (`reasons.chosen`).
    `is_confirmed`: what no clue holds speaks for the first article, which is then `to_check` at least.
    `bars`: what no clue holds and keeps it from being `sure`, as reasons: a product that the query names and the first
    article is not about, a demand that it does not speak of.
    """
    bars = (*bars, *barred(clues))
    weights = calibration.of(mode)
    probability = weights.probability(clues)
    if is_confirmed or is_vouched_for(clues):
        probability = max(probability, weights.to_check)
    if bars:
        probability = min(probability, weights.sure - BELOW)
    state = AnswerState.NOTHING_RELIABLE
    if probability >= weights.to_check:
        state = AnswerState.SURE if probability >= weights.sure else AnswerState.TO_CHECK
    said = chosen(clues, mode, state, weights.contributions(clues), left)
    return Decision(state, probability, (*bars, *(reason for reason in said if reason not in bars))[:3])


def held(decision: Decision, reason: str, weights: Weights) -> Decision:
    """A `sure` decision that something seen only beside it makes a thing to check."""
    probability = min(decision.probability, weights.sure - BELOW)
    return Decision(AnswerState.TO_CHECK, probability, (reason, *decision.reasons)[:3])
