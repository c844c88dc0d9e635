"""The hot path: a prepared graph run by onnxruntime over token ids (`tokens`); torch is never imported.

Each text is run alone. A dynamically quantised graph scales its activations over the whole batch, so batching would
make a vector depend on its neighbours; alone, the same text gives the same bits, and padding costs nothing. Parallelism
comes from running several texts at once, one intra-op thread each (onnxruntime releases the GIL).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime

from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.adapters.embedders.tokens import open_tokens
from kbsearch.core.ports import Vectors

WORKERS = 2


class GraphEmbedder:
    """`Embedder` over one prepared model. Any thread may call; `WORKERS` bounds the parallelism of one call."""

    def __init__(self, model: PreparedModel) -> None:
        self.model = model
        self._tokens = open_tokens(model.folder)
        self._session = open_session(model)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="embed")

    @property
    def fingerprint(self) -> str:
        return self.model.fingerprint

    @property
    def dim(self) -> int:
        return self.model.dim

    @property
    def max_tokens(self) -> int:
        return self.model.max_tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self.model.query_prompt + text for text in texts])

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self.model.document_prompt + text for text in texts])

    def token_count(self, text: str) -> int:
        """Tokens of a document, prompt and special tokens included, before any truncation."""
        return self._tokens.count(self.model.document_prompt + text)

    def embed_one(self, text: str) -> Vectors:
        """`(dim,) float32` unit vector of a text that already carries its prompt."""
        return run(self._session, self.model, self._tokens.encode(text, self.model.max_tokens))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:
            return self.embed_one(texts[0])[None, :]
        vectors = list(self._pool.map(self.embed_one, texts))
        return np.vstack(vectors) if vectors else np.empty((0, self.dim), np.float32)


def open_session(model: PreparedModel) -> onnxruntime.InferenceSession:
    """One intra-op thread and no spinning: requests run beside each other instead."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model.graph), options, providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, model: PreparedModel, ids: Sequence[int]) -> Vectors:
    """Token ids of one text to its `(dim,) float32` unit vector."""
    row = np.array([ids], np.int64)
    feeds = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
    vector: Vectors = session.run(None, {name: feeds[name] for name in model.inputs})[0][0]
    return vector / np.float32(np.linalg.norm(vector))
