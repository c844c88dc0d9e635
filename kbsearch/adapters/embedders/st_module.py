"""A prepared folder as a `SentenceTransformer`: the library's own API over the very graph that serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule

from kbsearch.adapters.embedders.graph import open_session, run
from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.adapters.embedders.tokens import open_tokens


class PreparedGraph(InputModule):
    """Input module that tokenises and runs the prepared graph; its output is the finished sentence embedding."""

    def __init__(self, model: PreparedModel) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self._tokens = open_tokens(model.folder)
        self.max_seq_length = model.max_tokens
        self._session = open_session(model)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Right-padded `input_ids` and `attention_mask`, `(n, longest) int64`."""
        rows = [self._tokens.encode((prompt or "") + text, self.model.max_tokens) for text in inputs]
        longest = max(map(len, rows), default=0)
        ids = torch.zeros((len(rows), longest), dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = torch.tensor(row)
            mask[at, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Each row alone, as in `graph`: padding would change an int8 graph's activation scale."""
        pairs = zip(features["input_ids"], features["attention_mask"], strict=True)
        vectors = [run(self._session, self.model, ids[mask.bool()].tolist()) for ids, mask in pairs]
        return {**features, "sentence_embedding": torch.stack([torch.from_numpy(v) for v in vectors])}

    def get_embedding_dimension(self) -> int:
        return self.model.dim

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Nothing to save: the prepared folder is on disk already, and immutable."""


def as_sentence_transformer(model: PreparedModel) -> SentenceTransformer:
    """`SentenceTransformer` with the prepared model's prompts, on the CPU."""
    prompts = {"query": model.query_prompt, "document": model.document_prompt}
    return SentenceTransformer(modules=[PreparedGraph(model)], prompts=prompts, device="cpu")
