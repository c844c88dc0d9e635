"""Solved calls as a retriever: near ones vote, far ones are silent, few move little."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords import build_keywords
from kbsearch.core.learning.evidence import REFUSED, SOLVED, Sign, Solved
from kbsearch.core.learning.fit import Fitted, Lesson, believed, fit
from kbsearch.core.learning.memory import (
    FLOOR,
    PER_CALLER,
    PROVED_FLOOR,
    Memory,
    Trust,
    Votes,
    chances,
    heard,
    kernel,
    lift,
    symptom_words,
    votes,
)
from kbsearch.core.learning.usual import Usual
from kbsearch.core.model import Article
from kbsearch.core.search.query import read

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
    assert got.net[0] < 0 < got.net[1]
    assert got.calls.tolist() == [0, 2]
    assert got.owners.tolist() == [1, 1]
    assert sorted(heard(of, np.float32([1, 0.5, 1, 1]), of.places(dict.fromkeys(["tpe", "vpn"])))) == [1]


def test_one_call_counts_once_among_those_near() -> None:
    of = memory(row("c1", "vpn"), row("c1", "vpn"))
    assert found(of, [1, 1], ["vpn"]).calls.tolist() == [1]


def test_one_caller_has_one_vote_the_nearest() -> None:
    many = memory(*(row(f"c{at}", "vpn", caller="k") for at in range(50)))
    one = memory(row("c0", "vpn", caller="k"))
    assert found(many, [0.97] * 49 + [1], ["vpn"]).net == found(one, [1], ["vpn"]).net
    assert len(found(many, [1] * 50, ["vpn"]).owners) == 1
    two = memory(row("c0", "vpn", caller="k"), row("c1", "vpn", caller="l"))
    assert found(two, [1, 1], ["vpn"]).net == 2 * found(one, [1], ["vpn"]).net


def test_places_follow_the_base_that_is_asked() -> None:
    of = memory(row("c1", "vpn"))
    assert of.places({"vpn": 0}).tolist() == [0]
    assert of.places({"tpe": 0, "vpn": 0}).tolist() == [1]
    assert of.places({"tpe": 0}).tolist() == [-1]


def test_what_was_said_of_an_article_counts_for_the_one_that_has_taken_its_place() -> None:
    of, replaced = memory(row("c1", "vpn"), row("c2", "tpe")), {"vpn": "vpn-neuf", "tpe": "other", "gone": "nowhere"}
    assert of.places({"a": 0, "vpn-neuf": 0}, replaced).tolist() == [1, -1]
    assert of.places({"vpn-neuf": 0, "vpn": 0}, replaced).tolist() == [1, -1], "one that is there stands for itself"


def cast(strengths: list[list[float]], against: list[float] | None = None, *, prior: float = 1.0) -> Votes:
    """Votes of these strengths, one list a candidate."""
    size = len(strengths)
    ordered = [sorted(each) for each in strengths]
    return Votes(
        owners=np.array([at for at, each in enumerate(ordered) for _ in each], np.int64),
        sums=np.array([total for each in ordered for total in np.cumsum(each)], np.float64),
        stronger=np.array([len(each) - 1 - at for each in ordered for at in range(len(each))], np.int64),
        against=np.float32(against or [0] * size),
        net=np.zeros(size, np.float32),
        calls=np.zeros(size, np.int64),
        prior=prior,
    )


STRENGTHS = st.lists(st.floats(0.001, 1), max_size=6)


@given(
    st.lists(st.floats(-60, 60), min_size=2, max_size=6), STRENGTHS, st.floats(0.001, 1), st.sampled_from([0.1, 1, 5])
)
def test_no_caller_adds_more_than_the_bound(scores: list[float], others: list[float], one: float, prior: float) -> None:
    given_scores = np.float32(scores)
    none: list[list[float]] = [[] for _ in scores[1:]]
    before = lift(cast([others, *none], prior=prior), given_scores)
    after = lift(cast([[*others, one], *none], prior=prior), given_scores)
    assert before[0] - 1e-4 <= after[0] <= before[0] + PER_CALLER + 1e-4
    assert after[1:].tolist() == [0] * len(none)


def test_votes_are_counted_as_they_are_cast() -> None:
    of = memory(row("c1", "vpn", weight=0.9), row("c2", "tpe", weight=0.5), row("c3", "vpn", weight=0.2))
    got = found(of, [1, 1, 1], ["tpe", "vpn"])
    one = kernel(np.float32([1]), Trust(), NORMAL_LABEL)[0]
    expected = cast([[0.5 * one], [0.9 * one, 0.2 * one]])
    assert got.owners.tolist() == expected.owners.tolist()
    assert got.stronger.tolist() == expected.stronger.tolist() == [0, 1, 0]
    assert got.sums.tolist() == pytest.approx(expected.sums.tolist())


def test_many_calls_outweigh_the_articles_own_say() -> None:
    scores = np.float32([0, -4])
    few, many = lift(cast([[], [0.9]]), scores), lift(cast([[], [0.8] * 6]), scores)
    assert scores[1] + few[1] < scores[0]
    assert scores[1] + many[1] > scores[0]


def test_without_votes_nothing_is_added_and_refusals_take_away_little() -> None:
    scores = np.float32([3, 1])
    assert lift(cast([[], []]), scores).tolist() == [0, 0]
    taken = lift(cast([[], []], [1e9, 0.5]), scores)
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
    trust = fit(*grouped(10, 8, spread=0.1)).trust
    assert trust.prior < Trust().prior
    assert trust.floor == PROVED_FLOOR


def test_calls_that_foretell_nothing_are_not() -> None:
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    shuffled = [row(one.call, f"a{at}") for at, one in enumerate(rows)]
    trust = fit(shuffled, vectors, lessons).trust
    assert trust.floor == FLOOR
    assert trust.prior > Trust().prior


def test_what_is_usual_is_taken_off_where_calls_foretell_each_other_better_without() -> None:
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    common = vectors * np.float32(0.2)
    common[:, 0] += 1
    common /= np.linalg.norm(common, axis=1, keepdims=True)
    usual = Usual(common.mean(axis=0), common.mean(axis=0), 0.2)
    trust, taken_off = believed(rows, common, lessons, usual)
    assert taken_off is usual
    assert trust == fit(rows, usual.apart(common), lessons).trust
    assert believed(rows, common, lessons, None) == (fit(rows, common, lessons).trust, None)


def test_nothing_is_taken_off_without_proof() -> None:
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    usual = Usual(vectors.mean(axis=0), vectors.mean(axis=0), 0.2)
    shuffled = [row(one.call, f"a{at}") for at, one in enumerate(rows)]
    assert believed(shuffled, vectors, lessons, usual) == (fit(shuffled, vectors, lessons).trust, None)
    assert believed(rows[:4], vectors[:4], lessons[:4], usual)[1] is None


def test_few_calls_leave_the_defaults_and_one_caller_teaches_nothing() -> None:
    assert fit([], np.zeros((0, 2), np.float32), []) == Fitted(Trust(), 0.0)
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    assert fit(rows[:1], vectors[:1], lessons[:1]) == Fitted(Trust(), 0.0)
    of_one = [row(one.call, one.article, caller="k") for one in rows]
    assert fit(of_one, vectors, lessons).trust == Trust()


def test_words_that_two_symptoms_share_bring_them_nearer() -> None:
    """Also words that no article holds: callers share those."""
    said = [row("c1", "a"), row("c2", "a"), row("c3", "a")]
    words = [(("tunnel", 0.8), ("bleu", 0.6)), (("bleu", 1.0),), ()]
    known = memory(*(replace(one, words=each) for one, each in zip(said, words, strict=True)))
    near = replace(known, trust=Trust(words=0.1)).likeness(np.float32([0.6, 0.8]), words[0])
    assert near.tolist() == pytest.approx([0.7, 0.66, 0.6])
    assert known.likeness(np.float32([0.6, 0.8]), words[0]).tolist() == pytest.approx([0.6] * 3)


def test_symptom_words_are_rarest_first_of_length_one_and_each_once() -> None:
    keywords = build_keywords([Article("vpn", "acme", "vpn.md", "VPN coupé", "le vpn", 1)], [])
    asked = read("le tunnel vpn vpn zzyzx", keywords.vocabulary(), {})
    words = dict(symptom_words(asked.groups, keywords))
    assert set(words) == {"tunnel", "vpn", "zzyzx"}
    assert math.hypot(*words.values()) == pytest.approx(1)
    assert words["zzyzx"] > words["vpn"] > 0
    assert symptom_words(read("", keywords.vocabulary(), {}).groups, keywords) == ()


def test_words_count_for_more_where_they_foretell_what_vectors_do_not() -> None:
    rows, vectors, lessons = grouped(10, 8, spread=0.1)
    alike = np.tile(vectors[:1], (len(rows), 1)) * np.float32(0.9)
    alike = np.hstack([alike, np.eye(len(rows), dtype=np.float32) * np.float32(math.sqrt(0.19))])
    told = [replace(one, words=((f"word-{one.article}", 1.0),)) for one in rows]
    trust = fit(told, alike, lessons).trust
    assert trust.words > 0
    assert fit(rows, alike, lessons).trust.words == 0, "without words there is nothing to choose by"
