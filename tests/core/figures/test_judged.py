"""Intervals and sample sizes that no function of `scipy` gives, and those that one does, as `statsmodels` has them."""

from __future__ import annotations

import pytest
from statsmodels.stats import proportion

from kbsearch.core.effects.power import ALPHA, BASE, POWER, calls_needed
from kbsearch.core.figures.intervals import balance, difference, student, wilson
from kbsearch.core.learning.exploration import Share
from kbsearch.core.learning.exploration import difference as of_sides

PAIRS = [
    *[((56, 70), (48, 80)), ((9, 10), (3, 10)), ((6, 7), (2, 7)), ((5, 56), (0, 29)), ((0, 10), (0, 20))],
    *[((0, 10), (0, 10)), ((10, 10), (0, 20)), ((10, 10), (0, 10)), ((711, 1000), (3551, 5000))],
]
"""The first eight are those of R. G. Newcombe's paper (1998), table II."""


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
@pytest.mark.parametrize(("now", "before"), PAIRS)
def test_a_difference_of_shares_is_newcombes(now: tuple[int, int], before: tuple[int, int], confidence: float) -> None:
    wanted = proportion.confint_proportions_2indep(*now, *before, method="newcomb", alpha=1 - confidence)
    assert difference(now, before, confidence) == pytest.approx(wanted, abs=1e-12)
    if confidence == 0.95:
        assert of_sides(Share(*now), Share(*before))[1:] == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(("above", "of"), [(0, 1), (1, 1), (3, 7), (96, 100), (7101, 10000)])
def test_a_share_is_wilsons(above: int, of: int) -> None:
    wanted = proportion.proportion_confint(above, of, alpha=0.05, method="wilson")
    assert wilson(above, of, 0.95) == pytest.approx(wanted, abs=1e-12)


def test_a_mean_is_students_and_a_balance_the_normal_one() -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    answers = DescrStatsW([1] * 50 + [-1] * 20 + [0] * 30)
    sample = answers.std_mean * 100**0.5
    assert student(answers.mean, sample, 100, 0.95) == pytest.approx(answers.tconfint_mean(0.05))
    wide = 99**0.5 / 100**0.5  # its variance is that of a sample, the balance's that of all who answered
    wanted = tuple(answers.mean + (end - answers.mean) * wide for end in answers.zconfint_mean(0.05))
    assert balance(50, 20, 100, 0.95) == pytest.approx(wanted)


@pytest.mark.parametrize("points", [1, 3, 5, 10, 20, 30])
def test_so_many_calls_have_that_power(points: int) -> None:
    from statsmodels.stats.power import NormalIndPower

    raised = BASE + points / 100
    spread = (BASE * (1 - BASE) + raised * (1 - raised)) / 2
    judge = NormalIndPower()
    calls = calls_needed(points)
    effect = points / 100 / spread**0.5
    assert judge.power(effect, calls, ALPHA) >= POWER - 1e-6
    assert judge.power(effect, calls - 1, ALPHA) < POWER
