"""A client's own weights replace those in use when its calls say so, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kbsearch.core.answer import Calibration, Weights
from kbsearch.core.answer_weights import SHIPPED
from kbsearch.core.clues import CLUES, Clues
from kbsearch.core.model import Mode
from kbsearch.core.recalibration import FEWEST, Outcome, recalibrated

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
    with pytest.raises(ValueError, match="Thresholds"):
        Weights(0.0, hybrid.weights, hybrid.usual, 0.1, 0.7)
    assert Calibration(hybrid, hybrid).of("keyword") == hybrid
