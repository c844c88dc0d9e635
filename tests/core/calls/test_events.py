from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from kbsearch.core.calls.events import Event, decode, encode
from kbsearch.core.calls.happenings import KINDS, Closed, Flagged, Opened, Outcome, Reopened
from kbsearch.errors import BadRequest
from tests.happenings import HAPPENINGS, START, event


@given(HAPPENINGS)
def test_what_is_encoded_is_decoded(what: Any) -> None:
    made = event("e1", what)
    assert decode(encode(made)) == made
    assert encode(decode(encode(made))) == encode(made)


def test_every_kind_is_drawn_by_its_name() -> None:
    assert set(KINDS) == {
        *(
            "started",
            "telephoned",
            "described",
            "searched",
            "displayed",
            "opened",
            "ticked",
            "copied",
            "tried",
            "refused",
            "used",
            "unused",
        ),
        *("answered", "escalated", "reviewed", "flagged", "closed", "reopened", "confirmed", "rated"),
    }


def test_a_time_is_kept_in_utc() -> None:
    paris = datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=1)))
    made = Event("e1", "acme", "c1", paris, Reopened())
    assert made.at.tzinfo is UTC
    assert json.loads(encode(made))["at"] == "2026-11-02T09:00:00Z"
    assert encode(made) == encode(Event("e1", "acme", "c1", START, Reopened()))


GOOD = {
    "id": "e1", "client": "acme", "call": "c1", "at": "2026-11-02T09:00:00Z",
    "what": {"kind": "closed", "outcome": "resolved"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "parts"),
    [
        ({"what": {"kind": "sang"}}, "what.kind", ["“e1”", "“sang”", "started, telephoned, described"]),
        ({"what": {"outcome": "resolved"}}, "what", ["“e1”", "kind", "started, telephoned, described"]),
        ({"what": {"kind": "closed", "outcome": "won"}}, "what.outcome", ["“won”", "resolved, escalated_n2"]),
        ({"what": {"kind": "reopened", "why": 1}}, "what", ["`why`", "The fields are: kind."]),
        ({"what": {"kind": "opened"}}, "what", ["`article`", "kind, article, version"]),
        ({"agent": "x"}, "event", ["`agent`", "id, client, call, at, what"]),
        ({"at": "2026-11-02T09:00:00"}, "at", ["“2026-11-02T09:00:00”", "offset"]),
        ({"at": 1_793_000_000}, "at", ["“1793000000”", "`int`"]),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at", ["“e1”", "no time in UTC"]),
        ({"client": "Acme SA"}, "client", ["“Acme SA”"]),
        ({"client": "acme\n"}, "client", ["acme"]),
        ({"id": ""}, "id", ["“”"]),
        ({"id": 7}, "id", ["An event without a readable id", "“7”"]),
        ({"call": "c\x00"}, "call", ["“c\\x00”"]),
        ({"what": {"kind": "displayed", "article": "a", "rank": 0, "version": "c" * 40, "chunk": "a#1"}},
         "what.rank", ["“0”", ">= 1"]),
        ({"what": {"kind": "opened", "article": "a", "version": "main"}}, "what.version", ["“main”"]),
        ({"what": {"kind": "started", "ivr": ["1", 2]}}, "what.ivr[1]", ["`int`"]),
    ],
)  # fmt: skip
def test_a_refusal_says_what_which_value_and_what_to_do(change: dict[str, Any], field: str, parts: list[str]) -> None:
    decode(json.dumps(GOOD).encode())
    with pytest.raises(BadRequest) as refused:
        decode(json.dumps({**GOOD, **change}).encode())
    assert refused.value.field == field
    assert all(part in str(refused.value) for part in parts), str(refused.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"7", b'{"id": "\xff"}', b"[" * 100_000, b'{"id":"\\ud800"}'])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(BadRequest):
        decode(data)


def test_an_event_without_an_offset_cannot_be_made() -> None:
    with pytest.raises(BadRequest, match="offset"):
        Event("e1", "acme", "c1", datetime(2026, 11, 2), Reopened())


def test_what_could_not_be_read_back_is_not_encoded() -> None:
    for what in (Opened(""), Flagged("\ud800"), Flagged("x" * 2001), Opened("a", "HEAD")):
        with pytest.raises(BadRequest):
            encode(event("e1", what))
    with pytest.raises(BadRequest):
        encode(event("e1", Closed(Outcome.RESOLVED), client="Acme"))
