"""What all symptoms say alike is taken off them; what is left is compared on the scale of whole ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.learning.evidence import REFUSED, SOLVED, Solved
from kbsearch.core.learning.memory import Memory
from kbsearch.core.learning.usual import LABELS_COUNT, Usual, usual_of
from kbsearch.core.ports import Vectors

DIM = 16


def units(count: int, *, seed: int = 0, alike: float = 3.0) -> Vectors:
    """Unit rows that have a direction in common, as an embedding model's have."""
    rows = np.random.default_rng(seed).standard_normal((count, DIM)) / DIM**0.5
    rows[:, 0] += alike
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


@given(st.integers(0, 1000), st.floats(0.01, 1))
def test_likeness_is_the_cosine_of_what_is_left_drawn_together(seed: int, worth: float) -> None:
    rows, mean = units(6, seed=seed), units(40).mean(axis=0)
    apart = Usual(mean, mean, worth).apart(rows)
    left = rows - mean
    cosines = (left @ left.T) / np.outer(*[np.linalg.norm(left, axis=1)] * 2)
    assert apart @ apart.T == pytest.approx(1 - worth * (1 - cosines), abs=1e-5)
    assert np.linalg.norm(apart, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_symptom_that_says_only_what_is_usual_is_like_nothing_in_particular() -> None:
    mean = units(40).mean(axis=0)
    assert np.isfinite(Usual(mean, mean, 0.2).apart(mean[None])).all()


def test_labels_are_as_far_from_the_nearest_of_another_article_as_before() -> None:
    labels, owners = units(60), np.arange(60) // 2
    usual = usual_of(units(30, seed=1), [f"k{at}" for at in range(30)], labels, owners)
    assert usual is not None
    is_other = owners[:, None] != owners
    whole, apart = labels @ labels.T, usual.apart(labels) @ usual.apart(labels).T
    nearest = np.where(is_other, whole, -2).argmax(axis=1)
    rows = np.arange(60)
    assert (1 - apart[rows, nearest]).mean() == pytest.approx((1 - whole[rows, nearest]).mean(), rel=1e-3)
    assert 0 < usual.worth < 0.5


def test_what_differs_comes_apart() -> None:
    """Two symptoms of one fault and one of another, all in much the same words."""
    fault, other = units(2, seed=5)
    same = fault + 0.1 * (other - fault)
    same /= np.linalg.norm(same)
    usual = usual_of(units(30, seed=1), [f"k{at}" for at in range(30)], units(60), np.arange(60))
    assert usual is not None
    own, near, far = usual.apart(np.stack([fault, same, other]))
    whole = (1 - float(fault @ other)) / (1 - float(fault @ same))
    assert (1 - own @ far) / (1 - own @ near) > 0.9 * whole
    assert own @ near > own @ far


def test_each_caller_counts_once() -> None:
    labels, owners = units(20), np.arange(20)
    symptoms = units(8, seed=2)
    once = usual_of(symptoms[:2], ["a", "b"], labels, owners)
    often = usual_of(np.vstack([symptoms[:1], *[symptoms[1:2]] * 50]), ["a", *["b"] * 50], labels, owners)
    assert once is not None
    assert often is not None
    assert often.mean == pytest.approx(once.mean, abs=1e-6)
    assert once.mean == pytest.approx((LABELS_COUNT * labels.mean(axis=0) + symptoms[:2].sum(axis=0)) / 22, abs=1e-6)


@pytest.mark.parametrize("owners", [[], [0], [0, 0, 0]])
def test_nothing_is_taken_off_where_no_two_articles_say_how_to_stretch(owners: list[int]) -> None:
    assert usual_of(units(3), list("abc"), units(3)[: len(owners)], np.array(owners, np.int64)) is None


def test_equal_labels_say_nothing_of_it_either() -> None:
    assert usual_of(units(3), list("abc"), np.tile(units(1), (4, 1)), np.arange(4)) is None


def test_a_memory_compares_what_is_left() -> None:
    symptoms, memory = units(4), of_four()
    assert memory.usual is not None
    apart = memory.usual.apart(symptoms)
    assert memory.likeness(symptoms[2], ()) == pytest.approx(apart @ apart[2], abs=1e-6)
    assert memory.likeness(symptoms[2], ())[2] == pytest.approx(1, abs=1e-5)


def test_what_is_usual_has_nothing_of_calls_that_are_left_out() -> None:
    symptoms, memory = units(4), of_four()
    assert memory.usual is not None
    left = memory.without({"c0"}).usual
    assert left is not None
    assert left.mean.tolist() == memory.usual.again(symptoms[1:], ["k1", "k2", "k3"]).mean.tolist()
    assert left.mean != pytest.approx(memory.usual.mean, abs=1e-4)
    none = memory.only([]).usual
    assert none is not None
    assert none.mean == pytest.approx(none.labels, abs=1e-6)


def test_refusals_say_nothing_of_what_is_usual() -> None:
    memory = of_four()
    refused = replace(memory, rows=(replace(memory.rows[0], sign=REFUSED), *memory.rows[1:])).only([0, 1, 2, 3]).usual
    without = memory.without({"c0"}).usual
    assert refused is not None
    assert without is not None
    assert refused.mean.tolist() == without.mean.tolist()


def of_four() -> Memory:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    rows = tuple(Solved("acme", f"c{n}", f"k{n}", "vpn", "vpn", 1.0, at, SOLVED) for n in range(4))
    labels = units(40).mean(axis=0)
    usual = Usual(labels, labels, 0.2).again(units(4), [row.caller for row in rows])
    return Memory("acme", "", "f", rows, units(4), usual=usual)
