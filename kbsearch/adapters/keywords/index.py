"""Scoring: a few additions over the postings of the query's words.

BM25F after Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004): term frequencies
of the fields are added with the fields' weights *before* saturation,
`tf (k1 + 1) / (tf + k1 (1 − b + b · len / mean))`, and the idf is Lucene's `ln(1 + (N − df + 0.5) / (df + 0.5))`. The
saturated part does not depend on the query, so it is computed once, at build time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.ports import KeywordScores, Places, Rows, Scores, TermGroup
from kbsearch.core.text import CODE_MARK

UNKNOWN_SHARE = 0.7
"""A word that no article holds weighs this share of the rarest known word: coverage falls, the rest still counts."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Per term, the documents that hold it (ascending) and their saturated frequency, as one pair of arrays."""

    starts: NDArray[np.int64]
    """`(terms + 1,)`: term t owns `[starts[t], starts[t + 1])`."""
    documents: NDArray[np.int32]
    weights: NDArray[np.float32]

    def of(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        first, after = self.starts[term], self.starts[term + 1]
        return self.documents[first:after], self.weights[first:after]


@dataclass(frozen=True, slots=True)
class ChunkTerms:
    """Per chunk, the terms it holds and where each stands in its text and in what is shown of it.

    An entry is one occurrence of a term: its first in `text` with its first in `shown`, and so on; where one of them
    has no more, its range is (0, 0). So it is for a term that only a heading above the chunk holds.
    """

    starts: NDArray[np.int64]
    """`(chunks + 1,)`: chunk c owns entries `[starts[c], starts[c + 1])`, in text order, what has no place last."""
    terms: NDArray[np.int32]
    places: NDArray[np.int32]
    """`(entries, 2)`: half-open range of characters of `Chunk.text`."""
    shown_places: NDArray[np.int32]
    """`(entries, 2)`: the same of `Chunk.shown`."""

    def holding(
        self, chunks: Rows, wanted: NDArray[np.int64], term_count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(position in `chunks`, entry) of each occurrence of one of the `wanted` terms in one of the chunks."""
        starts = self.starts[chunks]
        sizes = self.starts[chunks + 1] - starts
        ends = np.cumsum(sizes)
        entries = np.arange(int(sizes.sum())) + np.repeat(starts - (ends - sizes), sizes)
        is_wanted = np.zeros(term_count, np.bool_)
        is_wanted[wanted] = True
        found = np.flatnonzero(is_wanted[self.terms[entries]])
        return np.searchsorted(ends, found, side="right"), entries[found]


@dataclass(frozen=True, slots=True)
class NumpyKeywordIndex:
    """`KeywordIndex` over arrays. Immutable; any thread may search."""

    terms: dict[str, int]
    body: Postings
    idf: NDArray[np.float32]
    """`(terms,)`: over articles."""
    chunk_terms: ChunkTerms
    words: WordList
    article_count: int
    codes: Sequence[str] = field(init=False, repr=False)
    """Those of `terms` that are whole codes, sorted."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", sorted(term for term in self.terms if term.startswith(CODE_MARK)))

    def scores(self, query: Sequence[TermGroup]) -> KeywordScores:
        body, coverage = np.zeros((2, self.article_count), np.float32)
        total = unknown = np.float32(0)
        for group in query:
            known = self.known(group)
            idf = self.group_idf(group, known)
            total += idf
            if known:
                _add_best(body, coverage, [(*self.body.of(term), weight) for term, weight in known], idf)
            else:
                unknown += idf
        if total > 0:
            body /= total
            coverage /= total
            unknown /= total
        return KeywordScores(body, coverage, float(unknown))

    def weighed(self, query: Sequence[TermGroup]) -> list[tuple[str, float]]:
        return [(self._written(group), float(self.group_idf(group, self.known(group)))) for group in query]

    def _written(self, group: TermGroup) -> str:
        held = [way for way in group if way.term in self.terms]
        return max(held, key=lambda way: way.weight).term if held else group[0].term

    def articles_with(self, term: str) -> Rows:
        at = self.terms.get(term)
        return self.body.of(at)[0].astype(np.int64) if at is not None else np.empty(0, np.int64)

    def codes_from(self, term: str) -> Sequence[str]:
        first, after = (bisect_left(self.codes, start) for start in (term + "\0", term + "\U0010ffff"))
        return self.codes[first:after]

    def passages(self) -> ChunkWords:
        return ChunkWords(self)

    def vocabulary(self) -> WordList:
        return self.words

    def known(self, group: TermGroup) -> list[tuple[int, float]]:
        """`(term, weight)` of the ways of writing a word that this client's articles hold."""
        found = ((self.terms.get(term.term), term.weight) for term in group)
        return [(at, weight) for at, weight in found if at is not None]

    def group_idf(self, group: TermGroup, known: Sequence[tuple[int, float]]) -> np.float32:
        """The best-weighted rarest way of writing a word; a share of the rarest idf for an unknown word.

        An unknown whole code weighs nothing: its parts are groups of their own.
        """
        if not known and group[0].term.startswith(CODE_MARK):
            return np.float32(0)
        if known:
            return np.float32(max(float(self.idf[term]) * weight for term, weight in known))
        return np.float32(UNKNOWN_SHARE * np.log1p((self.article_count + 0.5) / 0.5))


@dataclass(frozen=True, slots=True)
class ChunkWords:
    """`PassageWords` over a keyword index."""

    index: NumpyKeywordIndex

    def coverage(self, query: Sequence[TermGroup], chunks: Rows) -> Scores:
        index = self.index
        groups = [index.known(group) for group in query]
        idfs = np.array([index.group_idf(*pair) for pair in zip(query, groups, strict=True)], np.float32)
        held = np.zeros((len(chunks), len(groups)), np.float32)
        wanted = sorted({term for known in groups for term, _ in known})
        if wanted:
            owners, entries = index.chunk_terms.holding(chunks, np.array(wanted), len(index.idf))
            terms = index.chunk_terms.terms[entries]
            for column, known in enumerate(groups):
                for term, weight in sorted(known, key=lambda pair: pair[1]):  # the best way of writing it comes last
                    held[owners[terms == term], column] = weight
        total = idfs.sum()
        if total <= 0:
            return np.zeros(len(chunks), np.float32)
        result: Scores = (held * idfs).sum(axis=1) / total
        return result

    def places(self, terms: Collection[str], chunks: Rows) -> list[Places]:
        found = [Places() for _ in chunks]
        known = [at for term in terms if (at := self.index.terms.get(term)) is not None]
        if known:
            held = self.index.chunk_terms
            owners, entries = held.holding(chunks, np.array(known), len(self.index.idf))
            rows = (owners.tolist(), held.places[entries].tolist(), held.shown_places[entries].tolist())
            for owner, (start, end), (shown_start, shown_end) in zip(*rows, strict=True):
                if start < end:
                    found[owner].text.append((start, end))
                if shown_start < shown_end:
                    found[owner].shown.append((shown_start, shown_end))
        return found


_Way = tuple[NDArray[np.int32], NDArray[np.float32], float]
"""One way of writing a word: the documents that hold it, its saturated frequency in each, and its weight."""


def _add_best(body: Scores, coverage: Scores, ways: Sequence[_Way], idf: np.float32) -> None:
    """Add `idf ×` the best way's frequency to each document's `body`, and `idf ×` the best weight to its `coverage`."""
    if len(ways) == 1:
        documents, frequencies, weight = ways[0]
        share = idf * np.float32(weight)
        body[documents] += share * frequencies
        coverage[documents] += share
        return
    best, held = np.zeros((2, len(body)), np.float32)
    for documents, frequencies, weight in ways:
        best[documents] = np.maximum(best[documents], np.float32(weight) * frequencies)
        held[documents] = np.maximum(held[documents], np.float32(weight))
    body += idf * best
    coverage += idf * held
