"""What a symptom says, and what it says is not there: *pas de fumée*, *aucune odeur de brûlé*, *no smoke*.

Only what stands directly behind such a word is taken for denied, within its clause; where it is doubtful, it counts as
said: a danger that is told once too often costs less than one that is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kbsearch.core.text import STOP_WORDS, stem, tokens

_CLAUSE = re.compile(r"[,.;:!?()…\n]+(?:\s|$)|\s[-–—]\s|\b(?:mais|et|car|puis|but|and|yet)\b", re.IGNORECASE)
_ELIDED = re.compile(r"\b([dn])['’ʼ]", re.IGNORECASE)

_ALONE = frozenset({"aucun", "aucune", "aucuns", "aucunes", "sans", "ni", "jamais", "no", "without", "never"})
_BEFORE_DE = frozenset({"pas", "plus"})
_NEGATIVE = frozenset({"ne", "pas", "plus", "rien", "not", "cannot"}) | _ALONE
_GREETINGS = """
bonjour bonsoir salut allo coucou merci monsieur madame messieurs mesdames hello thanks morning evening afternoon madam
problemes problems soucis aide help question test essai
"""
_EMPTY = tuple(_GREETINGS.split())
"""Greetings, and words that only say that somebody calls."""
_ARTICLES = frozenset({"de", "la", "le", "les", "un", "une", "des", "du", "the", "a", "an", "any", "aucun", "aucune"})
_LINKS = frozenset({"de", "of"})
_NO_DENIAL = frozenset({"doute", "doubt", "cesse", "arret"})
"""*Sans doute de la fumée*, *ça fume sans arrêt*."""
_AMOUNTS = frozenset({"deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "cent", "moitie"})
"""*Plus de deux caisses*."""
_AFTER_NE = frozenset({"pas", "plus", "jamais"})
_BETWEEN = 3
"""Words between *ne* and *pas*: *ne se met plus*, *n'est donc pas*."""
_GROUP = 2
"""Words of one noun group: *grosse fumée*, *plastique brûlé*."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of one symptom."""

    said: frozenset[str]
    """Stems of those that say something; of all of them where none does."""
    denied: frozenset[str]
    """Stems of what is said not to be there, and nowhere to be there."""
    telling: frozenset[str]
    """The folded words that say something, denied or not; none for a greeting."""

    def with_denials(self) -> Heard:
        """As if nothing were denied: *plus de réseau* is what an incident of the network is about."""
        return Heard(self.said | self.denied, frozenset(), self.telling)


def heard(symptom: str, lang: str) -> Heard:
    """Read a symptom, clause by clause.

    >>> sorted(heard("pas de fumée, odeur de brûlé", "fr").said), heard("pas de fumée, odeur de brûlé", "fr").denied
    (['brul', 'odeur'], frozenset({'fum'}))
    """
    said: set[str] = set()
    denied: set[str] = set()
    joined: set[str] = set()
    for clause in _CLAUSE.split(symptom):
        words = [token.folded for token in tokens(_ELIDED.sub(r"\1e ", clause))]
        places = _denied(words)
        denied.update(words[place] for place in places)
        said.update(word for place, word in enumerate(words) if place not in places)
        joined.update(a + b for a, b in pairwise(words) if a.isalpha() and b.isdigit())  # `CX 44` is `CX-44`
    stems = frozenset(stem(word, lang) for word in ((said - STOP_WORDS or said) | joined))
    gone = frozenset(stem(word, lang) for word in denied) - stems
    return Heard(stems, gone, frozenset(filter(_tells, said | denied)))


def is_negation(phrase: str) -> bool:
    """Whether the phrase itself says that something is not: it is compared with all that was said.

    >>> is_negation("l'arrêt d'urgence n'arrête pas la machine"), is_negation("odeur de brûlé")
    (True, False)
    """
    return not _NEGATIVE.isdisjoint(token.folded for token in tokens(_ELIDED.sub(r"\1e ", phrase)))


def _tells(word: str) -> bool:
    """Whether a word says more than that somebody calls; a greeting is none from its first letters on."""
    return word not in STOP_WORDS and word not in _NEGATIVE and not any(one.startswith(word) for one in _EMPTY)


def _denied(words: Sequence[str]) -> set[int]:
    """Places of the words of one clause that a negation stands directly before."""
    found: set[int] = set()
    for place in range(len(words)):
        found.update(_denied_verb(words, place))
        start = _behind_negation(words, place)
        if start is None:
            continue
        while start < len(words) and words[start] in _ARTICLES:
            start += 1
        group = _group(words, start, 1 if words[place] == "not" else _GROUP)
        link = group[-1] + 1 if group else len(words)
        if link < len(words) and words[link] in _LINKS:
            group += _group(words, link + 1, _GROUP)
        if group and words[group[0]] not in _NO_DENIAL:
            found.update(group)
    return found


def _denied_verb(words: Sequence[str], place: int) -> list[int]:
    """What a *ne* denies: *ne fume pas*, *n'est pas blessé*, *personne n'est blessé*."""
    if words[place] != "ne":
        return []
    near = range(place + 1, min(place + 2 + _BETWEEN, len(words)))
    end = next((at for at in near if words[at] in _AFTER_NE), None)
    if end is None and words[place - 1 : place] == ["personne"]:
        return [at for at in near if words[at] not in STOP_WORDS][:1]
    between = [at for at in range(place + 1, end or 0) if words[at] not in STOP_WORDS]
    return between or (_group(words, end + 1, 1) if end is not None else [])


def _behind_negation(words: Sequence[str], place: int) -> int | None:
    """Where what the word at `place` denies begins; None when it denies nothing."""
    word, after = words[place], words[place + 1 : place + 3]
    if word in _ALONE or word == "not":
        return place + 1
    if word not in _BEFORE_DE or not after or after[0] != "de" or (after[1:] and after[1] in _ARTICLES):
        return None
    if word == "plus" and not _is_no_more(words, place):
        return None
    return place + 2


def _is_no_more(words: Sequence[str], place: int) -> bool:
    """Whether *plus de* means that there is none left: not *il y a plus de fumée*, nor *plus de fumée que …*."""
    is_amount = any(word.isdigit() or word in _AMOUNTS for word in words[place + 2 : place + 3])
    return (place == 0 or "ne" in words[:place]) and "que" not in words[place:] and not is_amount


def _group(words: Sequence[str], start: int, most: int) -> list[int]:
    places: list[int] = []
    for place in range(start, min(start + most, len(words))):
        if words[place] in STOP_WORDS:
            break
        places.append(place)
    return places
