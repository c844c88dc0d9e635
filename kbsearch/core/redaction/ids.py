"""Whether an id that another tool chose tells of a person: ids join things, so they cannot be redacted, only refused.

Tickets and calls are numbered in ways that look like personal data and are none, and a tool that is refused one id in a
hundred loses calls. So in an id, and nowhere else, these are left alone: digits in one run (`0612345678`) or joined by
marks otherwise than as people write a number (`06-12-26-0042`, `1698765432.1234`), and addresses that no person has
(`f81d4fae@192.0.2.1`). Their price: a number of somebody's that is sent as one run is kept.
"""

from __future__ import annotations

import re

from kbsearch.core.redaction import RECOGNISERS
from kbsearch.core.redaction.seen import see

_AS_PEOPLE_WRITE = re.compile(r"\s|^[+(]|^\d\d(?:[-./_·•|;=*]\d\d){4}$")
"""With blanks, with a country's code, or in pairs: `06.12.34.56.78`."""
_NUMBERS = frozenset({"phone", "card", "nir"})
_WORDS = re.compile(r"([^\W\d_]+(?:[.\-_'][^\W\d_]+)*)\d{0,4}")
"""How people's mailboxes are called; what is drawn at random has digits in the middle."""
_HEXADECIMAL = re.compile(r"[0-9a-f]{8,}|[0-9A-F]{8,}")
_NUMERIC_HOST = re.compile(r"[\d.:]+")
_BEFORE_LOCAL = re.compile(r"[\s<>:;,(\"]")


def tells_of_somebody(id: str) -> bool:
    """Whether personal data stands in an id.

    >>> tells_of_somebody("Mme Quillacq 06 52 71 41 27"), tells_of_somebody("INC0612345678")
    (True, False)
    >>> tells_of_somebody("odile.quillacq@exemple.fr"), tells_of_somebody("a84b4c76e66710@pc33.exemple.fr")
    (True, False)
    """
    seen = see(id).text
    return any(not _is_a_tools(kind, seen, *span) for kind, recogniser in RECOGNISERS for span in recogniser(seen))


def _is_a_tools(kind: str, text: str, start: int, stop: int) -> bool:
    found = text[start:stop]
    if kind == "email":
        return _is_of_a_machine(text[:stop], found)
    return kind in _NUMBERS and _AS_PEOPLE_WRITE.search(found) is None


def _is_of_a_machine(before: str, found: str) -> bool:
    """Whether an address was drawn by a program: the Call-ID of a telephone system, the Message-ID of a mail."""
    local, at, host = before.rpartition("@")
    if not at or "@" not in found:
        return False  # spelled out: no program does that
    if _NUMERIC_HOST.fullmatch(host):
        return True
    name = _BEFORE_LOCAL.split(local)[-1]
    words = _WORDS.fullmatch(name)
    if words is None or _HEXADECIMAL.fullmatch(name):
        return True
    return not all(part.islower() or part.isupper() or part.istitle() for part in re.split(r"[.\-_']", words[1]))
