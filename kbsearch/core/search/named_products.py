"""Which products a query names, and which articles are about others: *F28 aerys*, *box pro 7*, *move 3500*.

A product is named by a word of its name that hardly any other article holds, or by one of its words with its number.
Numbers are compared only where a word stands right before them: the 5 of *box 5* is a model, that of *5 postes* is not.
They are compared with numbers of their kind: *move c4* is no *Move C3*, while *move p1* and *move 2* tell of no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kbsearch.core.articles.products import products_in
from kbsearch.core.model import Article
from kbsearch.core.search.codes import declared_terms, family
from kbsearch.core.search.units import SHORT, is_counted, is_plural
from kbsearch.core.text import Token, fold, is_stop_word, loose_tokens, term, tokens

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
PLACES = frozenset("1234")
"""Numbers that may say which of several it is: *tactéo 2* is the second till of a shop."""
_MODEL = r"(?!v|a[3-6](?!\d))[a-z]-?\d{1,3}(?![^\W_])"
"""A letter and a number, but no version and no size of paper."""
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:(?:v|(?P<word>[^\W\d_]{2,40}))[ -]?(?P<number>\d{1,4})"
    rf"|(?P<kind>[^\W\d_]{{2,40}})[ -](?P<model>{_MODEL}))"
    r"(?![^\W_]|[.,]\d)(?=(?: ?(?P<sign>[%€$])| (?P<after>[^\W\d_]{1,40})(?![\w'’]))?)"
)
"""A word and a number, apart or not, or a letter with one, and what follows; a `v` alone is a version's."""
_LETTERED = re.compile(rf"(?<![^\W_]){_MODEL}")
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
    letters: frozenset[str]
    """What may stand right before a number: nothing, and the letters that models have and declared codes have not."""
    _mentions: dict[int, frozenset[object]] = field(default_factory=dict, repr=False, compare=False)
    """Row → what its article mentions of `words`, without a final `s`, and pairs of `numbered`'s words: made out once,
    where it is first asked for."""

    def is_other(self, query: str, row: int, article: Article, is_word: Callable[[str], bool]) -> bool:
        """Whether the query names a product, and this article, at this row and of a product too, is about another.

        `is_word`: whether this is an ordinary word. Behind any other one, and with a letter behind any, a number that
        the product does not have is another model even if no article is about it.
        """
        if not article.product:
            return False
        pairs = self._pairs(query)
        is_own = any(row in self.numbered.get(one.word, {}).get(one.number, ()) for one in pairs)
        models = [] if is_own else [one for one in pairs if self._is_other_number(row, one)]
        if any(one.number in self.numbered[one.word] for one in models):
            return True  # however often the article mentions its sibling
        own = {word for word, _ in numbered(article.product)}
        unheard = [one for one in models if _letter(one.number) or (one.word in own and not is_word(one.word))]
        said: list[object] = [one[:2] for one in unheard if not self._may_count(one, is_word)]
        said += [_single(token.folded) for token in tokens(query) if row not in self.words.get(token.folded, {row})]
        return bool(said) and not self._mentioned(row, article).issuperset(said)

    def leaves_open(self, query: str, row: int, article: Article) -> bool:
        """Whether the query names this article's model and a sibling that the article does not speak of: *la box pro 7
        remplace la box pro 5* may ask about either."""
        known = [one[:2] for one in self._pairs(query) if one.number in self.numbered.get(one.word, ())]
        models = {(word, number) for word, number in known if word != VERSION}
        own = {(word, number) for word, number in models if row in self.numbered[word][number]}
        others = {(word, number) for word, number in models - own if any(word == mine for mine, _ in own)}
        return bool(others) and not self._mentioned(row, article).issuperset(others)

    def meant(self, query: str, rows: Sequence[int], scores: Sequence[float]) -> int:
        """The place in `rows`, best first, of the article to show first: 0, or where the query names one product with
        its number and the first article is about its sibling, the best one about it that is nearly as near."""
        pairs = [one[:2] for one in self._pairs(query) if one.number in self.numbered.get(one.word, ())]
        meant = NONE.union(*(self.numbered[word][number] for word, number in pairs))
        siblings = NONE.union(*(held for word, _ in pairs for held in self.numbered[word].values())) - meant
        if not rows or rows[0] not in siblings:
            return 0
        near = (at for at, row in enumerate(rows) if row in meant and scores[at] >= scores[0] - MOST_BEHIND)
        return next(near, 0)

    def tells(self, query: str, choices: Sequence[str]) -> bool:
        """Whether what the query names, with numbers or as words, and is in one of these names alone, is all in the
        same one: *la caisse n'imprime plus sur l'imprimante* tells no caisse from an imprimante."""
        held = [{*_pairs_in(name), *((VERSION, n) for n in _NUMBER.findall(name)), *_folded(name)} for name in choices]
        named = {*(one[:2] for one in self._pairs(query)), *_folded(query)}
        holders = [[at for at, own in enumerate(held) if one in own] for one in named]
        return len({at[0] for at in holders if len(at) == 1}) == 1

    def _pairs(self, query: str) -> list[Said]:
        """As `numbered`. A `v` counts where the query begins with it or a word of a product stands before: *usb v2*,
        *bordereau v3* tell of something else."""
        words, found = _WORD.findall(fold(query)), [one for one in _said(query) if _letter(one.number) in self.letters]
        if any(one.word == VERSION for one in found) and not fold(query).lstrip().startswith(("v", VERSION)):
            is_said = VERSION in words or any(word in self.numbered or word in self.words for word in words)
            return [one for one in found if is_said or one.word != VERSION]
        return found

    def _is_other_number(self, row: int, said: Said) -> bool:
        """Whether the article's product has this word with numbers of this kind, of which this is none."""
        known = self.numbered.get(said.word, {})
        kind = _letter(said.number)
        alike = (rows for number, rows in known.items() if _letter(number) == kind)
        return row not in known.get(said.number, ()) and any(row in rows for rows in alike)

    def _may_count(self, said: Said, is_word: Callable[[str], bool]) -> bool:
        """Whether a number that no product has there may say how many, or which of several: where the one that the
        product has is longer, and so is no such number itself. One with a letter says neither."""
        if _letter(said.number):
            return False
        if said.after in SHORT or is_plural(said.after, is_word):
            return True
        known = [number for number in self.numbered[said.word] if not _letter(number)]
        return said.number in PLACES and len(known) == 1 and len(known[0]) > 1

    def _mentioned(self, row: int, article: Article) -> frozenset[object]:
        if row not in self._mentions:
            said = "\n".join((article.title, article.product, article.body, *article.symptoms, *article.keywords))
            words = {_single(token.folded) for token in loose_tokens(said)}
            names = words.intersection(map(_single, self.words))
            pairs = (one[:2] for one in _all_said(said) if one.word in self.numbered)
            self._mentions[row] = frozenset((*names, *pairs))
        return self._mentions[row]


def numbered(text: str) -> list[tuple[str, str]]:
    """Each word that stands right before a number, folded, with the number.

    >>> numbered("Box Pro 7, v2")
    [('pro', '7'), ('version', '2')]
    """
    return [one[:2] for one in _said(text)]


class Said(NamedTuple):
    """A number behind a word, as a text says it."""

    word: str
    number: str
    """Digits alone, or behind one letter."""
    after: str
    """The word or the sign behind it, or nothing."""


def _said(text: str) -> list[Said]:
    """As `numbered`: none that counts what follows."""
    return [one for one in _all_said(text) if not is_counted(one.number, one.after)]


def _all_said(text: str) -> Iterator[Said]:
    for found in _NUMBERED.finditer(fold(text)):
        number = found["number"] or found["model"].replace("-", "")
        yield Said(found["word"] or found["kind"] or VERSION, number, found["sign"] or found["after"] or "")


def _letter(number: str) -> str:
    """That of a model such as `c3`."""
    return number[0] if number[0].isalpha() else ""


def _single(word: str) -> str:
    """What a word is in singular and plural: *étui* is no *étuyeuse*, though they have one stem."""
    return word[:-1] if word[-1:] in ("s", "x") else word


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
    of_codes = {family(term) for article in articles for code in article.error_codes for term in declared_terms(code)}
    for row, article in enumerate(articles):
        for token in tokens(article.product):
            if len(token.folded) >= SHORTEST_NAME and not token.is_stop_word:
                words.setdefault(token.folded, set()).add(row)
        for word, number in _pairs_of(article):
            if not _letter(number) or _letter(number) not in of_codes:
                pairs.setdefault(word, {}).setdefault(number, set()).add(row)
    return ProductNames(
        {word: frozenset(rows) for word, rows in words.items() if _is_name(word, rows, holders)},
        {word: {number: frozenset(rows) for number, rows in found.items()} for word, found in pairs.items()},
        frozenset(("", *(_letter(number) for found in pairs.values() for number in found))),
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
        numbers = [*_NUMBER.findall(name), *(found.replace("-", "") for found in _LETTERED.findall(name))]
        yield from ((word, number) for word in words for number in numbers)


def _folded(text: str) -> set[str]:
    """Its words, and models such as *C3*."""
    named = (one.folded for one in tokens(text) if not one.is_stop_word)
    return {word for word in named if len(word) >= SHORTEST_NAME or _LETTERED.fullmatch(word)}


def _is_name(word: str, rows: set[int], holders: Callable[[str], Iterable[int]]) -> bool:
    token = Token(0, len(word), word)
    held = set().union(*(map(int, holders(way)) for way in {term(token, "fr"), term(token, "en")}))
    return len(held) <= MOST_HELD * len(rows)
