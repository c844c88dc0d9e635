"""Calls as a telephone system tells them in Zammad's “generic CTI” shape."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from kbsearch.core.access.principals import Scope
from tests.served import Served, master_key

FORM = "application/x-www-form-urlencoded"
PLACE = "/api/v1/clients/acme/telephone-events"


def tell(server: Served, event: str, **more: Any) -> httpx.Response:
    said = {"event": event, "callId": "1763805600.10", "direction": "in", "to": "+33184800010", **more}
    return server.http.post(PLACE, json=said)


def told(server: Served, call: str = "1763805600.10") -> dict[str, Any]:
    found: dict[str, Any] = server.http.get(f"/api/v1/clients/acme/calls/{call}").json()
    return found


def test_a_call_rings_is_taken_and_is_over(desk: Served) -> None:
    began = datetime.now(UTC)
    kept = tell(desk, "newCall", **{"from": "+33 6 12 34 56 78", "queue": "support"})
    assert (kept.status_code, kept.json()["call"]) == (200, "1763805600.10")
    assert tell(desk, "answer", user=["marie", "jean"], answeringNumber="12").status_code == 200
    assert tell(desk, "hangup", cause="normalClearing").status_code == 200
    call = told(desk)
    assert (call["channel"], call["queue"], call["closed"], call["faults"]) == ("phone", "support", None, [])
    assert call["caller_key"]
    phone = call["telephone"]
    times = [datetime.fromisoformat(phone[name]) for name in ("received_at", "offered_at", "answered_at", "ended_at")]
    assert times == sorted(times)
    assert began - timedelta(seconds=1) <= times[0] <= times[-1] <= datetime.now(UTC) + timedelta(seconds=1)
    assert phone["disposition"] == "answered"
    for word in ("marie", "jean", "33612345678", "6 12 34"):
        assert word not in str(desk.http.get("/api/v1/clients/acme/calls/1763805600.10/replay").json())


def test_who_gives_up_in_the_queue_is_one_who_was_lost(desk: Served) -> None:
    tell(desk, "newCall")
    tell(desk, "hangup", cause="cancel")
    assert told(desk)["telephone"]["disposition"] == "abandoned_in_queue"
    figures = desk.http.get("/api/v1/clients/acme/figures").json()["figures"]
    rate = next(one for one in figures if one["name"] == "abandonment_rate")
    assert (rate["numerator"], rate["denominator"]) == (1, 1)


@pytest.mark.parametrize(
    ("cause", "came"),
    [
        ("noAnswer", "dissuaded"),
        ("busy", "dissuaded"),
        ("forwarded", "overflow"),
        ("congestion", "failed"),
        ("notFound", "failed"),
        ("normalClearing", None),
        ("other", None),
    ],
)
def test_what_ended_a_call_that_nobody_took(desk: Served, cause: str, came: str | None) -> None:
    tell(desk, "newCall")
    tell(desk, "hangup", cause=cause)
    assert told(desk)["telephone"]["disposition"] == came


def test_a_form_says_the_same(desk: Served) -> None:
    """As Zammad documents it, and telephone systems made for it post it."""
    said = {"callId": "1763805600.10", "direction": "in", "to": "+33184800010", "from": "+33 6 12 34 56 78"}
    more: dict[str, dict[str, Any]] = {
        "newCall": {"queue": "support", "user[]": ["Marie Martin", "Jean Petit"]},
        "answer": {"user": "Marie Martin", "answeringNumber": "12"},
        "hangup": {"cause": "normalClearing", "user[]": "Marie Martin"},
    }
    for event, own in more.items():
        answer = desk.http.post(PLACE, data={"event": event, **said, **own})
        assert (answer.status_code, answer.json().get("call")) == (200, "1763805600.10"), answer.text
    call = told(desk)
    assert (call["queue"], call["telephone"]["disposition"], bool(call["caller_key"])) == ("support", "answered", True)
    assert call["telephone"]["ended_at"]


@pytest.mark.parametrize(
    "wrong",
    [{"event": "ringing"}, {"callId": "a/b"}, {"callId": ""}, {"shoe": "size"}, {"queue": ["a", "b"]}],
)
def test_a_form_that_is_none_is_refused_by_name(desk: Served, wrong: dict[str, Any]) -> None:
    answer = desk.http.post(PLACE, data={"event": "newCall", "callId": "c-1", **wrong})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["errors"]
    assert desk.http.post(PLACE, content=b"", headers={"content-type": FORM}).status_code == 400


def test_what_is_neither_is_refused(desk: Served) -> None:
    answer = desk.http.post(PLACE, content=b"event=newCall", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_the_cause_says_nothing_of_a_call_that_was_taken(desk: Served) -> None:
    for event in ("newCall", "answer"):
        tell(desk, event)
    tell(desk, "hangup", cause="cancel")
    assert (told(desk)["telephone"]["disposition"], told(desk)["faults"]) == ("answered", [])


@pytest.mark.parametrize("event", ["newCall", "answer", "hangup"])
def test_what_is_said_again_changes_nothing(desk: Served, event: str) -> None:
    for one in ("newCall", "answer", "hangup"):
        tell(desk, one)
    before = told(desk)
    again = tell(desk, event)
    assert (again.json()["new"], again.json()["repeated"]) == (0, 1)
    assert told(desk) == before


def test_of_a_call_that_somebody_here_makes_nothing_is_kept(desk: Served) -> None:
    assert tell(desk, "newCall", direction="out").json()["new"] == 0
    assert desk.http.get("/api/v1/clients/acme/calls/1763805600.10").status_code == 404


def test_what_comes_late_is_of_the_same_call(desk: Served) -> None:
    """The hotline's own tool has begun it before: both say what they know of one call."""
    address = "/api/v1/clients/acme/calls/1763805600.10"
    assert desk.http.put(address, json={"channel": "phone", "queue": "support", "lang": "en"}).status_code == 200
    tell(desk, "hangup", cause="normalClearing")
    call = told(desk)
    assert (call["queue"], call["lang"], call["telephone"]["answered_at"]) == ("support", "en", None)


def test_a_channel_that_another_tool_told_stays(desk: Served) -> None:
    tell(desk, "newCall")
    address = "/api/v1/clients/acme/calls/1763805600.10"
    assert (told(desk)["channel"], desk.http.put(address, json={"channel": "visio"}).status_code) == ("phone", 200)
    for event in ("answer", "hangup"):
        tell(desk, event)
    assert told(desk)["channel"] == "visio"


@pytest.mark.parametrize(
    "wrong", [{"event": "ringing"}, {"callId": "a/b"}, {"callId": ""}, {"direction": "both"}, {"shoe": "size"}]
)
def test_what_it_is_not_is_refused_by_name(desk: Served, wrong: dict[str, str]) -> None:
    said = {"event": "newCall", "callId": "c-1", **wrong}
    answer = desk.http.post(PLACE, json=said)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_it_is_for_who_records_calls_of_that_client(desk: Served) -> None:
    body = {"event": "newCall", "callId": "c-1"}
    for scope, clients, status in ((Scope.SEARCH, ("acme",), 403), (Scope.RECORD, ("zeta",), 404)):
        key = {"Authorization": f"Bearer {master_key(desk.kb, scope, clients=clients)}"}
        assert desk.http.post(PLACE, json=body, headers=key).status_code == status
