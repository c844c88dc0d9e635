"""What is asked of a caller before somebody takes over: the client asks for some of it, and an article for some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kbsearch.core.text import fold

_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\bn\s?[°º]")
_ARTICLES = frozenset({"l", "le", "la", "les", "the"})
_BETWEEN = frozenset(
    {*_ARTICLES, *("a", "au", "aux", "d", "de", "des", "du", "en", "un", "une", "sur", "an", "at", "in", "of", "on")}
)
"""Words that only join others."""
_EITHER = frozenset({"ou", "or", "et", "and"})
_ASKING = frozenset(
    {*("quel", "quelle", "quels", "quelles", "est", "sont", "il"), *("which", "what", "is", "are", "it", "about")}
)
"""Words that make a question of what is asked for."""
FEWEST_TELLING = 2
"""Words that say by themselves what is asked: `numéro` or `version` alone may be that of anything."""


def label(fact: str) -> str:
    """Equal for two spellings of one question: without case, accents, marks, a leading article and what stands in
    brackets, which mostly only says how to answer; `n°` is `numéro`.

    >>> label("Le n° de licence (LIC-) ?")
    'numero de licence'
    """
    return spelling(_BRACKETS.sub(" ", fact)) or spelling(fact)


def spelling(fact: str) -> str:
    """As `label`, with what stands in brackets: one list asks for `série (TPE)` and for `série (imprimante)`.

    >>> spelling("Le n° de licence (LIC-) ?")
    'numero de licence lic'
    """
    first, *rest = _WORD.findall(fold(_NUMBER.sub("numéro", fact.lower()))) or [fact.strip()]
    return " ".join(rest if first in _ARTICLES and rest else [first, *rest])


def each_once(*lists: Iterable[str]) -> tuple[str, ...]:
    """Each question as it was first written, in their order. Within one list, brackets tell two questions apart.

    What a later list says in fewer words than one question of those before is that question (`is_part`).
    """
    found: dict[str, str] = {}
    for facts in lists:
        before = list(map(label, found.values()))
        for fact in facts:
            asked = label(fact)
            if asked not in before and sum(is_part(asked, other) for other in before) != 1:
                found.setdefault(spelling(fact), fact)
    return tuple(found.values())


def is_part(shorter: str, longer: str) -> bool:
    """Whether one label leaves out words of the other and asks for the same. One of two things to choose from is not
    the choice, and a single word (`numéro`) is no question that a longer one repeats.

    >>> is_part("numero de serie", "numero de serie de l analyseur")
    True
    >>> is_part("nom du serveur", "nom du poste ou du serveur"), is_part("numero", "numero de serie")
    (False, False)
    """
    few, many = (set(text.split()) - _BETWEEN for text in (shorter, longer))
    return len(few) >= FEWEST_TELLING and few < many and _EITHER.isdisjoint(many)


def matched(wanted: Sequence[str], given: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], ...]:
    """Each wanted question with what was answered, empty if nothing was, then what else was said: (name, value).

    A later answer stands. One under another spelling is an answer too, but where brackets tell wanted ones apart.
    """
    left = dict[str, tuple[str, str]]()
    for name, value in given:
        left.pop(spelling(name), None)
        left[spelling(name)] = (name, value)
    labels, values = [label(name) for name in wanted], dict[str, str]()
    for name, asked in zip(wanted, labels, strict=True):
        answers = _answers(name, left, is_alone=labels.count(asked) == 1)
        values[name] = left.pop(answers[-1])[1] if answers else ""
        left.pop(spelling(name), None)
    said = {(label(name), value) for name, value in values.items()}
    others = [(name, value) for name, value in left.values() if (label(name), value) not in said]
    return [(name, values[name]) for name in wanted], others


def filled(asked: Sequence[tuple[str, str]], answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Facts, with those that nobody gave taken from `answers` to questions that ask for just that: question → answer.

    >>> [*filled([("site", ""), ("nom", "")], {"Sur quel site ?": "Colmar"})]
    [('site', 'Colmar'), ('nom', '')]
    """
    told = {_telling(words): answer for question, answer in answers.items() if (words := _of_one_thing(question))}
    wanted = [_telling(label(name).split()) for name, _ in asked]
    for (name, value), subject in zip(asked, wanted, strict=True):
        yield name, value or (told.get(subject, "") if subject and wanted.count(subject) == 1 else "")


def _of_one_thing(question: str) -> Sequence[str]:
    """Its words; none of a question about two things, whose answer is that of one of them, and nobody knows which."""
    words = label(question).split()
    return words if _EITHER.isdisjoint(words) else ()


def _telling(words: Sequence[str]) -> frozenset[str]:
    return frozenset(words) - _BETWEEN - _ASKING


def _answers(name: str, given: Mapping[str, tuple[str, str]], *, is_alone: bool) -> list[str]:
    """Spellings among those given that answer a wanted question, in their order. What was answered by its own name is
    not answered with other brackets: `série (imprimante)` said after `série (TPE)`."""
    own, asked = spelling(name), label(name)
    alike = [key for key, (other, _) in given.items() if key == own or (is_alone and label(other) == asked)]
    is_own = own in alike and own != asked
    return [key for key in alike if key in (own, asked)] if is_own else alike
