"""How many and whose: what a phrase says of it with words that otherwise say nothing.

*Toutes les caisses sont arrêtées* and *une seule caisse arrêtée* have the same telling words, and so have *un salarié
voit la paie d'un autre* and *le salarié voit sa paie*. What a phrase says that way it demands as a class: any word for
all or none, for somebody else, for the same, for what is not. Doubtful ones count as said: *caisses arrêtées* may be
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal

from kbsearch.core.escalation import scope_words as known
from kbsearch.core.escalation.hearing import tells
from kbsearch.core.text import STOP_WORDS, stem

Clauses = Sequence[Sequence[str]]
"""The folded words of each clause, in their order."""
Amount = Literal["all", "one", ""]
"""Of a thing: all of it or none, or so many that it may be all; one or some; nothing that tells."""

_BACK = 6
"""Words before a noun that say how many: *plus une seule de mes caisses*."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one phrase says of how many and whose."""

    things: frozenset[str] = frozenset()
    """Stems of what it says *all* or *none* of."""
    is_total: bool = False
    """All, none or everything is to be said; not of *aucun réseau*, which is one, and gone when it is cut."""
    is_other: bool = False
    """It is about somebody else's."""
    is_same: bool = False
    """It says that two are one."""
    is_absent: bool = False
    """It says that something is not."""
    words: frozenset[str] = frozenset()
    """The words that say so: their class is demanded in their place."""

    def is_met(self, clauses: Clauses, lang: str) -> bool:
        """Whether a symptom says all of that, in whatever words."""
        words = frozenset(chain.from_iterable(clauses))
        told = amount(clauses, self.things, lang)
        return (
            (told == "all" or not (self.is_total or told == "one"))
            and (not self.is_other or is_of_another(clauses))
            and (not self.is_same or known.begins(words, known.SAME))
            and (not self.is_absent or not words.isdisjoint(known.DENIALS) or known.begins(words, known.FAILURES))
        )

    def is_barred(self, clauses: Clauses, stems: frozenset[str], lang: str) -> bool:
        """Whether a symptom says the contrary: one where the phrase says all, one's own or nothing where it says
        another's. `stems`: of what the phrase is about."""
        if self.things and amount(clauses, self.things, lang) == "one" and not _says_everything(clauses):
            return True
        return self.is_other and not is_of_another(clauses) and _is_own(clauses, stems, lang)


def scope_of(clauses: Clauses, lang: str) -> Scope:
    """What a phrase demands."""
    words = tuple(chain.from_iterable(clauses))
    things = {stem(clause[at], lang) for clause in clauses for at in _nouns(clause) if _is_counted(clause, at)}
    is_absent = any(_is_denial(clause, at) for clause in clauses for at in range(len(clause)))
    is_alone = things == {stem(word, lang) for word in words if tells(word) and word not in known.ALL}
    is_everything = any(_is_all_alone(clause, at) for clause in clauses for at in range(len(clause)))
    return Scope(
        things=frozenset(things),
        is_total=(bool(things) and not (is_absent and is_alone)) or is_everything,
        is_other=not known.OTHER.isdisjoint(words),
        is_same=any(_is_same(clause, at) for clause in clauses for at in range(len(clause))),
        is_absent=is_absent,
        words=frozenset(words) & (known.ALL | known.OTHER | known.SAMENESS),
    )


def amount(clauses: Clauses, things: frozenset[str], lang: str) -> Amount:
    """How many of these things a symptom speaks of; all when it says so of them anywhere.

    >>> [amount([text.split()], frozenset({"caiss"}), "fr") for text in ("plus une caisse", "une caisse", "la caisse")]
    ['all', 'one', '']
    """
    told = {_amount(clause, at) for clause in clauses for at, word in enumerate(clause) if stem(word, lang) in things}
    if "all" in told:
        return "all"
    if "one" in told:
        return "one"
    return "all" if _says_everything(clauses) else ""


def is_of_another(clauses: Clauses) -> bool:
    """Whether a symptom names somebody else, or what is not the right one.

    >>> [is_of_another([text.split()]) for text in ("la paie du collegue", "pas le bon patient", "sa paie")]
    [True, True, False]
    """
    return any(_is_another(clause, at) for clause in clauses for at in range(len(clause)))


def _says_everything(clauses: Clauses) -> bool:
    return any(_is_everything(clause, at) for clause in clauses for at in range(len(clause)))


def _nouns(clause: Sequence[str]) -> Iterator[int]:
    return (at for at, word in enumerate(clause) if word not in STOP_WORDS and word not in known.BEFORE_NOUN)


def _before(clause: Sequence[str], at: int) -> Sequence[str]:
    """What stands before a noun and belongs to it: its article, number, quantifier."""
    start = at
    while start > max(0, at - _BACK) and (clause[start - 1] in known.BEFORE_NOUN or _number(clause[start - 1])):
        start -= 1
    return clause[start:at]


def _number(word: str) -> Literal["one", "more", ""]:
    """Without reading it: it may have as many digits as a caller's text."""
    if word.isdecimal():
        return "one" if word.lstrip("0") == "1" else "more"
    return "more" if word in known.NUMBERS else ""


def _is_counted(clause: Sequence[str], at: int) -> bool:
    """Whether a phrase says all or none of a noun; *plus de courant* only says that it is not there."""
    return _is_all(_before(clause, at), known.A) and not clause[at].startswith(known.TIMES)


def _is_all(before: Sequence[str], behind_not: frozenset[str]) -> bool:
    """*toutes les*, *plus aucune des*, *pas une seule*, *plus de*."""
    if not known.ALL_OF.isdisjoint(before):
        return True
    places = [at for at, word in enumerate(before) if word in known.NOT]
    return any(not behind_not.isdisjoint(before[at + 1 : at + 2]) for at in places)


def _amount(clause: Sequence[str], at: int) -> Amount:
    before, after = _before(clause, at), clause[at + 1 : at + 3]
    if _is_all(before, known.A | known.OF):
        return "all"
    numbers = set(map(_number, before))
    if not known.ONE.isdisjoint(before) or "one" in numbers:
        return "one"
    is_singular = not known.SINGULAR.isdisjoint(before) or not clause[at].endswith(("s", "x"))
    if "more" in numbers or not known.PLURAL.isdisjoint(before) or not is_singular:
        return "all"
    number = after[1:] if not known.NUMBER.isdisjoint(after[:1]) else after[:1]
    is_numbered = any(map(str.isdigit, chain.from_iterable(number)))
    is_alone = not known.ALONE.isdisjoint(clause[max(0, at - 2) : at + 2])
    return "one" if is_numbered or is_alone else ""


def _is_all_alone(clause: Sequence[str], at: int) -> bool:
    """*tout est bloqué*, *tous bloqués*: of nothing that is named; not *tous les jours*, *du tout*, *tout seul*."""
    if clause[at] not in known.EACH or _is_at_all(clause, at):
        return False
    return not _is_idiom(clause, at) and known.ARTICLES.isdisjoint(clause[at + 1 : at + 2])


def _is_everything(clause: Sequence[str], at: int) -> bool:
    """A word for all of everything: *partout*, *plus rien*, *tout le magasin*, *aucune ne marche*."""
    word, after = clause[at], clause[at + 1 : at + 2]
    if word in known.EVERYTHING:
        return word != "personne" or known.ARTICLES.isdisjoint(clause[max(0, at - 1) : at])
    if word in known.NONE:
        return not after or after[0] in STOP_WORDS
    if word in known.WHOLE and not known.ARTICLES.isdisjoint(after):
        return not _is_idiom(clause, at)
    return _is_all_alone(clause, at)


def _is_at_all(clause: Sequence[str], at: int) -> bool:
    return not known.AT_ALL.isdisjoint(clause[max(0, at - 1) : at])


def _is_idiom(clause: Sequence[str], at: int) -> bool:
    after = clause[at + 1 : at + 4]
    behind = [word for word in after if word not in known.ARTICLES][:1]
    return bool(behind) and (behind[0].startswith(known.TIMES) or behind[0] in known.AFTER_TOUT)


def _is_same(clause: Sequence[str], at: int) -> bool:
    if clause[at] not in known.SAMENESS:
        return False
    beside = (*clause[max(0, at - 1) : at], *clause[at + 1 : at + 2])
    return known.BESIDE_MEME.isdisjoint(beside)


def _is_denial(clause: Sequence[str], at: int) -> bool:
    """A comparative is none: *plus bruyante*."""
    return clause[at] in known.DENIALS and (clause[at] != "plus" or not known.OF.isdisjoint(clause[at + 1 : at + 2]))


def _is_another(clause: Sequence[str], at: int) -> bool:
    word, before, after = clause[at], clause[max(0, at - 1) : at], clause[at + 1 : at + 2]
    if word.startswith(known.OTHERS) or word in known.OTHER | known.PEOPLE:
        return True
    if word in known.TITLES or word in known.THAT:
        return not known.OF.isdisjoint(before if word in known.TITLES else after)
    if word in known.RIGHT:
        return not known.DENIALS.isdisjoint(clause[max(0, at - 3) : at])
    return word in known.EACH and not _is_idiom(clause, at) and not _is_at_all(clause, at)


def _is_own(clauses: Clauses, stems: frozenset[str], lang: str) -> bool:
    """*sa paie*, *ne voit pas la paie*: what the phrase is about is the caller's own, or is not there."""
    of = partial(stem, lang=lang)
    for clause in clauses:
        for at, word in enumerate(clause):
            if of(word) not in stems:
                continue
            before = [one for one in clause[max(0, at - 2) : at] if one not in known.OWN][-1:]
            is_owned = not known.POSSESSIVES.isdisjoint(before) or not known.OWN.isdisjoint(clause[max(0, at - 1) : at])
            if is_owned or not known.AFTER_VERB.isdisjoint(clause[at + 1 : at + 2]):
                return True
    return False
