"""What telephone systems tell over HTTP: step by step, again, late, and by themselves."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kbsearch.client import Disposition, Kbsearch, Telephoned
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import ServiceGoal, Telephone
from tests.api.test_figures import DAY, QUEUE, counts
from tests.api.test_figures import read as figures
from tests.served import Served, master_key

STEPS: list[dict[str, Any]] = [
    {"queue": "support", "received_at": "2026-11-02T10:00:00+01:00", "offered_at": "2026-11-02T10:00:05+01:00"},
    {"answered_at": "2026-11-02T09:00:46Z"},
    {"ended_at": "2026-11-02T09:05:46Z", "disposition": "answered"},
    {"wrapup_ended_at": "2026-11-02T09:06:40Z"},
]


def put(desk: Served, said: dict[str, Any], call: str = "acd-1") -> httpx.Response:
    return desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=said)


def read(desk: Served, call: str = "acd-1") -> dict[str, Any]:
    found: dict[str, Any] = desk.http.get(f"/api/v1/clients/acme/calls/{call}").json()
    return found


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_call_is_told_step_by_step_in_any_order_and_again(desk: Served, order: tuple[int, ...]) -> None:
    for _ in range(2):
        assert [put(desk, STEPS[n]).status_code for n in order] == [200] * 4
    call = read(desk)
    assert call["telephone"] == {
        "received_at": "2026-11-02T09:00:00Z",
        "offered_at": "2026-11-02T09:00:05Z",
        "answered_at": "2026-11-02T09:00:46Z",
        "ended_at": "2026-11-02T09:05:46Z",
        "wrapup_ended_at": "2026-11-02T09:06:40Z",
        "disposition": "answered",
    }
    assert (call["queue"], call["faults"]) == ("support", [])
    assert call["started"] == call["telephone"]["answered_at"]
    [row] = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
    assert row["started"] == call["started"]
    moments = desk.http.get("/api/v1/clients/acme/calls/acd-1/replay").json()["timeline"]
    assert len([one for one in moments if one["what"]["kind"] == "telephoned"]) == 4, "said again it is known"


@pytest.mark.parametrize("started_at", ["2026-11-02T09:00:50Z", None])
def test_when_it_began_is_what_was_told_else_the_answer_in_any_order(desk: Served, started_at: str | None) -> None:
    beside = {"channel": "phone"} | ({"started_at": started_at} if started_at else {})
    steps = [{"received_at": "2026-11-02T09:00:00Z"}, {"offered_at": "2026-11-02T09:00:05Z"}, STEPS[1], beside]
    for number, order in enumerate(permutations(steps)):
        for said in order:
            assert put(desk, said, f"acd-{number}").status_code == 200
        assert read(desk, f"acd-{number}")["started"] == (started_at or "2026-11-02T09:00:46Z")


def test_a_call_that_only_the_telephone_knows_begins_when_it_says(desk: Served) -> None:
    put(desk, {"offered_at": "2026-11-02T09:00:05Z", "ended_at": "2026-11-02T09:00:35Z", "disposition": "overflow"})
    assert read(desk)["started"] == "2026-11-02T09:00:05Z"
    [row] = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
    assert (row["state"], row["outcome"]) == ("closed", None)
    states = {state: desk.http.get(f"/api/v1/clients/acme/calls?state={state}") for state in ("open", "closed")}
    assert [len(found.json()["items"]) for found in states.values()] == [0, 1]


def test_a_call_that_no_telephone_told_of_says_so(desk: Served) -> None:
    put(desk, {"channel": "phone"})
    assert read(desk)["telephone"] is None


def test_another_time_for_the_same_step_is_kept_beside_it_and_said(desk: Served) -> None:
    put(desk, {"offered_at": "2026-11-02T09:00:05Z", "at": "2026-11-02T09:00:06Z"})
    put(desk, {"offered_at": "2026-11-02T09:00:15Z", "at": "2026-11-02T09:00:16Z"})
    call = read(desk)
    assert call["telephone"]["offered_at"] == "2026-11-02T09:00:05Z"
    assert call["faults"] == ["telephone-times-conflict"]


def test_calls_with_doubtful_times_are_counted_and_listed_and_so_are_those_from_the_future(desk: Served) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=6)
    offered = ahead - timedelta(minutes=30)
    put(desk, {"offered_at": offered.isoformat(), "answered_at": (offered - timedelta(seconds=5)).isoformat()})
    first, last = (at.astimezone(ZoneInfo("Europe/Paris")).date() for at in (offered, ahead))
    for call, at in (("ahead", ahead), ("now", ahead - timedelta(minutes=2)), ("past", ahead - timedelta(minutes=7))):
        said = {"started_at": at.isoformat(), "channel": "phone"}
        assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=said).is_success
    url, days = "/api/v1/clients/acme/figures", {"since": str(first), "until": str(last)}
    [figure] = [one for one in desk.http.get(url, params=days).json()["figures"] if one["name"] == "doubtful_share"]
    assert (figure["numerator"], figure["denominator"]) == (2, 4)
    listed = desk.http.get(f"{url}/doubtful_share/calls", params=days).text
    told = {one["call"]: one["counted"] for one in csv.DictReader(io.StringIO(listed))}
    assert told == {"acd-1": "1", "ahead": "1", "now": "0", "past": "0"}


def test_what_came_of_it_may_be_said_and_taken_back_and_said_again(desk: Served) -> None:
    for said in ("overflow", "answered", "overflow"):
        assert put(desk, {"offered_at": "2026-11-02T09:00:05Z", "disposition": said}).status_code == 200
        assert read(desk)["telephone"]["disposition"] == said


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"offered_at": "2026-11-02T09:00:05"}, "offered_at"),
        ({"answered_at": "1999-11-02T09:00:05Z"}, "answered_at"),
        ({"disposition": "gone"}, "disposition"),
    ],
)
def test_what_is_no_time_or_no_disposition_is_refused_by_name(desk: Served, said: dict[str, str], field: str) -> None:
    refused = put(desk, said)
    assert refused.status_code == 400
    assert field in str(refused.json()["errors"])


def test_a_tool_tells_it_through_the_client(desk: Served) -> None:
    with Kbsearch(desk.url, client="acme", key=master_key(desk.kb)) as tool:
        call = read(desk) if put(desk, STEPS[0]).status_code == 200 else {}
        assert call
        tool.telephone("acd-1", Telephoned(disposition=Disposition.ABANDONED_IN_QUEUE), queue="support")
        known = tool.call("acd-1").telephone
    assert known is not None
    assert known.disposition == "abandoned_in_queue"


def test_what_a_telephone_system_told_is_in_the_figures_of_the_queue(desk: Served) -> None:
    """One taken in time, one too late, one whose caller hung up: told step by step, and exported as counted."""
    told = {
        "a": ("09:00:00", "09:00:40", "answered"),
        "b": ("09:10:00", "09:12:00", "answered"),
        "c": ("09:20:00", "", "abandoned_in_queue"),
    }
    for call, (offered, answered, came) in told.items():
        said = {"offered_at": f"2026-11-02T{offered}+01:00", "disposition": came}
        said |= {"answered_at": f"2026-11-02T{answered}+01:00"} if answered else {}
        assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=said).status_code == 200
    found = figures(desk, **DAY)
    assert {name: counts(found)[name] for name in QUEUE} == {
        "answer_rate": (2, 3),
        "abandonment_rate": (1, 3),
        "service_level": (1, 3),
    }
    assert (found["began"], found["unanswered"], found["unfinished"]) == (3, 1, 2)
    parts = dict.fromkeys(found["queue"], 0)
    assert found["queue"] == parts | {"presented": 3, "answered": 2, "abandoned": 1}
    assert figures(desk, "zeta", **DAY)["queue"] == parts
    assert [figures(desk, client, **DAY)["telephoned"] for client in ("acme", "zeta")] == [3, 0]
    exported = desk.http.get("/api/v1/clients/acme/figures/service_level/calls", params=DAY).text.splitlines()
    assert [line.rsplit(",", 2)[1] for line in exported[1:]] == ["1", "0", "0"]


def test_how_soon_a_call_is_to_be_answered_is_each_clients_own(desk: Served) -> None:
    """Both have one call taken after 40 seconds; acme alone aims at 30."""
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    own = dataclasses.replace(snapshot.client, telephone=Telephone(service_level=ServiceGoal(95, 30)))
    desk.live.entries["acme"] = dataclasses.replace(snapshot, client=own)
    said = {"offered_at": "2026-11-02T09:00:00+01:00", "answered_at": "2026-11-02T09:00:40+01:00"}
    found = {}
    for client in ("acme", "zeta"):
        assert desk.http.put(f"/api/v1/clients/{client}/calls/c", json=said).status_code == 200
        found[client] = {one["name"]: one for one in figures(desk, client, "en", **DAY)["figures"]}
    level, other = found["acme"]["service_level"], found["zeta"]["service_level"]
    assert (level["numerator"], level["denominator"], level["within_seconds"]) == (0, 1, 30)
    assert (level["target"], level["title"]) == ({"low": 0.95, "high": None}, "Service level 95/30")
    assert level["formula"].startswith("calls answered within 30 s ÷ (calls answered + abandoned in the queue)")
    assert (other["numerator"], other["denominator"], other["within_seconds"]) == (1, 1, 90)
    assert (other["target"], other["title"]) == ({"low": 0.8, "high": None}, "Service level 80/90")
    assert {one["within_seconds"] for name, one in found["acme"].items() if name != "service_level"} == {None}
    exported = desk.http.get("/api/v1/clients/acme/figures/service_level/calls", params=DAY).text.splitlines()
    assert exported[1].endswith(",0,1"), "counted as in the figure"
