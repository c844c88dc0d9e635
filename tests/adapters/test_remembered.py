"""A remembered query has the vector it had, in the place it is asked for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.embedders.remembered import RememberedQueries
from tests.fakes import HashingEmbedder


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=6))
def test_vectors_are_those_of_the_embedder(batches: list[list[str]]) -> None:
    plain, remembered = HashingEmbedder(), RememberedQueries(HashingEmbedder(), capacity=3)
    for batch in batches:
        assert np.array_equal(remembered.embed_queries(batch), plain.embed_queries(batch))


def test_only_the_last_used_are_kept() -> None:
    inner = HashingEmbedder()
    remembered = RememberedQueries(inner, capacity=2)
    for text in ("a", "b", "a", "c"):
        remembered.embed_queries([text])
    assert list(remembered._vectors) == ["a", "c"]
    assert (remembered.fingerprint, remembered.dim) == (inner.fingerprint, inner.dim)
    assert np.array_equal(remembered.embed_documents(["x"]), inner.embed_documents(["x"]))
