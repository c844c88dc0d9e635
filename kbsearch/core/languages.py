"""French or English? From function words alone: enough to say which bases and queries the English model is for.

Words that both languages write the same way (`on`, `me`) say nothing, nor do single letters. Nobody is told a language
by this: a wrong guess only chooses between two ways of ranking that are both sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kbsearch.core.model import Article
from kbsearch.core.text import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS, STOP_WORDS, loose_tokens


class _Words(Protocol):
    def __contains__(self, word: str, /) -> bool: ...


_AMBIGUOUS = {"as", "car", "son"}
"""French function words that are English words too, though not in the English list."""
_ENGLISH = {word for word in ENGLISH_STOP_WORDS - FRENCH_STOP_WORDS if len(word) > 1}
_FRENCH = {word for word in FRENCH_STOP_WORDS - ENGLISH_STOP_WORDS if len(word) > 1} - _AMBIGUOUS

READ_CHARACTERS = 2000
"""Of an article whose language is not said."""


def is_english_query(text: str, vocabulary: _Words) -> bool:
    """Whether a query to an English base is in English.

    Without function words, or with as many of both, it is when at least half of its other words stand in the base.

    >>> is_english_query("how do I move the folder", frozenset())
    True
    >>> is_english_query("comment déplacer le dossier", frozenset({"dossier"}))
    False
    >>> is_english_query("calendar sync error", frozenset({"calendar", "error"}))
    True
    """
    words = _words(text)
    balance = _balance(words)
    if balance != 0:
        return balance > 0
    telling = [word for word in words if len(word) > 1 and word not in STOP_WORDS]
    return 2 * sum(word in vocabulary for word in telling) >= len(telling)


def is_english_base(articles: Sequence[Article]) -> bool:
    """Whether at least half of a base's articles are in English, as they say or else as they read."""
    return bool(articles) and 2 * sum(map(_is_english, articles)) >= len(articles)


def _is_english(article: Article) -> bool:
    if article.lang:
        return article.lang == "en"
    return _balance(_words(f"{article.title}\n{article.body[:READ_CHARACTERS]}")) > 0


def _words(text: str) -> list[str]:
    return [t.folded for t in loose_tokens(text) if not t.is_code and t.folded.isalpha()]


def _balance(words: Iterable[str]) -> int:
    """English function words minus French ones."""
    return sum((word in _ENGLISH) - (word in _FRENCH) for word in words)
