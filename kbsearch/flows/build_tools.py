"""What articles are made searchable with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kbsearch.core.model import Article, Chunk
from kbsearch.core.ports import Embedder, Vectors


@dataclass(frozen=True, slots=True)
class NamedChunker:
    """How an article is cut, and the name and version under which the manifest knows it."""

    id: str
    cut: Callable[[Article], Sequence[Chunk]]


class DocumentEmbedder(Embedder, Protocol):
    """An embedder that can say when a text is too long for it."""

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that count; the rest is not seen."""

    def token_count(self, text: str) -> int:
        """Tokens of a document before any is cut off."""


@dataclass(frozen=True, slots=True)
class DocumentModels:
    """What embeds a base."""

    main: DocumentEmbedder
    english: DocumentEmbedder | None = None
    """Embeds the passages once more: to be given where `reads_better_in_english`."""


class VectorMemory(Protocol):
    """Vectors of texts embedded before, one memory per owner. Never raises."""

    def get_many(self, owner: str, fingerprint: str, texts: Sequence[str]) -> Mapping[str, Vectors]: ...

    def put_many(self, owner: str, fingerprint: str, vectors: Mapping[str, Vectors]) -> None: ...

    def forget(self, owner: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What articles are made searchable with, whoever's they are."""

    chunker: NamedChunker
    models: DocumentModels
    cache: VectorMemory
