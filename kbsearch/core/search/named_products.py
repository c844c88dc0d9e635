"""Which products a query names, and which articles are about others: *F28 aerys*, *box pro 7*, *move 3500*.

A product is named by a word of its name that hardly any other article holds, or by one of its words with its number.
Numbers are compared only where a word stands right before them: the 5 of *box 5* is a model, that of *5 postes* is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kbsearch.core.articles.products import products_in
from kbsearch.core.model import Article
from kbsearch.core.text import Token, fold, is_stop_word, term, tokens

SHORTEST_NAME = 3
"""Characters of a word that names a product by itself."""
MOST_HELD = 2
"""A word that more articles hold than so many times those of its product is one of the trade: *client* of
*Espace client*."""
MOST_BEHIND = 4.0
"""Nats, of the ranker's scores, by which an article about the model named may lie behind one about its sibling: further
behind it is mostly about something else."""
VERSION = "version"
"""The word of `Article.versions`, and of what a query says with a `v`."""
_MANY = (
    "fois|min(?:utes?)?|mn|h(?:eures?)?|jours?|bars?|voyants?|bips?|lignes|secondes?|euros?|times|hours?|days?|lights?"
)
_NUMBERED = re.compile(
    rf"(?<![^\W_])(?:v|(?P<word>[^\W\d_]{{2,40}}))[ -]?(?P<number>\d{{1,4}})(?![^\W_]|[.,]\d)(?! (?:{_MANY})\b| ?[%€$])"
)
"""A word and a number, apart or not, that does not count what follows; a `v` alone is a version's."""
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,40}(?![^\W_])")
_NUMBER = re.compile(r"(?<![^\W_])(?<!\d[.,])\d{1,4}(?![^\W_])")
"""Of a dotted one the first part."""

Rows = frozenset[int]
NONE: Rows = frozenset()


@dataclass(frozen=True, slots=True)
class ProductNames:
    """All names of one base's products."""

    words: Mapping[str, Rows]
    """Folded word that names a product → rows of the articles about it."""
    numbered: Mapping[str, Mapping[str, Rows]]
    """Folded word → number that a product says beside it → rows of the articles about these."""

    def is_other(self, query: str, row: int, article: Article, is_word: Callable[[str], bool]) -> bool:
        """Whether the query names a product, and this article, at this row and of a product too, is about another.

        `is_word`: whether this is an ordinary word. Behind any other one a number that the product does not have is
        another model even if no article is about it.
        """
        if not article.product:
            return False
        pairs = self._pairs(query)
        is_own = any(row in self.numbered.get(word, {}).get(number, ()) for word, number in pairs)
        models = [] if is_own else [pair for pair in pairs if self._is_other_number(row, *pair)]
        if any(number in self.numbered[word] for word, number in models):
            return True  # however often the article mentions its sibling
        own = dict(numbered(article.product))
        unheard = [pair for pair in models if pair[0] in own and not is_word(pair[0])]
        named = [token.folded for token in tokens(query) if row not in self.words.get(token.folded, {row})]
        if not named and not unheard:
            return False
        said = fold("\n".join((article.title, article.product, article.body, *article.symptoms, *article.keywords)))
        ways = [*map(_written, named), *(rf"{re.escape(word)}[ -]?{number}" for word, number in unheard)]
        return not all(re.search(rf"(?<![^\W_])(?:{way})(?![^\W_])", said) for way in ways)

    def meant(self, query: str, rows: Sequence[int], scores: Sequence[float]) -> int:
        """The place in `rows`, best first, of the article to show first: 0, or where the query names one product with
        its number and the first article is about its sibling, the best one about it that is nearly as near."""
        pairs = [pair for pair in self._pairs(query) if pair[1] in self.numbered.get(pair[0], ())]
        meant = NONE.union(*(self.numbered[word][number] for word, number in pairs))
        siblings = NONE.union(*(held for word, _ in pairs for held in self.numbered[word].values())) - meant
        if not rows or rows[0] not in siblings:
            return 0
        near = (at for at, row in enumerate(rows) if row in meant and scores[at] >= scores[0] - MOST_BEHIND)
        return next(near, 0)

    def tells(self, query: str, choices: Sequence[str]) -> bool:
        """Whether something that the query names, with a number or as a word, is in one of these names alone."""
        held = [{*_pairs_in(name), *((VERSION, n) for n in _NUMBER.findall(name)), *_folded(name)} for name in choices]
        named = (*self._pairs(query), *_folded(query))
        return any(sum(one in own for own in held) == 1 for one in named)

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        """As `numbered`. A `v` counts where the query begins with it or a word of a product stands before: *usb v2*,
        *bordereau v3* tell of something else."""
        words, found = _WORD.findall(fold(query)), numbered(query)
        if any(word == VERSION for word, _ in found) and not fold(query).lstrip().startswith(("v", VERSION)):
            is_said = VERSION in words or any(word in self.numbered or word in self.words for word in words)
            return [pair for pair in found if is_said or pair[0] != VERSION]
        return found

    def _is_other_number(self, row: int, word: str, number: str) -> bool:
        """Whether the article's product has this word with numbers, of which this is none."""
        known = self.numbered.get(word, {})
        return row not in known.get(number, ()) and any(row in rows for rows in known.values())


def numbered(text: str) -> list[tuple[str, str]]:
    """Each word that stands right before a number, folded, with the number.

    >>> numbered("Box Pro 7, v2")
    [('pro', '7'), ('version', '2')]
    """
    return [(found["word"] or VERSION, found["number"]) for found in _NUMBERED.finditer(fold(text))]


def are_siblings(one: str, other: str) -> bool:
    """Whether two products differ in what holds a digit alone.

    >>> are_siblings("Box Pro 5", "box pro 7"), are_siblings("Poste T31", "Poste T58"), are_siblings("Pilote", "Caisse")
    (True, True, False)
    """
    return one != other and bool(words := _without_numbers(one)) and words == _without_numbers(other)


def _without_numbers(name: str) -> list[str]:
    return [word for word in fold(name).split() if word.isalpha()]


def product_names(articles: Sequence[Article], holders: Callable[[str], Iterable[int]]) -> ProductNames:
    """`holders`: index term of a word → rows of the articles that hold it."""
    words: dict[str, set[int]] = {}
    pairs: dict[str, dict[str, set[int]]] = {}
    for row, article in enumerate(articles):
        for token in tokens(article.product):
            if len(token.folded) >= SHORTEST_NAME and not token.is_stop_word:
                words.setdefault(token.folded, set()).add(row)
        for word, number in _pairs_of(article):
            pairs.setdefault(word, {}).setdefault(number, set()).add(row)
    return ProductNames(
        {word: frozenset(rows) for word, rows in words.items() if _is_name(word, rows, holders)},
        {word: {number: frozenset(rows) for number, rows in found.items()} for word, found in pairs.items()},
    )


def _pairs_of(article: Article) -> Iterator[tuple[str, str]]:
    """Words of each product with its numbers, and its versions."""
    yield from _pairs_in(article.product)
    for version in article.versions:
        yield from ((VERSION, number) for number in _NUMBER.findall(fold(version).replace("v", " ")))


def _pairs_in(product: str) -> Iterator[tuple[str, str]]:
    """Its words with its numbers, those of *Aerys 8, 12* too."""
    words: list[str] = []
    for name in products_in(fold(product)):
        words = [word for word in _WORD.findall(name) if not is_stop_word(word)] or words
        yield from ((word, number) for word in words for number in _NUMBER.findall(name))


def _folded(text: str) -> set[str]:
    return {token.folded for token in tokens(text) if len(token.folded) >= SHORTEST_NAME and not token.is_stop_word}


def _written(word: str) -> str:
    """Pattern of the word in singular and plural: *étui* is no *étuyeuse*, though they have one stem."""
    return rf"{re.escape(word.removesuffix('s'))}[sx]?"


def _is_name(word: str, rows: set[int], holders: Callable[[str], Iterable[int]]) -> bool:
    token = Token(0, len(word), word)
    held = set().union(*(map(int, holders(way)) for way in {term(token, "fr"), term(token, "en")}))
    return len(held) <= MOST_HELD * len(rows)
