"""Every component as float16: half the memory and less of it to read, so faster; cosines differ by some 1e-4."""

from __future__ import annotations

import faiss

from kbsearch.core.ports import Vectors


def build(vectors: Vectors) -> faiss.Index:
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.add(vectors)
    return index
