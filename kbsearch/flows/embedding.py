"""Many short texts read with a model, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kbsearch.core.ports import Embedder, Vectors

AT_ONCE = 32
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def untold(done: int, total: int) -> None:
    """Nobody looks on."""


def vectors_of(embedder: Embedder, texts: Sequence[str], progress: Progress = untold) -> Vectors:
    """`(n, d)`, unit rows, in the order of the texts, of which there is one at least."""
    found = []
    for at in range(0, len(texts), AT_ONCE):
        found.append(embedder.embed_queries(texts[at : at + AT_ONCE]))
        progress(min(at + AT_ONCE, len(texts)), len(texts))
    return np.vstack(found)
