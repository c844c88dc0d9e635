"""The model as long work asks it in a running server: searches go first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kbsearch.app.priorities import after_searches
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.errors import BadRequest

if TYPE_CHECKING:
    from kbsearch.app.instance import App


class PatientEmbedder:
    """`Embedder` that reads text after text on the thread that asks, so that it never has more than one core, and
    before each of them lets those go first who are on a call. Each text is read once: it is for one piece of work, and
    what it has read goes with it.

    Beyond `most` texts it raises `BadRequest`: whoever waits is told to ask for less. Without `most` it reads all.
    """

    def __init__(self, embedder: Embedder, kb: App, *, most: int | None = None) -> None:
        self._embedder, self._kb, self._most = embedder, kb, most
        self._read: dict[str, Vectors] = {}

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dim(self) -> int:
        return self._embedder.dim

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._each(texts) if texts else self._embedder.embed_queries(texts)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_documents(texts)

    def _each(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        if self._most is not None and len(self._read) + len(new) > self._most:
            message = "There are more texts to be read than somebody can wait for. Ask for fewer days."
            raise BadRequest(message, field="since", key="value-days-wordy")
        for text in new:
            after_searches(lambda: self._kb.in_hand > 0)
            self._read[text] = self._embedder.embed_queries([text])
        return np.vstack([self._read[text] for text in texts])
