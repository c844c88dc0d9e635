"""An embedder that remembers its last queries, so that a repeated or re-typed one costs nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from kbsearch.core.ports import Embedder, Vectors

CAPACITY = 2048
"""About 3 MB of 384-dimension vectors."""


class RememberedQueries:
    """`Embedder` that keeps the vectors of its `capacity` most recently used queries. Make one per client.

    Vectors of one client's queries are never looked up for another, so the speed of an answer tells nothing about what
    others asked. Any thread may call.
    """

    def __init__(self, embedder: Embedder, *, capacity: int = CAPACITY) -> None:
        self._embedder = embedder
        self._capacity = capacity
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dim(self) -> int:
        return self._embedder.dim

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:  # what a search asks
            known = self._recall(texts[0])
            return (self._keep(texts[0], self._embedder.embed_queries(texts)[0]) if known is None else known)[None, :]
        rows = [self._recall(text) for text in texts]
        missing = [text for text, row in zip(texts, rows, strict=True) if row is None]
        fresh = iter(self._embedder.embed_queries(missing)) if missing else iter(())
        for at, text in enumerate(texts):
            if rows[at] is None:
                rows[at] = self._keep(text, next(fresh))
        return np.vstack([row for row in rows if row is not None]) if rows else self._embedder.embed_queries([])

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_documents(texts)

    def _recall(self, text: str) -> Vectors | None:
        with self._lock:
            if (vector := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
            return vector

    def _keep(self, text: str, vector: Vectors) -> Vectors:
        with self._lock:
            self._vectors[text] = vector
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)
        return vector
