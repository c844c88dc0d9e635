"""Where a name ends behind which the sentence goes on: `MME MARTIN BOURRAGE PAPIER`, `Mme Roux Sage plante`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kbsearch.core.redaction.family_names import WORDS_TOO
from kbsearch.core.redaction.name_words import Word, words_at
from kbsearch.core.redaction.words import FOREIGN_PARTICLES, PARTICLES, SHORT_FORMS, THINGS

_VOWEL = re.compile("[aeiouy]")
_ELIDED = re.compile(r"[ld]'")
_NUMBER = re.compile(r"[ \t]-?\d")


def name_end(text: str, start: int, stop: int, is_word: Callable[[str], bool]) -> int:
    """Where the name that was found from `start` to `stop` ends.

    `is_word`: whether a word, folded, is one of the language. The first name of several may be any word, and what
    stands behind a first name is a surname; further on such a word is the sentence's, unless it is a surname as well.
    """
    named: Word | None = None
    particle: Word | None = None
    for word in words_at(text, start):
        if word.stop > stop:
            break
        if word.folded in PARTICLES:
            particle = word
            continue
        if named is not None and (_is_before_number(text, word) or _goes_on_behind(named, particle, word, is_word)):
            return named.stop
        named, particle = word, None
    return stop


def _is_before_number(text: str, word: Word) -> bool:
    """Whether this is the letter of a code: `Mme Roux E 201`."""
    return len(word.text) == 1 and not word.is_certain and _NUMBER.match(text, word.stop) is not None


def _goes_on_behind(named: Word, particle: Word | None, word: Word, is_word: Callable[[str], bool]) -> bool:
    if not word.is_capital:
        is_french = particle is not None and particle.folded not in FOREIGN_PARTICLES
        return is_french and _is_known(word, is_word)  # `mme sophie du standard`
    return not named.is_first_name and _is_of_sentence(word, is_word)


def _is_of_sentence(word: Word, is_word: Callable[[str], bool]) -> bool:
    if word.is_certain or word.is_first_name:
        return False
    return word.folded in SHORT_FORMS or not _VOWEL.search(word.folded) or _is_known(word, is_word)


def _is_known(word: Word, is_word: Callable[[str], bool]) -> bool:
    parts: Sequence[str] = _ELIDED.sub("", word.folded).split("-")
    return all(part in THINGS or (is_word(part) and part not in WORDS_TOO) for part in parts)
