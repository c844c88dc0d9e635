"""The sheet over HTTP: made of what was kept and what is told now, nothing of which is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.api.desk import AT, Caller, kept_bytes
from tests.served import Served


def test_a_call_is_handed_over(desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    call.put(queue="support", caller="0612345678")
    desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn connexion impossible", "call": "c-1"})
    call.events(
        ("o", {"kind": "opened", "article": "reseau/vpn"}),
        ("t", {"kind": "tried", "article": "reseau/vpn"}),
    )
    body = {"impact": "canari-impact", "priority": "P2", "facts": [{"name": "numéro de poste", "value": "canari-fait"}]}
    made = call.http.post(f"{call.path}/handover", json=body)
    assert made.status_code == 200, made.text
    sheet = made.json()
    assert sheet["symptoms"] == ["vpn connexion impossible"]
    assert (sheet["articles"][0]["article"], sheet["articles"][0]["did"]) == ("reseau/vpn", "tried")
    assert sheet["articles"][0]["title"] == "VPN : connexion impossible"
    assert sheet["articles"][0]["version_by"] == "event"
    assert len(sheet["caller_key"]) == 32
    assert {"name": "numéro de poste", "value": "canari-fait", "asked": True} in sheet["facts"]
    assert sheet["path"]["steps"]
    assert "canari-impact" in sheet["markdown"]
    assert "canari-fait" in sheet["text"]
    assert b"canari" not in kept_bytes(tmp_path)
    english = call.http.post(f"{call.path}/handover", json={}, headers={"accept-language": "en"}).json()
    assert english["markdown"].startswith("## Hand-over to ")
    assert "not asked" in english["text"]


def test_what_was_shown_first_and_left_alone_is_told_apart_and_an_unknown_version_is_said_to_be(desk: Served) -> None:
    call = Caller(desk)
    call.events(("u", {"kind": "used", "article": "impression/hors-ligne"}))
    (used,) = call.http.post(f"{call.path}/handover", json={}).json()["articles"]
    assert (used["version"], used["version_by"]) == ("", "unknown")
    desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn connexion impossible", "call": "c-1"})
    sheet = call.http.post(f"{call.path}/handover", json={}, headers={"accept-language": "en"}).json()
    assert [one["article"] for one in sheet["articles"]] == ["impression/hors-ligne"]
    (shown,) = sheet["displayed"]
    assert (shown["article"], shown["did"], shown["version_by"]) == ("reseau/vpn", "displayed", "event")
    assert f"(reseau/vpn), shown first, not opened, version {shown['version'][:12]}" in sheet["markdown"]


def test_what_the_escalation_recorded_is_on_the_sheet_and_decides_the_path(desk: Served) -> None:
    call = Caller(desk)
    call.events(("e", {"kind": "escalated", "level": "N2", "group": "g", "priority": "P1", "impact": "tout le siège"}))
    sheet = call.http.post(f"{call.path}/handover", json={}).json()
    assert (sheet["priority"], sheet["path"]["priority"], sheet["impact"]) == ("P1", "P1", "tout le siège")
    told = call.http.post(f"{call.path}/handover", json={"priority": "P2", "impact": "un poste"}).json()
    assert (told["priority"], told["path"]["priority"], told["impact"]) == ("P2", "P2", "un poste")


def test_symptom_and_impact_are_redacted_and_facts_are_as_said(desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    call.put(queue="support")
    number = "06 12 34 56 78"
    body = {
        "symptom": f"vpn coupé, rappeler Mme Durand au {number}",
        "impact": f"le poste de Mme Durand, {number}",
        "facts": [{"name": "numéro de rappel", "value": number}],
    }
    sheet = call.http.post(f"{call.path}/handover", json=body).json()
    assert sheet["symptoms"] == ["vpn coupé, rappeler Mme [name] au [phone]"]
    assert sheet["impact"] == "le poste de Mme [name], [phone]"
    for form in ("markdown", "text"):
        assert "Durand" not in sheet[form]
        assert sheet[form].count(number) == 1
    assert {"name": "numéro de rappel", "value": number, "asked": True} in sheet["facts"]
    assert b"Durand" not in kept_bytes(tmp_path)


def test_a_call_closed_before_it_started_says_so_until_its_start_is_mended(desk: Served) -> None:
    call = Caller(desk)
    call.put(started_at="2026-11-02T12:00:00+01:00")
    assert call.post("close", id="end", outcome="resolved").status_code == 200
    assert call.read()["faults"] == ["closed-before-started"]
    call.put(started_at=AT)
    assert call.read()["faults"] == []
    call.post("reopen", id="again")
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    call.post("close", id="ahead", outcome="resolved", at=ahead)
    assert call.read()["faults"] == ["closed-ahead"]


def test_no_call_no_sheet(desk: Served) -> None:
    call = Caller(desk)
    assert call.http.post(f"{call.path}/handover", json={}).status_code == 404
    Caller(desk, client="zeta").put(queue="x")
    assert call.http.post(f"{call.path}/handover", json={}).status_code == 404
    call.put(queue="x")
    assert call.http.post(f"{call.path}/handover", json={"article": "absent"}).status_code == 404
    assert call.http.post(f"{call.path}/handover", json={"at": "hier"}).status_code == 400
    assert call.http.post(f"{call.path}/handover", json={"priority": "P9"}).status_code == 400


def test_a_level_that_the_agent_chose_is_the_one_that_the_sheet_is_for(desk: Served) -> None:
    call = Caller(desk)
    call.put(queue="support")
    told = {"level": "N3", "article": "reseau/vpn"}
    sheet = call.http.post(f"{call.path}/handover", json=told).json()
    step = sheet["path"]["steps"][sheet["path"]["now"]]
    assert (step["level"], step["facts"], step["rule"]["code"]) == ("N3", ["numéro de poste"], "undeclared")
    assert sheet["text"].startswith("Fiche de passage vers N3\n")
    asked = call.http.post("/api/v1/clients/acme/escalation", json=told).json()
    assert asked["steps"][asked["now"]] == step
    assert call.http.post(f"{call.path}/handover", json={"level": "N1"}).status_code == 400


def test_what_was_chosen_beside_the_results_is_an_answer_of_the_call_and_on_the_sheet(server: Served) -> None:
    call = Caller(server)
    asked = {"query": "poste", "call": "c-1"}
    question = server.http.post("/api/v1/clients/acme/search", json=asked).json()["question"]
    choice = question["choices"][1]
    body = {**asked, "choices": [{"facet": question["facet"], "value": choice["value"]}]}
    assert server.http.post("/api/v1/clients/acme/search", json=body).status_code == 200
    told = {"question": question["text"], "answer": choice["label"]}
    assert call.read()["answers"] == [told]
    sheet = call.http.post(f"{call.path}/handover", json={}).json()
    assert sheet["answers"] == [told]
    assert f"{told['question']} — {told['answer']}" in sheet["text"]
