"""The words of a query one by one: what each may be, beside what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kbsearch.core.ports import Vocabulary
from kbsearch.core.search.mistyped import MOST_COMPLETIONS, begins_alike, shortened
from kbsearch.core.search.passed_over import ENGLISH_HELPERS
from kbsearch.core.text import PASSED_OVER, Token, stem

SHORTEST_CORRECTED = 5
"""Letters. Shorter unknown words are too often names, units or codes."""
SHORTEST_COMPLETED = 2
SHORTEST_ABSENT = 4
"""Letters. Lists of words hold too many names, units and exclamations that are shorter."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word of the query with what it becomes on each side."""

    token: Token
    meant: str = ""
    """Spelled out abbreviation or correction; empty = as typed."""
    is_correction: bool = False
    is_known: bool = False
    """An abbreviation that stands in the articles as a word too: in one base `net` is a salary."""
    completions: tuple[str, ...] = ()
    is_noun: bool = False
    """A stop word that is a noun here."""
    is_absent: bool = False
    """French has this word, of four letters or more, and the articles do not; perhaps another form of it."""

    @property
    def is_stop_word(self) -> bool:
        return self.token.is_stop_word and not self.is_noun


def read_word(
    token: Token, vocabulary: Vocabulary, abbreviations: Mapping[str, str], *, is_noun: bool = False
) -> ReadWord:
    if is_noun:
        return ReadWord(token, is_noun=True)
    meaning = abbreviations.get(token.folded)
    if meaning:
        return ReadWord(token, meaning, is_known=token.folded in vocabulary)
    is_symptom = not token.is_stop_word and token.folded not in PASSED_OVER | ENGLISH_HELPERS
    if not (is_symptom and token.folded.isalpha()) or token.folded in vocabulary:
        return ReadWord(token)
    if longer := shortened(token.folded, vocabulary):
        return ReadWord(token, completions=longer)
    if vocabulary.is_french(token.folded):
        return ReadWord(token, is_absent=len(token.folded) >= SHORTEST_ABSENT)
    if len(token.folded) < SHORTEST_CORRECTED:
        return ReadWord(token)  # a name, a unit, a code
    near = [word for word, _ in vocabulary.near(token.folded) if begins_alike(token.folded, word)][:1]
    if not near or stem(near[0]) == stem(token.folded):
        return ReadWord(token)  # nothing close, or only another form of the same word, which the stem finds by itself
    return ReadWord(token, near[0], is_correction=True)


def completed(word: ReadWord, vocabulary: Vocabulary) -> ReadWord:
    """The last word may be unfinished: everything it could become, unless it stands in the articles as it is."""
    folded = word.token.folded
    if len(folded) < SHORTEST_COMPLETED or folded in vocabulary or (word.meant and not word.is_correction):
        return word
    completions = tuple(vocabulary.completions(folded, MOST_COMPLETIONS))
    return ReadWord(word.token, completions=completions) if completions else word
