"""The words that a name may be made of, one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbsearch.core.redaction.words import ELIDED_SURNAMES, ELISIONS, FIRST_NAMES, NO_NAMES, PARTICLES, ROLES, THINGS
from kbsearch.core.text import fold

_MOST_WORDS = 7
_SHORTEST_UPPER = 4
_WORD = re.compile(r"[ \t]{0,2}([^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){0,40})(?!-?\d|[\w\[])")
_INITIAL = re.compile(r"\.(?:-[^\W\d_]\.)?(?= ?[^\W\d_])")
_ELIDED = re.compile(r"(?:n|s|l|j|m|t|c|d|qu)['’](?=[aeiouyh])")
"""Only vowels are elided before: `n'arrive` is no name, `n'guessan` is."""
PLACE = re.compile(
    r"\b(?:b[âa]timent|b[âa]t\.?|salle|rue|avenue|boulevard|place|lyc[ée]e|coll[èe]ge|[ée]cole|h[ôo]pital|clinique|site|"
    r"agence|amphi|stade|gare|universit[ée]|r[ée]sidence|cit[ée]|square|quai)\s$",
    re.IGNORECASE,
)
"""Right before a name that is a place's."""
_OTHER_WORDS = (NO_NAMES | ROLES | THINGS) - PARTICLES
_FRENCH_LETTERS = "àâäæçéèêëîïôöœùûüÿ'’-"


@dataclass(frozen=True, slots=True)
class Word:
    """One, and what it may be; `start` and `stop` are its place in the text, `folded` is without case and accents."""

    start: int
    stop: int
    text: str
    folded: str
    is_certain: bool = False
    """Whether it is of a name, though another word too, or the `C.` of `C. Dumas`."""

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_first_name(self) -> bool:
        return all(part in FIRST_NAMES for part in self.folded.split("-"))

    @property
    def may_be_family(self) -> bool:
        """Whether it may be a surname where little else says so: no acronym, no word of another kind."""
        parts = self.folded.split("-")
        if self.is_none or PLACE.match(f"{self.text} ") or any(part in _OTHER_WORDS for part in parts):
            return False
        is_word = len(self.folded) >= _SHORTEST_UPPER and all(re.search("[aeiouy]", part) for part in parts)
        return not self.is_upper or is_word

    @property
    def is_readable(self) -> bool:
        return "-" not in self.folded and bool(re.search("[aeiouy]", self.folded))

    @property
    def is_foreign(self) -> bool:
        """Whether it has a letter that no French or English word has: `gómez`, `jovanović`."""
        return any(not char.isascii() and char not in _FRENCH_LETTERS for char in self.text.lower())

    @property
    def is_none(self) -> bool:
        """Whether it is a word that no name is taken for."""
        if self.is_certain:
            return False
        if _ELIDED.match(self.folded):
            elided = self.folded.partition("'")[2]
            is_capital = self.text[len(self.text) - len(elided) :][:1].isupper()
            is_name = self.folded[0] == "d" and elided not in NO_NAMES | ROLES | ELISIONS
            is_name = is_name or (self.folded[0] == "l" and elided in ELIDED_SURNAMES)
            return not (is_name or (self.folded[0] in "ld" and is_capital))
        return self.folded in NO_NAMES or self.folded in ROLES


def words_at(text: str, at: int) -> list[Word]:
    """Up to `_MOST_WORDS` words from `at` on, with nothing but a blank, or the dot of an initial, between them."""
    words: list[Word] = []
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, at)):
        at = match.end()
        dot = _INITIAL.match(text, at) if len(match[1]) <= 2 else None
        folded = fold(match[1]).replace("’", "'")
        words.append(Word(*match.span(1), match[1], folded, dot is not None and match[1].istitle()))
        at = dot.end() if dot else at
    return words
