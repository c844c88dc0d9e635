"""Which articles may be two of the same."""

from __future__ import annotations

import numpy as np

from kbsearch.core.health.alike import ALIKE, alike, pair_of
from kbsearch.core.model import Article
from kbsearch.core.ports import Vectors

DIM = 64


def drawn(rows: int, seed: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(rows, DIM)).astype(np.float32))


def unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def articles(*ids: str) -> list[Article]:
    return [Article(id, "acme", f"{id}.md", id.upper(), "", 1) for id in ids]


def found(passages: dict[str, Vectors], apart: set[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    rows, sizes = np.vstack([*passages.values()]), [len(one) for one in passages.values()]
    owners = np.repeat(np.arange(len(sizes)), sizes)
    return [one.pair for one in alike(articles(*passages), rows, owners, apart or set())]


def test_an_article_of_which_half_was_kept_in_other_words_is_alike_and_strangers_are_not() -> None:
    base = {f"a{n}": drawn(6, n) for n in range(20)}
    half = unit(base["a3"][:3] + drawn(3, 99) * np.float32(0.3))
    assert found(base) == []
    assert found(base | {"z": half}) == [("a3", "z")]
    assert found(base | {"z": half}, {("a3", "z")}) == []
    assert found(base | {"z": half}, {("a2", "z")}) == [("a3", "z")]


def test_what_all_have_in_common_makes_nobody_alike() -> None:
    common = drawn(1, 7)
    assert found({f"a{n}": unit(drawn(4, n) + 3 * common) for n in range(12)}) == []


def test_one_device_is_not_one_article() -> None:
    """Means are near each other where every passage is a little about the same thing."""
    device = drawn(1, 5)
    base = {f"a{n}": drawn(5, n) for n in range(20)}
    pair = {name: unit(drawn(5, seed) + np.float32(0.6) * device) for name, seed in (("x", 31), ("y", 32))}
    assert found(base | pair) == []


def test_the_most_alike_come_first_and_each_pair_once() -> None:
    base = {f"a{n}": drawn(4, n) for n in range(10)}
    base |= {"same": base["a1"], "near": unit(base["a2"] + drawn(4, 50) * np.float32(0.4))}
    rows, owners = np.vstack([*base.values()]), np.repeat(np.arange(12), 4)
    pairs = alike(articles(*base), rows, owners, set())
    assert [one.pair for one in pairs] == [("a1", "same"), ("a2", "near")]
    assert pairs[0].likeness > pairs[1].likeness >= ALIKE
    assert (pairs[0].first.title, pairs[0].second.owner) == ("A1", "acme")


def test_one_article_or_none_is_like_nothing() -> None:
    assert found({"a": drawn(3, 1)}) == []
    assert alike([], np.empty((0, DIM), np.float32), np.empty(0, np.int64), set()) == []
    assert pair_of("b", "a") == pair_of("a", "b") == ("a", "b")
