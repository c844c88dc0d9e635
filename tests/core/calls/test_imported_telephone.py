"""What a file of calls says of their time in the telephone system, and what cannot be so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event
from tests.core.calls.test_imported import GOOD, fault, jsonl, read, said_of

TELEPHONED = {
    "received_at": "2026-11-02T09:12:00+01:00", "offered_at": "2026-11-02T09:13:00+01:00",
    "answered_at": "2026-11-02 09:14", "ended_at": "2026-11-02 09:20:30", "wrapup_ended_at": "2026-11-02 09:22",
}  # fmt: skip


def test_what_the_telephone_system_says_comes_with_it() -> None:
    row = {**GOOD, **TELEPHONED, "disposition": "answered", "ivr": ["2 Caisse", "1"]}
    (call,) = read(jsonl(row)).calls
    told = fold(call.events)
    assert (told.telephony.waited, told.telephony.handling) == (timedelta(minutes=1), timedelta(minutes=8))
    assert told.telephony.received_at == datetime(2026, 11, 2, 8, 12, tzinfo=UTC)
    assert (told.telephony.is_answered, told.telephony.faults, told.start.ivr) == (True, (), ("2 Caisse", "1"))
    (gone,) = read(jsonl({**GOOD, "offered_at": GOOD["started_at"], "disposition": "abandoned_in_queue"})).calls
    assert fold(gone.events).is_unanswered
    table = "call_id,started_at,offered_at,ivr,disposition\nc,2026-11-02 09:14,2026-11-02 09:14,2 Caisse > 1,overflow\n"
    (csv,) = read(table.encode(), "csv").calls
    assert fold(csv.events).start.ivr == ("2 Caisse", "1")


def test_it_joins_what_the_console_says_of_that_call() -> None:
    (imported,) = read(jsonl({**GOOD, **TELEPHONED})).calls
    console = [Event("e", "acme", "c1", datetime(2026, 11, 2, 8, 20, tzinfo=UTC), ev.Closed(ev.Outcome.RESOLVED))]
    told = fold([*imported.events, *console])
    assert (told.outcome, told.telephony.waited) == (ev.Outcome.RESOLVED, timedelta(minutes=1))


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"started_at": "2026-11-03T10:06:00+01:00"}, "started_at", "still to come"),
        ({"closed_at": "2026-12-03T10:06:00Z", "outcome": "resolved"}, "closed_at", "still to come"),
        ({"offered_at": "2027-01-01T00:00:00Z"}, "offered_at", "still to come"),
        (
            {"offered_at": "2026-11-02 09:15", "answered_at": "2026-11-02 09:14"},
            "answered_at",
            "the order is: received",
        ),
        ({"received_at": "2026-11-02 09:15", "ended_at": "2026-11-02 09:14"}, "ended_at", "the order is: received"),
        ({"answered_at": "2026-11-02 09:14", "disposition": "voicemail"}, "disposition", "nothing else"),
        ({"ended_at": "2026-11-02 08:59"}, "started_at", "does not go with"),
        ({"offered_at": "2026-11-03 09:15"}, "started_at", "does not go with"),
        (
            {"answered_at": "2026-11-02 09:30", "closed_at": "2026-11-02 09:21", "outcome": "resolved"},
            "closed_at",
            "does not go with",
        ),
        (
            {"answered_at": "2026-11-01 09:30", "wrapup_ended_at": "2026-11-02 09:40"},
            "wrapup_ended_at",
            "more than 24 hours",
        ),
        ({"disposition": "lost"}, "disposition", "answered, abandoned_in_ivr"),
        ({"wrapup_ended_at": "hier"}, "wrapup_ended_at", "2026-11-02T09:14:00+01:00"),
        ({"ivr": ["x"] * 21}, "ivr", "20 choices"),
    ],
)
def test_what_cannot_be_so_is_a_fault_of_its_row(change: dict[str, object], field: str, said: str) -> None:
    found = fault(**change)
    assert (found.field, said in said_of(found)) == (field, True), said_of(found)


def test_the_other_tools_clock_may_be_a_little_ahead() -> None:
    assert read(jsonl({**GOOD, "started_at": "2026-11-03T10:04:00+01:00"})).faults == ()


@pytest.mark.parametrize("header", ["call_id,started_at,started_at", "call_id,started_at,satisfaction, Satisfaction"])
def test_a_column_that_is_named_twice_says_nothing(header: str) -> None:
    found = read(f"{header}\nc,2026-11-02 09:14,2026-11-02 09:15\n".encode(), "csv")
    assert (found.calls, [(one.line, one.code) for one in found.faults]) == ((), [(1, "row-header-twice")])
