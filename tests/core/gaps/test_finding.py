"""Which calls show that the base lacks something, and what is said of them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.figures import Period
from kbsearch.core.gaps import Finder, GapReason, Gaps, reasons_of
from kbsearch.core.model import AnswerState
from kbsearch.core.topics.clusters import groups, similarities
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.gaps.planted import call
from tests.happenings import COMMIT, event

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30), ZoneInfo("Europe/Paris"))
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
NOTHING, SURE = AnswerState.NOTHING_RELIABLE, AnswerState.SURE
RESOLVED, N2 = ev.Outcome.RESOLVED, ev.Outcome.ESCALATED_N2


def searched(query: str, state: AnswerState = SURE) -> ev.Searched:
    return ev.Searched(query, "hybrid", COMMIT, "g1", state)


def made(*said: ev.Happening) -> Call:
    return fold(event(f"e{n}", one, minute=n) for n, one in enumerate(said))


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ((searched("badge", NOTHING), ev.Closed(RESOLVED)), {GapReason.NO_ANSWER}),
        ((searched("badge", NOTHING), searched("vpn"), ev.Closed(RESOLVED)), {GapReason.REWORDED}),
        ((searched("Badge"), searched("badgé"), ev.Closed(RESOLVED)), set()),
        ((searched("a"), searched("b"), ev.Opened("vpn"), ev.Closed(RESOLVED)), set()),
        ((searched("badge"), ev.Flagged("Rien trouvé : badge"), ev.Closed(RESOLVED)), {GapReason.REPORTED}),
        ((searched("badge"), ev.Flagged("Faux", "vpn"), ev.Closed(RESOLVED)), set()),
        ((searched("badge"), ev.Opened("vpn"), ev.Refused("vpn"), ev.Closed(RESOLVED)), {GapReason.REFUSED}),
        ((ev.Opened("vpn"), ev.Opened("b"), ev.Refused("vpn"), ev.Closed(RESOLVED)), set()),
        ((searched("badge"), ev.Closed(N2)), {GapReason.ESCALATED}),
        ((searched("badge"), ev.Escalated("N2", "desk"), ev.Closed(RESOLVED)), {GapReason.ESCALATED}),
        ((searched("badge"), ev.Closed(RESOLVED), ev.Reviewed("N2", n1_could=False)), {GapReason.ESCALATED}),
        ((searched("badge"), ev.Escalated("N2", "desk"), ev.Used("vpn"), ev.Closed(RESOLVED)), set()),
        ((searched("badge"), ev.Used("vpn"), ev.Closed(N2)), set()),
        ((searched("badge"), ev.Used("vpn"), ev.Unused("vpn"), ev.Closed(N2)), {GapReason.ESCALATED}),
        ((searched("badge", NOTHING),), set()),
        ((searched("badge", NOTHING), ev.Closed(ev.Outcome.ABANDONED)), set()),
        ((searched("badge", NOTHING), ev.Closed(ev.Outcome.NOT_FOR_US)), set()),
        ((searched("badge", NOTHING), ev.Closed(ev.Outcome.RESOLVED, "panne")), set()),
        ((searched("badge", NOTHING), ev.Closed(ev.Outcome.KNOWN_INCIDENT)), set()),
    ],
)  # fmt: skip
def test_why_a_call_shows_a_gap(said: Sequence[ev.Happening], reasons: set[GapReason]) -> None:
    assert reasons_of(made(*said)) == reasons


def found(calls: Sequence[Call], groups: Sequence[Sequence[int]] | None = None) -> Gaps:
    finder = Finder(ACME, PERIOD)
    for one in calls:
        finder.add(one)
    return finder.found(groups if groups is not None else [[n] for n in range(len(finder.symptoms))])


def test_one_symptom_however_it_is_written_is_one_and_the_most_frequent_comes_first() -> None:
    said = ("vpn", "Badge refusé ?", "badge refuse", "BADGE  REFUSÉ")
    finder = Finder(ACME, PERIOD)
    for n, words in enumerate(said):
        finder.add(call(f"c{n}", NOON + timedelta(minutes=n), words, NOTHING, N2))
    assert finder.symptoms == ["Badge refusé", "vpn"]


def test_what_is_said_of_a_gap_is_counted_by_hand() -> None:
    calls = [
        call("c1", NOON, "badge", NOTHING, N2, caller="k1"),
        call("c2", NOON + timedelta(days=10), "portail fermé", NOTHING, RESOLVED, caller="k1"),
        call("c3", NOON + timedelta(days=11), "badge", SURE, N2),
        call("c4", NOON, "vpn coupé", SURE, RESOLVED),
        call("c5", NOON - timedelta(days=60), "badge", NOTHING, N2),
        call("c6", NOON, "", NOTHING, N2),
    ]
    made = found(calls, [[0, 1]])
    assert (made.looked_at, made.unsolved, made.wordless) == (5, 4, 1)
    [gap] = made.gaps
    assert (gap.label, gap.wordings, gap.calls, gap.callers) == ("badge", ("portail fermé",), ("c1", "c2", "c3"), 2)
    assert (gap.earlier, gap.later, gap.minutes, gap.timed) == (1, 2, 15.0, 3)
    assert gap.reasons == {GapReason.NO_ANSWER: 2, GapReason.ESCALATED: 2}


def test_a_call_is_not_longer_for_an_end_that_was_put_right() -> None:
    said = (searched("badge", NOTHING), ev.Closed(RESOLVED), ev.Closed(N2))
    told = (event(f"e{n}", one, minute=40 * n) for n, one in enumerate(said))
    [gap] = found([fold(told)], [[0]]).gaps
    assert (gap.minutes, gap.timed) == (40.0, 1)


def test_four_fifths_of_the_calls_are_in_the_first_gaps() -> None:
    calls = [call(f"c{n}", NOON, words, NOTHING, N2) for n, words in enumerate("a" * 7 + "b" * 2 + "c" + "d")]
    assert [len(gap.calls) for gap in found(calls).gaps] == [7, 2, 1, 1]
    assert (found(calls).pareto, found([]).pareto) == (2, 0)


def test_another_client_s_call_is_refused() -> None:
    with pytest.raises(ScopeViolation):
        Finder(ZETA, PERIOD).add(call("c1", NOON, "badge", NOTHING, N2))


def test_words_alone_tell_what_looks_alike() -> None:
    said = ["badge refuse au portail", "badge refusé portail", "imprimante hors ligne", "imprimnate hors ligne"]
    assert groups(similarities(said, None)) == [[0, 1], [2, 3]]
    assert groups(similarities(["badge"], None)) == [[0]]
    assert groups(similarities(["!?", "…"], None)) == [[0], [1]]
    assert groups(similarities([], None)) == []


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_every_symptom_is_in_one_group_and_the_largest_come_first(n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(n, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    made = groups(similarities([f"mot{at % 4}" for at in range(n)], rows))
    assert sorted(at for group in made for at in group) == list(range(n))
    assert [len(group) for group in made] == sorted((len(group) for group in made), reverse=True)
