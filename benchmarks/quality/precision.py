"""What the prepared int8 graph costs in search quality, against the same model in full precision."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from benchmarks.quality.bases import Case
from kbsearch.adapters import vectors
from kbsearch.adapters.embedders.prepare import load_original
from kbsearch.adapters.embedders.prepared import ModelChoice
from kbsearch.core.articles.wording import document_text, labels
from kbsearch.core.ports import Vectors
from kbsearch.core.snapshot import Snapshot


class FullPrecision:
    """`Embedder` over the original model in float32."""

    fingerprint, dim = "float32", 384

    def __init__(self, scratch: Path) -> None:
        self._model: SentenceTransformer = load_original(ModelChoice(), scratch)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode_query(list(texts), batch_size=16), np.float32)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode_document(list(texts), batch_size=16), np.float32)


def in_full_precision(case: Case, model: FullPrecision) -> Case:
    """The same case with every vector made again by `model`."""
    snapshot = case.snapshot
    passages = [document_text(snapshot.by_id[chunk.article], chunk) for chunk in snapshot.chunks]
    rebuilt = dataclasses.replace(
        snapshot,
        vectors=vectors.build("flat", model.embed_documents(passages)),
        labels=vectors.build("flat", model.embed_queries(_labels(snapshot))),
    )
    return dataclasses.replace(case, snapshot=rebuilt)


def _labels(snapshot: Snapshot) -> list[str]:
    """In the order of the snapshot's own label rows."""
    texts = []
    for row, article in enumerate(snapshot.articles):
        own, _ = snapshot.chunks_by_article.of(np.array([row]))
        texts += [text for _, text in labels(article, [snapshot.chunks[at] for at in own])]
    return texts
