"""One client's searchable state at one commit: the only thing a search ever sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kbsearch.core.codes import declared_codes
from kbsearch.core.model import Article, Chunk, ChunkKind, Client
from kbsearch.core.ports import KeywordIndex, Rows, VectorIndex
from kbsearch.core.ranking import hybrid_weights


@dataclass(frozen=True)
class Snapshot:
    """Row i of `vectors` is `chunks[i]`, document i of `keywords` is `articles[i]`. Immutable, shared by threads."""

    client: Client
    generation: str
    commit: str
    fingerprint: str
    """Of the model that made `vectors`."""
    articles: tuple[Article, ...]
    """Sorted by `public_path`."""
    chunks: tuple[Chunk, ...]
    """Grouped by article, in the order of `articles`; within one, by ordinal."""
    vectors: VectorIndex
    labels: VectorIndex
    """Titles, symptoms and headings, embedded as queries."""
    label_chunks: Rows
    """`(len(labels),) int64`: the chunk that each label leads to."""
    keywords: KeywordIndex

    @cached_property
    def article_of_chunk(self) -> Rows:
        """`(len(chunks),) int64`: index into `articles`, ascending."""
        at = {article.id: i for i, article in enumerate(self.articles)}
        return np.fromiter((at[chunk.article] for chunk in self.chunks), np.int64, len(self.chunks))

    @cached_property
    def declared_codes(self) -> dict[str, list[int]]:
        """Code term → rows of the articles that declare it."""
        return declared_codes(self.articles)

    @cached_property
    def hybrid_weights(self) -> tuple[float, ...]:
        """How `ranking.SIGNALS` are weighed for a base written like this one."""
        return hybrid_weights(self.articles)

    @cached_property
    def passage_starts(self) -> Rows:
        """`(len(articles) + 1,) int64`: article i owns `passage_rows[passage_starts[i] : passage_starts[i + 1]]`."""
        counts = np.bincount(self.article_of_chunk[self.passage_rows], minlength=len(self.articles))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def passage_rows(self) -> Rows:
        """Chunks that count as passages of their article: its sections, or its card when it has nothing else."""
        sizes = np.bincount(self.article_of_chunk, minlength=len(self.articles))
        alone = sizes[self.article_of_chunk] == 1
        sections = np.fromiter((chunk.kind is ChunkKind.SECTION for chunk in self.chunks), np.bool_, len(self.chunks))
        return np.flatnonzero(sections | alone)

    @cached_property
    def _chunk_starts(self) -> Rows:
        return np.searchsorted(self.article_of_chunk, np.arange(len(self.articles) + 1)).astype(np.int64)

    def chunk_range(self, article: int) -> tuple[int, int]:
        """`[first, after)` rows of an article's chunks, card included."""
        return int(self._chunk_starts[article]), int(self._chunk_starts[article + 1])

    def passages_of(self, articles: Rows) -> tuple[Rows, Rows]:
        """Rows of these articles' passages, article after article, and how many each has (at least one)."""
        starts, after = self.passage_starts[articles], self.passage_starts[articles + 1]
        sizes = after - starts
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.passage_rows[np.repeat(starts, sizes) + within], sizes

    @cached_property
    def by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}
