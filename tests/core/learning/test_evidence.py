"""What calls say of articles: which count, how much, and that nobody can make one call count twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.learning.evidence import (
    REFUSED,
    SOLVED,
    Rules,
    evidence,
    is_explored,
    same_caller,
    solutions,
    symptom_of,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def call(id: str, days: float, *more: ev.Happening, caller: str = "k1", outcome: Outcome = Outcome.RESOLVED) -> Call:
    """A call that began so many days before `NOW`, said “vpn coupé”, and was closed."""
    happened = (ev.Started(caller=caller), ev.Described("vpn coupé"), *more, ev.Closed(outcome))
    start = NOW - timedelta(days=days)
    return fold(
        Event(f"{id}-{at}", "acme", id, start + timedelta(minutes=at), what) for at, what in enumerate(happened)
    )


def test_a_call_that_was_solved_and_not_called_back_counts() -> None:
    (row,) = evidence([call("c1", 8, ev.Used("vpn"))], NOW)
    assert (row.client, row.call, row.article, row.symptom, row.sign) == ("acme", "c1", "vpn", "vpn coupé", SOLVED)
    assert row.weight == pytest.approx(0.8 * 0.5 ** (8 / 180))
    assert row.at == NOW - timedelta(days=8)


@pytest.mark.parametrize(
    ("calls", "why"),
    [
        ([call("c1", 6.9, ev.Used("vpn"))], "not ripe"),
        ([call("c1", 9, ev.Used("vpn")), call("c2", 3)], "called back within the window"),
        ([call("c1", 9, ev.Used("vpn")), call("c2", 9 - 0.005)], "dialled again"),
        ([call("c1", 9, ev.Used("vpn"), caller="")], "nobody knows who called"),
        ([call("c1", 9, ev.Used("vpn"), ev.Confirmed(False))], "the caller says no"),
        ([call("c1", 9, ev.Used("vpn"), outcome=Outcome.ESCALATED_N2)], "escalated"),
        ([call("c1", 9, ev.Used("vpn"), outcome=Outcome.KNOWN_INCIDENT)], "an incident"),
        ([call("c1", 9)], "no article"),
    ],
)
def test_other_calls_do_not_count(calls: list[Call], why: str) -> None:
    assert evidence(calls, NOW) == (), why


def test_a_call_solved_under_a_known_incident_teaches_no_article_of_the_outage() -> None:
    """Its sign against an article stays, as in a call of the outcome `known_incident`."""
    said = (ev.Started(caller="k1"), ev.Described("vpn coupé"), ev.Used("vpn"), ev.Refused("tpe"))
    ends = (ev.Closed(Outcome.RESOLVED, incident="panne-42"), ev.Closed(Outcome.KNOWN_INCIDENT, incident="panne-42"))
    for end in ends:
        told = [Event(f"{at}", "acme", "c1", NOW - timedelta(days=9), one) for at, one in enumerate((*said, end))]
        assert [(row.article, row.sign) for row in evidence([fold(told)], NOW)] == [("tpe", REFUSED)]


def test_a_later_call_after_the_window_is_no_call_back() -> None:
    rows = evidence([call("c1", 20, ev.Used("vpn")), call("c2", 12.9, ev.Used("tpe"))], NOW)
    assert [row.call for row in rows] == ["c1", "c2"]


def test_solutions_are_the_ripe_ones_whose_caller_did_not_call_again() -> None:
    told = [call("c3", 6, caller="k2"), call("c2", 12), call("c1", 15), call("c0", 30)]  # in any order
    assert solutions(told, NOW) == {"c2", "c0"}
    assert solutions(told, NOW, Rules(window_days=1)) == {"c0", "c1", "c2", "c3"}


def test_calls_of_one_caller_belong_together_and_unknown_ones_do_not() -> None:
    told = [call("c1", 9), call("c2", 8), call("c3", 7, caller=""), call("c4", 6, caller="")]
    both = frozenset({"c1", "c2"})
    assert same_caller(told) == {"c1": both, "c2": both, "c3": frozenset({"c3"}), "c4": frozenset({"c4"})}


def test_what_a_call_says_against_an_article_is_not_known_before_it_is_closed() -> None:
    start, days = NOW - timedelta(days=20), {"begun": 0, "refused": 9, "closed": 12}
    told = (ev.Started(caller="k1"), ev.Refused("vpn", "autre"), ev.Closed(Outcome.ABANDONED))
    events = [
        Event(f"{at}", "acme", "c1", start + timedelta(days=days[at]), what)
        for at, what in zip(days, told, strict=True)
    ]
    late = fold([*events, Event("said", "acme", "c1", start, ev.Described("vpn coupé"))])
    assert [evidence([late], start + timedelta(days=day)) for day in (1, 11)] == [(), ()]
    assert [row.sign for row in evidence([late], start + timedelta(days=12))] == [REFUSED]


def test_who_is_unknown_counts_when_the_caller_confirmed() -> None:
    assert [row.call for row in evidence([call("c1", 9, ev.Used("vpn"), ev.Confirmed(True), caller="")], NOW)] == ["c1"]


def test_confirmed_says_more_than_resolved_and_old_says_less() -> None:
    told = [
        call("c1", 180, ev.Used("vpn"), caller="k1"),
        call("c2", 180, ev.Used("vpn"), ev.Confirmed(True), caller="k2"),
        call("c3", 360, ev.Used("vpn"), ev.Confirmed(True), caller="k3"),
    ]
    assert {row.call: round(row.weight, 3) for row in evidence(told, NOW)} == {"c3": 0.25, "c1": 0.4, "c2": 0.5}


def test_an_article_that_was_refused_after_it_was_used_did_not_serve() -> None:
    rows = evidence([call("c1", 9, ev.Used("vpn"), ev.Used("tpe"), ev.Refused("vpn"))], NOW)
    assert [(row.article, row.sign) for row in rows] == [("tpe", SOLVED), ("vpn", REFUSED)]


def test_what_a_call_was_closed_with_before_it_went_on_did_not_serve_if_something_else_did() -> None:
    def served(*said: ev.Happening) -> list[str]:
        return [row.article for row in evidence([call("c1", 9, *said)], NOW)]

    went_on = (ev.Used("vpn"), ev.Closed(Outcome.RESOLVED), ev.Reopened())
    assert served(*went_on, ev.Used("tpe")) == ["tpe"]
    assert served(*went_on, ev.Used("tpe"), ev.Used("vpn")) == ["vpn", "tpe"]
    again = (ev.Closed(Outcome.RESOLVED), ev.Reopened())
    assert served(*went_on, ev.Used("tpe"), *again) == ["tpe"], "a second time"
    assert served(*went_on, *again, ev.Used("tpe")) == ["tpe"]
    assert served(*went_on) == served(*went_on, ev.Used("tpe"), ev.Unused("tpe")) == ["vpn"], "it only went on"
    assert served(*went_on, ev.Used("tpe"), ev.Refused("tpe")) == ["vpn", "tpe"], "the one for, the other against"


def test_a_refused_article_is_evidence_against_unless_it_was_used_after_all() -> None:
    (row,) = evidence([call("c1", 1, ev.Refused("vpn"), caller="", outcome=Outcome.ESCALATED_N2)], NOW)
    assert (row.article, row.sign) == ("vpn", REFUSED)
    rows = evidence([call("c2", 9, ev.Refused("vpn"), ev.Used("vpn"))], NOW)
    assert [row.sign for row in rows] == [SOLVED]


def test_what_the_caller_answered_before_the_call_was_reopened_is_not_about_what_solved_it_then() -> None:
    def weights(caller: str, *said: ev.Happening) -> list[float]:
        rows = evidence(
            [call("c1", 9, ev.Described("vpn"), *said, ev.Used("tpe"), caller=caller)], NOW, Rules(half_life_days=1e9)
        )
        return [round(row.weight, 6) for row in rows]

    reopened = (ev.Closed(Outcome.RESOLVED), ev.Reopened())
    assert weights("k1", ev.Confirmed(True), *reopened) == weights("k1", ev.Confirmed(False), *reopened) == [0.8]
    assert weights("", ev.Confirmed(True), *reopened) == []
    assert weights("", *reopened, ev.Confirmed(True)) == [1.0]
    assert weights("k1", *reopened, ev.Confirmed(False)) == []


def test_a_call_given_a_thousand_times_counts_once() -> None:
    one = call("c1", 9, ev.Used("vpn"))
    assert evidence([one] * 1000, NOW) == evidence([one], NOW)


def test_only_the_latest_rows_are_kept() -> None:
    told = [call(f"c{at}", 10 + at, ev.Used("vpn"), caller=f"k{at}") for at in range(5)]
    assert [row.call for row in evidence(told, NOW, Rules(most=2))] == ["c1", "c0"]


def test_the_symptom_is_the_search_that_showed_the_article() -> None:
    search = ev.Searched("vpn ko", "hybrid", "c" * 40, "g1")
    shown = ev.Displayed("vpn", 1, "c" * 40, "vpn#1", search="s")
    later = ev.Searched("imprimante", "hybrid", "c" * 40, "g1")
    told = call("c1", 9, search, shown, later, ev.Used("vpn"))
    assert symptom_of(told, "vpn") == "vpn ko"
    assert symptom_of(told, "other") == "vpn coupé"


@given(st.text(max_size=30))
def test_a_search_is_explored_or_not_all_day(key: str) -> None:
    day = date(2026, 11, 2)
    assert is_explored(key, day, 0.3) == is_explored(key, day, 0.3)
    assert not is_explored(key, day, 0)
    assert is_explored(key, day, 1)


def ticket(*said: tuple[float, ev.Happening]) -> Call:
    """A call to which this happened, each so many days before `NOW`."""
    told = [(said[0][0] + 1, ev.Started(caller="k1")), (said[0][0] + 1, ev.Described("vpn coupé")), *said]
    return fold(
        Event(f"t-{at:02}", "acme", "t", NOW - timedelta(days=days), what) for at, (days, what) in enumerate(told)
    )


SOLVES, REOPENS = ev.Closed(Outcome.RESOLVED), ev.Reopened()


def test_what_a_call_was_solved_with_that_was_reopened_within_the_window_did_not_serve() -> None:
    def served(*said: tuple[float, ev.Happening], rules: Rules | None = None) -> list[str]:
        return [row.article for row in evidence([ticket(*said)], NOW, rules)]

    solved = ((40, ev.Used("vpn")), (40, SOLVES))
    assert served(*solved) == ["vpn"]
    assert served(*solved, (38, REOPENS), (38, SOLVES)) == []
    assert served(*solved, (38, REOPENS), (38, SOLVES), rules=Rules(window_days=1)) == ["vpn"]
    assert served(*solved, (38, REOPENS), (37.5, ev.Used("tpe")), (37, SOLVES)) == ["tpe"]
    assert served(*solved, (32, REOPENS), (31, SOLVES)) == ["vpn"], "after the window it had held"
    assert served(*solved, (40 - 0.01, REOPENS), (39, SOLVES)) == ["vpn"], "within minutes it goes on"


def test_a_call_is_ripe_the_window_after_it_was_closed_last() -> None:
    reopened = ((40, ev.Used("vpn")), (40, SOLVES), (38, REOPENS))
    assert evidence([ticket(*reopened, (6.9, ev.Used("tpe")), (6.9, SOLVES))], NOW) == ()
    (row,) = evidence([ticket(*reopened, (7, ev.Used("tpe")), (7, SOLVES))], NOW)
    assert row.article == "tpe"
    assert solutions([ticket((40, ev.Closed(Outcome.ESCALATED_N2)), (6, SOLVES))], NOW) == frozenset()
