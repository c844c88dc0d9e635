"""What is asked of a caller before somebody takes over: the client asks for some of it, and an article for some."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kbsearch.core.text import fold

_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\bn\s?[°º]")
_ARTICLES = frozenset({"l", "le", "la", "les", "the"})


def label(fact: str) -> str:
    """Equal for two spellings of one question: without case, accents, marks, a leading article and what stands in
    brackets, which only says how to answer; `n°` is `numéro`.

    >>> label("Le n° de licence (LIC-) ?")
    'numero de licence'
    """
    asked = _BRACKETS.sub(" ", fact.lower())
    first, *rest = _WORD.findall(fold(_NUMBER.sub("numéro", asked))) or [fact]
    return " ".join(rest if first in _ARTICLES and rest else [first, *rest])


def each_once(facts: Iterable[str]) -> tuple[str, ...]:
    """Each question as it was first written, in their order."""
    found: dict[str, str] = {}
    for fact in facts:
        found.setdefault(label(fact), fact)
    return tuple(found.values())
