from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core import happenings as ev
from kbsearch.core.call_import import Format, ImportFault, ReadCalls, read_calls
from kbsearch.core.calls import fold

PARIS = ZoneInfo("Europe/Paris")
GOOD = {"call_id": "c1", "started_at": "2026-11-02T09:14:00+01:00"}
CSV = """call_id;started_at;closed_at;outcome;caller;symptom;used;confirmed
c1;2026-11-02 09:14;2026-11-02 09:21;resolved;06 12 34 56 78;"vpn; plus rien";reseau/vpn tpe;oui

c2;2026-11-02 09:30;;;;"imprimante
hors ligne";;
c3;2026-11-02 25:00;;;;;;
c4;2026-11-02 10:00;;;;;;;;trop
c1;2026-11-02 11:00
"""


def jsonl(*rows: Any) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def read(data: bytes, form: Format = "jsonl") -> ReadCalls:
    return read_calls(data, form, client="acme", zone=PARIS)


def fault(**change: Any) -> ImportFault:
    found = read(jsonl({**GOOD, **change}))
    assert found.calls == ()
    (only,) = found.faults
    return only


def test_a_row_is_a_call() -> None:
    row = {
        **GOOD,
        "closed_at": "2026-11-02T09:21:00+01:00", "outcome": "resolved", "queue": "q", "caller": "0612345678",
        "symptom": "vpn", "tried": ["a"], "refused": ["b"], "used": ["a", "c"], "confirmed": True,
    }  # fmt: skip
    (call,) = read(jsonl(row)).calls
    folded = fold(call.events)
    assert (folded.client, folded.id, folded.start.queue, folded.start.caller) == ("acme", "c1", "q", "0612345678")
    assert (folded.started, folded.closed_at) == (
        datetime(2026, 11, 2, 8, 14, tzinfo=UTC),
        datetime(2026, 11, 2, 8, 21, tzinfo=UTC),
    )
    assert (folded.outcome, folded.tried, folded.refused, folded.used) == (
        ev.Outcome.RESOLVED, ("a",), ("b",), ("a", "c"),
    )  # fmt: skip
    assert (folded.described[0].what.symptom, folded.confirmed) == ("vpn", True)
    assert len({event.id for event in call.events}) == len(call.events)
    assert read(jsonl(row)) == read(jsonl(row))


def test_a_table_of_a_spreadsheet() -> None:
    found = read(b"\xef\xbb\xbf" + CSV.encode(), "csv")
    first, second = (fold(call.events) for call in found.calls)
    assert (first.started, first.outcome) == (datetime(2026, 11, 2, 8, 14, tzinfo=UTC), ev.Outcome.RESOLVED)
    assert (first.described[0].what.symptom, first.used, first.confirmed) == (
        "vpn; plus rien",
        ("reseau/vpn", "tpe"),
        True,
    )
    assert (second.described[0].what.symptom, second.outcome) == ("imprimante\nhors ligne", None)
    assert [(one.line, one.field) for one in found.faults] == [(6, "started_at"), (7, ""), (8, "call_id")]
    assert "line 2" in found.faults[2].message
    commas = read(CSV.replace(";", ",").replace('"vpn, plus rien"', "vpn").encode(), "csv")
    assert len(commas.calls) == 2


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"call_id": ""}, "call_id", "again"),
        ({"call_id": "x" * 101}, "call_id", "again"),
        ({"started_at": "hier"}, "started_at", "2026-11-02T09:14:00+01:00"),
        ({"started_at": "2026-03-29T02:30:00"}, "started_at", "no such time in Europe/Paris"),
        ({"started_at": "2026-10-25T02:30:00"}, "started_at", "twice in Europe/Paris"),
        ({"outcome": "solved", "closed_at": "2026-11-02T10:00:00Z"}, "outcome", "resolved, escalated_n2"),
        ({"outcome": "resolved"}, "closed_at", "belong together"),
        ({"closed_at": "2026-11-02T10:00:00Z"}, "outcome", "belong together"),
        ({"outcome": "resolved", "closed_at": "2026-11-02T08:00:00Z"}, "closed_at", "before it starts"),
        ({"confirmed": "peut-être"}, "confirmed", "yes or no"),
        ({"colour": "red"}, "colour", "The columns are: call_id"),
        ({"used": ["x" * 200]}, "used", "again"),
    ],
)
def test_a_fault_says_which_field_and_what_to_do(change: dict[str, Any], field: str, said: str) -> None:
    found = fault(**change)
    assert (found.line, found.field) == (1, field)
    assert said in found.message


def test_faults_do_not_repeat_what_was_said() -> None:
    assert "Durand" not in fault(symptom="madame Durand " * 200).message


def test_a_bad_row_does_not_take_the_others_down() -> None:
    data = jsonl(GOOD) + b"{broken\n" + b'"text"\n\n' + jsonl({**GOOD, "call_id": "c2"}, {**GOOD, "call_id": "c2"})
    found = read(data)
    assert [call.line for call in found.calls] == [1, 5]
    assert [one.line for one in found.faults] == [2, 3, 6]
    assert read(b"\xff\xfe", "csv").faults[0].message.startswith("The file is not UTF-8")
    assert read(b"") == read(b"", "csv") == ReadCalls((), ())


@given(st.binary(max_size=200), st.sampled_from(["jsonl", "csv"]))
def test_any_bytes_are_read_or_faulted(data: bytes, form: Format) -> None:
    read(data, form)
    read(b"call_id,started_at\n" + data, form)
