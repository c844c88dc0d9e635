"""A client's own weights replace those in use when its calls say so, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy.stats import kurtosis

from kbsearch.core.answers.answer import Calibration, Weights, decide
from kbsearch.core.answers.clues import CLUES, SIGNS, Clues
from kbsearch.core.answers.recalibration import FEWEST, PULL, NotConverged, Outcome, fit, recalibrated
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.model import AnswerState, Mode

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def calls(count: int, shift: float, *, seed: int, mode: Mode = "hybrid") -> list[Outcome]:
    """Calls as the shipped weights see them, but for a logit `shift`."""
    random = np.random.default_rng(seed)
    weights: Weights = SHIPPED.of(mode)
    rows = []
    for number in range(count):
        clues = Clues(
            odds=float(random.normal(1, 1.8)),
            lead_label=float(random.normal(0.017, 0.02)),
            lead_passage=float(random.normal(2.2, 0.9)),
            lead_words=float(random.normal(1.5, 0.9)),
            margin_label=float(random.normal(0, 0.02)),
            margin_words=float(random.normal(0.75, 0.9)),
            coverage=float(random.uniform(0, 1)),
            length=float(random.uniform(0.7, 2.4)),
        )
        truth = 1 / (1 + np.exp(-(np.log(odds(weights.probability(clues))) + shift)))
        rows.append(Outcome(START + timedelta(minutes=number), mode, clues, bool(random.random() < truth)))
    return rows


def calls_far_off(exact: float, *, bias: float = 0.5, seed: int = 0) -> list[Outcome]:
    """800 calls of a client that the shipped weights know little of. `exact`: what holding the code is worth to it."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(800):
        clues = Clues(
            exact=float(random.random() < 0.4),
            odds=float(random.normal(1, 2)),
            coverage=float(random.random()),
            lead_words=float(random.normal(1, 1)),
            misread=float(random.random() < 0.1),
            length=float(random.random() * 2),
        )
        truth = 1 / (1 + np.exp(-(bias + exact * clues.exact + 0.4 * clues.odds)))
        rows.append(Outcome(START + timedelta(minutes=number), "hybrid", clues, bool(random.random() < truth)))
    return rows


def odds(probability: float) -> float:
    return probability / (1 - probability)


@pytest.mark.parametrize("mode", ["hybrid", "keyword"])
def test_drifted_calls_replace_the_weights_of_their_mode_alone(mode: Mode) -> None:
    found = recalibrated(SHIPPED, calls(800, 1.5, seed=1, mode=mode))
    trial = next(trial for trial in found.trials if trial.mode == mode)
    assert (trial.verdict, trial.earlier, trial.later) == ("better", 560, 240)
    assert trial.loss_after < trial.loss_before - 0.01
    assert trial.brier_after < trial.brier_before
    other: Mode = "keyword" if mode == "hybrid" else "hybrid"
    assert found.calibration.of(other) == SHIPPED.of(other)
    assert found.calibration.of(mode).sure == SHIPPED.of(mode).sure
    unseen = calls(500, 1.5, seed=99, mode=mode)
    said = np.mean([found.calibration.of(mode).probability(row.clues) for row in unseen])
    assert said == pytest.approx(np.mean([row.right for row in unseen]), abs=0.06)


def test_calls_that_the_weights_tell_well_replace_nothing() -> None:
    """Fitting noise looks better on what it was fitted on; the later calls are not fooled, in 20 of 20 worlds."""
    for seed in range(20):
        found = recalibrated(SHIPPED, calls(400, 0.0, seed=seed))
        assert not found.is_new
        assert found.calibration == SHIPPED


def test_what_held_earlier_and_not_later_replaces_nothing() -> None:
    rows = calls(560, 1.5, seed=3)
    turned = [Outcome(row.at + timedelta(days=30), row.mode, row.clues, row.right) for row in calls(240, -0.5, seed=4)]
    assert recalibrated(SHIPPED, [*turned, *rows]).trials[0].verdict == "not-better"


@pytest.mark.parametrize(("exact", "bias"), [(0, 0.5), (1, 0.5), (2, 1.5), (2, -1), (2, -3)])
def test_weights_that_are_far_off_are_replaced_too(exact: float, bias: float) -> None:
    """Whoever needs it most: full Newton steps from such weights run away."""
    for seed in range(3):
        trial = recalibrated(SHIPPED, calls_far_off(exact, bias=bias, seed=seed)).trials[0]
        assert trial.verdict == "better"
        assert trial.loss_after < min(0.66, trial.loss_before - 0.04)


def test_a_fit_ends_where_no_weight_can_do_better() -> None:
    rows, start = calls_far_off(1), SHIPPED.hybrid
    clues = np.array([[getattr(row.clues, name) for name in CLUES] for row in rows])
    spread, tailed = clues.std(axis=0), np.maximum(1, np.nan_to_num(kurtosis(clues, fisher=False)) / 3)

    def loss(weights: Weights) -> float:
        told = [weights.probability(row.clues) if row.right else 1 - weights.probability(row.clues) for row in rows]
        moved = (np.array(weights.weights) - start.weights) * spread
        return float(-np.log(told).sum() + PULL / 2 * tailed @ moved**2)

    found = fit(start, rows)
    least = loss(found)
    for at, sign in enumerate(SIGNS):
        for moved in (found.weights[at] - 0.05, found.weights[at] + 0.05):
            if moved * sign >= 0:  # others no weight may take
                other = (*found.weights[:at], moved, *found.weights[at + 1 :])
                assert loss(replace(found, weights=other)) >= least
    assert loss(replace(found, bias=found.bias + 0.05)) > least < loss(replace(found, bias=found.bias - 0.05))


def test_a_fit_that_did_not_end_replaces_nothing_and_says_so() -> None:
    rows = calls_far_off(0)
    with pytest.raises(NotConverged, match="after 2 steps over 800 calls"):
        fit(SHIPPED.hybrid, rows, steps=2)
    found = recalibrated(SHIPPED, rows, steps=2)
    assert (found.trials[0].verdict, found.is_new, found.calibration) == ("not-converged", False, SHIPPED)


def test_a_clue_that_never_changes_keeps_its_weight() -> None:
    """Whatever its value: the spread of 560 times 0.1 is 1e-17 in floating point, and not 0."""
    rows = [replace(row, clues=replace(row.clues, length=0.1, exact=1.0)) for row in calls_far_off(0)]
    found = fit(SHIPPED.hybrid, rows)
    for clue in ("length", "exact", "misread"):
        at = CLUES.index(clue)
        assert (found.weights[at] == SHIPPED.hybrid.weights[at]) == (clue != "misread")


@pytest.mark.parametrize("exact", [-1, -1.5, -2.5])
def test_no_weight_turns_against_its_clue(exact: float) -> None:
    """At this client holding the code of the query speaks against an article. It then says nothing, as far as anybody
    may be told; the others are fitted without it."""
    at, rows = CLUES.index("exact"), calls_far_off(exact, bias=-1)
    found = recalibrated(SHIPPED, rows)
    own = found.calibration.hybrid
    assert found.trials[0].verdict == "better"
    assert own.weights[at] == 0
    assert all(weight * sign >= 0 for weight, sign in zip(own.weights, SIGNS, strict=True))
    without = [replace(row, clues=replace(row.clues, exact=0.0)) for row in rows]
    start = replace(SHIPPED.hybrid, weights=tuple(w * (n != at) for n, w in enumerate(SHIPPED.hybrid.weights)))
    assert own.weights == pytest.approx(fit(start, without).weights, abs=1e-3)


@pytest.mark.parametrize(("clue", "right"), [("exact", False), ("misread", True)])
def test_one_call_moves_no_weight_far(clue: str, right: bool) -> None:
    """The only call of 600 with a code, told wrong, took all that a code is worth; twenty of them should."""
    at, rows = CLUES.index(clue), calls(600, 1.5, seed=1)
    before = abs(SHIPPED.hybrid.weights[at])

    def kept(count: int) -> float:
        odd = [replace(row, clues=replace(row.clues, **{clue: 1.0}), right=right) for row in rows[:count]]
        return abs(fit(SHIPPED.hybrid, [*odd, *rows[count:]]).weights[at])

    assert kept(1) > before - 0.2
    assert kept(5) > before / 2 > kept(20)


def test_few_calls_or_one_sided_ones_are_too_few() -> None:
    assert recalibrated(SHIPPED, calls(FEWEST - 1, 3.0, seed=5)).trials[0].verdict == "too-few"
    solved = [Outcome(row.at, row.mode, row.clues, True) for row in calls(600, 0, seed=6)]
    assert recalibrated(SHIPPED, solved).trials[0].verdict == "too-few"
    nothing = recalibrated(SHIPPED, [])
    assert (nothing.calibration, nothing.is_new) == (SHIPPED, False)


def test_the_clue_of_solved_calls_gets_a_weight_once_it_says_something() -> None:
    random = np.random.default_rng(7)
    rows = []
    for row in calls(900, 0.0, seed=8):
        solved = float(random.random() < 0.5)
        right = row.right or (solved > 0 and random.random() < 0.8)
        fields = {name: getattr(row.clues, name) for name in row.clues.__slots__}
        rows.append(Outcome(row.at, row.mode, Clues(**{**fields, "solved": solved}), bool(right)))
    at, own = CLUES.index("solved"), SHIPPED.hybrid
    deaf = replace(own, weights=(*own.weights[:at], 0.0, *own.weights[at + 1 :]))
    found = recalibrated(Calibration(deaf, SHIPPED.keyword), rows)
    clues, with_calls = Clues(), Clues(solved=1)
    assert found.is_new
    assert found.calibration.hybrid.probability(with_calls) > found.calibration.hybrid.probability(clues)


def test_weights_that_make_no_sense_are_refused() -> None:
    hybrid = SHIPPED.hybrid
    with pytest.raises(ValueError, match="finite"):
        Weights(float("nan"), hybrid.weights, hybrid.usual, 0.7, 0.1)
    with pytest.raises(ValueError, match="finite"):
        Weights(0.0, hybrid.weights[:-1], hybrid.usual, 0.7, 0.1)
    for clue, weight in (("exact", -0.789), ("unknown", 0.1)):
        turned = tuple(weight if name == clue else 0.0 for name in CLUES)
        with pytest.raises(ValueError, match=rf"only point the way its clue does; here not: {clue}\."):
            Weights(0.0, turned, hybrid.usual, 0.7, 0.1)
    with pytest.raises(ValueError, match="Thresholds"):
        Weights(0.0, hybrid.weights, hybrid.usual, 0.1, 0.7)
    assert Calibration(hybrid, hybrid).of("keyword") == hybrid


def test_a_caller_who_is_asked_later_is_not_fitted_on() -> None:
    """One who describes every trouble alike would be told well by having been learnt by heart."""
    rows = [replace(row, caller=f"caller {at % 400}") for at, row in enumerate(calls(800, 1.5, seed=1))]
    trial = recalibrated(SHIPPED, rows).trials[0]
    later = {row.caller for row in rows[560:]}
    assert (trial.earlier, trial.later) == (sum(row.caller not in later for row in rows[:560]), 240)
    assert trial.earlier == 320
    turned = [replace(row, right=not row.right) if row.caller in later else row for row in rows[:560]]
    assert recalibrated(SHIPPED, [*turned, *rows[560:]]).trials[0] == trial, "whatever became of those calls"


def test_calls_of_no_known_caller_stand_alone() -> None:
    trial = recalibrated(SHIPPED, calls(800, 1.5, seed=1)).trials[0]
    assert (trial.earlier, trial.later) == (560, 240)


def tickets(count: int, far: float, unnamed: float, *, seed: int = 0, odds: float = -1.0) -> list[Outcome]:
    """Calls of a tool that names an article where it solved one. `far`: share that no article is about, handed over
    all; `unnamed`: of the others, those handed over all the same. `odds`: the clue of that name of the far ones."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        is_far = bool(random.random() < far)
        clues = Clues(
            odds=float(random.normal(odds if is_far else 2, 0.7)),
            lead_label=float(random.normal(0 if is_far else 0.02, 0.01)),
            lead_passage=float(random.normal(1 if is_far else 2.2, 0.5)),
            lead_words=float(random.normal(0.3 if is_far else 1.5, 0.3)),
            coverage=float(random.uniform(0, 0.3) if is_far else random.uniform(0.5, 1)),
            length=float(random.uniform(0.7, 2)),
        )
        is_handed_over = is_far or bool(random.random() < unnamed)
        at = START + timedelta(minutes=number)
        rows.append(Outcome(at, "hybrid", clues, not is_handed_over, is_handed_over=is_handed_over))
    return rows


def shown(weights: Weights, rows: list[Outcome]) -> float:
    states = [decide(row.clues, row.mode, Calibration(weights, weights)).state for row in rows]
    return float(np.mean([state is not AnswerState.NOTHING_RELIABLE for state in states]))


@pytest.mark.parametrize("unnamed", [0.0, 0.1, 0.2])
def test_calls_handed_over_without_naming_an_article_do_not_make_all_else_reliable(unnamed: float) -> None:
    """They lift what far questions look like; the threshold goes with them."""
    severe = replace(SHIPPED.hybrid, bias=SHIPPED.hybrid.bias - 1)  # so that the new weights are worth having
    found = recalibrated(Calibration(severe, SHIPPED.keyword), tickets(800, 0.1, unnamed))
    trial, own = found.trials[0], found.calibration.hybrid
    assert trial.verdict == "better"
    assert trial.unreliable_after == trial.unreliable_before > 20
    fresh = tickets(2000, 0.5, 0, seed=1)
    assert shown(own, [row for row in fresh if row.is_handed_over]) < 0.05
    assert shown(own, [row for row in fresh if not row.is_handed_over]) > 0.93
    assert own.sure == severe.sure


def test_weights_that_call_less_unreliable_are_not_better_whatever_their_loss() -> None:
    """Here those that nobody could serve look just like the others, which the weights in use tell far too low."""
    severe = Calibration(replace(SHIPPED.hybrid, bias=SHIPPED.hybrid.bias - 4), SHIPPED.keyword)
    rows = [replace(row, clues=Clues(odds=row.clues.odds, length=1)) for row in tickets(800, 0.1, 0.1, odds=2)]
    found = recalibrated(severe, rows)
    trial = found.trials[0]
    assert (trial.verdict, found.is_new) == ("not-better", False)
    assert trial.loss_after < trial.loss_before - 0.04
    assert trial.brier_after < trial.brier_before
    assert trial.unreliable_before - trial.unreliable_after > 10
    as_solved = [replace(row, is_handed_over=False) for row in rows]
    assert recalibrated(severe, as_solved).trials[0].verdict == "better"


def test_calls_that_others_speak_for_do_not_choose_what_is_shown() -> None:
    """They are shown whatever the threshold is, and would leave it to the few that are not like any."""
    rows = tickets(800, 0.1, 0)
    near = [replace(row, clues=replace(row.clues, near_calls=1.0, solved=1.0)) for row in rows[::2]]
    thresholds = [
        recalibrated(Calibration(replace(SHIPPED.hybrid, bias=-7), SHIPPED.keyword), some).calibration.hybrid.to_check
        for some in (rows, [*near, *rows[1::2]])
    ]
    assert thresholds[0] == pytest.approx(thresholds[1], abs=0.15)


def test_what_is_right_is_counted_also_where_calls_are_too_few() -> None:
    rows = [replace(row, right=at % 4 == 0) for at, row in enumerate(calls(100, 0, seed=1))]
    trial = recalibrated(SHIPPED, rows).trials[0]
    assert (trial.verdict, trial.earlier, trial.earlier_right) == ("too-few", 70, 18)
    assert (trial.later, trial.later_right) == (30, 7)
