"""Drafts, stores and damage for the tests of published generations."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kbsearch.adapters import vectors
from kbsearch.adapters.snapshots import Parts, SnapshotStore
from kbsearch.core.client import Client
from kbsearch.core.generation import Draft
from kbsearch.core.model import Article
from tests.fakes import HashingEmbedder, article, cut, read_keywords, write_keywords

FILES = [
    "articles.jsonl",
    "chunks.jsonl",
    "client.json",
    "keywords.json",
    "labels.chunks",
    "labels.faiss",
    "manifest.json",
    "seal.json",
    "vectors.faiss",
]
"""What a generation of `make_store` holds, sorted."""


def make_store(root: Path, *, keep: int = 3) -> SnapshotStore:
    parts = Parts(
        "test", lambda rows: vectors.save(vectors.build("flat", rows)), vectors.load, write_keywords, read_keywords
    )
    return SnapshotStore(root, parts, keep=keep)


def draft(*articles: Article, client: str = "acme", commit: str = "c" * 40) -> Draft:
    """A draft of these articles, or of one."""
    chosen = articles or (article("vpn", "Le VPN tombe.\nRelancer.", owner=client),)
    chunks = tuple(chunk for one in chosen for chunk in cut(one))
    embedder = HashingEmbedder()
    rows = embedder.embed_documents([chunk.text for chunk in chunks])
    cards = [row for row, chunk in enumerate(chunks) if not chunk.ordinal]
    return Draft(
        client=Client(client),
        commit=commit,
        articles=chosen,
        chunks=chunks,
        vectors=rows,
        labels=rows[cards],
        label_chunks=np.array(cards, np.int64),
        fingerprint=embedder.fingerprint,
        chunker="lines/1",
        content="content",
    )


def publish(store: SnapshotStore, what: Draft | None = None) -> str:
    chosen = what or draft()
    with store.building(chosen.client.id) as building:
        return building.publish(chosen)


def damage(path: Path, at: int | None = None) -> None:
    """Flip one bit of a file, in the middle unless told where."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)
