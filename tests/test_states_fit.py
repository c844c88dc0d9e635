"""What fits one clue's weight beside the others as they are."""

from __future__ import annotations

import math

import pytest

from benchmarks.quality.questions import Question
from benchmarks.quality.states_fit import fit_alone, with_weight
from kbsearch.core.answers.clues import CLUES, Clues
from kbsearch.core.answers.weights import HYBRID

PER_CELL = 20_000
"""Questions; so many that the pull to 0 is next to nothing."""


def asked(clue: str, right_with: float, right_without: float) -> list[Question]:
    """Questions that are alike but for the clue, with these shares of right first articles."""
    return [
        Question("base", "set", "answerable", "dev", "hybrid", "", clues, at < share * PER_CELL, {})
        for clues, share in ((Clues(**{clue: 1.0}), right_with), (Clues(), right_without))
        for at in range(PER_CELL)
    ]


@pytest.mark.parametrize(("clue", "right_with", "sign"), [("off_subject", 0.005, -1), ("exact", 0.3, 1)])
def test_one_weight_is_the_log_of_what_the_clue_changes_the_odds_by(clue: str, right_with: float, sign: int) -> None:
    """Beside the weights as they are, which say how often an article is right without it."""
    without = HYBRID.probability(Clues())
    run = asked(clue, right_with, without)
    wanted = math.log(right_with / (1 - right_with)) - math.log(without / (1 - without))
    fitted = fit_alone(HYBRID, [run], clue)
    assert math.copysign(1, wanted) == sign
    assert fitted == pytest.approx(wanted, abs=0.1)
    assert fit_alone(HYBRID, [run, run], clue) == pytest.approx(fitted, abs=0.01), "two draws weigh as much as one"


def test_a_weight_never_turns_and_a_clue_that_never_changes_has_none() -> None:
    assert fit_alone(HYBRID, [asked("off_subject", 0.4, 0.02)], "off_subject") == pytest.approx(0, abs=0.01)
    assert fit_alone(HYBRID, [asked("exact", 0.4, 0.02)], "off_subject") == 0


def test_another_weight_changes_nothing_else() -> None:
    other = with_weight(HYBRID, "solved", 9.0)
    assert other.weights[CLUES.index("solved")] == 9.0
    assert with_weight(other, "solved", HYBRID.weights[CLUES.index("solved")]) == HYBRID
