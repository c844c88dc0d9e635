"""A code as callers read it out and agents mistype it: which declared code may be meant by one that no article holds.

    E417, E-0417         without a zero that leads its number, or with one more
    KG-4O1, A13l         a letter for the digit that looks like it
    erreur 417           its number alone, where something calls it a code
    EMB-1120             a part number without the letters that end it, where one article has them: `EMB-1120-K`

Such a code is searched beside what was typed, and offered; it is never taken for what was typed (`codes.misread`). One
that is a character off (`A-113` for `A-131`) is offered only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kbsearch.core.model import Suggestion
from kbsearch.core.search.codes import is_measure, is_near, is_number_of, is_telling, more_exact
from kbsearch.core.text import CODE_MARK, Token, code_key, code_term

_LOOKALIKES = str.maketrans("oil", "011")
_BESIDE_A_DIGIT = re.compile(r"(?<=\d)[oil]+(?![a-km-np-z])|[oil]+(?=\d)")
_ENDING = re.compile(r"[a-z]{1,2}")
_LEADING = re.compile(r"(?<!\d)0+(?=\d)")


def said_for(code: str, declared: Iterable[str]) -> str:
    """The declared code that `code` reads the same as; empty for none, and for more than one. Both are index terms."""
    own = _readings(code)
    return _only(other for other in declared if not own.isdisjoint(_readings(other)) or is_number_of(code, other))


def one_off(code: str, declared: Iterable[str], *, is_guess: bool) -> str:
    """The declared code that is one character off; empty for none, and for more than one."""
    return _only(other for other in declared if is_near(code, other, is_guess=is_guess))


def ended(code: str, longer: Callable[[str], Iterable[str]]) -> str:
    """The code of an article that this one becomes with letters behind it, or of a version a more exact one; empty for
    none, and for more than one.

    `longer`: the terms of codes that begin with a term.
    """
    if not is_telling(code):
        return ""
    return _only([*more_exact(code, longer), *(other for other in longer(code) if _ENDING.fullmatch(other, len(code)))])


def as_written(suggestion: Suggestion, written: Mapping[str, str]) -> Suggestion:
    """As a screen shows it. `written`: code term → its form."""
    form = written.get(code_term(code_key(suggestion.instead)))
    return replace(suggestion, instead=form) if form else suggestion


def offered(
    unknown: Mapping[str, bool], meant: Mapping[str, str], text: str, found: Sequence[Token], declared: Collection[str]
) -> Iterator[Suggestion]:
    """What an agent may try instead of codes that no article holds.

    `unknown`: their terms → whether a guess; `meant`: `said_for` or `ended` of each; `found`: the tokens of `text`.
    """
    for code, is_guess in unknown.items():
        other = meant[code] or ("" if is_measure(code) else one_off(code, declared, is_guess=is_guess))
        place = _place(code, text, found) if other else None
        if place:
            word = text[slice(*place)]
            instead = _ended(word, other[len(code) :]) if other.startswith(code) else other.removeprefix(CODE_MARK)
            yield Suggestion(word, instead.upper(), place)


def _ended(word: str, ending: str) -> str:
    """Joined as the rest is: `EMB-1120-K`, `A20K`."""
    whole = word.replace(" ", "-")
    return f"{whole}-{ending}" if "-" in whole else f"{whole}{ending}"


def _place(code: str, text: str, found: Sequence[Token]) -> tuple[int, int] | None:
    """Where a code stands, in one token or two."""
    alone = ((token.start, token.end) for token in found)
    in_two = ((one.start, other.end) for one, other in pairwise(found))
    return next((place for place in (*alone, *in_two) if code_term(code_key(text[slice(*place)])) == code), None)


def _only(found: Iterable[str]) -> str:
    codes: Collection[str] = set(found)
    return next(iter(codes)) if len(codes) == 1 else ""


def _readings(code: str) -> set[str]:
    """Without leading zeros; and so with digits for the letters that look like them, if any digit stands beside."""
    body = code.removeprefix(CODE_MARK)
    digits = _BESIDE_A_DIGIT.sub(lambda found: found[0].translate(_LOOKALIKES), body)
    return {_LEADING.sub("", body), _LEADING.sub("", digits)}
