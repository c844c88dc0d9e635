"""What a caller's answer to a survey stands for, as the trade reads its two questions."""

from __future__ import annotations

SATISFIED = 4
"""Of 5: who answers so, or more, is satisfied (“top two box”)."""
PROMOTER, DETRACTOR = 9, 6
"""Of 10: from the one on, and up to the other. F. F. Reichheld, “The one number you need to grow”, Harvard Business
Review 81 (2003)."""


def is_satisfied(satisfaction: int) -> bool:
    """Of an answer from 1 to 5."""
    return satisfaction >= SATISFIED


def recommends(recommendation: int) -> int:
    """Of an answer from 0 to 10: 1 = a promoter, −1 = a detractor, 0 = neither.

    >>> [recommends(one) for one in (10, 9, 8, 7, 6, 0)]
    [1, 1, 0, 0, -1, -1]
    """
    return (recommendation >= PROMOTER) - (recommendation <= DETRACTOR)
