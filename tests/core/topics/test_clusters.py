"""How coarse groups are: by how what is said stands apart, in vectors that are made for it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from kbsearch.core.topics import clusters
from kbsearch.core.topics.clusters import Known, groups, nearest, spellings

Rows = NDArray[np.float32]


def unit(rows: Rows) -> Rows:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def around(rows: Rows, times: int, spread: float, seed: int) -> Rows:
    """Each of them so many times, nearly."""
    noise = np.random.default_rng(seed).normal(0, spread / rows.shape[1] ** 0.5, (len(rows) * times, rows.shape[1]))
    return unit(np.asarray(np.repeat(rows, times, axis=0) + noise, np.float32))


def things(count: int, seed: int, dimensions: int = 48) -> Rows:
    """So many that have nothing to do with one another, but by chance."""
    return unit(np.asarray(np.random.default_rng(seed).normal(size=(count, dimensions)), np.float32))


@pytest.mark.parametrize("seed", range(5))
def test_things_that_are_each_said_in_one_way_stay_apart(seed: int) -> None:
    """However alike some of them are by chance: ninety of them have neighbours."""
    said = around(things(90, seed), 12, 0.3, seed)
    found = groups(np.asarray(said @ said.T))
    assert sorted(sorted(one) for one in found) == [[*range(12 * at, 12 * at + 12)] for at in range(90)]


@pytest.mark.parametrize("seed", range(5))
def test_things_that_are_said_in_several_ways_come_together(seed: int) -> None:
    ways = around(things(10, seed, 384), 6, 1.0, seed)
    said = around(ways, 4, 0.3, seed + 1)
    found = groups(np.asarray(said @ said.T))
    right = sum(Counter(at // 24 for at in one).most_common(1)[0][1] for one in found)
    assert right >= 0.85 * len(said)
    assert 8 <= len(found) <= 13, "not sixty"


def test_of_few_nothing_can_be_told_of_how_they_stand_apart() -> None:
    said = around(things(clusters.FEWEST_JUDGED - 1, 1), 3, 0.3, 1)
    similar = np.asarray(said @ said.T)
    means = [similar[np.ix_(one, other)].mean() for one in groups(similar) for other in groups(similar) if one != other]
    assert max(means) <= 1 - clusters.APART


def test_what_is_no_nearer_to_a_group_than_half_as_its_own_is_about_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "BY_LETTERS", 0.0)
    axes = np.eye(4, dtype=np.float32)
    known = unit(axes[[0, 0, 1, 1]] + 0.1 * axes[[2, 3, 2, 3]])
    asked = unit(np.stack([axes[0] + 0.3 * axes[2], axes[0] + 2.2 * axes[2], axes[1] - 0.2 * axes[3], -axes[0]]))
    middle = known.mean(axis=0)
    near = [float((unit(row[None] - middle) @ unit(known[:2] - middle).T).mean()) for row in asked]
    assert near[0] > 0.5 > near[1] > clusters.NEAR
    found = nearest(["a", "b", "c", "d"], asked, Known(["p", "q", "r", "s"], known, [0, 0, 1, 1]))
    assert found == [0, -1, 1, -1]


@pytest.mark.parametrize("seed", range(5))
def test_the_middle_of_a_group_tells_what_each_of_its_symptoms_does(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(clusters, "BY_LETTERS", 0.0)
    of = np.arange(60) % 6
    known = around(things(6, seed), 10, 1.2, seed)[np.argsort(np.arange(60) % 10 * 6 + np.arange(60) // 10)]
    asked = unit(np.concatenate([around(things(6, seed), 3, 1.5, seed + 9), things(12, seed + 7)]))
    theirs, own = unit(known - known.mean(axis=0)), unit(asked - known.mean(axis=0))
    means = np.stack([(own @ theirs[of == group].T).mean(axis=1) for group in range(6)], axis=1)
    alike = theirs @ theirs.T
    within = [(alike[np.ix_(of == group, of == group)].sum() - 10) / 90 for group in range(6)]
    least = np.maximum(clusters.NEAR, clusters.OF_OWN * np.array(within))
    best = means.argmax(axis=1)
    expected = [int(one) if means[row, one] >= least[one] else -1 for row, one in enumerate(best)]
    assert len({*expected}) > 3
    assert -1 in expected
    assert nearest(["x"] * len(asked), asked, Known(["y"] * 60, known, of.tolist())) == expected


def test_what_is_written_nearly_the_same_is_another_spelling() -> None:
    known = ["badge refusé au portail", "casque muet"]
    said = ["le badge refuse au portail", "casque muett", "fontaine vide", "badge"]
    assert spellings(said, known) == [0, 1, -1, -1]
    assert (spellings([], known), spellings(said, [])) == ([], [-1] * 4)
