"""How many calls it takes to tell an effect from chance, and which effect so many calls can show.

    z² · (p(1 − p) + q(1 − q))
    -------------------------- calls per arm · z = z(1 − 0.05 / 2) + z(0.8) ≈ 2.80
             (q − p)²

p is the share to begin with, 70 %, and q the one after. This is the sample size for two proportions, two-sided at 5 %,
with 80 % power and no pooling (S.-C. Chow, J. Shao, H. Wang, “Sample Size Calculations in Clinical Research”, § 4.2),
solved for q − p where the calls are given. It takes calls to be independent of one another. Those of one topic are not,
and there are two differences here instead of one: read it as the least that it takes.

>>> [calls_needed(points) for points in (3, 5, 10)]
[3551, 1248, 291]
>>> [round(could_show(calls), 1) for calls in (3551, 1248, 291)]
[3.0, 5.0, 10.0]
>>> could_show(10) is None
True
"""

from __future__ import annotations

import math

BASE = 0.7
"""FCR to begin with."""
POWER = 0.8
ALPHA = 0.05


def calls_needed(points: float) -> int:
    """Per arm, to show a rise by so many `points`, 0 < points ≤ 30."""
    raised = BASE + points / 100
    spread = BASE * (1 - BASE) + raised * (1 - raised)
    return math.ceil(_squared() * spread / (points / 100) ** 2)


def could_show(calls: int) -> float | None:
    """The smallest rise in points that `calls` per arm show; None = none that leads to 100 % or less."""
    square = _squared()
    half = square * (1 - 2 * BASE) / 2
    whole = calls + square
    rise = (half + math.sqrt(half**2 + whole * 2 * square * BASE * (1 - BASE))) / whole
    return rise * 100 if rise <= 1 - BASE else None


def _squared() -> float:
    from scipy.stats import norm  # as slow to load as for the intervals of the figures

    return float(norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) ** 2
