"""The contract of `VectorIndex`, for every index on the shelf, against numpy."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbsearch.adapters import vectors as shelf
from kbsearch.adapters.vectors import half
from kbsearch.adapters.vectors.exact import CHOSEN_FROM
from kbsearch.core.ports import Vectors
from kbsearch.errors import BadSettings, IndexDamaged

DIM = 24
TOLERANCE = {"flat": 1e-6, "half": 2e-3}
"""How far a cosine may be from numpy's on float32."""

every_kind = pytest.mark.parametrize("kind", shelf.KINDS)


def unit(count: int, seed: int = 0, dim: int = DIM) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)).astype(np.float32)


def test_every_kind_has_a_tolerance() -> None:
    assert list(shelf.KINDS) == list(TOLERANCE)


@every_kind
@given(count=st.integers(0, 60), k=st.integers(0, 70), seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_search_is_what_numpy_finds(kind: str, count: int, k: int, seed: int) -> None:
    rows, query = unit(count, seed), unit(1, seed + 1)[0]
    index = shelf.build(kind, rows)
    found, scores = index.search(query, k)
    exact = rows @ query
    assert len(index) == count
    assert len(found) == len(scores) == min(k, count)
    assert len(set(found)) == len(found)
    assert all(0 <= row < count for row in found)
    assert (found.dtype, scores.dtype) == (np.int64, np.float32)
    assert np.abs(scores).max(initial=0) <= 1
    np.testing.assert_allclose(scores, exact[found], atol=TOLERANCE[kind])
    np.testing.assert_allclose(scores, np.sort(exact)[::-1][: len(found)], atol=TOLERANCE[kind])
    assert list(scores) == sorted(scores, reverse=True)
    everything = np.arange(count)
    np.testing.assert_allclose(index.cosines(query, everything), exact, atol=TOLERANCE[kind])


@every_kind
@given(data=st.data())
@settings(max_examples=60)
def test_search_among_some_is_that_of_an_index_of_these(kind: str, data: st.DataObject) -> None:
    """With equal rows too."""
    count, seed = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 10_000))
    rows, query = unit(max(count // 2, 1), seed), unit(1, seed + 1)[0]
    rows = rows[np.arange(count) % len(rows)]
    among = np.array(sorted(data.draw(st.sets(st.integers(0, max(count - 1, 0)), max_size=count))), np.int64)
    k = data.draw(st.integers(0, 70))
    index = shelf.build(kind, rows)
    found, scores = index.search(query, k, index.choice(among))
    alone, its_scores = shelf.build(kind, rows[among]).search(query, k)
    assert found.tolist() == among[alone].tolist()
    assert scores.tolist() == its_scores.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_choosing_by_half_among_some_finds_the_same_to_the_last_bit(seed: int) -> None:
    rows, query = unit(CHOSEN_FROM + 100, seed), unit(1, seed + 1)[0]
    index = shelf.build("flat", rows)
    for size in (1, 50, CHOSEN_FROM // 2, len(rows)):
        among = np.sort(np.random.default_rng(seed).permutation(len(rows))[:size])
        exact = index.cosines(query, among)
        for k in (40, 160):
            found, scores = index.search(query, k, index.choice(np.repeat(among, 2)))
            nearest = np.lexsort((among, -exact))[:k]
            assert found.tolist() == among[nearest].tolist()
            assert scores.tolist() == exact[nearest].tolist()


@every_kind
@pytest.mark.parametrize("count", [1, 2, 9, 10, 11])
def test_k_around_the_number_of_rows(kind: str, count: int) -> None:
    index = shelf.build(kind, unit(count))
    for k in (0, 1, count - 1, count, count + 1, 10 * count):
        assert len(index.search(unit(1)[0], k)[0]) == min(k, count)


@every_kind
@given(data=st.data())
@settings(max_examples=40)
def test_ties_go_by_row(kind: str, data: st.DataObject) -> None:
    """Also at the cut, where FAISS alone keeps whichever rows it likes."""
    count = data.draw(st.integers(2, 50))
    same = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=2)))
    k = data.draw(st.integers(1, count))
    rows = unit(count, data.draw(st.integers(0, 100)))
    rows[same] = rows[same[0]]
    found, scores = shelf.build(kind, rows).search(rows[same[0]], k)
    assert list(found[: len(same)]) == same[:k]
    assert len(set(scores[: len(same)])) == 1


@given(seed=st.integers(0, 1000), k=st.integers(1, 400))
@settings(max_examples=40)
def test_choosing_by_half_finds_the_same_to_the_last_bit(seed: int, k: int) -> None:
    """With many equal rows, and rows closer to each other than float16 can tell."""
    rng = np.random.default_rng(seed)
    rows = unit(CHOSEN_FROM, seed, dim=384)
    close, same = np.split(rng.permutation(CHOSEN_FROM)[:700], [500])
    rows[close] = rows[close[0]] + 1e-5 * unit(500, seed, dim=384)
    rows[same] = rows[rng.choice(same, 200)]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    query = rows[close[0]] + rng.choice([0.0, 1.0]) * rows[same[0]]
    query /= np.linalg.norm(query)
    index = shelf.build("flat", rows)
    assert index._chooser is not None
    found, scores = index.search(query, k)
    everything = index.cosines(query, np.arange(len(rows)))
    best = np.lexsort((np.arange(len(rows)), -everything))[:k]
    np.testing.assert_array_equal(found, best)
    np.testing.assert_array_equal(scores, everything[best])


def test_float16_is_never_further_off_than_said() -> None:
    rows, query = unit(3000, dim=384), unit(1, 7, dim=384)[0]
    rows[:1000, 5:] *= 1e-7  # below what float16 holds in full
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    off = shelf.build("half", rows).cosines(query, np.arange(3000)) - rows.astype(np.float64) @ query
    assert 1e-5 < np.abs(off).max() < half.most_off(384)


@every_kind
def test_cosines_keep_the_order_asked_for(kind: str) -> None:
    rows = unit(20)
    asked = np.array([7, 0, 19, 7])
    got = shelf.build(kind, rows).cosines(rows[7], asked)
    np.testing.assert_allclose(got, rows[asked] @ rows[7], atol=TOLERANCE[kind])
    assert len(shelf.build(kind, rows).cosines(rows[7], np.empty(0, np.int64))) == 0


@every_kind
@pytest.mark.parametrize(("rows", "message"), [([-1], "Rows -1 to -1"), ([0, 20], "Rows 0 to 20 .* 20 rows")])
def test_rows_that_are_not_there(kind: str, rows: list[int], message: str) -> None:
    index = shelf.build(kind, unit(20))
    with pytest.raises(ValueError, match=message):
        index.cosines(unit(1)[0], np.array(rows))
    with pytest.raises(ValueError, match=message):
        index.choice(np.array(rows))


@every_kind
def test_what_is_not_a_unit_row_is_refused_with_its_number(kind: str) -> None:
    for value, message in [(np.nan, "Row 3 of 9 .* not finite"), (np.inf, "not finite"), (7, r"Row 3 of 9 has length")]:
        rows = unit(9)
        rows[3, 0] = value
        with pytest.raises(ValueError, match=message):
            shelf.build(kind, rows)
    with pytest.raises(ValueError, match=r"length 0\.0000; 1 ± 0\.001"):
        shelf.build(kind, np.zeros((1, 4), np.float32))
    with pytest.raises(ValueError, match=r"shape \(24,\)"):
        shelf.build(kind, unit(1)[0])


@every_kind
def test_a_query_of_another_size_or_length_is_refused(kind: str) -> None:
    index = shelf.build(kind, unit(3))
    with pytest.raises(ValueError, match=r"shape \(25,\); this index needs \(24,\)"):
        index.search(unit(1, dim=25)[0], 1)
    with pytest.raises(ValueError, match=r"\(1, 24\)"):
        index.search(unit(1), 1)
    for bad in (np.full(DIM, np.nan, np.float32), np.zeros(DIM, np.float32)):
        with pytest.raises(ValueError, match="Row 0 of 1"):
            index.cosines(bad, np.array([0]))


@every_kind
@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_saved_index_is_the_same_again(kind: str, count: int, tmp_path: Path) -> None:
    index = shelf.build(kind, unit(count))
    path = tmp_path / "vectors.faiss"
    path.write_bytes(shelf.save(index))
    assert shelf.save(shelf.build(kind, unit(count))) == shelf.save(index), "equal rows, equal bytes"
    again = shelf.load(path)
    path.unlink()  # nothing of the file is needed any more
    query = unit(1, 5)[0]
    for before, after in zip(index.search(query, 10), again.search(query, 10), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("data", [b"", b"IxFI", b"not an index at all", b"\0" * 100])
def test_what_is_no_index_is_damage(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss is not a vector index"):
        shelf.load(path)


@every_kind
def test_threads_search_side_by_side(kind: str) -> None:
    rows = unit(500)
    index = shelf.build(kind, rows)
    wrong: list[int] = []

    def search(start: int) -> None:
        wrong.extend(row for row in range(start, 500, 4) if index.search(rows[row], 1)[0][0] != row)

    threads = [threading.Thread(target=search, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_unknown_kind_lists_the_known_ones() -> None:
    with pytest.raises(BadSettings, match=r"'flta'; known: flat, half\. Did you mean 'flat'\?"):
        shelf.build("flta", unit(1))
