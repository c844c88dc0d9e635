"""Known incidents over HTTP: shown to the searches of one client that are about them, for as long as they last."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.desk import AT, Caller
from tests.served import Served

INCIDENT: dict[str, Any] = {
    "id": "INC-1",
    "title": "Panne du VPN de Lyon",
    "opened_at": AT,
    "symptoms": ["tunnel coupé à Lyon"],
    "message": "Rétabli vers 11 h.",
}


def post(desk: Served, path: str = "", client: str = "acme", **change: Any) -> httpx.Response:
    body = {"at": AT} if path else {**INCIDENT, **change}
    return desk.http.post(f"/api/v1/clients/{client}/incidents{path}", json=body)


def shown(desk: Served, query: str, client: str = "acme") -> list[str]:
    return [one["id"] for one in desk.search(query, client=client).json()["incidents"]]


def test_an_incident_is_shown_while_it_lasts_to_searches_about_it(desk: Served) -> None:
    assert shown(desk, "tunnel coupé à lyon") == []
    assert post(desk).json()["closed"] is None
    assert shown(desk, "le tunnel est COUPÉ à Lyon !") == ["INC-1"]
    assert shown(desk, "panne vpn Lyon") == ["INC-1"]
    assert shown(desk, "imprimante hors ligne") == []
    assert shown(desk, "") == []
    post(desk, id="INC-2", title="Lyon : plus de tunnel", opened_at="2026-11-02T10:00:00+01:00")
    assert shown(desk, "plus de tunnel à lyon, tunnel coupé") == ["INC-2", "INC-1"]
    assert post(desk, "/INC-1/close").json()["closed"] == "2026-11-02T08:14:00Z"
    assert post(desk, "/INC-1/close").status_code == 200
    assert shown(desk, "tunnel coupé à lyon") == ["INC-2"]


def test_the_page_shows_it_with_and_without_a_script(desk: Served) -> None:
    post(desk, message="Rappeler <b>plus tard</b>")
    page = desk.http.post("/c/acme", data={"query": "tunnel coupé à Lyon"}).text
    assert "Incident connu : Panne du VPN de Lyon" in page
    assert "Rappeler &lt;b&gt;plus tard" in page
    assert "Incident connu : Panne" not in desk.http.post("/c/acme", data={"query": "imprimante"}).text


def test_no_other_client_sees_it(desk: Served) -> None:
    post(desk)
    assert shown(desk, "tunnel coupé à Lyon", client="zeta") == []
    assert desk.http.get("/api/v1/clients/zeta/incidents").json()["incidents"] == []
    foreign, absent = (desk.http.get(f"/api/v1/clients/zeta/incidents/{id}") for id in ("INC-1", "INC-9"))
    assert foreign.status_code == absent.status_code == 404
    assert {**foreign.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert post(desk, "/INC-1/close", client="zeta").status_code == 404
    assert post(desk, client="zeta", title="Autre").status_code == 200
    assert shown(desk, "tunnel coupé à Lyon") == ["INC-1"]


def test_its_calls_are_marked_and_listed(desk: Served) -> None:
    post(desk)
    for call, incident in (("c-1", "INC-1"), ("c-2", None), ("c-3", "INC-1")):
        Caller(desk, call).post("close", id=f"end-{call}", outcome="known_incident", incident=incident)
    Caller(desk, "c-3").post("reopen", id="again", at="2026-11-02T12:00:00+01:00")
    Caller(desk, "c-4", client="zeta").post("close", id="end", outcome="known_incident", incident="INC-1")
    found = desk.http.get("/api/v1/clients/acme/incidents/INC-1").json()
    assert (found["incident"]["title"], found["calls"]) == ("Panne du VPN de Lyon", ["c-1"])
    assert Caller(desk, "c-1").read()["incident"] == "INC-1"


def test_a_search_of_a_call_remembers_the_banner(desk: Served) -> None:
    post(desk)
    desk.http.post("/api/v1/clients/acme/search", json={"query": "panne vpn lyon", "call": "c-1", "event": "s"})
    post(desk, "/INC-1/close")
    assert Caller(desk, "c-1").replay()[0]["shown"]["incidents"] == ["INC-1"]


def test_the_same_again_changes_nothing_and_other_words_are_refused(desk: Served) -> None:
    assert post(desk).json() == post(desk).json()
    refused = post(desk, title="Autre panne")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems#event-conflict")
    listed = desk.http.get("/api/v1/clients/acme/incidents").json()["incidents"]
    assert [one["title"] for one in listed] == ["Panne du VPN de Lyon"]


@pytest.mark.parametrize("change", [{"title": ""}, {"opened_at": "hier"}, {"symptoms": ["x"]}, {"id": ""}, {"more": 1}])
def test_what_does_not_fit_is_a_field_error(desk: Served, change: dict[str, Any]) -> None:
    assert post(desk, **change).status_code == 400
    assert desk.http.get("/api/v1/clients/acme/incidents?limit=0").status_code == 400
    assert post(desk, client="absent").status_code == 404
