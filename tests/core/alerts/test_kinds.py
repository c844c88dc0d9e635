"""Each kind of alert: its own example, where it begins to speak, and that few calls say nothing."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.alerts import (
    abandonment_rate,
    answer_rate,
    deliveries,
    failing,
    fcr_drop,
    hooks,
    letters,
    n3_share,
    signing,
    unanswered_burst,
)
from kbsearch.core.alerts.left import left_of
from kbsearch.core.alerts.nouns import Count
from kbsearch.core.alerts.rules import Burst, Change, Limit
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Closed, Happening, Outcome, Searched, Started, Used
from kbsearch.core.figures import intervals
from kbsearch.core.figures.intervals import difference
from kbsearch.core.model import AnswerState

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def count(numerator: int, denominator: int) -> Count:
    return Count(numerator, denominator, MONDAY, MONDAY + timedelta(hours=1))


@pytest.mark.parametrize("module", [answer_rate, abandonment_rate, fcr_drop, n3_share, unanswered_burst])
def test_the_example_of_its_formula_is_right(module: ModuleType) -> None:
    tried = doctest.testmod(module, extraglobs={"count": count})
    assert tried.attempted > 2
    assert tried.failed == 0


@pytest.mark.parametrize("module", [deliveries, failing, hooks, intervals, letters, signing])
def test_other_examples_are_right_too(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted > 0
    assert tried.failed == 0


@pytest.mark.parametrize(("answered", "presented", "is_told"), [(85, 100, False), (84, 100, True), (0, 19, False)])
def test_below_means_below(answered: int, presented: int, is_told: bool) -> None:
    assert (answer_rate.answer_rate(count(answered, presented), Limit(85)) is not None) is is_told


@pytest.mark.parametrize(("lost", "presented", "is_told"), [(10, 100, False), (11, 100, True), (19, 19, False)])
def test_above_means_above(lost: int, presented: int, is_told: bool) -> None:
    assert (abandonment_rate.abandonment_rate(count(lost, presented), Limit(10)) is not None) is is_told


def test_a_change_the_other_way_is_no_alert() -> None:
    assert fcr_drop.fcr_drop(count(190, 200), count(100, 200), Change()) is None
    assert n3_share.n3_share(count(2, 200), count(50, 200), Change()) is None


shares = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, shares)
def test_the_interval_of_a_difference_holds_the_difference(now: tuple[int, int], before: tuple[int, int]) -> None:
    low, high = difference(now, before, 0.95)
    found = now[0] / now[1] - before[0] / before[1]
    assert -1 - 1e-9 <= low <= found + 1e-9
    assert found - 1e-9 <= high <= 1 + 1e-9
    other_low, other_high = difference(before, now, 0.95)
    assert (other_low, other_high) == pytest.approx((-high, -low))


@pytest.mark.parametrize("before", [0, 4, 24])
def test_what_is_usual_is_no_burst(before: int) -> None:
    """Three are below the least that is told, whatever was usual."""
    assert unanswered_burst.unanswered_burst(count(3, 20), count(before, 8), Burst(), of=1) is None


def test_who_is_left_without_an_answer_counts_once() -> None:
    calls = [
        fold(_call("a", "anna", AnswerState.NOTHING_RELIABLE)),
        fold(_call("b", "anna", AnswerState.NOTHING_RELIABLE)),
        fold(_call("c", "", AnswerState.NOTHING_RELIABLE)),
        fold(_call("d", "", AnswerState.NOTHING_RELIABLE)),
        fold(_call("e", "bert", AnswerState.SURE)),
        fold([*_call("f", "carl", AnswerState.NOTHING_RELIABLE), _event("f", 3, Used("art"))]),
        fold([*_call("g", "dora", AnswerState.NOTHING_RELIABLE), _event("g", 3, Closed(Outcome.KNOWN_INCIDENT))]),
        fold([_event("h", 0, Started("phone", caller="emil"))]),
        fold([*_call("i", "fred", AnswerState.TO_CHECK), _event("i", 3, Closed(Outcome.ESCALATED_N2))]),
        fold([*_call("j", "gina", AnswerState.TO_CHECK), _event("j", 3, Closed(Outcome.RESOLVED))]),
        fold(_call("k", "hugo", AnswerState.TO_CHECK)),
    ]
    found = left_of(calls)
    assert (found.count, found.callers) == (4, 10), "handed on without an article is left too; open and to check is not"
    assert {words for _, words in found.without} == {"le vpn tombe"}


def _call(id: str, caller: str, state: AnswerState) -> list[Event]:
    return [
        _event(id, 0, Started("phone", caller=caller)),
        _event(id, 1, Searched("le vpn tombe", "hybrid", "c" * 40, "g1", state)),
    ]


def _event(call: str, minute: int, what: Happening) -> Event:
    return Event(f"{call}-{minute}", "alpha", call, MONDAY + timedelta(minutes=minute), what)
