"""The weights that every client starts from: what `python -m benchmarks.quality states` printed, rounded.

Fitted on the development halves of seven bases, French, English and across both, curated and plain, half of them asked
what they cannot answer; `report.md` beside this file has the figures on what was held out. Those of `solved`
(`… states-solved`) and of `off_subject` were each fitted alone afterwards, so that nothing changes where they are 0.
"""

from __future__ import annotations

from collections.abc import Mapping

from kbsearch.core.answers.answer import Calibration, Weights
from kbsearch.core.answers.clues import CLUES


def weights(bias: float, by_clue: Mapping[str, tuple[float, float]], *, sure: float, to_check: float) -> Weights:
    """`by_clue`: name → weight and usual value; 0 and 0 for a clue that is not named."""
    pairs = [by_clue.get(name, (0.0, 0.0)) for name in CLUES]
    return Weights(bias, tuple(weight for weight, _ in pairs), tuple(usual for _, usual in pairs), sure, to_check)


HYBRID = weights(
    -4.0081,
    {
        "odds": (0.426, 1.362),
        "lead_label": (22.41, 0.01645),
        "lead_passage": (0.3568, 2.264),
        "lead_words": (0.3199, 1.528),
        "coverage": (0.9737, 0.4745),
        "exact": (2.105, 0.05109),
        "misread": (-1.819, 0.03069),
        "length": (0.6961, 1.69),
        "solved": (2.0, 0.0),
        "off_subject": (-1.65, 0.04473),
    },
    sure=0.58,
    to_check=0.075,
)
KEYWORD = weights(
    -3.797,
    {
        "odds": (0.4384, 0.4872),
        "lead_words": (0.8298, 1.588),
        "coverage": (0.8005, 0.5398),
        "unknown": (-0.7034, 0.2005),
        "exact": (2.437, 0.0515),
        "misread": (-1.316, 0.03039),
        "length": (0.8037, 1.7),
    },
    sure=0.58,
    to_check=0.04,
)
"""Of its own: without a model nothing is known of meaning, and the same words say more."""
SHIPPED = Calibration(HYBRID, KEYWORD)
