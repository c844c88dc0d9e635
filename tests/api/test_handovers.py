"""The sheet over HTTP: made of what was kept and what is told now, nothing of which is stored."""

from __future__ import annotations

from pathlib import Path

from tests.api.desk import Caller, kept_bytes
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
    assert len(sheet["caller_key"]) == 32
    assert {"name": "numéro de poste", "value": "canari-fait", "asked": True} in sheet["facts"]
    assert sheet["path"]["steps"]
    assert "canari-impact" in sheet["markdown"]
    assert "canari-fait" in sheet["text"]
    assert b"canari" not in kept_bytes(tmp_path)
    english = call.http.post(f"{call.path}/handover", json={}, headers={"accept-language": "en"}).json()
    assert english["markdown"].startswith("## Hand-over to ")
    assert "not asked" in english["text"]


def test_no_call_no_sheet(desk: Served) -> None:
    call = Caller(desk)
    assert call.http.post(f"{call.path}/handover", json={}).status_code == 404
    Caller(desk, client="zeta").put(queue="x")
    assert call.http.post(f"{call.path}/handover", json={}).status_code == 404
    call.put(queue="x")
    assert call.http.post(f"{call.path}/handover", json={"article": "absent"}).status_code == 404
    assert call.http.post(f"{call.path}/handover", json={"at": "hier"}).status_code == 400
    assert call.http.post(f"{call.path}/handover", json={"priority": "P9"}).status_code == 400
