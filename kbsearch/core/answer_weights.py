"""The weights that every client starts from: what `python -m benchmarks.quality states` printed, rounded.

Fitted on the development halves of seven bases, French, English and across both, curated and plain, half of them asked
what they cannot answer; `answer_report.md` beside this file has the figures on what was held out. That of `solved` was
fitted alone afterwards (`… states-solved`), so that without evidence of solved calls nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping

from kbsearch.core.answer import Calibration, Weights
from kbsearch.core.clues import CLUES


def weights(bias: float, by_clue: Mapping[str, tuple[float, float]], *, sure: float, to_check: float) -> Weights:
    """`by_clue`: name → weight and usual value; 0 and 0 for a clue that is not named."""
    pairs = [by_clue.get(name, (0.0, 0.0)) for name in CLUES]
    return Weights(bias, tuple(weight for weight, _ in pairs), tuple(usual for _, usual in pairs), sure, to_check)


HYBRID = weights(
    -3.6295,
    {
        "lead_label": (23.44, 0.01645),
        "lead_article": (0.5149, 1.094),
        "lead_words": (0.3131, 1.528),
        "lead_coverage": (1.636, 0.193),
        "margin_label": (12.96, 0.0009333),
        "margin_words": (0.2214, 0.7552),
        "margin_coverage": (0.5136, 0.02863),
        "margin_english": (10.04, 0.001879),
        "coverage": (1.167, 0.4746),
        "unknown": (-0.1414, 0.2075),
        "exact": (1.687, 0.05109),
        "length": (0.5737, 1.69),
        "solved": (2.5, 0.0),
    },
    sure=0.67,
    to_check=0.065,
)
KEYWORD = weights(
    -4.3776,
    {
        "lead_words": (0.7715, 1.588),
        "margin_words": (0.5738, 0.9352),
        "margin_coverage": (1.301, 0.09612),
        "coverage": (1.612, 0.54),
        "unknown": (-0.7325, 0.2005),
        "exact": (2.169, 0.0515),
        "length": (0.693, 1.7),
    },
    sure=0.6,
    to_check=0.045,
)
"""Of its own: without a model nothing is known of meaning, and the same words say more."""
SHIPPED = Calibration(HYBRID, KEYWORD)
