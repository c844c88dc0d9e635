"""The search page of a call that came in: what it says of the call, whichever tab it is opened in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.snapshot import Snapshot
from tests.pages.visitor import Visitor, visitor
from tests.served import Served

OPENED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
CALL = "/c/acme/call/ACD-5"


@pytest.fixture
def agent(desk: Served) -> Iterator[Visitor]:
    with visitor(desk, {"acme": (Role.AGENT,)}) as somebody:
        yield somebody


def pop(agent: Visitor, **said: str) -> None:
    """The telephone system opens it."""
    answer = agent.http.get(
        f"{agent.url}/agent/pop", params={"call": "ACD-5", "client": "acme", **said}, headers=OPENED
    )
    assert answer.status_code == 303, answer.text


def spoken(page: str) -> str:
    """What the page has its script say that the caller speaks."""
    found = re.search(r'data-call-lang="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_what_the_caller_speaks_is_the_call_s_and_not_the_address_s(agent: Visitor) -> None:
    assert spoken(agent.get(f"{CALL}?lang=en")) == "en", "while nothing is kept of the call, the address tells"
    pop(agent, lang="en")
    assert spoken(agent.get(CALL)) == "en"
    pop(agent)
    pop(agent, lang="de")
    assert spoken(agent.get(CALL)) == "en", "what says nothing of it changes nothing"
    assert spoken(agent.get(f"{CALL}?lang=fr")) == "en"
    pop(agent, lang="fr")
    assert spoken(agent.get(CALL)) == "fr"
    pop(agent, lang="en")
    assert spoken(agent.get(CALL)) == "en", "what was told last counts"
    assert spoken(agent.get("/c/acme/call/ACD-6")) == "", "it is no other call's"


def test_what_the_caller_speaks_is_on_the_call_s_own_page_and_in_the_api(desk: Served, agent: Visitor) -> None:
    address = "/api/v1/clients/acme/calls/ACD-8"
    assert desk.http.put(address, json={"channel": "phone", "lang": "en"}).status_code == 200
    assert "<dt>Langue de l’appelant</dt><dd>anglais</dd>" in agent.get("/c/acme/calls/ACD-8")
    assert desk.http.get(address).json()["lang"] == "en"
    sheet = desk.http.post(f"{address}/handover", json={}).json()
    assert sheet["caller_lang"] == "en"
    assert "Langue de l’appelant : anglais" in sheet["text"]
    assert desk.http.put(address, json={"lang": "de"}).status_code == 400


def test_who_has_no_scripts_sees_the_call_and_keeps_it_through_a_search(desk: Served, agent: Visitor) -> None:
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    english = tuple(replace(one, lang="en") for one in snapshot.articles)
    desk.live.entries["acme"] = replace(snapshot, articles=english)
    pop(agent, lang="en", q="le vpn coupe")
    page = agent.get(CALL)
    assert '<p class="call"><span id="call-name">Appel ACD-5</span>' in page
    assert '<span class="badge" id="call-speaks">L’appelant parle anglais</span>' in page
    assert 'value="le vpn coupe"' in page
    assert 'id="call-speaks" hidden' not in page
    found = agent.follow(agent.submit(page, "/c/acme", query="vpn connexion impossible"))
    assert '<span id="call-name">Appel ACD-5</span>' in found
    assert "L’appelant parle anglais" in found
    rows = found.partition('<template id="row">')[0]
    assert '<span class="badge">Dans la langue de l’appelant</span>' in rows
    [article] = re.findall(r'href="(/c/acme/a/reseau/vpn\?call=ACD-5)', found)
    assert "L’appelant parle anglais" in agent.get(article)
    without = agent.get("/c/acme")
    assert '<p class="call scripted"><span id="call-name">Sans appel</span>' in without
    assert "le vpn coupe" not in without


def test_the_call_is_told_to_who_takes_calls_alone(desk: Served, agent: Visitor) -> None:
    pop(agent, lang="en", q="le vpn coupe")
    with (
        visitor(desk, {"acme": (Role.EDITOR,)}, id="editor") as editor,
        visitor(desk, {"zeta": (Role.AGENT,)}, id="other") as other,
    ):
        for page in (
            editor.get("/c/acme/a/reseau/vpn?call=ACD-5"),
            other.get("/c/zeta/call/ACD-5"),
            other.get("/c/zeta/a/secret?call=ACD-5"),
        ):
            assert spoken(page) == ""
            assert "le vpn coupe" not in page


def test_a_call_that_a_page_named_is_under_way(agent: Visitor) -> None:
    assert '<span id="call-name">Appel en cours</span>' in agent.get("/c/acme/call/console-1")


def test_long_words_are_cut_aloud(agent: Visitor) -> None:
    pop(agent, q="vpn " * 400)
    page = agent.get(CALL)
    [value] = re.findall(r'id="query" name="query" type="search" value="([^"]*)"', page)
    assert len(value) == 1000
    assert "seuls les 1000 premiers caractères" in page
