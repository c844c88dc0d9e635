"""Contacts, and who called again: stories of one caller or two, each counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_backs import REDIAL
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import WINDOW, ClientFigures, Period, count
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.table import LONGEST_FORM, tabulate
from kbsearch.core.moments import moment
from tests.clients import ACME

PARIS = ZoneInfo("Europe/Paris")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), PARIS)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


class Rung(NamedTuple):
    """One call: when it began, in Paris, how long it took, how it ended (empty = open), and by whom."""

    at: str
    outcome: str = "resolved"
    minutes: int = 5
    caller: str = "a"
    handed: str = ""


def call_of(number: int, rung: Rung) -> Call:
    began = datetime.fromisoformat(f"2026-{rung.at}").replace(tzinfo=PARIS).astimezone(UTC)
    happened: list[tuple[timedelta, ev.Happening]] = [
        (timedelta(), ev.Started("phone", "", (), rung.caller and f"key-{rung.caller}"))
    ]
    if rung.handed:
        happened.append((timedelta(seconds=1), ev.Escalated(rung.handed, "x")))  # type: ignore[arg-type]
    if rung.outcome:
        happened.append((timedelta(minutes=rung.minutes), ev.Closed(Outcome(rung.outcome))))
    name = f"c{number}"
    return fold(Event(f"{name}:{at}", "acme", name, began + after, what) for at, (after, what) in enumerate(happened))


def counted(rungs: Sequence[Rung], *, period: Period = NOVEMBER, now: datetime = LATER) -> ClientFigures:
    calls = sorted((call_of(number, one) for number, one in enumerate(rungs)), key=lambda call: call.started)
    return count(ACME, period, tabulate(ACME, calls), now)


def shares(found: ClientFigures) -> tuple[str, str]:
    """FCR without call-back, then as declared."""
    by_name = {one.name: f"{one.numerator}/{one.denominator}" for one in found.figures}
    return by_name["fcr_no_call_back"], by_name["fcr_declared"]


STORIES: dict[str, tuple[list[Rung], str, str, str]] = {
    "solved, and silence": ([Rung("11-02T09:00")], "1/1", "1/1", "1 0 0 0"),
    "solved, and called again after six days": (
        [Rung("11-02T09:00"), Rung("11-08T08:00")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "exactly seven days later is still within them": (
        [Rung("11-02T09:00"), Rung("11-09T09:00")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "a minute after seven days is another issue": (
        [Rung("11-02T09:00"), Rung("11-09T09:01")],
        "2/2",
        "2/2",
        "2 0 0 0",
    ),
    "every five days: the third follows the second": (
        [Rung("11-02T09:00"), Rung("11-07T09:00"), Rung("11-12T09:00")],
        "0/1",
        "1/1",
        "1 0 2 0",
    ),
    "another caller is another issue": (
        [Rung("11-02T09:00"), Rung("11-03T09:00", caller="b")],
        "2/2",
        "2/2",
        "2 0 0 0",
    ),
    "blank numbers are nobody's, and never solved": (
        [Rung("11-02T09:00", caller=""), Rung("11-03T09:00", caller=""), Rung("11-04T09:00")],
        "1/1",
        "1/1",
        "1 0 0 2",
    ),
    "cut off, and called again ten minutes after the end: one contact": (
        [Rung("11-02T09:00", "call_back_promised"), Rung("11-02T09:14")],
        "1/1",
        "1/1",
        "1 0 0 0",
    ),
    "fifteen minutes after the end it is a call-back": (
        [Rung("11-02T09:00"), Rung("11-02T09:20")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "passed on: two calls at once, the first of which went to N2": (
        [Rung("11-02T09:00", "escalated_n2", 10), Rung("11-02T09:08")],
        "0/1",
        "1/1",
        "1 0 0 0",
    ),
    "a form that was filled in the evening hides no call-back": (
        [Rung("11-02T09:00", minutes=9 * 60), Rung("11-02T14:00")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "nor does one that was filled in within two hours": (
        [Rung("11-02T09:00", minutes=110), Rung("11-02T11:00")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "solved, and dialed again ten minutes later in vain: nobody heard what for": (
        [Rung("11-02T09:00"), Rung("11-02T09:10", "abandoned", 1)],
        "0/1",
        "1/1",
        "1 0 0 0",
    ),
    "cut off, dialed again in vain, then solved: somebody heard the last": (
        [Rung("11-02T09:00"), Rung("11-02T09:10", "abandoned", 1), Rung("11-02T09:15")],
        "1/1",
        "1/1",
        "1 0 0 0",
    ),
    "solved by N2": ([Rung("11-02T09:00", handed="N2")], "0/1", "1/1", "1 0 0 0"),
    "handed to the on-call person": ([Rung("11-02T09:00", "escalated_on_call")], "0/1", "0/1", "1 0 0 0"),
    "a known incident is no solution": ([Rung("11-02T09:00", "known_incident")], "0/1", "0/1", "1 0 0 0"),
    "given up, then solved at the next call: it is the first that was taken": (
        [Rung("11-02T09:00", "abandoned", 1), Rung("11-02T15:00")],
        "1/1",
        "1/1",
        "1 0 0 0",
    ),
    "solved, then called again and given up: they had called again": (
        [Rung("11-02T09:00"), Rung("11-03T09:00", "abandoned", 1)],
        "0/1",
        "1/1",
        "1 0 0 0",
    ),
    "given up only": ([Rung("11-02T09:00", "abandoned", 1)], "0/0", "0/0", "0 0 0 0"),
    "solved, and another one given up between it and the third": (
        [Rung("11-02T09:00"), Rung("11-07T09:00", "abandoned", 1), Rung("11-08T09:00")],
        "0/1",
        "1/1",
        "1 0 1 0",
    ),
    "still open": ([Rung("11-02T09:00", "")], "0/0", "0/0", "0 0 0 0"),
    "solved, and called again: that call is still open": (
        [Rung("11-02T09:00"), Rung("11-03T09:00", "")],
        "0/1",
        "1/1",
        "1 0 0 0",
    ),
    "the first was in October": ([Rung("10-30T09:00"), Rung("11-02T09:00")], "0/0", "0/0", "0 0 1 0"),
    "called again in December": ([Rung("11-28T09:00"), Rung("12-02T09:00")], "0/1", "1/1", "1 0 0 0"),
    "over midnight: one contact, of the day on which it began": (
        [Rung("11-30T23:50", "call_back_promised"), Rung("12-01T00:05")],
        "1/1",
        "1/1",
        "1 0 0 0",
    ),
    "over midnight into the period: of October": (
        [Rung("10-31T23:50", "call_back_promised"), Rung("11-01T00:05")],
        "0/0",
        "0/0",
        "0 0 0 0",
    ),
}
"""What happened → FCR without call-back, as declared; first, unripe, repeated, unattached."""


@pytest.mark.parametrize("told", STORIES)
def test_a_story_as_counted_by_hand(told: str) -> None:
    rungs, silent, declared, counts = STORIES[told]
    found = counted(rungs)
    assert shares(found) == (silent, declared)
    has = found.contacts
    assert f"{has.first} {has.unripe} {has.repeated} {has.unattached}" == counts


def test_all_stories_at_once_are_their_sum() -> None:
    """Each with callers of its own; those of nobody are nobody's in all."""
    every = [
        one._replace(caller=one.caller and f"{at}-{one.caller}")
        for at, (rungs, *_) in enumerate(STORIES.values())
        for one in rungs
    ]
    by_hand = [
        "/".join(str(sum(int(told[which].split("/")[part]) for told in STORIES.values())) for part in (0, 1))
        for which in (1, 2)
    ]
    assert shares(counted(every)) == tuple(by_hand)


def test_who_may_still_call_again_is_counted_apart() -> None:
    rungs = [Rung("11-02T09:00"), Rung("11-20T09:00", caller="b"), Rung("11-25T09:00", caller="c")]
    found = counted(rungs, now=datetime(2026, 11, 27, 8, 5, tzinfo=UTC))
    assert shares(found) == ("2/2", "3/3"), "seven days after the end on the 20th at 9:05 in Paris are just over"
    assert (found.contacts.first, found.contacts.unripe) == (3, 1)
    sooner = counted(rungs, now=datetime(2026, 11, 27, 7, 59, tzinfo=UTC))
    assert (shares(sooner), sooner.contacts.unripe) == (("1/1", "3/3"), 2)


def test_a_week_has_168_hours_whatever_the_clocks_do() -> None:
    """They were put back on 25 October: nine o'clock a week later is 169 hours later."""
    october = Period(date(2026, 10, 1), date(2026, 10, 31), PARIS)
    assert shares(counted([Rung("10-20T09:00"), Rung("10-27T09:00")], period=october)) == ("2/2", "2/2")
    assert shares(counted([Rung("10-20T09:00"), Rung("10-27T08:00")], period=october)) == ("0/1", "1/1")


def test_a_solved_call_that_is_open_again_is_in_no_figure() -> None:
    call = call_of(0, Rung("11-02T09:00"))
    again = fold(
        [
            Event("s", "acme", call.id, call.started, call.start),
            Event("c", "acme", call.id, call.started + REDIAL, ev.Closed(Outcome.RESOLVED)),
            Event("r", "acme", call.id, call.started + 2 * REDIAL, ev.Reopened()),
        ]
    )
    assert shares(count(ACME, NOVEMBER, tabulate(ACME, [again]), LATER)) == ("0/0", "0/0")


RUNGS = st.builds(
    Rung,
    at=st.datetimes(datetime(2026, 10, 20), datetime(2026, 12, 10)).map(lambda at: f"{at:%m-%dT%H:%M}"),
    outcome=st.sampled_from(["", *Outcome]),
    minutes=st.integers(0, 300),
    caller=st.sampled_from(["", "a", "b", "c"]),
)


@given(st.lists(RUNGS, max_size=12), st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31)))
def test_the_parts_add_up_and_it_never_rises_by_a_later_call(rungs: list[Rung], now: datetime) -> None:
    found = counted(rungs, now=now.replace(tzinfo=UTC))
    by_name = {one.name: one for one in found.figures}
    silent, declared = by_name["fcr_no_call_back"], by_name["fcr_declared"]
    assert declared.denominator == found.contacts.first
    assert silent.denominator == found.contacts.first - found.contacts.unripe
    assert silent.numerator <= declared.numerator
    handled = found.began - found.unfinished - found.abandoned
    assert found.contacts.first + found.contacts.repeated + found.contacts.unattached <= handled + len(rungs)
    more = [*rungs, *(one._replace(at="12-11T09:00") for one in rungs[:1])]
    again = {one.name: one for one in counted(more, now=now.replace(tzinfo=UTC)).figures}["fcr_no_call_back"]
    assert again.numerator <= silent.numerator


@given(st.lists(RUNGS, max_size=12))
def test_against_a_slow_count_over_all_pairs(rungs: list[Rung]) -> None:
    """Contacts built as the definition has it: from a sorted list of each caller's calls, then every pair compared."""
    calls = sorted((call_of(at, one) for at, one in enumerate(rungs)), key=lambda call: call.started)
    expected = []
    for key in sorted({call.start.caller for call in calls} - {""}):
        groups: list[list[Call]] = []
        for call in (one for one in calls if one.start.caller == key):
            if groups and call.started - max(map(_end, groups[-1])) < REDIAL:
                groups[-1].append(call)
            else:
                groups.append([call])
        for at, group in enumerate(groups):
            began = group[0].started
            taken = [one[0].started for one in groups[:at] if any(c.outcome is not Outcome.ABANDONED for c in one)]
            expected.append(
                (
                    began,
                    not any(began - one <= WINDOW for one in taken),
                    any(one[0].started - began <= WINDOW for one in groups[at + 1 :]),
                )
            )
    found = contacts(tabulate(ACME, calls), LATER)
    told = zip(map(moment, found.began.tolist()), found.is_first, found.called_back, strict=True)
    assert sorted(told) == sorted(expected)


def _end(call: Call) -> datetime:
    ended = call.closed_at or call.started
    return ended if timedelta() <= ended - call.started <= LONGEST_FORM else call.started
