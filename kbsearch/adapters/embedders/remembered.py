"""An embedder that remembers its last queries, so that a repeated or re-typed one costs nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence

import numpy as np

from kbsearch.core.ports import Embedder, Vectors

CAPACITY = 2_048
"""Queries of one client: about 4 MB of 384-dimension vectors."""
CAPACITY_OF_ALL = 16_384
"""Queries of all clients together: about 32 MB."""


class QueryVectors:
    """The vectors of the last queries of several owners, `each` of one and `most` of all. Any thread may call.

    One owner's are never looked up for another, so the speed of an answer tells nothing about what others asked. When
    all are too many, whoever has most gives up its oldest: who asks a lot cannot push out those who ask little.
    """

    def __init__(self, *, each: int = CAPACITY, most: int = CAPACITY_OF_ALL) -> None:
        self._each, self._most = each, most
        self._owners: dict[Hashable, OrderedDict[str, Vectors]] = {}
        self._count = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def of(self, owner: Hashable) -> list[str]:
        """Its queries, the one used last at the end."""
        return list(self._owners.get(owner, ()))

    def recall(self, owner: Hashable, text: str) -> Vectors | None:
        with self._lock:
            own = self._owners.get(owner)
            if own is None or (vector := own.get(text)) is None:
                return None
            own.move_to_end(text)
            return vector

    def keep(self, owner: Hashable, text: str, vector: Vectors) -> None:
        with self._lock:
            own = self._owners.setdefault(owner, OrderedDict())
            self._count += text not in own
            own[text] = vector
            own.move_to_end(text)
            if len(own) > self._each:
                self._drop(own)
            elif self._count > self._most:
                self._drop(max(self._owners.values(), key=len))

    def _drop(self, own: OrderedDict[str, Vectors]) -> None:
        own.popitem(last=False)
        self._count -= 1


class RememberedQueries:
    """`Embedder` that keeps the vectors of its last queries, in `vectors` under the name of its `owner`."""

    def __init__(self, embedder: Embedder, vectors: QueryVectors, owner: Hashable = "") -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._owner = owner

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
        return self._vectors.recall(self._owner, text)

    def _keep(self, text: str, vector: Vectors) -> Vectors:
        self._vectors.keep(self._owner, text, vector)
        return vector
