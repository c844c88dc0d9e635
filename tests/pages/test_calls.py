"""The day's calls of who took them, one from beginning to end, and its end put right."""

from __future__ import annotations

from datetime import UTC, datetime

from kbsearch.core.access.principals import Role
from tests.pages.visitor import Forms, Visitor, operator, visitor
from tests.served import Served

AGENT = {"acme": (Role.AGENT,)}
DAY = "/c/acme/calls"


def take(agent: Visitor, call: str, *events: dict[str, object], symptom: str = "vpn coupé") -> None:
    """One call as the console tells it."""
    page = agent.get("/c/acme")
    csrf = dict(Forms(page).found["/c/acme"])["csrf"]
    now, of = datetime.now(UTC).isoformat(), f"{agent.url}/api/v1/clients/acme/calls/{call}"
    headers = {"x-csrf-token": csrf}
    assert agent.http.put(of, json={"started_at": now, "channel": "phone"}, headers=headers).status_code == 200
    what = [{"kind": "described", "symptom": symptom}, {"kind": "opened", "article": "reseau/vpn"}, *events]
    told = {"events": [{"id": f"{call}-{n}", "at": now, "what": one} for n, one in enumerate(what)]}
    assert agent.http.post(f"{of}/events", json=told, headers=headers).status_code == 200


def test_a_person_sees_own_calls_of_the_day_and_all_on_demand(desk: Served) -> None:
    with visitor(desk, AGENT) as agent, operator(desk) as other:
        take(agent, "c1")
        take(other, "c2", symptom="écran noir")
        mine = agent.get(DAY)
        assert "vpn coupé" in mine
        assert "écran noir" not in mine
        everybody = agent.get(f"{DAY}?whose=all")
        assert "vpn coupé" in everybody
        assert "écran noir" in everybody
        assert "vpn coupé" not in agent.get(f"{DAY}?day=2025-01-06")
        assert "vpn coupé" in agent.get(f"{DAY}?day=not-a-day")


def test_a_call_is_told_in_words_and_its_end_put_right_once(desk: Served) -> None:
    refused: dict[str, object] = {"kind": "closed", "outcome": "abandoned"}
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", refused)
        place = f"{DAY}/c1"
        page = agent.get(place)
        for word in ("téléphone", "Abandonné", "L’appelant dit", "vpn coupé", "Ouvert", "VPN : connexion impossible"):
            assert word in page, word
        done = agent.submit(page, f"{place}/close", outcome="resolved", used=["reseau/vpn"])
        assert "Résolu" in agent.follow(done)
        agent.follow(agent.submit(page, f"{place}/close", outcome="resolved", used=["reseau/vpn"]))  # sent again
        call = desk.http.get("/api/v1/clients/acme/calls/c1").json()
        assert (call["outcome"], call["used"]) == ("resolved", ["reseau/vpn"])
        timeline = desk.http.get("/api/v1/clients/acme/calls/c1/replay").json()["timeline"]
        assert [one["what"]["outcome"] for one in timeline if one["what"]["kind"] == "closed"] == [
            "abandoned",
            "resolved",
        ]
        again = agent.follow(agent.submit(agent.get(place), f"{place}/reopen"))
        assert "Reprendre l’appel" in again
        assert f"{place}/reopen" not in Forms(again).found


def test_what_is_typed_stays_text_and_nobody_elses_call_is_there(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", symptom="<script>alert(1)</script>")
        assert "<script>alert(1)" not in agent.get(f"{DAY}/c1") + agent.get(DAY)
        absent, foreign = agent.http.get(f"{agent.url}{DAY}/none"), agent.http.get(f"{agent.url}/c/zeta/calls/c1")
        assert (absent.status_code, foreign.status_code) == (404, 404)
        assert agent.http.post(f"{agent.url}{DAY}/none/reopen", data={"id": "x"}).status_code in (403, 404)


def test_a_closing_form_without_scripts_counts_once(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get("/c/acme/a/reseau/vpn")
        for _ in range(2):
            assert "Appel clos : Résolu." in agent.follow(agent.submit(page, "/c/acme/close"))
        assert agent.submit(page, "/c/acme/close", outcome="solved").status_code == 400
        found = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
        assert [one["outcome"] for one in found] == ["resolved"]
