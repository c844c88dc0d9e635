"""Words that one client alone has, and the search for them in bytes that another may see.

A canary itself is never part of a request but of its owner's: what is asked is a beginning of it, a misspelling, or a
word that means the same to the model. So where another's stands in an answer, the answer brought it there.
"""

from __future__ import annotations

import re

import numpy as np

from kbsearch.core.ports import Vectors
from tests.fakes import HashingEmbedder

_PIECES = ("bab", "cec", "did", "fof", "gug", "hyh", "jaj", "kek", "lil", "mom")
"""Any two differ in three letters: more than a misspelling that is looked up may."""
_WORD = re.compile(rb"kanar([a-z]{6})", re.IGNORECASE)
_CODE = re.compile(rb"qx[-_ ]?(\d\d)77", re.IGNORECASE)
MOVING = "zuz"


class CanaryFound(AssertionError):
    """Something is not as its client left it. The message says what."""


class Leak(CanaryFound):
    """Something of another client's stands where this one may look. The message says where, and whose."""


def word(number: int) -> str:
    """The canary of one client, 0 to 99."""
    return f"kanar{_letters(number)}"


def moving(number: int) -> str:
    """The canary of an article that goes from client to client, 0 to 9."""
    return f"kanar{_PIECES[number]}{MOVING}"


def meant(number: int) -> str:
    """Another word with the canary's very vector."""
    return f"veq{_letters(number)}"


def code(number: int) -> str:
    return f"QX-{number:02}77"


def near_code(number: int) -> str:
    return f"QX-{number:02}78"


def misspelt(number: int) -> str:
    """One letter away."""
    return f"kamar{_letters(number)}"


def begun(number: int) -> str:
    """All but its last letter, as somebody types it."""
    return word(number)[:-1]


def seen_in(data: bytes) -> set[str]:
    """Every canary in these bytes: clients' numbers of two digits, moving words whole."""
    found = {match.decode() for match in _CODE.findall(data)}
    for letters in _WORD.findall(data):
        name = letters.decode().lower()
        found.add(f"kanar{name}" if name.endswith(MOVING) else _number(name))
    return found


def _letters(number: int) -> str:
    tens, ones = divmod(number, 10)
    return _PIECES[tens] + _PIECES[ones]


def _number(letters: str) -> str:
    pieces = letters[:3], letters[3:]
    return "".join(str(_PIECES.index(piece)) for piece in pieces) if set(pieces) <= set(_PIECES) else letters


class CanaryEmbedder(HashingEmbedder):
    """To it a canary and the word that means the same are one; and it counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0

    def _one(self, text: str) -> Vectors:
        return super()._one(text.lower().replace("veq", "kanar"))

    def embed_queries(self, texts: object) -> Vectors:
        listed = list(texts)  # type: ignore[call-overload]
        self.queries += len(listed)
        rows = [self._one(text) for text in listed]
        return np.array(rows, np.float32).reshape(len(rows), self.dim)
