"""A remembered query has the vector it had, in the place it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.embedders.remembered import QueryVectors, RememberedQueries
from kbsearch.core.ports import Vectors
from tests.fakes import HashingEmbedder


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=6))
def test_vectors_are_those_of_the_embedder(batches: list[list[str]]) -> None:
    plain, remembered = HashingEmbedder(), RememberedQueries(HashingEmbedder(), QueryVectors(each=3))
    for batch in batches:
        assert np.array_equal(remembered.embed_queries(batch), plain.embed_queries(batch))


def test_only_the_last_used_are_kept() -> None:
    inner = HashingEmbedder()
    vectors = QueryVectors(each=2)
    remembered = RememberedQueries(inner, vectors)
    for text in ("a", "b", "a", "c"):
        remembered.embed_queries([text])
    assert vectors.of("") == ["a", "c"]
    assert len(vectors) == 2
    assert (remembered.fingerprint, remembered.dim) == (inner.fingerprint, inner.dim)
    assert np.array_equal(remembered.embed_documents(["x"]), inner.embed_documents(["x"]))


def test_all_clients_together_are_bounded_and_who_asks_most_gives_way() -> None:
    vectors = QueryVectors(each=10, most=12)
    few, many = (RememberedQueries(HashingEmbedder(), vectors, name) for name in ("few", "many"))
    few.embed_queries(["a", "b", "c"])
    many.embed_queries([f"query {at}" for at in range(200)])
    assert vectors.of("few") == ["a", "b", "c"]
    assert vectors.of("many") == [f"query {at}" for at in range(191, 200)]
    assert len(vectors) == 12


def test_one_clients_vector_is_never_anothers() -> None:
    vectors = QueryVectors()
    first = RememberedQueries(HashingEmbedder(fingerprint="1" * 64), vectors, "first")
    second = RememberedQueries(counting := Counting(), vectors, "second")
    first.embed_queries(["a"])
    second.embed_queries(["a"])
    second.embed_queries(["a"])
    assert counting.texts == ["a"]


class Counting(HashingEmbedder):
    """Remembers which queries it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed_queries(texts)
