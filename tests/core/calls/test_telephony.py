"""What a telephone system says of a call: in any order, by one account, with what cannot be true."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.call_list import state_of
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Telephoned
from kbsearch.core.calls.telephony import TIMES, UNANSWERED, adds_to
from tests.happenings import START, calls, event


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def told(*said: ev.Happening) -> list[Event]:
    return [event(f"t{n}", one, minute=n) for n, one in enumerate(said)]


def test_steps_that_are_told_one_by_one_are_one_account_in_whatever_order_they_arrive() -> None:
    steps = told(
        Telephoned(received_at=at(0), offered_at=at(5)),
        Telephoned(answered_at=at(46)),
        Telephoned(ended_at=at(346), disposition=Disposition.ANSWERED),
        Telephoned(wrapup_ended_at=at(400)),
    )
    known = fold(steps).telephony
    assert [fold(steps[n:] + steps[:n]).telephony for n in range(4)] == [known] * 4
    assert [getattr(known, name) for name in TIMES] == [at(0), at(5), at(46), at(346), at(400)]
    assert (known.waited, known.handling, known.is_answered) == (timedelta(seconds=41), timedelta(seconds=354), True)
    assert known.faults == ()


def test_without_wrap_up_handling_ends_when_the_caller_is_gone() -> None:
    assert fold(told(Telephoned(answered_at=at(5), ended_at=at(65)))).telephony.handling == timedelta(minutes=1)
    assert fold(told(Telephoned(answered_at=at(5)))).telephony.handling is None


@pytest.mark.parametrize(
    ("ended", "free", "talk", "handling"),
    [
        (65, 95, 60, 90),
        (65, 65, 60, 60),
        (65, None, None, 60),
        (None, 95, None, 90),
        (65, 64, None, 59),
        (65, 60, None, None),
        (4, 95, None, 90),
        (3, 95, None, None),
        (65, 6 + 24 * 3600, None, None),
    ],
)
def test_talk_is_known_where_both_parts_are(
    ended: float | None, free: float | None, talk: float | None, handling: float | None
) -> None:
    said = Telephoned(answered_at=at(5), ended_at=ended and at(ended), wrapup_ended_at=free and at(free))
    known = fold(told(said)).telephony
    assert (known.talk, known.handling) == tuple(one and timedelta(seconds=one) for one in (talk, handling))


def test_of_two_times_the_first_that_was_told_stays_and_is_said_to_be_doubtful() -> None:
    call = fold(told(Telephoned(offered_at=at(5)), Telephoned(offered_at=at(9))))
    assert (call.telephony.offered_at, call.faults) == (at(5), ("telephone-times-conflict",))
    assert fold(told(Telephoned(offered_at=at(5)), Telephoned(offered_at=at(5.8)))).faults == ()


def test_who_overflowed_and_was_answered_or_gone_later_was_sent_on() -> None:
    sent_on = Telephoned(offered_at=at(0), ended_at=at(60), disposition=Disposition.OVERFLOW)
    answered = Telephoned(answered_at=at(100))
    talked = Telephoned(ended_at=at(400), disposition=Disposition.ANSWERED)
    given_up = Telephoned(ended_at=at(90), disposition=Disposition.ABANDONED_IN_QUEUE)
    for later, ended, came_of in (
        ((answered, talked), at(400), Disposition.ANSWERED),
        ((answered,), None, None),
        ((given_up,), at(90), Disposition.ABANDONED_IN_QUEUE),
        ((), at(60), Disposition.OVERFLOW),
    ):
        known = fold(told(sent_on, *later)).telephony
        assert (known.offered_at, known.ended_at, known.disposition, known.faults) == (at(0), ended, came_of, ())
        assert adds_to(known, sent_on) is False


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (Telephoned(offered_at=at(9), answered_at=at(5)), "telephone-times-order"),
        (Telephoned(offered_at=at(9), ended_at=at(5)), "telephone-times-order"),
        (Telephoned(answered_at=at(5), disposition=Disposition.OVERFLOW), "telephone-answer-conflict"),
        (Telephoned(answered_at=at(5), ended_at=at(6 + 24 * 3600)), "telephone-times-length"),
    ],
)
def test_what_cannot_be_true_is_kept_and_said(said: Telephoned, fault: str) -> None:
    call = fold(told(said))
    assert call.faults == (fault,)
    assert (call.telephony.waited, call.telephony.handling) == (None, None)
    assert not call.is_unanswered, "a time says more than a word"


@pytest.mark.parametrize("disposition", Disposition)
def test_a_call_that_nobody_took_waits_for_nothing(disposition: Disposition) -> None:
    said = [ev.Started("phone"), Telephoned(offered_at=at(0), ended_at=at(30), disposition=disposition)]
    call = fold(told(*said))
    is_taken = disposition is Disposition.ANSWERED
    assert (call.is_unanswered, state_of(call)) == ((False, "open") if is_taken else (True, "closed"))
    assert (call.outcome, call.closed_at) == (None, None)
    closed = fold(told(*said, ev.Closed(ev.Outcome.CALL_BACK_PROMISED)))
    assert (closed.is_unanswered, closed.outcome) == (False, ev.Outcome.CALL_BACK_PROMISED), "somebody did after all"


def test_the_last_word_on_what_came_of_it_counts() -> None:
    call = fold(told(Telephoned(disposition=Disposition.OVERFLOW), Telephoned(disposition=Disposition.ANSWERED)))
    assert (call.telephony.disposition, call.is_unanswered) == (Disposition.ANSWERED, False)
    assert UNANSWERED | {Disposition.ANSWERED} == set(Disposition)


@given(calls())
def test_said_again_it_adds_nothing(events: list[Event]) -> None:
    call = fold(events)
    again = Telephoned(**{name: getattr(call.telephony, name) for name in (*TIMES, "disposition")})
    assert not adds_to(call.telephony, again)
    assert adds_to(fold(told(ev.Reopened())).telephony, Telephoned(ended_at=at(1)))
