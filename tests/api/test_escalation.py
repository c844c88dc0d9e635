"""Who takes over, over HTTP: at its own address, in every search answer and on the page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexDamaged
from tests.api.desk import Caller
from tests.core.escalation.written import client_of
from tests.served import UNBUILT, Served

CLIENT = """
supervisor = "poste 4000"
[hours]
monday = "09:00-17:00"
tuesday = "09:00-17:00"
[holidays]
country = "FR"
[[levels]]
level = "N2"
group = "reseau"
contact = "poste 1"
channel = "téléphone"
delay_minutes = 60
delays = { P1 = 15 }
facts = ["site"]
[[levels]]
level = "on-call"
group = "nuit"
hours = "outside"
[[levels.shifts]]
who = "Ada"
[[triggers]]
phrases = ["fumée dans la baie"]
group = "nuit"
"""
NIGHT = "2026-05-11T23:00"


@pytest.fixture
def staffed(server: Served) -> Served:
    return staff(server)


def staff(server: Served) -> Served:
    """Acme with hours and a rota."""
    acme = server.live.entries["acme"]
    assert isinstance(acme, Snapshot)
    client = replace(client_of(CLIENT), name=acme.client.name, shared=acme.client.shared)
    server.live.entries["acme"] = replace(acme, client=client, trigger_vectors={})
    return server


def test_a_danger_that_was_meant_leads_the_hand_over_whatever_was_asked_since(desk: Served) -> None:
    call = Caller(staff(desk))
    call.events(
        ("a", {"kind": "described", "symptom": "fumée dans la salle"}), ("b", {"kind": "described", "symptom": "vpn"})
    )
    sheet = call.http.post(f"{call.path}/handover", json={}).json()
    step = sheet["path"]["steps"][0]
    assert (step["group"], step["rule"]["code"]) == ("nuit", "trigger-meaning")


def ask(server: Served, client: str = "acme", *, lang: str = "fr", **body: object) -> dict[str, Any]:
    headers = {"accept-language": lang}
    response = server.http.post(f"/api/v1/clients/{client}/escalation", json=body, headers=headers)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_path_by_night(staffed: Served) -> None:
    path = ask(staffed, at=NIGHT, priority="P1")
    assert (path["at"], path["priority"], path["now"]) == ("2026-05-11T23:00:00+02:00", "P1", 1)
    first, second = path["steps"]
    assert first == {
        "level": "N2",
        "group": "reseau",
        "title": "N2 reseau",
        "who": "",
        "contact": "poste 1",
        "channel": "téléphone",
        "open": False,
        "until": "2026-05-12T09:00:00+02:00",
        "reached": "Fermé jusqu’à mardi 12 mai 09:00",
        "delay_minutes": 15,
        "delay": "en 15 min",
        "facts": ["site"],
        "kind": "hierarchical",
        "rule": {"code": "first-level", "text": "Premier niveau au-dessus du N1."},
        "name": "reseau",
        "whom": "N2 reseau · poste 1 · téléphone",
    }
    assert (second["group"], second["who"], second["open"]) == ("nuit", "Ada", True)
    closed = "reseau est fermé jusqu’à mardi 12 mai 09:00 : étape suivante."
    assert path["warnings"] == [{"code": "closed", "text": closed}]


def test_what_the_caller_chose_leads_to_the_article_that_it_is_about(desk: Served) -> None:
    body = {"symptom": "imprimante hors ligne", "at": "2026-05-11T10:00"}
    vpn = [{"facet": "product", "value": "Client VPN"}]
    assert ask(staff(desk), **body)["steps"][0]["facts"] == ["site"]
    assert ask(desk, **body, choices=vpn)["steps"][0]["rule"]["text"].endswith("VPN : connexion impossible.")
    call = Caller(desk)
    for choices in ([], vpn):
        query = {"query": body["symptom"], "call": "c-1", "choices": choices}
        assert desk.http.post("/api/v1/clients/acme/search", json=query).json()["event"]
        sheet = call.http.post(f"{call.path}/handover", json={"at": body["at"]}).json()
        assert ("numéro de poste" in [one["name"] for one in sheet["facts"]]) == bool(choices)
    assert [one["answer"] for one in sheet["answers"]] == ["Client VPN"]


def test_texts_follow_the_reader(staffed: Served) -> None:
    path = ask(staffed, lang="en", at=NIGHT)
    assert path["steps"][0]["reached"] == "Closed until Tuesday 12 May 09:00"
    assert path["warnings"][0]["text"] == "reseau is closed until Tuesday 12 May 09:00: next step."


def test_a_symptom_an_article_and_now(staffed: Served) -> None:
    assert ask(staffed, symptom="de la fumée dans la baie")["steps"][0]["rule"]["code"] == "trigger-words"
    by_article = ask(staffed, article="reseau/vpn", at="2026-05-11T10:00")
    assert by_article["steps"][0]["rule"] == {
        "code": "article",
        "text": "D’après l’article : VPN : connexion impossible.",
    }
    assert by_article["steps"][0]["facts"] == ["site", "numéro de poste"]
    assert ask(staffed)["steps"]


def test_every_search_answer_has_its_path(staffed: Served) -> None:
    body = {"query": "vpn connexion impossible", "at": NIGHT, "priority": "P1"}
    answer = staffed.http.post("/api/v1/clients/acme/search", json=body).json()
    assert answer["escalation"] == ask(staffed, symptom=body["query"], at=NIGHT, priority="P1")
    assert answer["escalation"]["steps"][0]["rule"]["code"] == "article"
    assert staffed.search("").json()["escalation"]["steps"]


def test_a_client_that_declares_nothing(server: Served) -> None:
    path = ask(server, "zeta")
    assert [(step["level"], step["rule"]["code"]) for step in path["steps"]] == [("supervisor", "no-path")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"at": "hier"}, "at"),
        ({"at": "1999-01-01T00:00"}, "at"),
        ({"at": 3}, "at"),
        ({"at": "x" * 41}, "at"),
        ({"priority": "P5"}, "priority"),
        ({"priority": None}, "priority"),
        ({"symptom": "a" * 1001}, "symptom"),
        ({"article": 1}, "article"),
        ({"when": "now"}, "when"),
        ([], "body"),
    ],
)
def test_a_wrong_field_is_named(server: Served, body: object, field: str) -> None:
    response = server.http.post(
        "/api/v1/clients/acme/escalation",
        content=json.dumps(body),
        headers={"content-type": "application/json", "accept-language": "en"},
    )
    problem = response.json()
    assert (response.status_code, problem["type"]) == (400, "/problems#bad-request")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("body", [{"query": "vpn", "at": "hier"}, {"query": "vpn", "priority": "urgent"}])
def test_a_search_names_them_too(server: Served, body: dict[str, str]) -> None:
    response = server.http.post("/api/v1/clients/acme/search", json=body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] in ("at", "priority")


def test_the_wall_between_clients(staffed: Served) -> None:
    for client in ("absent", "ACME", "_shared"):
        assert staffed.http.post(f"/api/v1/clients/{client}/escalation", json={}).status_code == 404
    other, absent = (
        staffed.http.post("/api/v1/clients/zeta/escalation", json={"article": article})
        for article in ("reseau/vpn", "none")
    )
    assert (other.status_code, other.json()["type"]) == (404, "/problems#not-found")
    assert other.json() | {"request_id": ""} == absent.json() | {"request_id": ""}
    told = json.dumps(ask(staffed, "zeta", symptom="fumée dans la baie vpn"))
    assert not any(secret in told for secret in ("reseau", "Ada", "poste 1", "nuit"))


def test_what_cannot_be_served_is_503(server: Served) -> None:
    assert server.http.post(f"/api/v1/clients/{UNBUILT}/escalation", json={}).status_code == 503
    server.live.entries["acme"] = IndexDamaged("vectors.faiss differs.", remedy="kbsearch build acme")
    response = server.http.post("/api/v1/clients/acme/escalation", json={})
    assert (response.status_code, response.json()["remedy"]) == (503, "kbsearch build acme")


def test_only_json_by_post(server: Served) -> None:
    address = "/api/v1/clients/acme/escalation"
    assert server.http.get(address, params={"symptom": "vpn"}).status_code == 405
    assert server.http.post(address, content="{}", headers={"content-type": "text/plain"}).status_code == 415


def test_the_example_has_the_documented_fields(staffed: Served) -> None:
    schema = staffed.http.get("/schema/openapi.json").json()
    operation = schema["paths"]["/api/v1/clients/{client}/escalation"]["post"]
    content = operation["responses"]["200"]["content"]["application/json"]
    example, answer = next(iter(content["examples"].values()))["value"], ask(staffed)
    assert set(example) == set(answer)
    assert set(example["steps"][0]) == set(answer["steps"][0])


def test_the_page_without_a_script_shows_the_path(staffed: Served) -> None:
    page = staffed.http.post("/c/acme", data={"query": "vpn connexion"}).text
    assert "Qui prend la suite" in page
    assert "N2 reseau" in page
    assert "À demander d’abord : site · numéro de poste" in page
    assert "N2 reseau" in staffed.http.get("/c/acme").text, "and before anything is asked"


@pytest.mark.parametrize("at", ["2000-01-01T12:00", "2099-01-01T00:59", "2098-12-31T23:59:59Z"])
def test_the_first_and_last_instants_have_a_path(staffed: Served, at: str) -> None:
    assert ask(staffed, at=at)["steps"]


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_outside_the_years_that_can_be_worked_with_is_refused(staffed: Served, at: str) -> None:
    for path, body in (("escalation", {"at": at}), ("search", {"query": "vpn", "at": at})):
        refused = staffed.http.post(f"/api/v1/clients/acme/{path}", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "at")
        assert "2000 à 2098" in refused.json()["detail"]
