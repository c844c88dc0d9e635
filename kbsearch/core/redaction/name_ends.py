"""Where a name ends behind which the sentence goes on: `MME MARTIN BOURRAGE PAPIER`, `Mme Roux Sage plante`.

A surname may be any word, so that a dictionary alone ends no name: `Mme Diallo Bataille` is one. What ends it is a word
that reports begin with and nobody is called, or a word of the language of which the state of a thing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from kbsearch.core.redaction.family_names import WORDS_TOO
from kbsearch.core.redaction.name_words import Word, words_at
from kbsearch.core.redaction.reported import COPULAS, DOINGS, ENDINGS, LONG_ENDINGS, REPORTED, STATES
from kbsearch.core.redaction.words import ARTICLES, FOREIGN_PARTICLES, NO_NAMES, PARTICLES, SHORT_FORMS, THINGS

_VOWEL = re.compile("[aeiouy]")
_ELIDED = re.compile(r"[ld]'")
_ARTICLE = "l'"
_AND = "e"
"""Between surnames: `SILVA E SOUZA`."""
_NUMBER = re.compile(r"[ \t]-?\d")
_ITS_NUMBER = re.compile(r"[ \t](?:n[°ºo][ \t]?)?\d{1,2}(?![\w.,:/-]|[ \t]\d)", re.IGNORECASE)
"""Things are numbered: `PORTIQUE 2`. Longer ones may be somebody's extension."""
_COPULAS_BEFORE_A_STATE = 3
_LONG = 7


@dataclass(frozen=True, slots=True)
class _Place:
    """A word behind a name, and what stands around it."""

    word: Word
    named: Word
    """What the name goes to, so far."""
    particle: Word | None
    """What stands between them."""
    behind: Sequence[Word]
    has_number: bool
    """Whether the word has a short number behind it."""


def name_end(text: str, start: int, stop: int, is_word: Callable[[str], bool]) -> int:
    """Where the name that was found from `start` to `stop` ends.

    `is_word`: whether a word, folded, is one of the language. The first name of several may be any word.
    """
    named: Word | None = None
    particle: Word | None = None
    for word in words_at(text, start):
        if word.stop > stop:
            break
        is_joint = word.folded == _AND and named is not None and not _is_before_number(text, word)
        if is_joint or word.folded in PARTICLES:
            particle = word
            continue
        if named is not None:
            behind = words_at(text, word.stop)
            place = _Place(word, named, particle, behind, _ITS_NUMBER.match(text, word.stop) is not None)
            if _is_before_number(text, word) or _goes_on_at(place, is_word):
                return named.stop
        named, particle = word, None
    return stop


def _is_before_number(text: str, word: Word) -> bool:
    """Whether this is the letter of a code: `Mme Roux E 201`."""
    return len(word.text) == 1 and not word.is_certain and _NUMBER.match(text, word.stop) is not None


def _goes_on_at(place: _Place, is_word: Callable[[str], bool]) -> bool:
    word, particle = place.word, place.particle
    if not word.is_capital:
        is_french = particle is not None and particle.folded not in FOREIGN_PARTICLES
        return is_french and _is_known(word, is_word)  # `mme sophie du standard`
    if word.is_certain or word.is_first_name:
        return False
    if place.named.is_first_name:
        return _goes_on_behind_first_name(place, is_word)
    if word.folded in SHORT_FORMS or not _VOWEL.search(word.folded) or _is_reported(word, is_word):
        return True
    if not _is_known(word, is_word):
        return False
    has_article = word.folded.startswith(_ARTICLE) or (particle is not None and particle.folded in ARTICLES)
    return _is_a_thing(place) or (has_article and not _is_a_callers(place, of=DOINGS - COPULAS))


def _goes_on_behind_first_name(place: _Place, is_word: Callable[[str], bool]) -> bool:
    """Whether no surname follows: `MME SOPHIE DU MAGASIN`, `MME BERNARD TICKETS ILLISIBLES`; `MME SOPHIE AFFICHEUR
    RAPPELLE` is one."""
    if place.particle is not None:
        return all(part in THINGS for part in _parts(place.word))
    return _is_reported(place.word, is_word) and (_is_a_thing(place) or not _is_a_callers(place))


def _is_a_thing(place: _Place) -> bool:
    """Whether the state of a thing is said of it, or its number."""
    said = place.behind
    for at in range(min(len(said), _COPULAS_BEFORE_A_STATE)):
        if said[at].folded in STATES:
            return True
        if said[at].folded not in COPULAS:
            break
    return place.has_number


def _is_a_callers(place: _Place, of: Set[str] = DOINGS) -> bool:
    """Whether the name ends what is said, or somebody of that name does something."""
    return not place.has_number and (not place.behind or place.behind[0].folded in of)


def _is_reported(word: Word, is_word: Callable[[str], bool]) -> bool:
    """Of the parts of a word, those count as well that end a name where they stand alone: `TIROIR-CAISSE`."""
    return all(part in THINGS or part in NO_NAMES or (is_word(part) and _is_a_reports(part)) for part in _parts(word))


def _is_a_reports(part: str) -> bool:
    if part in REPORTED:
        return True
    is_long = len(part) >= _LONG and part.endswith(LONG_ENDINGS)
    return (is_long or part.endswith(ENDINGS)) and part not in WORDS_TOO


def _is_known(word: Word, is_word: Callable[[str], bool]) -> bool:
    return all(part in THINGS or (is_word(part) and part not in WORDS_TOO) for part in _parts(word))


def _parts(word: Word) -> Sequence[str]:
    return _ELIDED.sub("", word.folded).split("-")
