from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.questions import without
from kbsearch.core.model import Article
from kbsearch.core.search.ranking import (
    CURATED_WEIGHTS,
    ENGLISH_WEIGHTS,
    KEYWORD_WEIGHTS,
    PLAIN_WEIGHTS,
    SIGNALS,
    Evidence,
    best_cosines,
    group_cosines,
    hybrid_weights,
    rank,
)


def evidence(n: int, **given_arrays: list[float]) -> Evidence:
    zero = np.zeros(n, np.float32)
    arrays = {name: np.float32(given_arrays.get(name, zero)) for name in SIGNALS}
    exact = np.array(given_arrays.get("exact", zero), np.bool_)
    return Evidence(articles=np.arange(n), cosine=zero, exact=exact, **arrays)


def test_the_better_evidence_comes_first() -> None:
    order, scores = rank(evidence(3, passages=[0.80, 0.90, 0.85]), PLAIN_WEIGHTS)
    assert order.tolist() == [1, 2, 0]
    assert scores[1] > scores[2] > scores[0]


def test_an_exact_code_outranks_everything() -> None:
    order, _ = rank(evidence(2, passages=[0.99, 0.5], words=[9, 0.1], coverage=[1, 0.1], exact=[0, 1]), PLAIN_WEIGHTS)
    assert order.tolist() == [1, 0]


def test_ties_go_to_the_lower_row() -> None:
    assert rank(evidence(4, words=[1, 2, 2, 1]), KEYWORD_WEIGHTS)[0].tolist() == [1, 2, 0, 3]


def test_keyword_noise_never_gets_full_weight() -> None:
    """Min-max fusion would lift the best of three hopeless word scores to 1 and put it first."""
    order, _ = rank(evidence(2, passages=[0.80, 0.90], article=[0.80, 0.88], words=[0.011, 0.0]), PLAIN_WEIGHTS)
    assert order.tolist() == [1, 0]


def test_every_signal_counts_and_has_a_weight() -> None:
    sets = (PLAIN_WEIGHTS, CURATED_WEIGHTS, ENGLISH_WEIGHTS, KEYWORD_WEIGHTS)
    assert {len(weights) for weights in sets} == {len(SIGNALS)}
    assert [max(weights) > 0 for weights in zip(*sets, strict=True)] == [True] * len(SIGNALS)
    with_words_only = [name for name, weight in zip(SIGNALS, KEYWORD_WEIGHTS, strict=True) if weight]
    assert with_words_only == ["words", "coverage"]


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=6), min_size=1, max_size=8))
def test_cosines_are_summed_up_as_numpy_would_article_by_article(articles: list[list[float]]) -> None:
    grouped = group_cosines(np.float32([c for own in articles for c in own]), np.array([len(own) for own in articles]))
    for at, own in enumerate(articles):
        best = sorted(own, reverse=True)
        assert grouped.best[at] == pytest.approx(best[0], abs=1e-6)
        assert grouped.top[at] == pytest.approx(np.mean(best[:3]), abs=1e-5)
        assert grouped.mean[at] == pytest.approx(np.mean(own), abs=1e-5)


def test_the_weights_follow_how_the_base_is_written() -> None:
    plain = Article("a", "acme", "a.md", "A", "", 1)
    said = Article("b", "acme", "b.md", "B", "", 1, symptoms=("ça marche plus",))
    assert hybrid_weights([plain, plain, said]) == PLAIN_WEIGHTS
    assert hybrid_weights([plain, said]) == CURATED_WEIGHTS


@given(st.lists(st.lists(st.floats(-1, 1, width=32), max_size=6), min_size=1, max_size=8))
def test_the_best_label_of_each_article(articles: list[list[float]]) -> None:
    found = best_cosines(np.float32([c for own in articles for c in own]), np.array([len(own) for own in articles]))
    assert found.tolist() == [max(own, default=0.0) for own in articles]


def test_evidence_without_some_articles_keeps_what_the_others_were_raised_by() -> None:
    found = evidence(3, passages=[0.80, 0.90, 0.85])
    assert without(found, {1}).raised is None
    raised = replace(found, raised=np.float32([0, 0.1, 0.2]), raised_label=np.float32([0, 0, 0.1]))
    left = without(raised, {1})
    assert left.articles.tolist() == [0, 2]
    assert left.raised is not None
    assert left.raised.tolist() == [np.float32(0), np.float32(0.2)]
