"""Lists page by page: each thing once, whatever comes or goes meanwhile, and cursors that open nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kbsearch.api.requests.cursors import Cursors
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest
from tests.api.desk import AT, Caller
from tests.served import Served, master_key

BASE = "/api/v1/clients/acme"
LISTS = ("articles", "incidents", "calls")


def declare(desk: Served, id: str, hour: int = 8, client: str = "acme") -> None:
    body = {"id": id, "title": f"Panne {id}", "opened_at": f"2026-11-02T{hour:02}:00:00+01:00"}
    assert desk.http.post(f"/api/v1/clients/{client}/incidents", json=body).status_code == 200


def begin(desk: Served, call: str, hour: int = 8, client: str = "acme") -> None:
    body = {"started_at": f"2026-11-02T{hour:02}:00:00+01:00"}
    assert desk.http.put(f"/api/v1/clients/{client}/calls/{call}", json=body).status_code == 200


def page(desk: Served, name: str, cursor: str = "", limit: int = 2, client: str = "acme") -> httpx.Response:
    return desk.http.get(f"/api/v1/clients/{client}/{name}", params={"cursor": cursor, "limit": limit})


def walked(desk: Served, name: str, limit: int, between: Callable[[], object] = lambda: None) -> list[dict[str, Any]]:
    """Every item; `between` two pages something happens."""
    found, cursor = [], ""
    while True:
        answer = page(desk, name, cursor, limit).json()
        assert len(answer["items"]) <= limit
        found += answer["items"]
        if answer["next_cursor"] is None:
            return found
        cursor = answer["next_cursor"]
        between()


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_articles_come_once_each_by_id(desk: Served, limit: int) -> None:
    found = walked(desk, "articles", limit)
    assert [one["article"] for one in found] == ["impression/imprimante", "reseau/vpn", "windows/session"]
    assert found[1]["title"] == "VPN : connexion impossible"
    assert (found[1]["state"], found[1]["reviewed"]) == ("not_validated", "2026-09-14")
    for one in found:
        read = desk.http.get(f"{BASE}/articles/{one['article']}").json()
        assert {key: read[key] for key in one} == one


def test_an_article_that_stays_is_listed_once_while_others_come_and_go(desk: Served) -> None:
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    first = min(snapshot.articles, key=lambda one: one.id)

    def changed() -> None:
        kept = [one for one in snapshot.articles if one.id != first.id]
        path = "a/nouveau.md"
        new = dataclasses.replace(first, id="a/nouveau", path=path)
        desk.live.entries["acme"] = dataclasses.replace(snapshot, articles=(new, *kept), generation="gen-2-test")

    found = [one["article"] for one in walked(desk, "articles", 1, changed)]
    assert found == ["impression/imprimante", "reseau/vpn", "windows/session"]


def test_incidents_come_once_each_while_others_are_declared(desk: Served) -> None:
    for number in range(7):
        declare(desk, f"INC-{number}", hour=8 + number // 3)
    later = iter(range(100))
    found = [one["id"] for one in walked(desk, "incidents", 2, lambda: declare(desk, f"NEW-{next(later)}", hour=20))]
    assert found == ["INC-6", "INC-3", "INC-4", "INC-5", "INC-0", "INC-1", "INC-2"]


def test_calls_come_once_each_while_others_begin(desk: Served) -> None:
    for number in range(7):
        begin(desk, f"c-{number}", hour=8 + number // 3)
    later = iter(range(100))
    found = [one["call"] for one in walked(desk, "calls", 2, lambda: begin(desk, f"new-{next(later)}", hour=20))]
    assert found == ["c-6", "c-5", "c-4", "c-3", "c-2", "c-1", "c-0"]


def test_a_call_of_a_list_says_how_it_ended_and_nothing_personal(desk: Served) -> None:
    declare(desk, "INC-1")
    one = Caller(desk, "c-1")
    one.put(started_at=AT, caller="+33 6 12 34 56 78")
    one.events(("d", {"kind": "described", "symptom": "VPN en panne, rappeler le 06 12 34 56 78"}))
    one.post("close", id="e", outcome="known_incident", used=["reseau/vpn"], incident="INC-1")
    Caller(desk, "c-2").put(started_at="2026-11-02T10:00:00+01:00")
    desk.http.post(f"{BASE}/search", json={"query": "vpn", "call": "c-2"})
    first, second = desk.http.get(f"{BASE}/calls").json()["items"]
    assert first == {
        "call": "c-2",
        "started": "2026-11-02T09:00:00Z",
        "closed": None,
        "state": "open",
        "outcome": None,
        "incident": "",
        "symptom": "vpn",
        "used": [],
    }
    assert second["symptom"].startswith("VPN en panne, rappeler le")
    assert "12 34 56" not in str(second)
    assert {key: second[key] for key in ("call", "started", "closed", "state", "outcome", "incident", "used")} == {
        "call": "c-1",
        "started": "2026-11-02T08:14:00Z",
        "closed": "2026-11-02T08:14:00Z",
        "state": "closed",
        "outcome": "known_incident",
        "incident": "INC-1",
        "used": ["reseau/vpn"],
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["c-3", "c-2", "c-1"]),
        ({"state": "open"}, ["c-3", "c-2"]),
        ({"state": "closed"}, ["c-1"]),
        ({"outcome": "resolved"}, ["c-1"]),
        ({"outcome": "abandoned"}, []),
        ({"since": "2026-11-02T09:00:00+01:00"}, ["c-3", "c-2"]),
        ({"since": "2026-11-02T09:00"}, ["c-3", "c-2"]),  # local to the client
        ({"until": "2026-11-02T08:00:00Z"}, ["c-1"]),
        ({"since": "2026-11-02T09:00", "until": "2026-11-02T10:00", "state": "open"}, ["c-2"]),
    ],
)
def test_a_list_of_calls_is_narrowed(desk: Served, wanted: dict[str, str], found: list[str]) -> None:
    for number in (1, 2, 3):
        begin(desk, f"c-{number}", hour=7 + number)
    Caller(desk, "c-1").post("close", id="e", outcome="resolved")
    answer = desk.http.get(f"{BASE}/calls", params=wanted)
    assert [one["call"] for one in answer.json()["items"]] == found


@pytest.mark.parametrize(
    ("field", "value"),
    [("since", "hier"), ("since", "1999-12-31T00:00"), ("until", "2026"), ("state", "shut"), ("outcome", "fine")],
)
def test_a_wrong_filter_is_named(desk: Served, field: str, value: str) -> None:
    refused = desk.http.get(f"{BASE}/calls", params={field: value})
    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (400, [field])


def test_a_wrong_choice_is_told_what_there_is(desk: Served) -> None:
    refused = desk.http.get(f"{BASE}/calls", params={"state": "shut"}, headers={"Accept-Language": "en"})
    assert refused.json()["errors"] == [{"field": "state", "message": "Write one of: open, closed."}]


@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_opens_nothing_else(desk: Served, name: str) -> None:
    for client in ("acme", "zeta"):
        for number in range(3):
            declare(desk, f"INC-{number}", client=client)
            begin(desk, f"c-{number}", client=client)
    good = page(desk, name, limit=1).json()["next_cursor"]
    other = next(one for one in LISTS if one != name)
    damaged = good[:-1] + ("A" if good[-1] != "A" else "B")
    tries = [
        page(desk, name, good, client="zeta"),
        page(desk, other, good),
        *(page(desk, name, bad) for bad in (damaged, good[1:], good + "=", good + "A", "x", "é", "%00", "A" * 900)),
    ]
    for refused in tries:
        assert refused.status_code == 400, refused.request.url
        assert [one["field"] for one in refused.json()["errors"]] == ["cursor"]
    assert page(desk, name, good, limit=1).status_code == 200


def test_a_cursor_is_signed_with_the_names_of_its_list_and_client(desk: Served) -> None:
    """Positions of one kind, so that nothing but the signature tells the lists apart."""
    acme, calls = OneClient("acme"), desk.kb.calls
    cursor = Cursors.of(calls, acme, "articles").after("vpn")
    assert Cursors.of(calls, acme, "articles").position(cursor, str) == "vpn"
    for elsewhere in (Cursors.of(calls, acme, "incidents"), Cursors.of(calls, OneClient("zeta"), "articles")):
        with pytest.raises(BadRequest):
            elsewhere.position(cursor, str)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", ["0", "-1", "1000", "x", "1.5"])
def test_a_limit_out_of_bounds_is_named(desk: Served, name: str, limit: str) -> None:
    refused = desk.http.get(f"{BASE}/{name}", params={"limit": limit})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "limit")


def test_a_client_sees_nothing_of_another(desk: Served) -> None:
    assert [one["article"] for one in page(desk, "articles", client="zeta").json()["items"]] == ["secret"]
    assert "zeta" not in desk.http.get(f"{BASE}/articles").text
    assert page(desk, "articles", client="absent").status_code == 404


def test_a_key_learns_what_it_is_for_and_nothing_of_others(desk: Served) -> None:
    def listed(key: str) -> httpx.Response:
        return desk.http.get("/api/v1/clients", headers={"Authorization": f"Bearer {key}"})

    narrow = listed(master_key(desk.kb, Scope.SEARCH, Scope.RECORD, clients=("acme", "gone")))
    assert narrow.json() == {"items": [{"client": "acme", "scopes": ["record", "search"]}], "next_cursor": None}
    assert "zeta" not in narrow.text
    wide = listed(master_key(desk.kb)).json()["items"]
    assert [one["client"] for one in wide] == ["acme", "vide", "zeta"]
    assert listed("kbs_wrong").status_code == 401


def test_clients_come_page_by_page_to_whoever_they_are_for(desk: Served) -> None:
    def listed(key: str, **asked: object) -> httpx.Response:
        return desk.http.get("/api/v1/clients", params=asked, headers={"Authorization": f"Bearer {key}"})

    one, other = master_key(desk.kb), master_key(desk.kb)
    found, cursor = [], ""
    while cursor is not None:
        answer = listed(one, limit=1, cursor=cursor).json()
        found += [entry["client"] for entry in answer["items"]]
        cursor = answer["next_cursor"]
    assert found == ["acme", "vide", "zeta"]
    cursor = listed(one, limit=2).json()["next_cursor"]
    assert [entry["client"] for entry in listed(one, cursor=cursor).json()["items"]] == ["zeta"]
    for key, bad in ((other, cursor), (one, cursor[:-1]), (one, "x"), (one, "é"), (one, "____")):
        refused = listed(key, cursor=bad)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "cursor")
    assert listed(one, limit=0).json()["errors"][0]["field"] == "limit"
