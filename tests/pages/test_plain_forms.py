"""The search page's forms without a script: what is asked has an address without it, gaps and incidents are told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.articles.typography import NO_BREAK
from tests.pages.test_calls import take
from tests.pages.visitor import Forms, Visitor, operator, visitor
from tests.served import Served

PAGE = "/c/acme"
GAP, CLOSE = f"{PAGE}/gap", f"{PAGE}/close"
AGENT = {"acme": (Role.AGENT,), "zeta": (Role.AGENT,)}
ODD = "badgeuse du parking muette"


@pytest.fixture
def agent(desk: Served) -> Iterator[Visitor]:
    with visitor(desk, AGENT) as somebody:
        yield somebody


def asked(agent: Visitor, query: str, page: str = "", **filled: Any) -> tuple[str, str]:
    """Where the results are, and the page that is there."""
    answer = agent.submit(page or agent.get(PAGE), PAGE, query=query, **filled)
    return answer.headers["location"], agent.follow(answer)


def calls(desk: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
    return found


def told(desk: Served, call: str, kind: str) -> list[dict[str, Any]]:
    timeline = desk.http.get(f"/api/v1/clients/acme/calls/{call}/replay").json()["timeline"]
    return [one["what"] for one in timeline if one["what"]["kind"] == kind]


def declare(desk: Served, id: str, title: str, **more: Any) -> None:
    said = {"id": id, "title": title, "opened_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat()} | more
    assert desk.http.post("/api/v1/clients/acme/incidents", json=said).status_code == 200


def value(page: str) -> str:
    """What stands in the box."""
    return dict(Forms(page).found[PAGE])["query"]


def test_each_search_has_an_address_of_its_own_that_does_not_hold_it(desk: Served, agent: Visitor) -> None:
    first, page = asked(agent, "vpn connexion")
    second, after = asked(agent, "imprimante")
    assert first != second
    assert "connexion" not in first
    assert (value(page), value(after)) == ("vpn connexion", "imprimante")
    assert "/a/reseau/vpn" in page
    assert value(agent.get(first)) == "vpn connexion", "as Back brings it"
    long = asked(agent, "vpn " * 400)[1]
    assert "seul son début a été cherché" in long


def test_what_was_asked_is_found_again_by_its_own_session_and_client_alone_and_not_for_long(
    desk: Served, agent: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _ = asked(agent, ODD)
    with operator(desk) as other:
        assert ODD not in other.get(place)
    assert ODD not in agent.get(place.replace("acme", "zeta"))
    assert ODD in agent.get(place)
    monkeypatch.setattr("kbsearch.api.requests.last_asked.MOST_OF_CALL", 2)
    asked(agent, "vpn")
    assert ODD in agent.get(place)
    asked(agent, "imprimante")
    assert ODD not in agent.get(place)
    late, _ = asked(agent, ODD)
    monkeypatch.setattr("kbsearch.api.requests.last_asked.WITHIN_S", 0.0)
    assert ODD not in agent.get(late)


def test_after_the_call_nothing_that_was_asked_for_it_is_found(desk: Served, agent: Visitor) -> None:
    place, page = asked(agent, ODD)
    assert agent.submit(page, CLOSE, outcome="abandoned").headers["location"] == f"{PAGE}?closed=abandoned"
    assert ODD not in agent.get(place)


def test_a_key_has_no_session_and_gets_its_results_at_once(desk: Served) -> None:
    page = desk.http.post(PAGE, data={"query": "vpn"})
    assert (page.status_code, value(page.text)) == (200, "vpn")


def test_a_gap_is_reported_once_redacted_and_begins_the_call_that_is_closed_then(desk: Served, agent: Visitor) -> None:
    before, page = asked(agent, ODD)
    sent = [agent.submit(page, GAP, missing="joindre Mme Quillacq au 06 12 34 56 78") for _ in range(2)]
    assert all("badgeuse" not in one.headers["location"] for one in sent)
    after = agent.follow(sent[0])
    assert "Manque signalé" in after
    assert GAP not in Forms(after).found
    [call] = calls(desk)
    [flag] = told(desk, call["call"], "flagged")
    assert flag["reason"].startswith(f"Rien trouvé : {ODD} — joindre")
    assert "06 12" not in flag["reason"]
    assert dict(Forms(agent.get(before)).found[CLOSE])["call"] == call["call"], "Back stays with the call"
    agent.follow(agent.submit(after, CLOSE, outcome="escalated_n2"))
    [closed] = calls(desk)
    assert (closed["call"], closed["outcome"], closed["symptom"]) == (call["call"], "escalated_n2", ODD)
    assert ODD not in agent.get(before)


def test_a_gap_of_a_call_is_told_in_it_and_another_question_may_be_one_too(desk: Served, agent: Visitor) -> None:
    take(agent, "ACD-9")
    page = asked(agent, ODD, agent.get(f"{PAGE}/call/ACD-9"))[1]
    told_of = agent.follow(agent.submit(page, GAP))
    again = asked(agent, "écran noir", told_of)[1]
    agent.follow(agent.submit(again, GAP))
    assert [one["reason"] for one in told(desk, "ACD-9", "flagged")] == [
        f"Rien trouvé : {ODD}",
        "Rien trouvé : écran noir",
    ]
    assert [one["call"] for one in calls(desk)] == ["ACD-9"]


def test_the_story_of_a_call_that_one_form_told_ends_with_its_end(desk: Served, agent: Visitor) -> None:
    page = agent.get(f"{PAGE}/a/reseau/vpn?call=ACD-3")
    agent.follow(agent.submit(page, f"{PAGE}/close", query="vpn coupé", outcome="resolved", used="reseau/vpn"))
    story = re.findall(r"<strong>(.*?)</strong>", agent.get(f"{PAGE}/calls/ACD-3").replace(NO_BREAK, " "))
    assert story == ["Appel pris :", "L’appelant dit :", "A servi :", "Appel clos :"]
    own = f"{PAGE}/calls/ACD-3"
    agent.follow(agent.submit(agent.get(own), f"{own}/reopen"))
    agent.follow(agent.submit(agent.get(f"{PAGE}/call/ACD-3"), CLOSE, query="vpn coupé", outcome="not_for_us"))
    again = re.findall(r"<strong>(.*?)</strong>", agent.get(own).replace(NO_BREAK, " "))
    assert again == [*story, "Appel rouvert", "Appel clos :"], "what the form says each time is told once"


def test_a_call_is_closed_reopened_and_closed_again(desk: Served, agent: Visitor) -> None:
    take(agent, "ACD-9")
    page = agent.get(f"{PAGE}/call/ACD-9")
    sent = [agent.submit(page, CLOSE, outcome="resolved").status_code for _ in range(2)]
    assert sent == [303, 303], "the same form counts once"
    agent.follow(agent.submit(agent.get(f"{PAGE}/calls/ACD-9"), f"{PAGE}/calls/ACD-9/reopen"))
    again = agent.submit(agent.get(f"{PAGE}/call/ACD-9"), CLOSE, outcome="escalated_n2")
    assert again.headers["location"] == f"{PAGE}?closed=escalated_n2"
    [call] = calls(desk)
    assert (call["outcome"], len(told(desk, "ACD-9", "closed"))) == ("escalated_n2", 2)


def test_a_call_that_was_closed_says_so_and_one_that_goes_on_is_offered_the_end_that_it_had(
    desk: Served, agent: Visitor
) -> None:
    place, own = f"{PAGE}/call/ACD-4", f"{PAGE}/calls/ACD-4"
    said = {"outcome": "not_for_us", "comment": "câble du voisin", "used": "reseau/vpn"}
    agent.follow(agent.submit(agent.get(f"{PAGE}/a/reseau/vpn?call=ACD-4"), CLOSE, **said))
    closed = agent.get(place).replace(NO_BREAK, " ")
    assert "Cet appel est clos : Pas pour nous." in closed
    assert f'<a href="{own}">' in closed
    assert CLOSE not in Forms(closed).found, "nothing ends it again unasked"
    agent.follow(agent.submit(agent.get(own), f"{own}/reopen"))
    for page, action in ((agent.get(place), CLOSE), (agent.get(own), f"{own}/close")):
        assert '<option value="not_for_us" selected>' in page
        assert "câble du voisin" in page
        assert action in Forms(page).found
    agent.follow(agent.submit(agent.get(own), f"{own}/close", outcome="resolved", used=""))
    whole = desk.http.get("/api/v1/clients/acme/calls/ACD-4").json()
    assert (whole["outcome"], whole["used"]) == ("resolved", [])
    again = agent.get(own)
    assert 'name="used" value="reseau/vpn">' in again, "it can be said to have served after all"
    agent.follow(agent.submit(again, f"{own}/reopen"))
    article = agent.get(f"{PAGE}/a/reseau/vpn?call=ACD-4")
    assert 'name="used" value="reseau/vpn">' in article, "what did not serve is not ticked unasked"


def test_a_call_that_nobody_named_is_closed_once_by_one_form_however_late_it_is_sent_again(
    desk: Served, agent: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(agent, ODD)[1]
    for minute in ("10:00", "10:07"):
        monkeypatch.setattr("kbsearch.api.calls.closing.minute", lambda _, minute=minute: minute)
        agent.submit(page, CLOSE, outcome="abandoned")
    assert len(calls(desk)) == 1
    agent.submit(asked(agent, ODD)[1], CLOSE, outcome="abandoned")
    assert len(calls(desk)) == 2, "another form is another call"


def test_the_form_that_ends_a_call_sent_again_with_other_articles_is_refused(desk: Served, agent: Visitor) -> None:
    page = agent.get(f"{PAGE}/a/reseau/vpn?call=ACD-5")
    for first, other in (([], ["reseau/vpn"]), (["reseau/vpn"], [])):
        answers = [agent.submit(page, CLOSE, outcome="resolved", used=used) for used in (first, other, first)]
        assert [one.status_code for one in answers] == [303, 409, 303]
        assert desk.http.get("/api/v1/clients/acme/calls/ACD-5").json()["used"] == first
        agent.follow(agent.submit(agent.get(f"{PAGE}/calls/ACD-5"), f"{PAGE}/calls/ACD-5/reopen"))
        page = agent.get(f"{PAGE}/a/reseau/vpn?call=ACD-5")
    unnamed = agent.get(f"{PAGE}/a/reseau/vpn")
    answers = [agent.submit(unnamed, CLOSE, outcome="resolved", used=used) for used in ([], ["reseau/vpn"])]
    assert [one.status_code for one in answers] == [303, 409]


def test_a_row_leads_to_the_section_that_matched(agent: Visitor) -> None:
    page = asked(agent, "certificat expiré")[1]
    places = re.findall(r'href="(/c/acme/a/[^"#]*)#([^"]+)"', page)
    assert places
    for place, section in places:
        assert f'id="{unquote(section)}"' in agent.get(html.unescape(place))


def test_nothing_asked_is_no_gap(desk: Served, agent: Visitor) -> None:
    page = asked(agent, ODD)[1]
    assert agent.submit(page, GAP, query=" ").status_code == 400
    assert calls(desk) == []


def test_a_call_is_closed_for_the_incident_that_it_was_about(desk: Served, agent: Visitor) -> None:
    assert "incident" not in dict(Forms(agent.get(PAGE)).found[CLOSE]), "there is none to choose"
    declare(desk, "INC-mail", "Messagerie lente")
    declare(desk, "INC-vpn", "Panne du VPN", symptoms=["vpn connexion impossible"])
    page = asked(agent, "vpn connexion impossible")[1]
    assert dict(Forms(page).found[CLOSE])["incident"] == "INC-vpn", "the one that the search told of comes first"
    assert page.index('<option value="INC-vpn" selected>') < page.index('<option value="INC-mail">')
    assert '<option value="" selected>' in agent.get(PAGE), "none is told of there"
    for outcome in ("resolved", "known_incident"):
        page = asked(agent, "vpn connexion impossible")[1]
        agent.follow(agent.submit(page, CLOSE, call=f"c-{outcome}", outcome=outcome, incident="INC-mail"))
    kept = {one["call"]: one["incident"] for one in calls(desk)}
    assert kept == {"c-known_incident": "INC-mail", "c-resolved": ""}
    assert agent.submit(page, CLOSE, call="c-9", outcome="known_incident", incident="INC-9").status_code == 400
    again = agent.submit(page, CLOSE, call="c-known_incident", outcome="known_incident", incident="INC-vpn")
    assert again.status_code == 409, "the same call is not another incident's by sending it again"
