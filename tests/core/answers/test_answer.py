"""From evidence to clues, from clues to a state, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.api.catalogue import TEXTS
from kbsearch.core.answers.answer import Decision, decide
from kbsearch.core.answers.clues import CLUES, Clues, Typed, beside, clues
from kbsearch.core.answers.reasons import BY_MEANING, OTHERS, REASONS, chosen
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.learning.memory import Votes
from kbsearch.core.model import AnswerState, Mode
from kbsearch.core.ports import Rows
from kbsearch.core.search.ranking import Evidence

GOOD = Clues(
    odds=4.0,
    lead_label=0.06,
    lead_passage=3.0,
    lead_words=3.0,
    margin_label=0.03,
    margin_words=1.5,
    coverage=1.0,
    length=1.4,
    agree=1.0,
)
POOR = Clues(odds=-3, lead_label=-0.01, margin_label=-0.02, margin_words=0.05, unknown=0.9, coverage=0.1, length=1.4)
ALL_CLUES = st.builds(Clues, **{name: st.floats(-3, 3) for name in CLUES})
MODES = st.sampled_from(["hybrid", "keyword"])


def evidence(label: list[float], words: list[float], exact: tuple[int, ...] = ()) -> Evidence:
    count = len(label)
    zero = np.zeros(count, np.float32)
    return Evidence(
        articles=np.arange(count),
        cosine=np.array(label, np.float32),
        passages=zero,
        article=zero,
        label=np.array(label, np.float32),
        words=np.array(words, np.float32),
        coverage=np.minimum(np.array(words, np.float32), 1),
        exact=np.isin(np.arange(count), exact),
        english_passages=zero,
        english_article=zero,
    )


def read(
    found: Evidence, first: int = 0, *, chances: Sequence[float] = (), words: int = 2, has_absent_word: bool = False
) -> Clues:
    given = np.array(chances or [0.0] * len(found.articles), np.float32)
    return clues(found, first, given, Typed(words, unknown=0.25, misread=False, has_absent_word=has_absent_word))


def voted(calls: Rows) -> Votes:
    """What near calls say of two articles: for the first one. `calls`: how many each solved."""
    return Votes(
        owners=np.array([0]),
        sums=np.array([0.6]),
        stronger=np.array([0]),
        against=np.zeros(2, np.float32),
        net=np.array([0.6, 0.0], np.float32),
        calls=calls,
        prior=1.0,
    )


def test_clues_compare_the_first_article_with_the_others() -> None:
    found = read(evidence([0.9, 0.8, 0.7], [0.5, 1.0, 0.0], exact=(0,)), words=3)
    assert found.lead_label == pytest.approx(0.15)
    assert found.margin_label == pytest.approx(0.1)
    assert (found.lead_words, found.margin_words) == pytest.approx((0.0, -0.5))
    assert found.lead_passage == pytest.approx(0.1 / (np.std([0.9, 0.8, 0.7]) + 1e-3), rel=1e-4)
    assert (found.coverage, found.unknown, found.exact, found.misread, found.agree) == (0.5, 0.25, 1.0, 0.0, 0.0)
    assert found.length == pytest.approx(np.log(3))
    typed = Typed(2, 0.0, misread=True, has_absent_word=False)
    assert clues(evidence([0.9], [1.0]), 0, np.zeros(1, np.float32), typed).misread == 1


def test_an_article_is_off_the_subject_only_where_it_holds_no_word_of_it() -> None:
    found = evidence([0.9, 0.8], [0.5, 0.0])
    assert [read(found, first, has_absent_word=True).off_subject for first in (0, 1)] == [0, 1]
    assert [read(found, first).off_subject for first in (0, 1)] == [0, 0]
    solved = replace(found, solved=voted(np.array([0, 2])))
    assert read(solved, 1, has_absent_word=True).off_subject == 0, "callers said it of this article before"


def test_the_odds_are_those_of_the_softmax_and_read_distances_alone() -> None:
    three, chances = evidence([0.9, 0.8, 0.7], [1.0, 0.5, 0.0]), np.log([0.5, 0.3, 0.2])
    assert read(three, chances=chances.tolist()).odds == pytest.approx(np.log(0.5 / 0.5), abs=1e-6)
    assert read(three, 1, chances=chances.tolist()).odds == pytest.approx(np.log(0.3 / 0.7), rel=1e-5)
    assert (read(three, chances=[90.0, 1.0, 1.0]).odds, read(three, 1, chances=[90.0, 1.0, 1.0]).odds) == (8, -8)
    assert read(three, 1, chances=(chances + 40).tolist()).odds == pytest.approx(np.log(0.3 / 0.7), rel=1e-4)


def test_near_solved_calls_are_a_clue_and_a_reason() -> None:
    plain = evidence([0.9, 0.8], [1.0, 0.5])
    votes = voted(np.array([2, 0]))
    assert read(plain).solved == 0
    assert read(replace(plain, solved=votes), 1).solved == 0
    assert read(replace(plain, solved=votes)).solved == pytest.approx(0.6 / 1.6)
    both = replace(votes, net=np.array([0.6, 0.4], np.float32))
    assert read(replace(plain, solved=both)).solved == pytest.approx(0.6 / 2)
    assert read(replace(plain, solved=votes)).near_calls == 1
    refused = replace(votes, net=np.array([-0.3, 0.0], np.float32))
    assert read(replace(plain, solved=refused)).solved == 0
    assert "solved-calls" in decide(replace(GOOD, solved=0.6, near_calls=1), "hybrid", SHIPPED).reasons
    assert "solved-calls" not in decide(replace(GOOD, solved=0.6), "hybrid", SHIPPED).reasons
    assert "solved-calls" not in decide(GOOD, "hybrid", SHIPPED).reasons


def test_solved_calls_make_an_answer_surer_and_alone_make_none_sure() -> None:
    said = [SHIPPED.hybrid.probability(replace(POOR, solved=share)) for share in (0.0, 0.5, 1.0)]
    assert said == sorted(set(said))
    assert decide(replace(POOR, solved=1.0, near_calls=1.0), "hybrid", SHIPPED).state is not AnswerState.SURE
    assert SHIPPED.keyword.probability(replace(GOOD, solved=1.0)) == SHIPPED.keyword.probability(GOOD)


def test_only_the_ten_best_others_are_a_crowd() -> None:
    few = read(evidence([0.9] + [0.8] * 10, [1.0] * 11), chances=[2.0] + [1.0] * 10)
    many = read(evidence([0.9] + [0.8] * 10 + [0.1] * 50, [1.0] * 61), chances=[2.0] + [1.0] * 10 + [0.9] * 50)
    assert (many.lead_label, many.odds) == pytest.approx((few.lead_label, few.odds))


def test_an_article_alone_leads_nobody() -> None:
    found = read(evidence([0.9], [1.0]), chances=[7.0], words=1)
    assert (found.odds, found.lead_label, found.margin_words, found.lead_passage, found.length) == (0, 0, 0, 0, 0)


def test_what_stands_out_is_sure_and_what_does_not_is_not() -> None:
    assert decide(GOOD, "hybrid", SHIPPED).state is AnswerState.SURE
    poor = decide(POOR, "hybrid", SHIPPED)
    assert poor.state is AnswerState.NOTHING_RELIABLE
    assert poor.probability < SHIPPED.hybrid.to_check
    middling = decide(
        replace(
            GOOD, odds=0.5, lead_label=0.018, margin_label=0.001, lead_passage=2, lead_words=1.1, margin_words=0.03
        ),
        "hybrid",
        SHIPPED,
    )
    assert middling.state is AnswerState.TO_CHECK


def test_an_unknown_code_or_a_single_word_is_never_sure() -> None:
    sound = replace(GOOD, odds=8.0)
    barred = decide(replace(sound, misread=1.0), "hybrid", SHIPPED)
    assert SHIPPED.hybrid.probability(replace(sound, misread=1.0)) > SHIPPED.hybrid.sure > barred.probability
    assert (barred.state, barred.reasons[0]) == (AnswerState.TO_CHECK, "unknown-code")
    topic = replace(GOOD, length=0.0, lead_label=0.2, lead_words=6)
    assert decide(topic, "hybrid", SHIPPED).state is AnswerState.TO_CHECK
    assert decide(topic, "hybrid", SHIPPED).reasons[0] == "very-short"
    code = decide(replace(topic, exact=1.0), "hybrid", SHIPPED)
    assert (code.state, code.reasons[0]) == (AnswerState.SURE, "exact-code")


@pytest.mark.parametrize(("held", "reason"), [(0.3, "rare-words-missing"), (0.0, "no-shared-word")])
def test_an_article_without_most_of_the_words_is_never_sure(held: float, reason: str) -> None:
    unsaid = replace(GOOD, odds=8.0, lead_label=0.2, coverage=held)
    barred = decide(unsaid, "hybrid", SHIPPED)
    assert SHIPPED.hybrid.probability(unsaid) > SHIPPED.hybrid.sure > barred.probability
    assert (barred.state, barred.reasons[0]) == (AnswerState.TO_CHECK, reason)
    assert decide(replace(unsaid, coverage=0.36), "hybrid", SHIPPED).state is AnswerState.SURE
    assert decide(replace(unsaid, exact=1.0), "hybrid", SHIPPED).state is AnswerState.SURE
    assert decide(replace(unsaid, near_calls=1.0, solved=0.4), "hybrid", SHIPPED).state is AnswerState.SURE


@pytest.mark.parametrize("mode", ["hybrid", "keyword"])
def test_what_solved_most_near_calls_is_worth_a_look_and_said_so(mode: Mode) -> None:
    few = decide(replace(POOR, near_calls=1.0, solved=0.2), mode, SHIPPED)
    most = decide(replace(POOR, near_calls=1.0, solved=0.9), mode, SHIPPED)
    far = decide(replace(POOR, solved=0.9, lead_label=-0.2), mode, SHIPPED)
    assert (few.state, most.state, far.state) == (
        AnswerState.NOTHING_RELIABLE,
        AnswerState.TO_CHECK,
        AnswerState.NOTHING_RELIABLE,
    )
    assert "solved-calls" in most.reasons


@pytest.mark.parametrize("mode", ["hybrid", "keyword"])
def test_what_is_confirmed_is_to_check_at_least_and_no_surer(mode: Mode) -> None:
    poor = decide(POOR, mode, SHIPPED, is_confirmed=True)
    assert (decide(POOR, mode, SHIPPED).state, poor.state) == (AnswerState.NOTHING_RELIABLE, AnswerState.TO_CHECK)
    assert poor.probability == SHIPPED.of(mode).to_check
    assert decide(GOOD, mode, SHIPPED, is_confirmed=True) == decide(GOOD, mode, SHIPPED)


@pytest.mark.parametrize("name", CLUES)
@given(ALL_CLUES, st.floats(0, 2), MODES)
def test_more_of_a_clue_never_points_the_other_way(name: str, given_: Clues, more: float, mode: Mode) -> None:
    weights = SHIPPED.of(mode)
    raised = weights.probability(replace(given_, **{name: getattr(given_, name) + more}))
    before = weights.probability(given_)
    assert raised <= before if name in ("unknown", "misread", "off_subject") else raised >= before


@given(ALL_CLUES, MODES)
def test_every_reason_is_true_few_and_in_words(given_: Clues, mode: Mode) -> None:
    found: Decision = decide(given_, mode, SHIPPED)
    by_code = {reason.code: reason for reason in REASONS}
    assert 1 <= len(found.reasons) <= 3
    assert len(set(found.reasons)) == len(found.reasons)
    for code in found.reasons:
        assert f"reason-{code}" in TEXTS
        assert code in OTHERS or by_code[code].is_true(given_)
        assert not (mode == "keyword" and code in BY_MEANING)
    spoken = [by_code[code].speaks_for for code in found.reasons if code in by_code]
    if found.state is AnswerState.SURE:
        assert all(spoken)
    elif found.state is AnswerState.NOTHING_RELIABLE:
        assert not any(spoken)


def test_reasons_follow_what_moved_the_answer() -> None:
    """The same clues, said in the order of what they contributed."""
    moved = dict.fromkeys(CLUES, 0.0)
    by_words = chosen(GOOD, "hybrid", AnswerState.SURE, {**moved, "lead_words": 2.0, "lead_label": 1.0})
    by_meaning = chosen(GOOD, "hybrid", AnswerState.SURE, {**moved, "lead_words": 1.0, "lead_label": 2.0})
    assert by_words == ("stands-out-words", "stands-out-meaning")
    assert by_meaning == ("stands-out-meaning", "stands-out-words")
    assert chosen(GOOD, "hybrid", AnswerState.SURE, moved) == ("clues-agree",)
    assert chosen(POOR, "hybrid", AnswerState.NOTHING_RELIABLE, {**moved, "unknown": -1.0})[0] == "unknown-words"
    solved = chosen(replace(GOOD, solved=1.0, near_calls=1.0), "hybrid", AnswerState.SURE, {**moved, "solved": 1.0})
    assert solved == ("solved-calls",)


def test_nothing_is_said_of_an_article_that_the_caller_has_ruled_out() -> None:
    moved = {**dict.fromkeys(CLUES, 0.0), "odds": -2.0, "length": -1.0}
    three = evidence([0.9, 0.899, 0.8], [1.0, 0.99, 0.2])
    found = replace(read(three), length=0.0)
    assert chosen(found, "hybrid", AnswerState.TO_CHECK, moved)[0] == "another-as-close"
    left = beside(found, three, 0, np.array([2]))
    assert (left.margin_label, left.margin_words) == pytest.approx((0.1, 0.8))
    for others in ([2], []):
        left = beside(found, three, 0, np.array(others, np.int64))
        assert chosen(found, "hybrid", AnswerState.TO_CHECK, moved, left)[0] == "very-short"
    assert (
        chosen(found, "hybrid", AnswerState.TO_CHECK, moved, beside(found, three, 0, np.array([1])))[0] != "very-short"
    )
