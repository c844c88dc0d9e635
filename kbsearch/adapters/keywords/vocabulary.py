"""The words of one client's articles, for completions and typing errors. Vocabulary is a client's own data too."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kbsearch.adapters.keywords.french import FRENCH
from kbsearch.core.text import fold

LONG_WORD = 8
"""Letters from which two edits are allowed instead of one."""
MOST_NEAR = 8
REMEMBERED = 2048
"""Words looked up last whose neighbours are kept."""


class WordList:
    """`Vocabulary` over a sorted word list with counts.

    `near` first keeps the words whose length and letters allow the distance (one substitution changes at most two
    of the letter bits), then measures those: exact, and a hundred times less work than measuring every word.
    """

    def __init__(self, words: Sequence[str], counts: NDArray[np.int64], accented: Iterable[str] = ()) -> None:
        """`accented`: those that are mostly written otherwise than folded, as they are written."""
        self.words = list(words)
        self.counts = counts
        self.accented = {fold(word): word for word in accented}
        self.near = lru_cache(REMEMBERED)(self._near)
        """A misspelt word stays so from one keystroke to the next. Kept beside the client's words, gone with them."""

    def __contains__(self, word: str, /) -> bool:
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def is_french(self, word: str) -> bool:
        return word in FRENCH

    def completions(self, prefix: str, limit: int) -> Sequence[str]:
        first = bisect_left(self.words, prefix)
        after = bisect_left(self.words, prefix + "\U0010ffff")
        order = np.argsort(-self.counts[first:after], kind="stable")[:limit]
        return [self.words[first + at] for at in order]

    def written(self, word: str) -> str:
        return self.accented.get(word, word)

    def _near(self, word: str) -> Sequence[tuple[str, int]]:
        most = 2 if len(word) >= LONG_WORD else 1
        lengths, letters = self._shapes
        possible = (np.abs(lengths - len(word)) <= most) & (np.bitwise_count(letters ^ _letters(word)) <= 2 * most)
        rows = np.flatnonzero(possible)
        choices = self._array[rows].tolist()
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
        ranked = sorted(found, key=lambda hit: (hit[1], -self.counts[rows[hit[2]]], hit[0]))
        return [(near, int(distance)) for near, distance, _ in ranked[:MOST_NEAR] if len(near) > most + 2]

    @cached_property
    def _array(self) -> NDArray[np.object_]:
        return np.array(self.words, object)

    @cached_property
    def _shapes(self) -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
        lengths = np.fromiter(map(len, self.words), np.int16, len(self.words))
        letters = np.fromiter(map(_letters, self.words), np.uint32, len(self.words))
        return lengths, letters


def _letters(word: str) -> int:
    """Bit per letter a–z that occurs, digits and everything else on two more bits."""
    bits = 0
    for character in word:
        place = ord(character) - 97
        bits |= 1 << (place if 0 <= place < 26 else 26 + (not character.isdigit()))
    return bits
