"""Solved calls as a retriever: near ones vote, far ones are silent, few move little."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.evidence import REFUSED, SOLVED, Sign, Solved
from kbsearch.core.memory import (
    FLOOR,
    PER_CALLER,
    PROVED_FLOOR,
    Lesson,
    Memory,
    Trust,
    Votes,
    chances,
    fit,
    heard,
    kernel,
    lift,
    votes,
)

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NORMAL_LABEL = 0.93


def row(call: str, article: str, *, sign: Sign = SOLVED, weight: float = 1.0, caller: str = "") -> Solved:
    return Solved("acme", call, caller or f"k-{call}", "vpn", article, weight, AT, sign)


def memory(*rows: Solved) -> Memory:
    return Memory("acme", "", "f", rows, np.tile(np.float32([1, 0]), (len(rows), 1)))


def found(of: Memory, cosines: list[float], articles: list[str]) -> Votes:
    said = kernel(np.float32(cosines), of.trust, NORMAL_LABEL)
    return votes(of, said, of.places(dict.fromkeys(articles)), np.arange(len(articles)))


def test_the_kernel_is_steep_and_nothing_far_away() -> None:
    trust = Trust()
    said = kernel(np.float32([1.0, trust.midpoint, 0.90, -1.0]), trust, NORMAL_LABEL)
    assert said[0] > 0.9
    assert said[1] == pytest.approx(0.5, abs=1e-3)
    assert said[2:].tolist() == [0, 0]
    assert kernel(np.float32([0.95]), trust, 1.0) < kernel(np.float32([0.95]), trust, 0.85)


def test_calls_vote_for_the_articles_that_are_there() -> None:
    of = memory(row("c1", "vpn"), row("c2", "vpn"), row("c3", "gone"), row("c4", "tpe", sign=REFUSED))
    got = found(of, [1, 1, 1, 1], ["tpe", "vpn"])
    assert got.votes[0] < 0 < got.votes[1]
    assert got.calls.tolist() == [0, 2]
    assert got.bound.tolist() == [0, 2]
    assert sorted(heard(of, np.float32([1, 0.5, 1, 1]), of.places(dict.fromkeys(["tpe", "vpn"])))) == [1]


def test_one_call_counts_once_among_those_near() -> None:
    of = memory(row("c1", "vpn"), row("c1", "vpn"))
    assert found(of, [1, 1], ["vpn"]).calls.tolist() == [1]


def test_one_caller_has_one_vote_the_nearest() -> None:
    many = memory(*(row(f"c{at}", "vpn", caller="k") for at in range(50)))
    one = memory(row("c0", "vpn", caller="k"))
    assert found(many, [0.97] * 49 + [1], ["vpn"]).votes == found(one, [1], ["vpn"]).votes
    assert found(many, [1] * 50, ["vpn"]).bound.tolist() == [1]
    two = memory(row("c0", "vpn", caller="k"), row("c1", "vpn", caller="l"))
    assert found(two, [1, 1], ["vpn"]).votes == 2 * found(one, [1], ["vpn"]).votes


def test_places_follow_the_base_that_is_asked() -> None:
    of = memory(row("c1", "vpn"))
    assert of.places({"vpn": 0}).tolist() == [0]
    assert of.places({"tpe": 0, "vpn": 0}).tolist() == [1]
    assert of.places({"tpe": 0}).tolist() == [-1]


@given(st.lists(st.floats(-60, 60), min_size=2, max_size=6), st.floats(0, 1), st.floats(0, 1))
def test_one_call_never_moves_an_article_above_a_clearly_better_one(
    scores: list[float], said: float, weight: float
) -> None:
    best = max(scores)
    given_scores = np.float32([*scores, best - PER_CALLER - 0.01])
    vote = np.zeros(len(given_scores), np.float32)
    vote[-1] = said * weight
    bound = np.float32([0] * len(scores) + [1])
    lifted = given_scores + lift(Votes(vote, bound, np.zeros(len(vote), np.int64), 0.1), given_scores)
    assert lifted[-1] < lifted.max()


def test_many_calls_outweigh_the_articles_own_say() -> None:
    scores = np.float32([0, -4])
    few = lift(Votes(np.float32([0, 0.9]), np.float32([0, 1]), np.array([0, 1]), 1.0), scores)
    many = lift(Votes(np.float32([0, 5.0]), np.float32([0, 6]), np.array([0, 6]), 1.0), scores)
    assert scores[1] + few[1] < scores[0]
    assert scores[1] + many[1] > scores[0]


def test_without_votes_nothing_is_added_and_refusals_take_away_little() -> None:
    scores = np.float32([3, 1])
    nothing = Votes(np.zeros(2, np.float32), np.zeros(2, np.float32), np.zeros(2, np.int64), 1.0)
    assert lift(nothing, scores).tolist() == [0, 0]
    refused = Votes(np.float32([-1e9, -0.5]), np.zeros(2, np.float32), np.zeros(2, np.int64), 1.0)
    taken = lift(refused, scores)
    assert taken[0] == -PER_CALLER
    assert -PER_CALLER < taken[1] < 0


def test_chances_add_up() -> None:
    assert chances(np.float32([1, 1, 1, 1])).tolist() == [0.25] * 4
    assert chances(np.float32([])).tolist() == []


def grouped(groups: int, each: int, *, spread: float) -> tuple[list[Solved], np.ndarray, list[Lesson]]:  # type: ignore[type-arg]
    """Calls in groups around random directions."""
    random = np.random.default_rng(7)
    centres = random.standard_normal((groups, 32))
    vectors = np.repeat(centres, each, axis=0) + spread * random.standard_normal((groups * each, 32))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    rows = [row(f"c{at}", f"a{at // each}") for at in range(groups * each)]
    return rows, vectors, [Lesson(0.1, NORMAL_LABEL)] * len(rows)


def test_calls_that_foretell_each_other_are_trusted_more() -> None:
    trust = fit(*grouped(10, 8, spread=0.1))
    assert trust.prior < Trust().prior
    assert trust.floor == PROVED_FLOOR


def test_calls_that_foretell_nothing_are_not() -> None:
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    shuffled = [row(one.call, f"a{at}") for at, one in enumerate(rows)]
    trust = fit(shuffled, vectors, lessons)
    assert trust.floor == FLOOR
    assert trust.prior > Trust().prior


def test_few_calls_leave_the_defaults_and_one_caller_teaches_nothing() -> None:
    assert fit([], np.zeros((0, 2), np.float32), []) == Trust()
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    assert fit(rows[:1], vectors[:1], lessons[:1]) == Trust()
    of_one = [row(one.call, one.article, caller="k") for one in rows]
    assert fit(of_one, vectors, lessons) == Trust()
