"""Which of several words are a name, and which names are listed after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kbsearch.core.redaction.name_words import Word, words_at
from kbsearch.core.redaction.words import ARTICLES, FOREIGN_PARTICLES, LONE_PARTICLES, PARTICLES
from kbsearch.core.text import fold

_MOST_NAMES = 4
_MOST_LISTED = 5
_LONGEST_ACRONYM = 3
"""In small letters, behind a particle: `mme sophie du sav`."""
_JOINT = re.compile(r"(?P<comma>,[ \t]{1,2})|[ \t]{1,2}(?:et|and|&)[ \t]{1,2}|[ \t]?[&/][ \t]?", re.IGNORECASE)
_AND = "e"
"""Portuguese joins surnames by it: `Silva e Souza`, in capitals among capitals alone: `SILVA E SOUZA`."""
_ELECTRONIC = frozenset(
    """
    administration banking bike billet billets book books bulletin business carte cartes catalogue commerce coupon
    learning ordonnance parapheur prescription procurement reader recrutement sante shop shopping signature sourcing
    ticket tickets vitale
    """.split()  # noqa: SIM905
)
"""What stands in capitals behind an `E` that is no *and*: `MME MARTIN E LEARNING HS`."""
_ENDS = re.compile(r"[ \t]?(?:[.,;:!?)\n]|$)")
_MASTERS = re.compile(r"(?<![\w'’.-])Mes[ \t]{1,2}(?=[A-ZÀ-Þ])")
_PLURAL_ENDS = ("s", "x", "z")


def name_in(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The name that these words begin with, if they do.

    The first word may be anything that is not known to be something else. A name goes on with capitals; in small
    letters only after a first name; through particles when a name follows them. Behind `de la compta` no name does.
    """
    taken: list[Word] = []
    at = names = 0
    while at < len(words) and names < _MOST_NAMES:
        ahead = at
        while ahead < len(words) and words[ahead].folded in PARTICLES and ahead - at < 3:
            ahead += 1
        if taken and ahead == at and words[at].folded == _AND and _is_joined(taken[-1], *words[at : at + 2]):
            ahead += 1
        if ahead == len(words) or not _may_follow(words[ahead], taken, words[ahead - 1] if ahead > at else None):
            if taken or words[at].folded not in LONE_PARTICLES:
                break
            ahead = at
        taken += words[at : ahead + 1]
        names += 1
        at = ahead + 1
    if names:
        yield taken[0].start, taken[-1].stop


def _is_joined(last: Word, joint: Word, following: Word | None = None) -> bool:
    if following is None or joint.is_certain or not following.may_be_family:
        return False
    if joint.is_capital:
        return last.is_upper and following.is_upper and following.folded not in _ELECTRONIC
    return last.is_capital and following.text.istitle()


def _may_follow(word: Word, taken: Sequence[Word], particle: Word | None) -> bool:
    if word.is_none or (len(word.folded) < 2 and not word.is_capital):
        return False
    if not taken:
        return True
    last = taken[-1]
    if not word.is_capital:
        if particle is None:
            goes_on = last.is_first_name or word.is_foreign
        else:
            is_given = last.is_first_name or last.is_foreign
            is_surname = is_given and word.may_be_family and len(word.folded) > _LONGEST_ACRONYM
            goes_on = particle.folded in FOREIGN_PARTICLES or is_surname
        return not last.is_capital and goes_on
    if word.is_upper:
        return (
            last.is_upper
            or last.is_first_name
            or (particle is not None and particle.is_upper and particle.folded not in ARTICLES)
        )
    return last.is_capital


def others(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The others of several names after a title in the plural: `Mmes Noël, Sow et Rivet`.

    Behind commas alone, only if the last ends the sentence: `MM. Durand, Caissio ne répond plus`.
    """
    at = next((stop for _, stop in name_in(words)), 0)
    is_capital = any(word.is_capital for word in words if word.stop <= at)
    listed: list[tuple[int, int]] = []
    while at and len(listed) < _MOST_LISTED and (joint := _JOINT.match(text, at)):
        following = words_at(text, joint.end())
        named = next((word for word in following if word.folded not in PARTICLES), None)
        if named is None or named.is_capital != is_capital or (is_capital and not _may_be_listed(named, words[0])):
            break
        if not (found := list(name_in(following))):
            break
        listed += found
        at = found[0][1]
        if not joint["comma"]:
            yield from listed
            return
    if listed and _ENDS.match(text, at):
        yield from listed


def _may_be_listed(word: Word, first: Word) -> bool:
    """No acronym behind `MM. Durand et`, but `MM. DURAND et SOW`."""
    return word.may_be_family or (not word.is_none and (not word.is_upper or first.is_upper))


def masters(text: str) -> Iterator[tuple[int, int]]:
    """`Mes Durand et Martin`: two lawyers. Things that are mine stand in the plural: `Mes Documents et Images`."""
    for match in _MASTERS.finditer(text):
        yield from _two(text, words_at(text, match.end()))


def _two(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    first = list(name_in(words))
    joint = _JOINT.match(text, first[0][1]) if first else None
    second = list(name_in(words_at(text, joint.end()))) if joint and not joint["comma"] else []
    named = [Word(start, stop, text[start:stop], fold(text[start:stop])) for start, stop in first + second[:1]]
    if len(named) > 1 and all(
        one.is_capital and one.may_be_family and not one.folded.endswith(_PLURAL_ENDS) for one in named
    ):
        yield from ((one.start, one.stop) for one in named)
