from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.api.calls.imports import fault_out
from kbsearch.api.catalogue import Lang
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.imported import ImportFault, ReadCalls, read_calls
from kbsearch.core.calls.imported_rows import Clock, Row
from kbsearch.core.calls.imported_tables import Format

PARIS = ZoneInfo("Europe/Paris")
CLOCK = Clock(PARIS, datetime(2026, 11, 3, 9, tzinfo=UTC))
GOOD = {"call_id": "c1", "started_at": "2026-11-02T09:14:00+01:00"}
CSV = """call_id;started_at;closed_at;outcome;caller;symptom;used;confirmed;satisfaction
c1;2026-11-02 09:14;2026-11-02 09:21;resolved;06 12 34 56 78;"vpn; plus rien";reseau/vpn tpe;oui; 5

c2;2026-11-02 09:30;;;;"imprimante
hors ligne";;;
c3;2026-11-02 25:00;;;;;;;
c4;2026-11-02 10:00;;;;;;;;;trop
c1;2026-11-02 11:00
"""


def jsonl(*rows: Any) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def read(data: bytes, form: Format = "jsonl") -> ReadCalls:
    return read_calls(data, form, client="acme", clock=CLOCK)


def fault(**change: Any) -> ImportFault:
    found = read(jsonl({**GOOD, **change}))
    assert found.calls == ()
    (only,) = found.faults
    return only


def said_of(found: ImportFault) -> str:
    return fault_out(found, "en").message


OUTSIDE = ("0001-01-01T00:00:00+14:00", "1999-12-31T12:00Z", "2099-01-01 12:00", "9999-12-31 23:59")


@pytest.mark.parametrize("at", OUTSIDE)
def test_a_time_outside_the_years_that_can_be_worked_with_is_a_fault_of_its_field(at: str) -> None:
    assert "2000" in said_of(fault(started_at=at))
    assert fault(closed_at=at, outcome="resolved").field == "closed_at"


def test_a_row_is_a_call() -> None:
    row = {
        **GOOD,
        "closed_at": "2026-11-02T09:21:00+01:00", "outcome": "resolved", "queue": "q", "caller": "0612345678",
        "symptom": "vpn", "tried": ["a"], "refused": ["b"], "used": ["a", "c"], "confirmed": True,
        "satisfaction": 4, "recommendation": 0, "comment": "câble changé",
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
    assert (folded.satisfaction, folded.recommendation, folded.comment) == (4, 0, "câble changé")
    assert len({event.id for event in call.events}) == len(call.events)
    assert read(jsonl(row)) == read(jsonl(row))


@pytest.mark.parametrize("empty", [None, ""])
def test_what_json_leaves_empty_is_not_said(empty: str | None) -> None:
    """As an empty cell of CSV; other tools write every field."""
    names = [name for name in Row.__struct_fields__ if name not in GOOD]
    found = read(jsonl({**GOOD, **dict.fromkeys(names, empty)}, {"call_id": "c2", "started_at": empty}))
    assert found.calls == read(jsonl(GOOD)).calls
    assert [(one.line, one.field, one.code) for one in found.faults] == [(2, "started_at", "row-missing")]


def test_a_table_of_a_spreadsheet() -> None:
    found = read(b"\xef\xbb\xbf" + CSV.encode(), "csv")
    first, second = (fold(call.events) for call in found.calls)
    assert (first.started, first.outcome) == (datetime(2026, 11, 2, 8, 14, tzinfo=UTC), ev.Outcome.RESOLVED)
    assert (first.described[0].what.symptom, first.used, first.confirmed) == (
        "vpn; plus rien",
        ("reseau/vpn", "tpe"),
        True,
    )
    assert (first.satisfaction, second.satisfaction) == (5, None)
    assert (second.described[0].what.symptom, second.outcome) == ("imprimante\nhors ligne", None)
    assert [(one.line, one.field) for one in found.faults] == [(6, "started_at"), (7, ""), (8, "call_id")]
    assert "line 2" in said_of(found.faults[2])
    commas = read(CSV.replace(";", ",").replace('"vpn, plus rien"', "vpn").encode(), "csv")
    assert len(commas.calls) == 2


@pytest.mark.parametrize("rounded", ["6,12346E+08", "3.36123E+10", "6E+08"])
@pytest.mark.parametrize("field", ["caller", "call_id"])
def test_a_number_that_a_spreadsheet_rounded_is_no_caller_and_no_call(field: str, rounded: str) -> None:
    """Many callers would be one."""
    found = fault(**{field: rounded})
    assert (found.field, found.code) == (field, "row-rounded")
    assert read(jsonl({**GOOD, field: "E+08 6E10"})).faults == ()


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"call_id": ""}, "call_id", "1 to 100 characters"),
        ({"call_id": "x" * 101}, "call_id", "1 to 100 characters"),
        ({"call_id": "INC/2026/1"}, "call_id", "without `/`"),
        ({"call_id": ".."}, "call_id", "part of an address"),
        ({"started_at": "hier"}, "started_at", "2026-11-02T09:14:00+01:00"),
        ({"started_at": "2026-03-29T02:30:00"}, "started_at", "no such time in Europe/Paris"),
        ({"started_at": "2026-10-25T02:30:00"}, "started_at", "twice in Europe/Paris"),
        ({"outcome": "solved", "closed_at": "2026-11-02T10:00:00Z"}, "outcome", "resolved, escalated_n2"),
        ({"outcome": "resolved"}, "closed_at", "belong together"),
        ({"closed_at": "2026-11-02T10:00:00Z"}, "outcome", "belong together"),
        ({"outcome": "resolved", "closed_at": "2026-11-02T08:00:00Z"}, "closed_at", "before it starts"),
        ({"confirmed": "peut-être"}, "confirmed", "yes or no"),
        ({"satisfaction": "bien"}, "satisfaction", "from 1 to 5"),
        ({"satisfaction": 0}, "satisfaction", "from 1 to 5"),
        ({"satisfaction": "٤"}, "satisfaction", "from 1 to 5"),
        ({"recommendation": 11}, "recommendation", "from 0 to 10"),
        ({"colour": "red"}, "colour", "The columns are: call_id"),
        ({"used": ["x" * 200]}, "used", "1 to 160 characters"),
        ({"queue": "x" * 129}, "queue", "128 characters"),
        ({"caller": "x" * 201}, "caller", "200 characters"),
        ({"symptom": "x" * 2001}, "symptom", "2000 characters"),
        ({"comment": "x" * 2001}, "comment", "2000 characters"),
        ({"comment": "câble changé"}, "comment", "an outcome and the time of closing"),
        ({"started_at": "0001-01-01T00:00:00+10:00"}, "started_at", "from 2000 to 2098"),
    ],
)
def test_a_fault_says_which_field_and_what_to_do(change: dict[str, Any], field: str, said: str) -> None:
    found = fault(**change)
    assert (found.line, found.field) == (1, field)
    assert said in said_of(found)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("field", [*Row.__struct_fields__, "Mme Durand 0612345678", "x0612345678", "durand" * 9])
def test_faults_do_not_repeat_what_was_said(field: str, lang: Lang) -> None:
    said = "madame Durand 0612345678 " * 100
    for value in (said, [said], {said: said}, [[said]], 612345678, {"a": {"b": said}}):
        shown = fault_out(fault(**{field: value}), lang)
        assert shown.field in (*Row.__struct_fields__, "")
        assert not re.search(r"(?i)durand|612345678", shown.message)


@pytest.mark.parametrize("written", ["02/11/2026 09:14", "02-11-2026 9h14", "45963,3847"])
def test_a_date_of_a_spreadsheet_is_told_how_to_be_written(written: str) -> None:
    found = fault(started_at=written)
    assert (found.field, found.code) == ("started_at", "row-time")
    for lang, said in (("fr", "l’année d’abord : 2026-11-02 09:14"), ("en", "the year first: 2026-11-02 09:14")):
        assert said in fault_out(found, lang).message
    assert read(jsonl({**GOOD, "started_at": "2026-11-02 09:14"})).faults == ()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("x" * 140_000, "more than 131072 characters"),
        (f'"{"x" * 140_000}"', "more than 131072 characters"),
        ('"' + 'x;""y""\n' * 40_000 + '"', "more than 131072 characters"),
        ('"a"b', "double the quotes"),
        ("x" * 2001, "at most 2000 characters"),
    ],
    ids=["long", "long in quotes", "long over many lines", "quotes", "long for a symptom"],
)
def test_a_cell_that_cannot_be_read_is_a_fault_of_its_row_alone(cell: str, said: str) -> None:
    table = (
        f"call_id;started_at;symptom\nc1;2026-11-02 09:14;vpn\nc2;2026-11-02 09:14;{cell}\nc3;2026-11-02 09:15;tpe\n"
    )
    found = read(table.encode(), "csv")
    assert [call.events[0].call for call in found.calls] == ["c1", "c3"]
    assert [one.line for one in found.faults] == [3]
    assert found.calls[1].line == 4 + cell.count("\n")
    assert said in said_of(found.faults[0])


def test_a_quote_that_is_never_closed_ends_what_can_be_read() -> None:
    found = read(b'call_id,started_at,symptom\nc1,2026-11-02 09:14,vpn\nc2,2026-11-02 09:14,"vpn\nc3,,\n', "csv")
    assert ([call.line for call in found.calls], [one.line for one in found.faults]) == ([2], [3])
    assert "never closed" in said_of(found.faults[0])


@pytest.mark.parametrize("cell", ["a;b", "a; b", "a, b", "a b", '"a;\nb"', ";a;;b;"])
def test_articles_of_a_cell_are_split(cell: str) -> None:
    quoted = cell if cell.startswith('"') else f'"{cell}"'
    (call,) = read(f"call_id;started_at;used\nc1;2026-11-02 09:14;{quoted}\n".encode(), "csv").calls
    assert fold(call.events).used == ("a", "b")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (r'"symptom": "\ud800"', "symptom"),
        (r'"caller": "\udc00 0612345678"', "caller"),
        (r'"used": ["a", "\ud800"]', "used"),
        (r'"\ud800": 1', ""),
        ('"symptom": NaN', "symptom"),
        ('"symptom": 1e999', "symptom"),
        ('"confirmed": -Infinity', "confirmed"),
        ('"closed_at": NaN', "closed_at"),
    ],
)
def test_a_row_that_is_no_text_is_one_fault(typed: str, field: str) -> None:
    bad = f'{{"call_id": "c0", "started_at": "2026-11-02T09:14:00Z", {typed}}}\n'
    found = read(bad.encode() + jsonl(GOOD))
    assert [call.line for call in found.calls] == [2]
    assert [(one.line, one.field) for one in found.faults] == [(1, field)]


def test_every_fault_is_told_in_french_and_in_english() -> None:
    rows = [
        GOOD,
        GOOD,
        {**GOOD, "call_id": "x", "colour": 1},
        {**GOOD, "call_id": "y", "outcome": "z"},
        {"call_id": "w"},
    ]
    faults = read(jsonl(*rows) + b"[1]\n{\n\xff\n").faults
    told = [(fault_out(one, "fr").message, fault_out(one, "en").message) for one in faults]
    assert len(told) == 7
    for french, english in told:
        assert french != english
        assert not re.search("[{}]", french + english)


def test_a_bad_row_does_not_take_the_others_down() -> None:
    data = jsonl(GOOD) + b"{broken\n" + b'"text"\n\n' + jsonl({**GOOD, "call_id": "c2"}, {**GOOD, "call_id": "c2"})
    found = read(data)
    assert [call.line for call in found.calls] == [1, 5]
    assert [one.line for one in found.faults] == [2, 3, 6]
    assert said_of(read(b"\xff\xfe", "csv").faults[0]).startswith("The file is not UTF-8")
    assert read(b"") == read(b"", "csv") == ReadCalls((), ())


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_that_is_no_text_leaves_its_row_out_alone(end: bytes) -> None:
    rows = [b"call_id;started_at;symptom", *(b"c%d;2026-11-02 09:14;vpn" % at for at in range(4))]
    found = read(end.join([*rows[:3], b"caf\xe9;2026-11-02 09:14;caf\xe9", *rows[3:]]) + end, "csv")
    assert [call.line for call in found.calls] == [2, 3, 5, 6]
    assert [(one.line, one.code) for one in found.faults] == [(4, "row-not-utf8")]


@given(st.binary(max_size=200), st.sampled_from(["jsonl", "csv"]))
def test_any_bytes_are_read_or_faulted(data: bytes, form: Format) -> None:
    for given_ in (data, b"call_id,started_at\n" + data):
        found = read(given_, form)
        lines = [call.line for call in found.calls]
        assert lines == sorted(set(lines))
        assert set(lines).isdisjoint(fault.line for fault in found.faults)
