"""Social numbers of neighbours, as their offices write them, whose check digits hold.

Without a check that many codes would fail none is taken: Spanish and Portuguese ones look like part numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.be import nn
from stdnum.ch import ssn
from stdnum.it import codicefiscale

from kbsearch.core.redaction.context import is_serial

_SWISS = re.compile(r"(?<![\w.-])756(?P<gap>[. ]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{2}(?![\w-]|\.\d)")
"""`756.9217.0769.85`: no article has a bar code that begins so, Switzerland's begin with 76."""
_BELGIAN = re.compile(r"(?<![\w.-])\d{2}[.]\d{2}[.]\d{2}[ -]\d{3}[. -]\d{2}(?![\w-]|\.\d)")
"""`85.07.30-033.28`, never in one run: one of 97 has the check digits by chance."""
_ITALIAN = re.compile(r"(?<![\w.-])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\w-]|\.\w)", re.IGNORECASE)


def social_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Swiss, Belgian and Italian ones; not where a serial number is announced."""
    found = [match.span() for match in _SWISS.finditer(text) if ssn.is_valid(match[0])]
    found += [match.span() for match in _BELGIAN.finditer(text) if nn.is_valid(match[0])]
    found += [match.span() for match in _ITALIAN.finditer(text) if codicefiscale.is_valid(match[0])]
    yield from sorted(span for span in found if not is_serial(text, span[0]))
