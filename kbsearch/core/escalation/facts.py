"""What is asked of a caller before somebody takes over: the client asks for some of it, and an article for some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kbsearch.core.text import fold

_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\bn\s?[°º]")
_ARTICLES = frozenset({"l", "le", "la", "les", "the"})


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
    """Each question as it was first written, in their order. Within one list, brackets tell two questions apart."""
    found: dict[str, str] = {}
    for facts in lists:
        known = {label(fact) for fact in found.values()}
        for fact in facts:
            if label(fact) not in known:
                found.setdefault(spelling(fact), fact)
    return tuple(found.values())


def matched(wanted: Sequence[str], given: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], ...]:
    """Each wanted question with what was answered, empty if nothing was, then what else was said: (name, value).

    A later answer stands. One under another spelling is an answer too, but where brackets tell wanted ones apart.
    """
    left = {spelling(name): (name, value) for name, value in given}
    values = {name: left.pop(spelling(name), ("", ""))[1] for name in wanted}
    labels = [label(name) for name in wanted]
    for name in wanted:
        alike = [key for key, (other, _) in left.items() if label(other) == label(name)]
        if alike and not values[name] and labels.count(label(name)) == 1:
            values[name] = left.pop(alike[-1])[1]
    said = {(label(name), value) for name, value in values.items()}
    others = [(name, value) for name, value in left.values() if (label(name), value) not in said]
    return [(name, values[name]) for name in wanted], others
