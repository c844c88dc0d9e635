"""The day's calls of who took them, one from beginning to end, and its end put right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.articles.typography import spaced
from tests.pages.visitor import Forms, Visitor, operator, visitor
from tests.served import Served

AGENT = {"acme": (Role.AGENT,)}
DAY = "/c/acme/calls"


def take(
    agent: Visitor,
    call: str,
    *events: dict[str, object],
    symptom: str = "vpn coupé",
    client: str = "acme",
    ahead: timedelta = timedelta(),
) -> None:
    """One call as the console tells it. `ahead`: how much its clock is ahead of the server's."""
    page = agent.get(f"/c/{client}")
    csrf = dict(Forms(page).found[f"/c/{client}"])["csrf"]
    now, of = (datetime.now(UTC) + ahead).isoformat(), f"{agent.url}/api/v1/clients/{client}/calls/{call}"
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


def test_the_days_calls_of_a_person_stand_together_whatever_client_they_were_for(desk: Served) -> None:
    both = {"acme": (Role.AGENT,), "zeta": (Role.AGENT,)}
    with visitor(desk, both) as agent, operator(desk) as other, visitor(desk, AGENT) as of_acme:
        take(agent, "c1")
        take(agent, "c2", symptom="coffre fermé", client="zeta")
        take(other, "c3", symptom="écran noir")
        page = agent.get("/calls")
        assert page.index("coffre fermé") < page.index("vpn coupé")
        for word in ("/c/acme/calls/c1", "/c/zeta/calls/c2", "Acme &amp; Fils", "zeta"):
            assert word in page, word
        assert "écran noir" not in page
        assert "vpn coupé" not in agent.get("/calls?day=2025-01-06")
        theirs = of_acme.get("/calls")
        assert "coffre" not in theirs
        assert "zeta" not in theirs
        assert 'href="/calls"' in agent.get("/")
        take(of_acme, "c4", symptom="clavier")
        assert "clavier" in of_acme.get("/calls")
        assert "clavier" not in agent.get("/calls")


@pytest.mark.parametrize("word", ["coupure ", "x"])
def test_a_long_symptom_is_cut_in_a_list_and_whole_in_its_call(desk: Served, word: str) -> None:
    symptom = f"Le vpn est muet : {word * 200}".strip()
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", symptom=symptom)
        for page in (agent.get(DAY), agent.get("/calls")):
            found = re.search(r"(Le vpn est muet[^<…]*)…</td>", page)
            assert found is not None
            assert 100 < len(found[1]) < 120
            assert symptom.startswith(found[1])
        assert symptom in agent.get(f"{DAY}/c1")


def test_a_call_that_nobody_took_says_what_became_of_it_and_not_that_it_is_open(desk: Served) -> None:
    call = "/api/v1/clients/acme/calls/lost"
    told = {"offered_at": datetime.now(UTC).isoformat(), "disposition": "abandoned_in_queue"}
    assert desk.http.put(call, json=told).is_success
    with visitor(desk, AGENT) as agent:
        for page in (agent.get(f"{DAY}?whose=all"), agent.get(f"{DAY}/lost")):
            assert "raccroché dans la file" in page
            assert "en cours" not in page
        agent.follow(agent.submit(agent.get(f"{DAY}/lost"), f"{DAY}/lost/close", outcome="call_back_promised"))
        assert "raccroché dans la file" not in agent.get(f"{DAY}?whose=all")


def test_who_may_enter_a_client_no_more_sees_none_of_its_calls(desk: Served) -> None:
    """The same person, another day: nothing of the calls taken for a client that is closed to them."""
    with visitor(desk, {"acme": (Role.AGENT,), "zeta": (Role.AGENT,)}, id="léa") as agent:
        take(agent, "c2", symptom="coffre fermé", client="zeta")
        assert "coffre fermé" in agent.get("/calls")
    with visitor(desk, AGENT, id="léa") as later:
        assert "coffre" not in later.get("/calls")


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
        agent.follow(agent.submit(again, f"{place}/close", outcome="resolved", used=["reseau/vpn"]))
        timeline = desk.http.get("/api/v1/clients/acme/calls/c1/replay").json()["timeline"]
        kinds = [one["what"]["kind"] for one in timeline]
        assert kinds[kinds.index("reopened") :] == ["reopened", "used", "closed"], "it served since it went on too"


@pytest.mark.parametrize(
    "other",
    [
        {"outcome": "escalated_n2", "used": ["reseau/vpn"]},
        {"outcome": "resolved", "used": ["reseau/vpn"], "comment": "n2 l'a pris"},
        {"outcome": "resolved", "used": []},
    ],
)
def test_the_form_sent_again_with_another_choice_is_refused_not_dropped(desk: Served, other: dict[str, Any]) -> None:
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", {"kind": "closed", "outcome": "abandoned"})
        close = f"{DAY}/c1/close"
        page, known = agent.get(f"{DAY}/c1"), {"outcome": "resolved", "used": ["reseau/vpn"]}
        assert agent.submit(page, close, **known).status_code == 303
        assert agent.submit(page, close, **other).status_code == 409
        assert agent.submit(page, close, **known).status_code == 303
        call = desk.http.get("/api/v1/clients/acme/calls/c1").json()
        assert (call["outcome"], call["comment"], call["used"]) == ("resolved", "", ["reseau/vpn"])
        ticked = agent.get(f"{DAY}/c1")
        assert agent.submit(ticked, close, outcome="resolved", used=[]).status_code == 303
        assert agent.submit(ticked, close, outcome="resolved", used=["reseau/vpn"]).status_code == 409
        assert agent.submit(ticked, close, outcome="resolved", used=[]).status_code == 303
        reopen = f"{DAY}/c1/reopen"
        again = agent.get(f"{DAY}/c1")
        assert [agent.submit(again, reopen).status_code for _ in range(2)] == [303, 303]


def test_who_took_a_call_over_has_a_name_and_an_open_call_is_closed_not_corrected(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", {"kind": "escalated", "level": "on-call", "group": "nuit-semaine"})
        page = agent.get(f"{DAY}/c1")
        for word in ("Transmis à", "Astreinte nuit semaine", "Clore l’appel"):
            assert word in page, word
        for word in ("nuit-semaine", "on-call", "Corriger", "Lequel"):
            assert word not in page, word
        closed = agent.follow(agent.submit(page, f"{DAY}/c1/close", outcome="resolved"))
        assert "Corriger la fin de l’appel" in closed
        assert "Enregistrer la correction" in closed


def test_the_end_is_put_right_though_the_agents_clock_is_ahead(desk: Served) -> None:
    closed: dict[str, object] = {"kind": "closed", "outcome": "abandoned"}
    place = f"{DAY}/c1"
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", closed, ahead=timedelta(minutes=10))
        page = agent.get(place)
        said = agent.follow(agent.submit(page, f"{place}/close", outcome="resolved", used=["reseau/vpn"]))
        call = desk.http.get("/api/v1/clients/acme/calls/c1").json()
        assert (call["outcome"], call["used"]) == ("resolved", ["reseau/vpn"])
        again = agent.follow(agent.submit(said, f"{place}/reopen"))
        assert "Reprendre l’appel" in again
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["closed"] is None
        agent.follow(agent.submit(again, f"{place}/close", outcome="abandoned"))
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["outcome"] == "abandoned"


def test_what_did_not_serve_is_taken_back_and_stays_in_the_history(desk: Served) -> None:
    place = f"{DAY}/c1"
    with visitor(desk, AGENT) as agent:
        take(agent, "c1", {"kind": "used", "article": "reseau/vpn"}, {"kind": "closed", "outcome": "resolved"})
        page = agent.get(place)
        left = agent.follow(agent.submit(page, f"{place}/close", outcome="abandoned"))  # its box stays ticked
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["used"] == ["reseau/vpn"]
        back = agent.follow(agent.submit(left, f"{place}/close", used=[], outcome="resolved"))
        agent.follow(agent.submit(left, f"{place}/close", used=[], outcome="resolved"))  # sent again
        assert "N’a pas servi" in back
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["used"] == []
        timeline = desk.http.get("/api/v1/clients/acme/calls/c1/replay").json()["timeline"]
        kinds = [one["what"]["kind"] for one in timeline]
        assert (kinds.count("used"), kinds.count("unused"), kinds.count("closed")) == (1, 1, 3)
        again = agent.follow(agent.submit(back, f"{place}/close", used=["reseau/vpn"], outcome="resolved"))
        assert ("had", "reseau/vpn") in Forms(again).found[f"{place}/close"]


def test_a_known_incident_is_asked_for_and_kept_only_with_that_outcome(desk: Served) -> None:
    body = {"id": "INC-9", "title": "Panne du tunnel", "opened_at": "2026-11-02T08:00:00Z", "symptoms": ["tunnel"]}
    assert desk.http.post("/api/v1/clients/acme/incidents", json=body).status_code == 200
    place = f"{DAY}/c1"

    def incident() -> str:
        found: str = desk.http.get("/api/v1/clients/acme/calls/c1").json()["incident"]
        return found

    with visitor(desk, AGENT) as agent:
        take(agent, "c1", {"kind": "closed", "outcome": "abandoned"})
        page = agent.get(place)
        assert "Panne du tunnel" in page
        said = agent.follow(agent.submit(page, f"{place}/close", outcome="known_incident", incident="INC-9"))
        assert incident() == "INC-9"
        assert '<option value="INC-9" selected>' in said
        assert agent.submit(said, f"{place}/close", outcome="known_incident", incident="INC-0").status_code == 400
        assert incident() == "INC-9"
        agent.follow(agent.submit(said, f"{place}/close", outcome="resolved", incident="INC-9"))
        assert incident() == ""


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
            assert spaced("Appel clos : Résolu.") in agent.follow(agent.submit(page, "/c/acme/close"))
        assert agent.submit(page, "/c/acme/close", outcome="solved").status_code == 400
        found = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
        assert [one["outcome"] for one in found] == ["resolved"]


def test_what_is_said_of_an_end_is_read_with_the_call_and_corrected_with_it(desk: Served) -> None:
    place = f"{DAY}/c1"

    def comments() -> list[str]:
        timeline = desk.http.get("/api/v1/clients/acme/calls/c1/replay").json()["timeline"]
        return [one["what"].get("comment", "") for one in timeline if one["what"]["kind"] == "closed"]

    with visitor(desk, AGENT) as agent:
        take(agent, "c1")
        page = agent.get(place)
        said = agent.follow(
            agent.submit(page, f"{place}/close", outcome="abandoned", comment=" Mme Durand a <raccroché> ")
        )
        assert spaced("Abandonné · Mme [name] a &lt;raccroché&gt;") in said
        assert ("comment", "Mme [name] a <raccroché>") in Forms(said).found[f"{place}/close"]
        again = agent.follow(agent.submit(said, f"{place}/close", outcome="resolved"))
        agent.follow(agent.submit(again, f"{place}/close", comment="a\r\nb"))
        assert comments() == ["Mme [name] a <raccroché>", "Mme [name] a <raccroché>", "a\nb"]
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["comment"] == "a\nb"


def test_a_closing_form_without_scripts_loses_no_comment(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        take(agent, "c1")
        page = agent.get("/c/acme/call/c1")
        for _ in range(2):  # the browser sends the form again
            agent.follow(agent.submit(page, "/c/acme/close", comment="Mme Durand rappellera"))
        assert desk.http.get("/api/v1/clients/acme/calls/c1").json()["comment"] == "Mme [name] rappellera"
        assert agent.submit(page, "/c/acme/close", comment="autre chose").status_code == 409
        agent.follow(agent.submit(agent.get("/c/acme"), "/c/acme/close", comment="x" * 3000))
        ended = [one["call"] for one in desk.http.get("/api/v1/clients/acme/calls").json()["items"]]
        [unnamed] = [call for call in ended if call != "c1"]
        assert desk.http.get(f"/api/v1/clients/acme/calls/{unnamed}").json()["comment"] == "x" * 2000


@pytest.mark.parametrize(
    ("told", "kept"), [({"channel": "chat"}, "chat"), ({"queue": "support"}, "phone"), ({}, "phone")]
)
def test_the_form_that_ends_a_call_leaves_the_channel_that_was_told(
    desk: Served, told: dict[str, str], kept: str
) -> None:
    with visitor(desk, AGENT) as agent:
        url = f"{desk.url}/api/v1/clients/acme/calls/acd-1"
        assert not told or desk.http.put(url, json=told).is_success
        page = agent.get("/c/acme/call/acd-1")
        agent.follow(agent.submit(page, "/c/acme/close", outcome="resolved"))
        call = desk.http.get(url).json()
        assert (call["channel"], call["outcome"]) == (kept, "resolved")
