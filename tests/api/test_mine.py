"""The calls that one person took: listed for that person, told to nobody else, and no call is taken by a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from kbsearch.core.access.principals import Role
from tests.access.test_roles import came_in
from tests.api.desk import AT, Caller, kept_bytes
from tests.clients import ACME
from tests.served import Served

CALLS = "/api/v1/clients/acme/calls"
MARIE, PAUL = "marie.quillacq", "https://login.example.org|Paul"


def person(desk: Served, id: str = MARIE) -> httpx.Client:
    """In a browser's session."""
    http = came_in(desk.kb, {"acme": (Role.AGENT,), "zeta": (Role.AGENT,)}, id)
    http.base_url = httpx.URL(desk.url)
    return http


def mine(http: httpx.Client, **wanted: Any) -> list[str]:
    answer = http.get(CALLS, params={"mine": "true", **wanted})
    assert answer.status_code == 200, answer.text
    return [one["call"] for one in answer.json()["items"]]


def put(http: httpx.Client, call: str, **body: Any) -> dict[str, Any]:
    answer = http.put(f"{CALLS}/{call}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_person_finds_the_calls_they_took_last(desk: Served) -> None:
    with person(desk) as marie, person(desk, PAUL) as paul:
        put(desk.http, "c-key", queue="a")
        put(marie, "c-1", started_at="2026-11-02T08:00:00+01:00")
        put(marie, "c-2", started_at="2026-11-02T09:00:00+01:00")
        put(paul, "c-3")
        assert (mine(marie), mine(paul)) == (["c-2", "c-1"], ["c-3"])
        assert marie.put("/api/v1/clients/zeta/calls/z-1", json={}).status_code == 200
        assert mine(marie) == ["c-2", "c-1"]
        put(desk.http, "c-1", queue="b")
        assert mine(marie) == ["c-2", "c-1"], "a key takes no call away"
        put(paul, "c-1")
        assert (mine(marie), mine(paul)) == (["c-2"], ["c-3", "c-1"])
        assert put(marie, "c-1", started_at="2026-11-02T08:00:00+01:00")["new"] == 1
        assert put(marie, "c-1", started_at="2026-11-02T08:00:00+01:00")["repeated"] == 1
        assert mine(marie) == ["c-2", "c-1"]
        Caller(desk, "c-2").post("close", id="end", outcome="resolved")
        assert (mine(marie, state="open"), mine(marie, state="closed")) == (["c-1"], ["c-2"])
        assert (mine(marie, outcome="resolved"), mine(marie, until="2026-11-02T08:30")) == (["c-2"], ["c-1"])
        everything = [one["call"] for one in marie.get(CALLS, params={"mine": "false"}).json()["items"]]
        assert sorted(everything) == ["c-1", "c-2", "c-3", "c-key"]


def test_whose_call_it_is_stands_nowhere(desk: Served, tmp_path: Path) -> None:
    with person(desk) as marie:
        put(marie, "c-1", queue="a")
        told = {"kind": "started", "agent": MARIE, "channel": "phone"}
        assert Caller(desk, "c-2").events(("e-1", told)).json()["new"] == 1
        assert sorted(mine(marie)) == ["c-1", "c-2"]
        key = desk.kb.calls.agent_key(ACME, MARIE)
        for call in ("c-1", "c-2"):
            for place in ("", "/replay"):
                answer = marie.get(f"{CALLS}/{call}{place}")
                assert answer.status_code == 200
                assert [word for word in ("agent", key, MARIE) if word in answer.text] == []
        assert key not in marie.get(CALLS).text
    kept = kept_bytes(tmp_path)
    assert key.encode() in kept
    assert MARIE.encode() not in kept
    assert b"quillacq" not in kept


@pytest.mark.parametrize("written", ["1", "True", "yes", "true ", "vrai", "null"])
def test_the_parameter_is_strict(desk: Served, written: str) -> None:
    with person(desk) as marie:
        refused = marie.get(CALLS, params={"mine": written})
        assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (400, ["mine"])
        assert marie.get(f"{CALLS}?mine=true&mine=true").status_code == 400


def test_a_key_has_no_calls_of_its_own(desk: Served) -> None:
    for lang, said in (("fr", "une clé n’en prend pas"), ("en", "a key takes none")):
        refused = desk.http.get(CALLS, params={"mine": "true"}, headers={"Accept-Language": lang})
        assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (400, ["mine"])
        assert said in refused.text
    assert desk.http.get(CALLS, params={"mine": "false"}).status_code == 200


def test_what_is_erased_is_nobody_s(desk: Served) -> None:
    with person(desk) as marie:
        put(marie, "c-1", started_at=AT)
        desk.kb.calls.erase(ACME, ["c-1"])
        assert mine(marie) == []
