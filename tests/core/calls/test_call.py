from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Knowledge, Timed, fold
from kbsearch.core.calls.events import Event, turn
from kbsearch.core.calls.happenings import Outcome
from kbsearch.errors import BadRequest, EventConflict
from tests.happenings import COMMIT, calls, event


@given(calls(), st.data())
def test_order_and_repetition_change_nothing(events: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(events)))
    shuffled = data.draw(st.permutations([*events, *again]))
    assert fold(shuffled) == fold(events)


@given(calls(), st.data())
def test_batches_change_nothing(events: list[Event], data: st.DataObject) -> None:
    """Kept in one set and read after every batch, as a store does: the last reading is the whole call's."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=4)))
    kept: list[Event] = []
    for first, last in zip([0, *cuts], [*cuts, len(events)], strict=True):
        kept = [*reversed(events[first:last]), *kept]
        if kept:
            fold(kept)
    assert fold(kept) == fold(events)


def test_a_whole_call() -> None:
    searched = ev.Searched("vpn coupé", "hybrid", COMMIT, "g1")
    shown = ev.Displayed("reseau/vpn", 1, COMMIT, "reseau/vpn#2")
    call = fold([
        event("close", ev.Closed(Outcome.ESCALATED_N2), minute=9),
        event("1", ev.Started("phone", "support"), minute=0),
        event("2", ev.Started(caller="k1", lang="fr"), minute=1),
        event("21", ev.Started(lang="en"), minute=1),
        event("22", ev.Started(), minute=2),
        event("3", searched, minute=2),
        event("4", shown, minute=2),
        event("5", ev.Opened("reseau/vpn"), minute=3),
        event("6", ev.Opened("reseau/vpn"), minute=4),
        event("7", ev.Ticked("reseau/vpn", 1), minute=4),
        event("8", ev.Refused("caisse/z"), minute=5),
        event("9", ev.Escalated("N2", "réseau", facts=(ev.Fact("nom du poste", "PC-12"),)), minute=8),
        event("91", ev.Answered("Depuis quand ?", "ce matin"), minute=8),
        event("92", ev.Reviewed("N2", n1_could=True, article="reseau/vpn"), minute=60),
    ])  # fmt: skip
    assert (call.client, call.id) == ("acme", "call-1")
    assert call.start == ev.Started("phone", "support", (), "k1", lang="en")
    assert (call.closed_at, call.outcome) == (event("x", ev.Reopened(), minute=9).at, Outcome.ESCALATED_N2)
    assert call.searches == (Timed(event("x", searched, minute=2).at, searched),)
    assert [one.what for one in call.shown] == [shown]
    assert (call.opened, call.refused, call.used) == (("reseau/vpn",), ("caisse/z",), ())
    assert call.escalations[0].what.group == "réseau"
    assert call.answers[0].what.answer == "ce matin"
    assert call.reviews[0].what.n1_could
    assert call.knowledge is Knowledge.UNKNOWN


def test_a_close_that_arrives_alone_already_folds() -> None:
    close = event("close", ev.Closed(Outcome.RESOLVED), minute=9)
    assert fold([close]).outcome is Outcome.RESOLVED
    late = [close, event("1", ev.Started("phone"), minute=0), event("2", ev.Used("tpe"), minute=5)]
    call = fold(late)
    assert (call.started, call.outcome, call.used) == (late[1].at, Outcome.RESOLVED, ("tpe",))
    assert call.knowledge is Knowledge.KNOWN


def test_a_reopened_call_is_open_until_it_is_closed_again() -> None:
    events = [
        event("1", ev.Closed(Outcome.RESOLVED), minute=1),
        event("2", ev.Reopened(), minute=2),
    ]
    call = fold(events)
    assert (call.closed_at, call.outcome, call.reopened, call.knowledge) == (None, None, 1, None)
    events.append(event("3", ev.Closed(Outcome.ESCALATED_N3), minute=3))
    assert (fold(events).outcome, fold(events).reopened) == (Outcome.ESCALATED_N3, 1)


def test_the_last_outcome_by_time_wins_and_ties_go_by_id() -> None:
    early, late = ev.Closed(Outcome.RESOLVED), ev.Closed(Outcome.ABANDONED)
    assert fold([event("a", late, minute=2), event("b", early, minute=1)]).outcome is Outcome.ABANDONED
    assert fold([event("b", late, minute=1), event("a", early, minute=1)]).outcome is Outcome.ABANDONED


def test_of_one_moment_the_beginning_comes_first_and_the_end_last() -> None:
    """Without scripts a form tells all of a call at once, under names that sort otherwise."""
    told = [event("a", ev.Closed(Outcome.RESOLVED)), event("b", ev.Used("vpn")), event("c", ev.Described("x"))]
    ordered = sorted([*told, event("d", ev.Started())], key=turn)
    assert [type(one.what) for one in ordered] == [ev.Started, ev.Used, ev.Described, ev.Closed]


def test_an_end_that_is_still_to_come_is_a_fault_until_it_has_come() -> None:
    closing = event("2", ev.Closed(Outcome.RESOLVED), minute=50)
    call = fold([event("1", ev.Started(), minute=5), closing, event("3", ev.Reopened(), minute=9)])
    assert call.faults == ()
    assert call.faults_at(closing.at - timedelta(minutes=6)) == ("closed-ahead",)
    assert call.faults_at(closing.at - timedelta(minutes=5)) == ()


def test_a_call_that_is_closed_before_it_starts_is_kept_with_its_fault() -> None:
    events = [event("1", ev.Started(), minute=9), event("2", ev.Closed(Outcome.RESOLVED), minute=5)]
    assert fold(events).faults == ("closed-before-started",)
    assert fold([*events, event("3", ev.Closed(Outcome.RESOLVED), minute=9)]).faults == ()
    assert fold([*events, event("3", ev.Reopened(), minute=9)]).faults == ()
    assert fold([event("1", ev.Closed(Outcome.RESOLVED))]).faults == ()


def test_whole_seconds_of_another_tool_are_no_fault() -> None:
    started, closed = event("1", ev.Started(), minute=1), event("2", ev.Closed(Outcome.RESOLVED), minute=1)
    late = msgspec.structs.replace(started, at=started.at + timedelta(milliseconds=999))
    assert fold([late, closed]).faults == ()
    assert fold([msgspec.structs.replace(late, at=started.at + timedelta(seconds=1)), closed]).faults != ()


def test_the_later_of_refused_and_used_counts_and_used_at_the_same_time() -> None:
    refused, used = ev.Refused("tpe"), ev.Used("tpe")
    assert fold([event("1", used, minute=1), event("2", refused, minute=2)]).ruled_out == {"tpe"}
    assert fold([event("1", refused, minute=1), event("2", used, minute=2)]).ruled_out == set()
    assert fold([event("1", used), event("2", refused)]).ruled_out == set()
    assert fold([event("1", ev.Opened("tpe"))]).ruled_out == set()


def test_a_use_that_is_taken_back_did_not_serve_and_stays_on_record() -> None:
    said = [ev.Opened("a"), ev.Used("a", created=True), ev.Used("b"), ev.Unused("a")]
    events = [event(f"e{n}", what, minute=n) for n, what in enumerate(said)]
    call = fold([*events, event("end", ev.Closed(Outcome.RESOLVED), minute=9)])
    assert (call.used, call.created, call.opened) == (("b",), (), ("a",))
    assert [type(one.what) for one in call.handled] == [ev.Opened, ev.Used]
    assert fold([*events, event("again", ev.Used("a"), minute=8)]).used == ("b", "a")
    assert fold([event("first", ev.Unused("a"), minute=1), event("late", ev.Used("a"), minute=2)]).used == ("a",)


def test_a_known_incident_marks_the_call_until_it_is_reopened() -> None:
    events = [event("1", ev.Closed(Outcome.KNOWN_INCIDENT, incident="inc-7"), minute=1)]
    assert fold(events).incident == "inc-7"
    assert fold([*events, event("2", ev.Reopened(), minute=2)]).incident == ""


def test_what_is_said_of_an_end_is_of_the_last_one() -> None:
    events = [event("1", ev.Closed(Outcome.RESOLVED, comment="câble changé"), minute=1)]
    assert fold(events).comment == "câble changé"
    assert fold([*events, event("2", ev.Closed(Outcome.ABANDONED), minute=2)]).comment == ""
    assert fold([*events, event("2", ev.Reopened(), minute=2)]).comment == ""


def test_the_callers_last_word_counts() -> None:
    said = [event("1", ev.Confirmed(True), minute=1), event("2", ev.Confirmed(False), minute=2)]
    assert fold(said).confirmed is False
    assert fold([event("1", ev.Reopened())]).confirmed is None
    rated = [event("1", ev.Rated(1, 0), minute=1), event("2", ev.Rated(5), minute=2), event("3", ev.Rated(None, 9))]
    assert (fold(rated).satisfaction, fold(rated).recommendation) == (5, 0), "each question for itself"
    assert (fold(rated[2:]).satisfaction, fold(rated[2:]).recommendation) == (None, 9)


def test_an_article_written_from_the_call_makes_it_new() -> None:
    used = [event("1", ev.Used("tpe")), event("2", ev.Used("tpe-neuf", created=True))]
    assert fold(used).knowledge is None
    call = fold([*used, event("3", ev.Closed(Outcome.RESOLVED), minute=1)])
    assert (call.used, call.created, call.knowledge) == (("tpe", "tpe-neuf"), ("tpe-neuf",), Knowledge.NEW)


def test_events_of_no_call_or_of_several_are_refused() -> None:
    one = event("1", ev.Reopened())
    for events in ([], [one, event("2", ev.Reopened(), call="c2")], [one, event("2", ev.Reopened(), client="zeta")]):
        with pytest.raises(BadRequest, match="one call"):
            fold(events)
    with pytest.raises(EventConflict, match="“1”"):
        fold([one, event("1", ev.Opened("tpe"))])
