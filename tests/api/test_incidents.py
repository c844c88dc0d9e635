"""Known incidents over HTTP: shown to the searches of one client that are about them, for as long as they last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.incidents import Incident
from tests.api.desk import AT, Caller
from tests.clients import ACME
from tests.served import Served, master_key

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


def test_it_is_shown_from_its_opening_to_its_end(desk: Served) -> None:
    now = datetime.now(UTC)
    later, latest = ((now + timedelta(hours=hours)).isoformat() for hours in (1, 2))
    post(desk, id="past")
    post(desk, id="planned", opened_at=later)
    assert shown(desk, "tunnel coupé à Lyon") == ["past"]
    close = "/api/v1/clients/acme/incidents/{}/close"
    assert desk.http.post(close.format("past"), json={"at": latest}).status_code == 200
    assert shown(desk, "tunnel coupé à Lyon") == ["past"]


def test_an_end_still_to_come_is_brought_forward_and_one_that_is_past_stays(desk: Served) -> None:
    now = datetime.now(UTC)
    far, near, early = (now + timedelta(days=days) for days in (365, 1, -0.5))

    def closed(at: datetime) -> datetime:
        answer = desk.http.post("/api/v1/clients/acme/incidents/INC-1/close", json={"at": at.isoformat()})
        assert answer.status_code == 200
        return datetime.fromisoformat(answer.json()["closed"])

    opened_at = (now - timedelta(days=1)).isoformat()
    assert post(desk, opened_at=opened_at).status_code == 200
    assert [closed(at) for at in (far, far, near, far)] == [far, far, near, near]
    assert post(desk, opened_at=opened_at).status_code == 200, "it is still open"
    assert shown(desk, "tunnel coupé à Lyon") == ["INC-1"]
    assert closed(now) == now
    assert shown(desk, "tunnel coupé à Lyon") == []
    assert post(desk, opened_at=opened_at).status_code == 409
    assert [closed(at) for at in (early, far)] == [now, now]


def test_what_will_never_begin_is_over(desk: Served) -> None:
    now = datetime.now(UTC)
    begin, end = ((now + timedelta(days=days)).isoformat() for days in (1, 2))
    post(desk, opened_at=begin)
    path = "/api/v1/clients/acme/incidents/INC-1/close"
    assert desk.http.post(path, json={"at": end}).status_code == 200
    assert post(desk, opened_at=begin).status_code == 200
    assert desk.http.post(path, json={"at": begin}).status_code == 200
    assert post(desk, opened_at=begin).status_code == 409


def test_it_cannot_end_before_it_begins_and_can_still_be_closed_then(desk: Served) -> None:
    post(desk)
    close = "/api/v1/clients/acme/incidents/INC-1/close"
    refused = desk.http.post(close, json={"at": "2026-11-02T09:13:59+01:00"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "at")
    assert "après son ouverture" in refused.json()["errors"][0]["message"]
    assert desk.http.post(close, json={"at": "9999-12-31T00:00:00Z"}).status_code == 400
    assert desk.http.post(close, json={"at": AT}).json()["closed"] == "2026-11-02T08:14:00Z"
    assert desk.http.get("/api/v1/clients/acme/incidents/INC-1").status_code == 200


def test_what_is_over_is_not_opened_again(desk: Served) -> None:
    post(desk)
    post(desk, "/INC-1/close")
    refused = post(desk)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems#event-conflict")
    assert "terminé" in refused.json()["detail"]
    assert "sous un autre identifiant" in refused.json()["errors"][0]["message"]


def test_one_word_shows_it_only_by_that_word(desk: Served) -> None:
    post(desk, title="Panne", symptoms=["Porte"])
    assert shown(desk, "panneau") == shown(desk, "le panneau de commande") == shown(desk, "port 443") == []
    assert shown(desk, "une panne") == shown(desk, "plusieurs PANNES") == shown(desk, "portes") == ["INC-1"]


def test_a_call_cannot_be_closed_with_an_incident_that_is_not_there(desk: Served) -> None:
    post(desk, client="zeta")
    call = Caller(desk)
    foreign, absent = (
        call.post("close", id="end", outcome="known_incident", incident=name) for name in ("INC-1", "INC-9")
    )
    assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (400, "incident")
    assert {**foreign.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert call.http.get(call.path).status_code == 404
    late = call.events(("e", {"kind": "closed", "outcome": "known_incident", "incident": "INC-9"}))
    assert (late.status_code, call.read()["incident"]) == (200, "INC-9")


def test_an_old_incident_with_an_impossible_time_can_be_read(desk: Served) -> None:
    for name, year in (("first", 1), ("last", 9999)):
        made = Incident("acme", name, "Panne du VPN", (), "", datetime(year, 1, 1, tzinfo=UTC))
        now = datetime.now(UTC)
        desk.kb.calls.incidents.open(ACME, made, now=now)
        desk.kb.calls.incidents.close_incident(ACME, name, datetime(9999, 12, 31, tzinfo=UTC), now=now)
        assert desk.http.get(f"/api/v1/clients/acme/incidents/{name}").status_code == 200


def test_the_page_shows_it_with_and_without_a_script(desk: Served) -> None:
    post(desk, message="Rappeler <b>plus tard</b>")
    page = desk.http.post("/c/acme", data={"query": "tunnel coupé à Lyon"}).text
    assert "Incident connu : Panne du VPN de Lyon" in page
    assert "Rappeler &lt;b&gt;plus tard" in page
    assert "Incident connu : Panne" not in desk.http.post("/c/acme", data={"query": "imprimante"}).text


def test_no_other_client_sees_it(desk: Served) -> None:
    post(desk)
    assert shown(desk, "tunnel coupé à Lyon", client="zeta") == []
    assert desk.http.get("/api/v1/clients/zeta/incidents").json()["items"] == []
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


def test_its_calls_are_for_who_may_read_calls(desk: Served) -> None:
    post(desk)
    Caller(desk, "c-1").post("close", id="end", outcome="known_incident", incident="INC-1")
    read = {}
    for scopes in ((Scope.SEARCH,), (Scope.SEARCH, Scope.RECORD)):
        headers = {"Authorization": f"Bearer {master_key(desk.kb, *scopes, clients=('acme',))}"}
        read[scopes[-1]] = desk.http.get("/api/v1/clients/acme/incidents/INC-1", headers=headers).json()
    assert [read[scope]["calls"] for scope in (Scope.SEARCH, Scope.RECORD)] == [[], ["c-1"]]
    assert read[Scope.SEARCH]["incident"] == read[Scope.RECORD]["incident"]


def test_a_search_of_a_call_remembers_the_banner(desk: Served) -> None:
    post(desk)
    desk.http.post("/api/v1/clients/acme/search", json={"query": "panne vpn lyon", "call": "c-1", "event": "s"})
    post(desk, "/INC-1/close")
    assert Caller(desk, "c-1").replay()[0]["shown"]["incidents"] == ["INC-1"]


def test_the_same_again_changes_nothing_and_other_words_are_refused(desk: Served) -> None:
    assert post(desk).json() == post(desk).json()
    refused = post(desk, title="Autre panne")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems#event-conflict")
    assert "Un incident de ce client" in refused.json()["detail"]
    listed = desk.http.get("/api/v1/clients/acme/incidents").json()["items"]
    assert [one["title"] for one in listed] == ["Panne du VPN de Lyon"]


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"title": ""},
            {"title": " \t"},
            {"title": "\u2003"},
            {"title": "\u200b"},
            {"symptoms": ["x"]},
            {"symptoms": ["   "]},
            {"symptoms": ["\u200b\ufeff "]},
            {"symptoms": ["tunnel coupé", "le"]},
            {"symptoms": ["plus rien"]},
            {"more": 1},
        ),
        *({"id": ""}, {"id": "INC/1"}, {"id": ".."}, {"id": "a\nb"}),
        *({"opened_at": at} for at in ("hier", "1999-12-31T23:59:59Z", "2099-01-01T00:00:00Z")),
        *({"opened_at": at} for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")),
    ],
)
def test_what_does_not_fit_is_a_field_error(desk: Served, change: dict[str, Any]) -> None:
    refused = post(desk, **change)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"].partition("[")[0] in change
    assert desk.http.get("/api/v1/clients/acme/incidents").json()["items"] == []
    assert desk.http.get("/api/v1/clients/acme/incidents?limit=0").status_code == 400
    assert post(desk, client="absent").status_code == 404
