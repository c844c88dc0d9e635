"""French or English? From function words alone: enough to say which bases and queries the English model is for, and
in which language an article is that does not say so.

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
FEWEST_MORE = 3
"""How many more function words of one language than of the other say which it is, where they are also twice as many."""


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


def leans_english(words: Iterable[str]) -> bool:
    """Whether more of these folded words are English function words than French ones."""
    return _balance(words) > 0


def is_english_base(articles: Sequence[Article]) -> bool:
    """Whether at least half of a base's articles are in English, as they say or else as they read."""
    return _are_mostly_english(list(map(_function_words, articles)))


def in_english(articles: Sequence[Article]) -> list[bool]:
    """Whether each article of a base is in English, as it says or else as it reads. One of a few words, of a table of
    codes or of both languages is taken for what most of the others are."""
    counts = list(map(_function_words, articles))
    most = _are_mostly_english([each for each in counts if _is_clear(*each)])
    return [english > french if _is_clear(english, french) else most for english, french in counts]


def without_callers_words(articles: Sequence[Article], lang: str) -> list[Article]:
    """Of a base whose callers speak `lang` (`fr` or `en`), the articles in the other language whose symptoms are all in
    it too: what is typed in the one is 0.03 nearer, by its cosine, to any text of its own language than to what means
    the same in the other. None of a base most of which is in the other language.
    """
    is_french = lang == "fr"
    if is_english_base(articles) is is_french:
        return []
    read = zip(articles, in_english(articles), strict=True)
    strange = [article for article, is_english in read if is_english is is_french]
    sign = 1 if is_french else -1
    return [one for one in strange if all(sign * _balance(_words(said)) > 0 for said in one.symptoms)]


def callers_symptoms(articles: Sequence[Article], lang: str) -> list[Sequence[str]]:
    """Of each article the symptoms that can be read out to who speaks `lang` (`fr` or `en`): of one in the other
    language those that are clearly in theirs, of the rest all. All of a base most of which is in the other language.
    """
    said = [article.symptoms for article in articles]
    is_french = lang == "fr"
    if not any(said) or is_english_base(articles) is is_french:
        return list(said)
    sign = -1 if is_french else 1
    return [
        [one for one in own if sign * _balance(_words(one)) > 0] if is_english is is_french else own
        for own, is_english in zip(said, in_english(articles), strict=True)
    ]


def _function_words(article: Article) -> tuple[int, int]:
    """How many English and French ones; what an article says of itself counts as `FEWEST_MORE`."""
    if article.lang:
        return (FEWEST_MORE, 0) if article.lang == "en" else (0, FEWEST_MORE)
    words = _words(f"{article.title}\n{article.body[:READ_CHARACTERS]}")
    return sum(word in _ENGLISH for word in words), sum(word in _FRENCH for word in words)


def _is_clear(english: int, french: int) -> bool:
    return abs(english - french) >= FEWEST_MORE and max(english, french) >= 2 * min(english, french)


def _are_mostly_english(counts: Sequence[tuple[int, int]]) -> bool:
    return bool(counts) and 2 * sum(english > french for english, french in counts) >= len(counts)


def _words(text: str) -> list[str]:
    return [t.folded for t in loose_tokens(text) if not t.is_code and t.folded.isalpha()]


def _balance(words: Iterable[str]) -> int:
    """English function words minus French ones."""
    return sum((word in _ENGLISH) - (word in _FRENCH) for word in words)
