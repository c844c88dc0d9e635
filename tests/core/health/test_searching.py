"""How search fares, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.figures import Period
from kbsearch.core.health.searching import SearchHealth, Searching, calls_searched
from kbsearch.core.model import AnswerState
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.happenings import COMMIT

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
SURE, NOTHING = AnswerState.SURE, AnswerState.NOTHING_RELIABLE


def call(*happened: tuple[int, ev.Happening]) -> Call:
    """What happened, and how many seconds after noon."""
    name = str(hash(happened))
    return fold(
        Event(f"{name}:{n}", "acme", name, NOON + timedelta(seconds=after), what)
        for n, (after, what) in enumerate([(0, ev.Started()), *happened])
    )


def searched(query: str, state: AnswerState | None) -> ev.Searched:
    return ev.Searched(query, "hybrid", COMMIT, "g1", state)


def counted(*calls: Call) -> SearchHealth:
    searching = Searching()
    for one in calls:
        searching.add(one)
    return searching.found()


def shares(found: SearchHealth) -> list[tuple[int, int]]:
    return [(one.numerator, one.denominator) for one in (found.no_answer, found.ruled_out, found.worded_again)]


def test_three_calls_as_the_formula_has_them() -> None:
    at_once = call((5, searched("vpn", SURE)), (15, ev.Opened("vpn")), (20, ev.Used("vpn")))
    twice = call(
        (5, searched("marche pas", NOTHING)),
        (30, searched("imprimante", SURE)),
        (40, ev.Opened("imp")),
        (50, ev.Refused("imp")),
    )
    found = counted(at_once, twice, call((5, ev.Described("vpn"))))
    assert (found.searches, shares(found)) == (3, [(1, 3), (1, 2), (1, 2)])
    assert (found.first_help.numerator, found.first_help.denominator) == (10, 1)


def test_each_figure_is_made_again_of_its_calls() -> None:
    calls = [
        call((5, searched("vpn", SURE)), (15, ev.Opened("vpn")), (20, ev.Used("vpn"))),
        call((5, searched("marche pas", NOTHING)), (30, searched("imprimante", SURE)), (50, ev.Refused("imp"))),
        call((2, searched("écran", SURE)), (33, ev.Opened("ecran")), (40, ev.Tried("ecran"))),
        call((5, ev.Described("vpn"))),
    ]
    found, day = counted(*calls), Period(date(2026, 11, 2), date(2026, 11, 2), ZoneInfo("Europe/Paris"))
    for figure in (found.no_answer, found.ruled_out, found.worded_again, found.first_help):
        told = calls_searched(ACME, day, calls, figure.name)
        assert (told.client, told.figure) == ("acme", figure.name)
        assert (sum(one.counted for one in told.calls), len(told.calls)) == (figure.numerator, figure.denominator)
    assert {one.call for one in calls_searched(ACME, day, calls, "ruled_out").calls} == {one.id for one in calls[:3]}
    later = Period(date(2026, 11, 3), date(2026, 11, 3), day.zone)
    assert calls_searched(ACME, later, calls, "no_answer").calls == ()
    with pytest.raises(ScopeViolation):
        calls_searched(ZETA, day, calls, "no_answer")
    with pytest.raises(KeyError):
        calls_searched(ACME, day, calls, "searches")


def test_the_same_words_again_are_no_other_wording() -> None:
    found = counted(call((1, searched("Écran noir", SURE)), (9, searched("ecran NOIR", SURE))))
    assert shares(found) == [(0, 2), (0, 1), (0, 1)]


def test_help_is_what_was_tried_or_used_and_not_ruled_out_then() -> None:
    looked = call((0, searched("a", SURE)), (9, ev.Opened("x")), (20, ev.Opened("y")), (30, ev.Tried("y")))
    ruled_out = call((0, searched("b", SURE)), (9, ev.Opened("x")), (20, ev.Tried("x")), (30, ev.Refused("x")))
    before = call((0, ev.Opened("x")), (10, searched("c", SURE)), (20, ev.Used("x")))
    found = counted(looked, ruled_out, before)
    assert (found.first_help.numerator, found.first_help.denominator) == (20, 1)
    assert found.first_help.spread is not None
    assert found.first_help.spread.median == 20


def test_an_answer_without_a_state_is_in_no_share_and_nothing_has_no_value() -> None:
    assert shares(counted(call((0, searched("a", None))))) == [(0, 0), (0, 1), (0, 1)]
    none = counted()
    assert (none.no_answer.value, none.first_help.value, none.first_help.spread) == (None, None, None)
