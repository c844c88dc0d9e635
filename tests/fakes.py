"""One fake per port, small enough to be believed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from kbsearch.core.client import Client
from kbsearch.core.model import Article, Base, Chunk, ChunkKind
from kbsearch.core.ports import Vectors


class HashingEmbedder:
    """`Embedder` without a model: each word's hash is a direction, a text is the sum of its words, normalised."""

    max_tokens = 512

    def __init__(self, dim: int = 16, *, fingerprint: str = "f" * 64) -> None:
        self.dim = dim
        self.fingerprint = fingerprint
        self.asked: list[str] = []
        """Every document embedded so far."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._one(text) for text in texts], np.float32).reshape(len(texts), self.dim)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return self.embed_queries(texts)

    def token_count(self, text: str) -> int:
        return len(text.split())

    def _one(self, text: str) -> Vectors:
        total = np.full(self.dim, 1e-3, np.float64)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dim)
        return (total / np.linalg.norm(total)).astype(np.float32)


class FileKeywords:
    """A keyword part that only remembers how many chunks it saw: for tests of publication, not of search."""

    def __init__(self, chunks: int) -> None:
        self.chunks = chunks


def write_keywords(articles: Sequence[Article], chunks: Sequence[Chunk], folder: Path) -> None:
    (folder / "keywords.json").write_text(json.dumps([len(articles), [chunk.id for chunk in chunks]]), "utf-8")


def read_keywords(folder: Path) -> FileKeywords:
    return FileKeywords(len(json.loads((folder / "keywords.json").read_text("utf-8"))[1]))


def article(name: str, body: str = "Redémarrer le poste.", *, owner: str = "acme") -> Article:
    return Article(id=name, owner=owner, path=f"{name}.md", title=f"Titre de {name}", body=body, body_line=1)


def base(*articles: Article, client: str = "acme", commit: str = "c" * 40) -> Base:
    return Base(Client(client), commit, tuple(sorted(articles, key=lambda one: one.public_path)))


def cut(one: Article) -> tuple[Chunk, ...]:
    """A card and a section for each line that is not blank."""
    return tuple(_chunks(one))


def _chunks(one: Article) -> Iterator[Chunk]:
    yield Chunk(one.id, 0, ChunkKind.CARD, (), one.title, (1, 1), one.title)
    lines = [(at, line) for at, line in enumerate(one.body.splitlines(), 1) if line.strip()]
    for ordinal, (at, line) in enumerate(lines, 1):
        yield Chunk(one.id, ordinal, ChunkKind.SECTION, (), line, (at, at), line)
