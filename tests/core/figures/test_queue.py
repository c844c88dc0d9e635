"""The figures of the queue, against calls counted by hand: with every trap that concerns them."""

from __future__ import annotations

import dataclasses
import statistics
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.figures import OF_QUEUE, Agreed, Period, QueueCounts, Target, calls_of, count
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.kinds import kind_of
from kbsearch.core.figures.nouns import GoalShare, Share
from kbsearch.core.figures.table import NOT_TOLD, tabulate
from kbsearch.core.telephone.lines import USUAL, ServiceGoal
from tests.clients import ACME
from tests.happenings import calls

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
DAY = Period(date(2026, 11, 2), date(2026, 11, 2), PARIS)


def phoned(
    name: str,
    offered: datetime | None,
    came: Disposition | None = None,
    waited: float | None = None,
    *more: ev.Happening,
) -> Call:
    """Offered, taken after so many seconds where that is said, and over after nine minutes; then `more`."""
    base = offered or NOON
    answered = None if waited is None else base + timedelta(seconds=waited)
    told = ev.Telephoned(
        offered_at=offered, answered_at=answered, ended_at=base + timedelta(minutes=9), disposition=came
    )
    start = ev.Started("phone", caller="k1", began=answered or base)
    happened = [start, told, *more]
    return fold(
        Event(f"{name}-{n}", "acme", name, base + timedelta(minutes=n), what) for n, what in enumerate(happened)
    )


CALLS = (
    (phoned("taken at once", NOON, Disposition.ANSWERED, 10), "+-+"),
    (phoned("taken at 90 s", NOON, Disposition.ANSWERED, 90), "+-+"),
    (phoned("taken at 91 s", NOON, Disposition.ANSWERED, 91), "+--"),
    (phoned("taken, when is not told", NOON, Disposition.ANSWERED), "+-."),
    (phoned("taken, what came of it is not told", NOON, None, 20), "+-+"),
    (phoned("taken before it was offered", NOON, Disposition.ANSWERED, -30), "+-."),
    (phoned("taken, and said to be sent on", NOON, Disposition.OVERFLOW, 20), "+-+"),
    (phoned("hung up in the queue", NOON, Disposition.ABANDONED_IN_QUEUE), "-+-"),
    (phoned("hung up in the menu", NOON, Disposition.ABANDONED_IN_IVR), "..."),
    (phoned("sent on", NOON, Disposition.OVERFLOW), "--."),
    (phoned("turned away", NOON, Disposition.DISSUADED), "--."),
    (phoned("to be called back", NOON, Disposition.CALLBACK_REQUESTED), "--."),
    (phoned("to the answering machine", NOON, Disposition.VOICEMAIL), "--."),
    (phoned("out of hours", NOON, Disposition.CLOSED_HOURS), "..."),
    (phoned("that the system failed", NOON, Disposition.FAILED), "--."),
    (phoned("over, nobody knows how", NOON), "--."),
    (phoned("never offered", None, Disposition.ANSWERED, 20), "..."),
)
SAID = {True: "+", False: "-", None: "."}


def said_of(share: Share | GoalShare, call: Call) -> bool | None:
    if isinstance(share, Share):
        return share.rule(kind_of(call))
    waited = call.telephony.waited
    return share.rule(kind_of(call), None if waited is None else waited <= timedelta(seconds=USUAL.seconds))


@pytest.mark.parametrize(("call", "counts"), CALLS, ids=[call.id for call, _ in CALLS])
def test_what_a_call_is_to_the_figures_of_the_queue(call: Call, counts: str) -> None:
    assert "".join(SAID[said_of(share, call)] for share in OF_QUEUE) == counts


def test_the_day_is_counted_by_hand_and_its_calls_are_told() -> None:
    told = [call for call, _ in CALLS]
    by_name = {
        one.name: (one.numerator, one.denominator) for one in count(ACME, DAY, tabulate(ACME, told), NOW).figures
    }
    by_hand = {"answer_rate": (7, 14), "abandonment_rate": (1, 14), "service_level": (4, 6)}
    by_hand["waiting_time"] = (10 + 90 + 91 + 20 + 20, 5)
    assert {name: by_name[name] for name in by_hand} == by_hand
    for name, (above, all_) in by_hand.items():
        found = calls_of(ACME, DAY, name, tabulate(ACME, told), NOW).calls
        assert (sum(one.counted for one in found), len(found)) == (above, all_)


@pytest.mark.parametrize(
    ("goal", "by_hand"),
    [(ServiceGoal(seconds=9), (0, 6)), (ServiceGoal(95, 20), (3, 6)), (USUAL, (4, 6)), (ServiceGoal(80, 91), (5, 6))],
)
def test_how_soon_is_in_time_is_the_clients_own_and_changes_no_other_figure(
    goal: ServiceGoal, by_hand: tuple[int, int]
) -> None:
    told = [call for call, _ in CALLS]
    usual = {one.name: one for one in count(ACME, DAY, tabulate(ACME, told), NOW).figures}
    found = {one.name: one for one in count(ACME, DAY, tabulate(ACME, told), NOW, Agreed(goal)).figures}
    level = found.pop("service_level")
    assert ((level.numerator, level.denominator), level.goal) == (by_hand, goal)
    assert level.target == Target(goal.percent / 100)
    listed = calls_of(ACME, DAY, "service_level", tabulate(ACME, told), NOW, Agreed(goal)).calls
    assert (sum(one.counted for one in listed), len(listed)) == by_hand
    assert usual.pop("service_level").goal == USUAL
    assert found == usual
    assert {one.goal for one in found.values()} == {None}


def test_what_came_of_the_calls_presented_is_counted_by_hand() -> None:
    """Of every disposition, two kinds of call that were not presented, and one whose end nobody told."""
    assert {call.telephony.disposition for call, _ in CALLS} == {None, *Disposition}
    assert count(ACME, DAY, tabulate(ACME, [call for call, _ in CALLS]), NOW).queue == QueueCounts(
        presented=14,
        answered=7,
        abandoned=1,
        overflowed=1,
        dissuaded=1,
        callback_requested=1,
        voicemail=1,
        failed=1,
        untold=1,
    )


@pytest.mark.parametrize("came", [None, *Disposition])
def test_each_end_of_a_call_is_one_part_or_the_call_was_not_presented(came: Disposition | None) -> None:
    found = dataclasses.asdict(count(ACME, DAY, tabulate(ACME, [phoned("c", NOON, came)]), NOW).queue)
    presented = found.pop("presented")
    assert sorted(found.values()) == [0] * (8 - presented) + [1] * presented
    assert presented == (came not in (Disposition.ABANDONED_IN_IVR, Disposition.CLOSED_HOURS))


@pytest.mark.parametrize(
    ("offered", "waited", "day"),
    [
        (datetime(2026, 11, 2, 22, 59, 30, tzinfo=UTC), 60, 2),  # midnight in Paris between offer and answer
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 3600, 25),  # clocks go back while it waits
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 10, 25),
    ],
)
def test_a_call_is_of_the_day_on_which_it_was_offered(offered: datetime, waited: float, day: int) -> None:
    call, month = phoned("c", offered, Disposition.ANSWERED, waited), offered.month
    for other in (day - 1, day, day + 1):
        on = Period(date(2026, month, other), date(2026, month, other), PARIS)
        figures = {one.name: one for one in count(ACME, on, tabulate(ACME, [call]), NOW).figures}
        assert figures["answer_rate"].denominator == figures["waiting_time"].denominator == (other == day)
    assert call.telephony.waited == timedelta(seconds=waited)


def test_a_call_that_nobody_took_is_unanswered_and_helps_nobody() -> None:
    """It is not unfinished, and who called again after it was not helped by it."""
    solved = phoned("solved", NOON, Disposition.ANSWERED, 10, ev.Closed(ev.Outcome.RESOLVED))
    lost = phoned("lost", NOON + timedelta(hours=3), Disposition.ABANDONED_IN_QUEUE)
    again = phoned("again", NOON + timedelta(hours=6), Disposition.ANSWERED, 10, ev.Closed(ev.Outcome.RESOLVED))
    found = count(ACME, DAY, tabulate(ACME, [solved, lost, again]), NOW)
    assert (found.began, found.unanswered, found.unfinished, found.abandoned) == (3, 1, 0, 0)
    assert contacts(tabulate(ACME, [solved, lost]), NOW).called_back.tolist() == [True, False], (
        "the first was not helped"
    )
    assert contacts(tabulate(ACME, [lost, again]), NOW).is_first.tolist() == [True, True], "nobody had helped before"


def test_calls_of_which_the_telephone_told_a_time_are_counted_once() -> None:
    """Begun that day, or offered on it and taken on the next; what came of a call is no time, and none is none."""
    late = phoned("taken after midnight", datetime(2026, 11, 2, 22, 59, 30, tzinfo=UTC), Disposition.ANSWERED, 60)
    both = phoned("begun and offered", NOON, Disposition.ANSWERED, 10)
    other = phoned("another day", NOON + timedelta(days=1), Disposition.ANSWERED, 10)
    came = Event("e1", "acme", "no time", NOON, ev.Telephoned(disposition=Disposition.ABANDONED_IN_QUEUE))
    console = Event("e2", "acme", "the console's alone", NOON, ev.Closed(ev.Outcome.RESOLVED))
    told = [late, both, other, fold([came]), fold([console])]
    assert count(ACME, DAY, tabulate(ACME, told), NOW).telephoned == 2
    assert count(ACME, DAY, tabulate(ACME, told[3:]), NOW).telephoned == 0


@given(st.lists(calls(), max_size=5))
def test_the_parts_of_what_is_presented_add_up(folded: list[list[Event]]) -> None:
    found = count(ACME, DAY, tabulate(ACME, [*map(fold, folded)]), NOW)
    parts = dataclasses.asdict(found.queue)
    assert parts.pop("presented") == sum(parts.values())
    assert all(part >= 0 for part in parts.values())
    figures = {one.name: one for one in found.figures}
    assert found.telephoned or not (found.queue.presented or figures["handle_time"].denominator)
    answered, abandoned, level = (figures[share.name] for share in OF_QUEUE)
    assert answered.denominator == abandoned.denominator == found.queue.presented
    assert (answered.numerator, abandoned.numerator) == (found.queue.answered, found.queue.abandoned)
    assert answered.numerator + abandoned.numerator <= answered.denominator
    assert level.denominator <= answered.numerator + abandoned.numerator


@given(st.lists(calls(), max_size=5))
def test_talk_and_wrap_up_are_the_handling_time_of_the_calls_that_tell_both(folded: list[list[Event]]) -> None:
    table = tabulate(ACME, [*map(fold, folded)])
    took, talk, wrap_up = (table.seconds(one) for one in ("took", "talked", "wrapped_up"))
    assert ((talk == NOT_TOLD) == (wrap_up == NOT_TOLD)).all()
    both = talk != NOT_TOLD
    assert (talk[both] + wrap_up[both] == took[both]).all()
    assert (wrap_up[both] >= 0).all()


def test_how_long_calls_take_is_their_mean_with_its_interval_and_its_spread() -> None:
    """Ten, twenty and thirty minutes and one second: by hand 1200.33 s, and t(2) = 4.3027."""
    ends = (600, 1200, 1801)
    told = [
        fold(
            [
                Event(f"{n}-0", "acme", f"c{n}", NOON, ev.Started("phone", began=NOON)),
                Event(
                    f"{n}-1",
                    "acme",
                    f"c{n}",
                    NOON,
                    ev.Telephoned(answered_at=NOON, ended_at=NOON, wrapup_ended_at=NOON + timedelta(seconds=end)),
                ),
            ]
        )
        for n, end in enumerate(ends)
    ]
    [figure] = [one for one in count(ACME, DAY, tabulate(ACME, told), NOW).figures if one.name == "handle_time"]
    assert (figure.numerator, figure.denominator, figure.unit) == (3601, 3, "seconds")
    assert figure.value == pytest.approx(1200.333, abs=0.001)
    assert figure.spread is not None
    assert (figure.spread.median, figure.spread.p90) == (1200, pytest.approx(1680.8))
    half = 4.30265 * statistics.stdev(ends) / 3**0.5
    assert figure.interval is not None
    assert figure.interval.low == pytest.approx(1200.333 - half, abs=0.1)
    assert [one.counted for one in calls_of(ACME, DAY, "handle_time", tabulate(ACME, told), NOW).calls] == [*ends]
    [alone] = [one for one in count(ACME, DAY, tabulate(ACME, told[:1]), NOW).figures if one.name == "handle_time"]
    assert (alone.value, alone.interval) == (600, None)
    [none] = [one for one in count(ACME, DAY, tabulate(ACME, []), NOW).figures if one.name == "handle_time"]
    assert (none.value, none.interval, none.spread) == (None, None, None)
