"""Words around a symptom that say nothing of it: verbs around the one that does, courtesies, halves of contractions.

English ones are passed over in queries that read as English alone: French knows a `don`, and telephones a `DID`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from kbsearch.core.languages import leans_english
from kbsearch.core.text import APOSTROPHES, PASSED_OVER, Token

_ENGLISH = """
would could should shall might must did does doing want wants wanted need needs needed try tries tried trying get gets
getting got like know let tell them those these some any than about because also just still cannot
"""
ENGLISH_HELPERS = frozenset(_ENGLISH.split())
"""Folded, as `text.PASSED_OVER`."""
_SHORTENED = frozenset(("ve", "ll", "re"))
"""What an apostrophe leaves of *have*, *will* and *are*."""


def passed_over(words: Sequence[Token], text: str) -> Collection[Token]:
    """Those of `words`, tokens of `text`."""
    helpers = PASSED_OVER | ENGLISH_HELPERS if leans_english(word.folded for word in words) else PASSED_OVER
    found = {word for word in words if word.folded in helpers}
    for word, rest in pairwise(words):
        if rest.start == word.end + 1 and text[word.end] in APOSTROPHES:
            if rest.folded == "t":  # `won't`, of which `won` is no word
                found.add(word)
            elif rest.folded in _SHORTENED:
                found.add(rest)
    return found
