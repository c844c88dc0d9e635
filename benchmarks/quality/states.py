"""`python -m benchmarks.quality states`: how honest the three answer states are.

Three readings, all of test halves that nothing was fitted or chosen on: weights and thresholds as shipped, fitted again
on the development halves of all bases, and fitted on all bases but the one being read (`left out`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.questions import Question
from benchmarks.quality.states_fit import Floats, fit, fit_alone, importance, is_barred
from kbsearch.core.answers.answer import BELOW, Weights
from kbsearch.core.answers.clues import CLUES
from kbsearch.core.answers.weights import SHIPPED

BINS = 10


@dataclass(frozen=True, slots=True)
class Decided:
    """Questions with what was decided of each; arrays have one entry a question."""

    asked: tuple[Question, ...]
    probability: Floats
    """By the weights alone: what is ordered and calibrated."""
    said: Floats
    """With what the rules hold back, as answers say it."""
    sure: NDArray[np.bool_]
    """By the rules too, which bar some answers whatever their probability."""
    shown: NDArray[np.bool_]
    """`sure` or `to_check`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is promised of the states, as shares in [0, 1]; nan where there is nothing to count."""

    wrongly_sure: float
    """Of unanswerable questions: `sure`."""
    rightly_sure: float
    """Of answerable questions whose first article is right: `sure`."""
    precision: float
    """Of answerable questions that are `sure`: first article right."""
    precision_of_all: float
    """The same, unanswerable ones counted as wrong, at the mix of `importance`."""
    shown: float
    """Of answerable questions: `sure` or `to_check`."""
    wrongly_shown: float
    """The same of unanswerable ones."""
    brier: float


def decided(asked: Sequence[Question], weights_for: Callable[[Question], Weights]) -> Decided:
    """Decide every question by the weights that `weights_for` names for it."""
    weights = [weights_for(one) for one in asked]
    probability = np.array([w.probability(one.clues) for w, one in zip(weights, asked, strict=True)])
    sure_from, shown_from = (np.array([getattr(w, name) for w in weights]) for name in ("sure", "to_check"))
    said = np.where(is_barred(asked), np.minimum(probability, sure_from - BELOW), probability)
    return Decided(tuple(asked), probability, said, said >= sure_from, said >= shown_from)


def figures(found: Decided, use: NDArray[np.bool_] | None = None) -> Figures:
    """Weighed as the fit weighs them. `use`: which questions count; all by default."""
    weight = importance(found.asked) * (True if use is None else use)
    right = np.array([one.right for one in found.asked])
    answerable = np.array([one.stratum == "answerable" for one in found.asked])
    sure, shown = found.sure, found.shown

    def share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
        total = float(weight[whole].sum())
        return float(weight[part & whole].sum()) / total if total else float("nan")

    return Figures(
        wrongly_sure=share(sure, ~answerable),
        rightly_sure=share(sure, answerable & right),
        precision=share(right, sure & answerable),
        precision_of_all=share(right, sure),
        shown=share(shown, answerable),
        wrongly_shown=share(shown, ~answerable),
        brier=float(weight @ (found.probability - right) ** 2 / weight.sum()),
    )


def risk_coverage(confidence: Floats, right: NDArray[np.bool_], weight: Floats) -> float:
    """Area under the risk–coverage curve: mean share of wrong answers among those kept, over all shares kept.

    Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers" (2019), whose
    *excess* is this less the area of a perfect order, which no confidence can go below.
    """
    order = np.argsort(-confidence, kind="stable")
    kept, wrong = np.cumsum(weight[order]), np.cumsum(weight[order] * ~right[order])
    return float(weight[order] @ (wrong / kept) / kept[-1])


def report(asked: Sequence[Question]) -> Weights:
    """Print all tables for one mode; return the weights fitted on every development half."""
    dev, test = ([one for one in asked if one.split == split] for split in ("dev", "test"))
    weights = fit(dev)
    without = {
        corpus: fit([one for one in dev if one.corpus != corpus]) for corpus in sorted({one.corpus for one in dev})
    }
    print_weights(weights)
    shipped = SHIPPED.of(asked[0].mode)
    click.echo(f"off_subject beside the shipped weights: {fit_alone(shipped, [dev], 'off_subject'):.2f}")
    for name, found in (
        ("as shipped", decided(test, lambda _: shipped)),
        ("fitted on all development halves", decided(test, lambda _: weights)),
        ("left out: fitted without the base that is read", decided(test, lambda one: without[one.corpus])),
    ):
        click.echo(f"\n### {asked[0].mode}, {name}; test halves, {len(test)} questions\n")
        for line in (*states_table(found), "", *areas(found), "", *areas_by_base(found), "", *reliability(found)):
            click.echo(line)
    return weights


def print_weights(weights: Weights) -> None:
    """As `core.answers.weights` keeps them."""
    rows = zip(CLUES, weights.weights, weights.usual, strict=True)
    click.echo(f"bias {weights.bias:.4f}, sure {weights.sure}, to_check {weights.to_check}")
    for name, weight, usual in rows:
        click.echo(f'    "{name}": ({weight:.4g}, {usual:.4g}),')


def states_table(found: Decided) -> Iterator[str]:
    """One Markdown row for all, one a base, one a stratum of unanswerable questions."""
    corpora = np.array([one.corpus for one in found.asked])
    strata = np.array([one.stratum for one in found.asked])
    yield (
        "| questions | n | unanswerable, sure | right first, sure | precision of sure | all counted | shown "
        "| unanswerable, shown | Brier |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    parts = [("all", np.ones(len(corpora), np.bool_))]
    parts += [(name, corpora == name) for name in np.unique(corpora)]
    parts += [(f"{name} (unanswerable)", strata == name) for name in np.unique(strata) if name != "answerable"]
    for name, use in parts:
        f = figures(found, use)
        cells = (f.wrongly_sure, f.rightly_sure, f.precision, f.precision_of_all, f.shown, f.wrongly_shown)
        shown = " | ".join("–" if np.isnan(cell) else f"{100 * cell:.1f} %" for cell in cells)
        yield f"| {name} | {use.sum()} | {shown} | {f.brier:.3f} |"


def areas(found: Decided) -> Iterator[str]:
    """Risk–coverage areas of the probability and of every single signal, with what lies above a perfect order's."""
    weight = importance(found.asked)
    right = np.array([one.right for one in found.asked])
    floor = risk_coverage(right.astype(np.float64), right, weight)
    yield f"| confidence | risk–coverage area | above a perfect order’s {floor:.4f} |"
    yield "|---|---|---|"
    names = list(found.asked[0].single)
    columns = [("probability", found.probability), ("probability as said", found.said)]
    columns += [(name, np.array([one.single[name] for one in found.asked])) for name in names]
    for name, values in columns:
        area = risk_coverage(values, right, weight)
        yield f"| {name} | {area:.4f} | {area - floor:.4f} |"


def areas_by_base(found: Decided) -> Iterator[str]:
    """Within each base: the area, the best raw signal's for that base, and a perfect order's."""
    weight = importance(found.asked)
    right = np.array([one.right for one in found.asked])
    corpora = np.array([one.corpus for one in found.asked])
    names = [name for name in found.asked[0].single if not name.startswith("fused")]
    columns = {name: np.array([one.single[name] for one in found.asked]) for name in names}
    yield "| base | probability | its best raw signal | perfect order |"
    yield "|---|---|---|---|"
    for base in np.unique(corpora):
        at = corpora == base
        own = risk_coverage(found.probability[at], right[at], weight[at])
        area, name = min((risk_coverage(columns[name][at], right[at], weight[at]), name) for name in names)
        floor = risk_coverage(right[at].astype(np.float64), right[at], weight[at])
        yield f"| {base} | {own:.4f} | {area:.4f} ({name}) | {floor:.4f} |"


def reliability(found: Decided) -> Iterator[str]:
    """Ten bins of probability, each with how often the first article was right."""
    weight = importance(found.asked)
    right = np.array([one.right for one in found.asked])
    at = np.minimum((found.probability * BINS).astype(int), BINS - 1)
    yield "| probability | n | share | mean said | right |"
    yield "|---|---|---|---|---|"
    for number in range(BINS):
        use = at == number
        if total := float(weight[use].sum()):
            said, was = (float(weight[use] @ values[use]) / total for values in (found.probability, right))
            cells = f"{use.sum()} | {100 * total:.1f} % | {said:.2f} | {was:.2f}"
            yield f"| {number / BINS:.1f}–{(number + 1) / BINS:.1f} | {cells} |"
