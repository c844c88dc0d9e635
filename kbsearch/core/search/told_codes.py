"""Which plain numbers an article's text tells as codes: `refus 62`, `codes 05, 51 et 54`, those of a table of codes.

A number is no code by its look, so that its text has to say it, as a query's has (`typed_codes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kbsearch.core.search.typed_codes import CALLS, apart, calls_a_code, is_quantity
from kbsearch.core.text import Token, code_term, tokens

FEWEST_DIGITS = 2
"""Of such a number: one digit is a step, a choice or a count too often."""
_NOTHING = Token(0, 0, "")


def told_codes(markdown: str) -> Iterator[str]:
    """Index terms of the numbers that a piece of Markdown tells as codes, in its order, repetitions kept.

    >>> list(told_codes("Refus 62, ou codes 05 et 51 : voir l'étape 12 après 30 secondes."))
    ['#62', '#05', '#51']
    >>> list(told_codes("| Réponse | Sens |\\n|---|---|\\n| 535 | refusé en 30 s |"))
    ['#535']
    """
    of_codes: set[int] | None = None
    for line in markdown.split("\n"):
        cells = line.strip().strip("|").split("|") if line.lstrip().startswith("|") else ()
        if not cells:
            of_codes = None
        elif of_codes is None:  # a table's head
            of_codes = {at for at, head in enumerate(cells) if at == 0 or _has_caller(head)}
        for at, cell in enumerate(cells):
            if of_codes and at in of_codes:
                yield from _listed(cell)
        for part in cells or (line,):
            yield from _called(part)


def _has_caller(text: str) -> bool:
    return any(token.folded in CALLS for token in tokens(text))


def _listed(cell: str) -> Iterator[str]:
    """The numbers of a cell that holds nothing but numbers and codes."""
    found = [token for token in apart(tokens(cell)) if not token.is_stop_word]
    if all(token.is_code or token.folded.isdigit() for token in found):
        yield from _numbers(found)


def _called(text: str) -> Iterator[str]:
    """The numbers behind a word that calls them a code, up to the next word that does not."""
    is_called = False
    for token, after in pairwise([*apart(tokens(text)), _NOTHING]):
        goes_on = token.is_code or token.folded.isdigit() or token.is_stop_word or calls_a_code(token.folded)
        is_called = token.folded in CALLS or (is_called and goes_on)
        if is_called and not is_quantity(token.folded, after.folded):
            yield from _numbers([token])


def _numbers(found: Iterable[Token]) -> Iterator[str]:
    for token in found:
        if token.folded.isdigit() and not token.is_code and len(token.folded) >= FEWEST_DIGITS:
            yield code_term(token.folded)
