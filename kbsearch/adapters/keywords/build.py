"""Articles and chunks to a keyword index."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from kbsearch.adapters.keywords.index import ChunkTerms, NumpyKeywordIndex, Postings
from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.articles.wording import without_unseen
from kbsearch.core.languages import in_english
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.search.codes import declared_terms
from kbsearch.core.search.told_codes import told_codes
from kbsearch.core.text import NOUNS_TOO, RUN, code_term, fold, loose_tokens, placed_terms, read_run, stem

VERSION = 15
"""Raised when the same articles give another index: part of the snapshot's configuration."""

K1 = 8.0
"""High, because a document is a whole article: its tenth mention of a word still says something."""
B = 0.6

AGREED = 0.7
"""Share of a word's occurrences with the same accents from which on they are how the articles write it; above half."""

FIELD_WEIGHTS = {
    "title": 20.0,
    "symptoms": 10.0,
    "codes": 20.0,
    "keywords": 10.0,
    "product": 5.0,
    "heading": 5.0,
    "body": 1.0,
}


_Entry = tuple[str, tuple[int, int, int, int]]
"""A term, then its range in a chunk's text and its range in what is shown of it."""
_Placed = tuple[NDArray[np.int32], NDArray[np.int32]]
"""The entries of one chunk: `(n,)` terms by number, `(n, 4)` ranges."""


def build_keywords(articles: Sequence[Article], chunks: Sequence[Chunk]) -> NumpyKeywordIndex:
    """Index `articles`; `chunks` are theirs, grouped in the same order. The same input gives the same arrays."""
    at = {article.id: i for i, article in enumerate(articles)}
    langs = ["en" if is_english else "fr" for is_english in in_english(articles)]
    frequencies = [_weighted_terms(article, lang) for article, lang in zip(articles, langs, strict=True)]
    placed: list[_Placed] = []
    seen: dict[str, int] = {}
    words: Counter[tuple[str, str]] = Counter()
    for article in articles:
        words.update(_words(_card_fields(article)))
    for chunk in chunks:
        article_at = at[chunk.article]
        terms = [*terms_of(chunk.shown, langs[article_at]), *told_codes(without_unseen(chunk.text))]
        headings = list(terms_of(" ".join(chunk.heading), langs[article_at]))
        placed.append(_compact(_placed(chunk, langs[article_at], {*terms, *headings}), seen))
        if chunk.kind is ChunkKind.SECTION:
            _count(frequencies[article_at], terms, FIELD_WEIGHTS["body"])
            _count(frequencies[article_at], headings, FIELD_WEIGHTS["heading"])
            words.update(_words([chunk.shown, *chunk.heading]))
    names = sorted(set(seen).union(*frequencies))
    terms_at = {term: i for i, term in enumerate(names)}
    body = _postings(frequencies, terms_at, K1, B)
    df = np.diff(body.starts)
    idf = np.log1p((len(articles) - df + 0.5) / (df + 0.5)).astype(np.float32)
    return NumpyKeywordIndex(
        terms_at,
        body,
        idf,
        _chunk_terms(placed, np.fromiter((terms_at[term] for term in seen), np.int32, len(seen))),
        _word_list(words),
        len(articles),
    )


def terms_of(text: str, lang: str) -> Iterator[str]:
    """Index terms of a text, repetitions kept; without stop words that are no nouns as well, and a code's own number.

    Without a language, words are stemmed as French.
    """
    for token in loose_tokens(text):
        if token.is_code:
            yield code_term(token.folded)
        elif not token.is_its_number and (not token.is_stop_word or token.folded in NOUNS_TOO):
            yield stem(token.folded, lang)


def _weighted_terms(article: Article, lang: str) -> dict[str, float]:
    """What the front matter adds to an article's term frequencies."""
    frequencies: dict[str, float] = defaultdict(float)
    fields = {
        "title": article.title,
        "symptoms": "\n".join(article.symptoms),
        "product": "\n".join((article.product, *article.versions, *article.sites)),
        "keywords": "\n".join(article.keywords),
        "codes": "\n".join(article.error_codes),
    }
    for field, text in fields.items():
        _count(frequencies, terms_of(text, lang), FIELD_WEIGHTS[field])
    declared = dict.fromkeys(term for code in article.error_codes for term in declared_terms(code))
    _count(frequencies, declared, FIELD_WEIGHTS["codes"])
    return frequencies


def _card_fields(article: Article) -> list[str]:
    return [article.title, article.product, *article.versions, *article.sites, *article.symptoms, *article.keywords]


def _words(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words of letters alone, two or more, folded and as written in small letters: to complete or correct to, or that
    an abbreviation is too (`av`)."""
    for text in texts:
        for run in RUN.findall(text):
            for token in read_run(run):
                if not token.is_code and len(token.folded) > 1 and token.folded.isalpha():
                    yield token.folded, normalize("NFKC", run[token.start : token.end].lower())


def _word_list(words: Mapping[tuple[str, str], int]) -> WordList:
    """`words`: how often each is written in each way."""
    counts: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    """Of these, in one piece: not `pré-requis` for `prérequis`."""
    for (folded, written), count in words.items():
        counts[folded] += count
        alike[folded] += count * (fold(written) == folded)
    accented = sorted(
        written
        for (folded, written), count in words.items()
        if written != folded and fold(written) == folded and count >= AGREED * alike[folded]
    )
    ordered = sorted(counts)
    return WordList(ordered, np.fromiter((counts[word] for word in ordered), np.int64, len(ordered)), accented)


def _count(frequencies: dict[str, float], terms: Iterable[str], weight: float) -> None:
    for term in terms:
        frequencies[term] += weight


def _postings(documents: Sequence[Mapping[str, float]], terms_at: Mapping[str, int], k1: float, b: float) -> Postings:
    """Saturated frequencies, by term then document."""
    sizes = np.fromiter((len(d) for d in documents), np.int64, len(documents))
    terms = np.fromiter((terms_at[t] for d in documents for t in d), np.int64, int(sizes.sum()))
    raw = np.fromiter((f for d in documents for f in d.values()), np.float64, int(sizes.sum()))
    owner = np.repeat(np.arange(len(documents), dtype=np.int64), sizes)
    lengths = np.bincount(owner, raw, len(documents))
    mean = lengths.mean() if len(documents) and lengths.any() else 1.0
    saturated = raw * (k1 + 1) / (raw + k1 * (1 - b + b * lengths[owner] / mean))
    order = np.lexsort((owner, terms))
    starts = np.searchsorted(terms[order], np.arange(len(terms_at) + 1))
    return Postings(starts.astype(np.int64), owner[order].astype(np.int32), saturated[order].astype(np.float32))


def _placed(chunk: Chunk, lang: str, own: set[str]) -> list[_Entry]:
    """A chunk's own terms where they stand in its Markdown and in what is shown; last, what stands only above it."""
    in_text = [place for place in placed_terms(chunk.text, lang) if place[0] in own]
    shown: dict[str, deque[tuple[int, int]]] = {term: deque() for term in own}
    for term, start, end in placed_terms(chunk.shown, lang):
        if term in own:
            shown[term].append((start, end))
    found: list[_Entry] = [
        (term, (start, end, *(shown[term].popleft() if shown[term] else (0, 0)))) for term, start, end in in_text
    ]
    found += [(term, (0, 0, *place)) for term in sorted(own) for place in shown[term]]
    return found + [(term, (0, 0, 0, 0)) for term in sorted(own.difference(term for term, _ in found))]


def _compact(entries: Sequence[_Entry], seen: dict[str, int]) -> _Placed:
    """The same as arrays, a tenth of the memory; `seen` numbers the terms in the order they are met."""
    terms = np.fromiter((seen.setdefault(term, len(seen)) for term, _ in entries), np.int32, len(entries))
    flat = np.fromiter((at for _, places in entries for at in places), np.int32, 4 * len(entries))
    return terms, flat.reshape(-1, 4)


def _chunk_terms(placed: Sequence[_Placed], numbers: NDArray[np.int32]) -> ChunkTerms:
    """`numbers`: the index's number of each term, in the order that they were met."""
    sizes = np.fromiter((len(terms) for terms, _ in placed), np.int64, len(placed))
    terms = np.concatenate([np.empty(0, np.int32), *(terms for terms, _ in placed)])
    both = np.concatenate([np.empty((0, 4), np.int32), *(places for _, places in placed)])
    places, shown = (np.ascontiguousarray(part) for part in np.hsplit(both, 2))
    return ChunkTerms(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), numbers[terms], places, shown)
