"""What a word that no article holds may be: one cut short, or one mistyped that begins like it."""

from __future__ import annotations

from kbsearch.core.ports import Vocabulary
from kbsearch.core.text import stem

MOST_COMPLETIONS = 24
SHORTEST_CUT = 4
LONG_ENOUGH = 8
"""Letters of a word that a wrong first one leaves clear."""
MOST_MEANT = 3
"""Stems that a word cut short may have in the articles for all of them to be searched."""


def shortened(folded: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a word cut short may stand for (`calib rejetée`), where that is one thing or hardly more."""
    longer = tuple(vocabulary.completions(folded, MOST_COMPLETIONS)) if len(folded) >= SHORTEST_CUT else ()
    return longer if len({stem(word) for word in longer}) <= MOST_MEANT else ()


def begins_alike(typed: str, word: str) -> bool:
    """Fingers miss a first letter more seldom than small bases lack a good word: *suffisant* is no *insuffisant*. It
    may be missing, doubled by another key, stand second, or be all that is wrong with a long word."""
    is_all = typed[1:] == word[1:] and len(typed) >= LONG_ENOUGH
    return is_all or typed[0] == word[0] or typed == word[1:] or typed[1:] == word or typed[:2] == word[1::-1]
