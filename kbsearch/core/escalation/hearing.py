"""What a symptom says, and what it says is not there: *pas de fumée*, *aucune odeur de brûlé*, *no smoke*.

Only what stands directly behind such a word is taken for denied, within its clause; where it is doubtful, it counts as
said: a danger that is told once too often costs less than one that is passed over. So one noun is denied, not what is
typed after it without a comma: *plus de courant fumée dans l'armoire*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_ENDING = ("arret", "cess")
_INFINITIVE = ("er", "ir", "re")
_BETWEEN = 3
"""Words between *ne* and *pas*: *ne se met plus*, *n'est donc pas*."""
_GROUP = 2
"""Words of one noun group: *grosse fumée*, *no burning smell*."""
_ADJECTIVES = """
gros grosse grosses petit petite petits petites grand grande grands grandes fort forte forts fortes leger legere
legers legeres moindre moindres mauvais mauvaise mauvaises vrai vraie vrais vraies epais epaisse enorme enormes
big small heavy thick strong slight slightest visible black white grey burning burnt electric electrical more
"""
_BEFORE_NOUN = frozenset(_ADJECTIVES.split())
"""Folded; they stand before their noun, which is denied with them."""
_PEOPLE = frozenset({"personne", "operateur", "operatrice", "salarie", "employe", "collegue", "technicien", "operator"})
_HURT = frozenset({"blesse", "blessee", "blesses", "blessees", "injured", "hurt"})
"""Said of people, so denied with them: *aucun opérateur blessé*, but not *plus de courant, blessé*."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of one symptom."""

    said: frozenset[str]
    """Stems of those that say something; of all of them where none does."""
    denied: frozenset[str]
    """Stems of what is said not to be there, and nowhere to be there."""
    telling: frozenset[str]
    """The folded words that say something, denied or not; none for a greeting."""
    words: frozenset[str] = frozenset()
    """All folded words, denied or not, and what two neighbours make as one: *wi fi* is *Wi-Fi*."""
    said_joined: frozenset[str] = frozenset()
    """Stems of what two neighbours make as one, neither of them denied."""
    denied_joined: frozenset[str] = frozenset()
    """The same of those of which one is."""
    clauses: tuple[tuple[str, ...], ...] = ()
    """All folded words in their order, clause by clause; none where it does not matter how many of it and whose."""

    @property
    def all_said(self) -> frozenset[str]:
        return self.said | self.said_joined

    @property
    def all_denied(self) -> frozenset[str]:
        return self.denied | self.denied_joined

    def with_denials(self) -> Heard:
        """As if nothing were denied, and of whatever number: *plus de réseau* is what an incident of the network is
        about, and *ma caisse est bloquée* one of all tills."""
        joined = self.said_joined | self.denied_joined
        return Heard(self.said | self.denied, frozenset(), self.telling, self.words, joined)


def heard(symptom: str, lang: str) -> Heard:
    """Read a symptom, clause by clause.

    >>> sorted(heard("pas de fumée, odeur de brûlé", "fr").said), heard("pas de fumée, odeur de brûlé", "fr").denied
    (['brul', 'odeur'], frozenset({'fum'}))
    """
    said: set[str] = set()
    denied: set[str] = set()
    codes: set[str] = set()
    joined: dict[bool, set[str]] = {False: set(), True: set()}
    clauses: list[tuple[str, ...]] = []
    for clause_units in _clauses(symptom):
        words = [unit[0] for unit in clause_units]
        clauses.append(tuple(words))
        places = _denied(words)
        for place, unit in enumerate(clause_units):
            (denied if place in places else said).update(unit)
        codes.update(a + b for a, b in pairwise(words) if a.isalpha() and b.isdigit())  # `CX 44` is `CX-44`
        for place, (a, b) in enumerate(pairwise(words)):
            if a.isalpha() and b.isalpha():
                joined[not places.isdisjoint((place, place + 1))].add(a + b)
    stems = frozenset(stem(word, lang) for word in ((said - STOP_WORDS or said) | codes))
    gone = frozenset(stem(word, lang) for word in denied) - stems
    plain = said | denied
    of_two, of_two_denied = (frozenset(stem(word, lang) for word in joined[is_denied]) for is_denied in (False, True))
    words_of_all = frozenset(plain.union(*joined.values()))
    return Heard(
        stems, gone, frozenset(filter(tells, plain)), words_of_all, of_two, of_two_denied - of_two, tuple(clauses)
    )


def clauses_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of each clause.

    >>> clauses_of("la paie d'un autre, pas la sienne")
    (('la', 'paie', 'de', 'un', 'autre'), ('pas', 'la', 'sienne'))
    """
    return tuple(tuple(unit[0] for unit in clause) for clause in _clauses(text))


def units(text: str) -> list[tuple[str, ...]]:
    """The folded words of a text in their order; a hyphenated pair is one word, with its parts behind it.

    >>> units("le Wi-Fi coupé")
    [('le',), ('wifi', 'wi', 'fi'), ('coupe',)]
    """
    found: list[tuple[str, ...]] = []
    places: list[int] = []
    for token in tokens(text):
        if places[-2:-1] == [token.start] and not token.is_code and token.folded == found[-2][0] + found[-1][0]:
            found[-2:] = [(token.folded, found[-2][0], found[-1][0])]
            del places[-1]
        else:
            found.append((token.folded,))
            places.append(token.start)
    return found


def is_negation(phrase: str) -> bool:
    """Whether the phrase itself says that something is not: it is compared with all that was said.

    >>> is_negation("l'arrêt d'urgence n'arrête pas la machine"), is_negation("odeur de brûlé")
    (True, False)
    """
    return not _NEGATIVE.isdisjoint(token.folded for token in tokens(_ELIDED.sub(r"\1e ", phrase)))


def tells(word: str) -> bool:
    """Whether a word says more than that somebody calls; a greeting is none from its first letters on."""
    return word not in STOP_WORDS and word not in _NEGATIVE and not any(one.startswith(word) for one in _EMPTY)


def _clauses(text: str) -> Iterator[list[tuple[str, ...]]]:
    return (units(_ELIDED.sub(r"\1e ", clause)) for clause in _CLAUSE.split(text))


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
    if end is not None and _goes_on(words, end):
        return []
    between = [at for at in range(place + 1, end or 0) if words[at] not in STOP_WORDS]
    return between or (_group(words, end + 1, 1) if end is not None else [])


def _behind_negation(words: Sequence[str], place: int) -> int | None:
    """Where what the word at `place` denies begins; None when it denies nothing."""
    word, after = words[place], words[place + 1 : place + 3]
    if _goes_on(words, place):
        return None
    if word in _ALONE or word == "not":
        return place + 1
    if word not in _BEFORE_DE or not after or after[0] != "de" or (after[1:] and after[1] in _ARTICLES):
        return None
    if word == "plus" and not _is_no_more(words, place):
        return None
    return place + 2


def _goes_on(words: Sequence[str], place: int) -> bool:
    """Whether it is the *pas* of *(n')arrête pas de fumer*; that of *moteur arrêté pas de feu* is another."""
    if words[place] not in _AFTER_NE or words[place + 1 : place + 2] != ["de"]:
        return False
    has_ne = "ne" in words[max(place - 3, 0) : place]
    is_verb_next = any(word.endswith(_INFINITIVE) for word in words[place + 2 : place + 3])
    return any(word.startswith(_ENDING) for word in words[max(place - 1, 0) : place]) and (has_ne or is_verb_next)


def _is_no_more(words: Sequence[str], place: int) -> bool:
    """Whether *plus de* means that there is none left: not *il y a plus de fumée*, nor *plus de fumée que …*."""
    is_amount = any(word.isdigit() or word in _AMOUNTS for word in words[place + 2 : place + 3])
    return (place == 0 or "ne" in words[:place]) and "que" not in words[place:] and not is_amount


def _group(words: Sequence[str], start: int, most: int) -> list[int]:
    """Places of a noun and of the adjectives before it."""
    places: list[int] = []
    for place in range(start, min(start + most, len(words))):
        if words[place] in STOP_WORDS:
            break
        places.append(place)
        is_hurt = words[place].rstrip("s") in _PEOPLE and not _HURT.isdisjoint(words[place + 1 : place + 2])
        if words[place] not in _BEFORE_NOUN and not is_hurt:
            break
    return places
