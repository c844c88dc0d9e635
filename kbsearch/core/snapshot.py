"""One client's searchable state at one commit: the only thing a search ever sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.model import Article, Chunk, Client
from kbsearch.core.ports import KeywordIndex, Rows, VectorIndex


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
    def article_of_chunk(self) -> NDArray[np.int32]:
        """`(len(chunks),) int32`: index into `articles`, ascending."""
        at = {article.id: i for i, article in enumerate(self.articles)}
        return np.fromiter((at[chunk.article] for chunk in self.chunks), np.int32, len(self.chunks))

    @cached_property
    def by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}
