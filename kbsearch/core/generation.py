"""What goes into a published generation, and what is known of one that stands."""

from __future__ import annotations

from dataclasses import dataclass

from kbsearch.core.client import Client
from kbsearch.core.model import SHARED, Article, Chunk
from kbsearch.core.ports import Rows, Vectors


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of a snapshot before it has a name. Row i of `vectors` belongs to `chunks[i]`."""

    client: Client
    commit: str
    articles: tuple[Article, ...]
    """Sorted by `public_path`."""
    chunks: tuple[Chunk, ...]
    """Grouped by article, in the order of `articles`; within one, by ordinal."""
    vectors: Vectors
    """`(len(chunks), d) float32`, rows of length 1."""
    labels: Vectors
    """`(n, d) float32`, rows of length 1: titles, symptoms and headings, embedded as queries."""
    label_chunks: Rows
    """`(n,) int64`: the chunk that each label leads to, as a row of `vectors`."""
    fingerprint: str
    """Of the model that made `vectors`."""
    chunker: str
    """Name and version of what made `chunks`."""
    content: str
    """Hex digest of everything that decides the files, the commit id apart: equal contents, equal files."""
    english: Vectors | None = None
    """Like `vectors`, by the English model; only for a plain English base."""
    english_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """One generation that stands and was verified: what the next build can do without."""

    generation: str
    commit: str
    fingerprint: str
    chunker: str
    content: str
    articles: tuple[Article, ...]
    chunks: tuple[Chunk, ...]


def misplaced(client: str, articles: tuple[Article, ...], chunks: tuple[Chunk, ...]) -> str:
    """Why these articles and chunks cannot be one client's snapshot, or `""`. The wall against leaks."""
    for article in articles:
        if article.owner not in (client, SHARED):
            return f"the article {article.id!r} belongs to {article.owner!r}, not to {client!r}"
    ids = [article.id for article in articles]
    if len(set(ids)) != len(ids):
        return f"two articles of {client!r} have the same id"
    place = {name: at for at, name in enumerate(ids)}
    before = (-1, -1)
    for chunk in chunks:
        here = (place.get(chunk.article, -1), chunk.ordinal)
        if here <= before or here[0] < 0:
            return f"the chunk {chunk.id!r} is out of order or belongs to no article"
        before = here
    return ""
