"""A form that is sent when the session is over: nothing that was typed is lost, nothing is done until it is sent."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from kbsearch.api.pages.resuming import Unsent, UnsentForms
from kbsearch.core.access.principals import Role
from kbsearch.core.articles.typography import NO_BREAK
from tests.api.test_sign_in import add_account, sign_in
from tests.clients import ACME
from tests.pages.visitor import AS_A_BROWSER, Forms, Visitor, visitor
from tests.served import Served

PAGE = "/c/acme"
CLOSE, GAP, INCIDENTS = f"{PAGE}/close", f"{PAGE}/gap", f"{PAGE}/incidents"
WORDS = "terminal de Mme Quillacq en panne"


@pytest.fixture
def agent(desk: Served) -> Iterator[Visitor]:
    add_account(desk.kb, "acme=supervisor", "zeta=supervisor")
    with visitor(desk, {"acme": (Role.SUPERVISOR,), "zeta": (Role.SUPERVISOR,)}) as somebody:
        yield somebody


def over(agent: Visitor) -> None:
    """As after the longest time that nobody does anything."""
    agent.http.cookies.delete("kbsearch")


def back(agent: Visitor) -> None:
    """Signs in again, as another session of somebody who may do the same."""
    with httpx.Client(base_url=agent.url, trust_env=False, headers=AS_A_BROWSER, timeout=30) as http:
        assert sign_in(http).status_code == 303
        agent.http.cookies.set("kbsearch", http.cookies["kbsearch"])


def onward(refused: httpx.Response) -> str:
    """Where the sign-in page leads to then."""
    assert refused.status_code == 303, refused.text
    found = httpx.URL(refused.headers["location"])
    assert found.path == "/sign-in"
    return found.params["next"]


def test_a_form_of_a_session_that_is_over_is_sent_after_signing_in(desk: Served, agent: Visitor) -> None:
    page = agent.get(PAGE)
    over(agent)
    place = onward(agent.submit(page, CLOSE, call="ACD-9", query=WORDS, outcome="resolved", comment="câble « A&B »"))
    assert re.fullmatch(r"/c/acme/again\?said=[\w-]{16}", place), "nothing that was typed stands in the address"
    assert f'name="next" value="{place}"' in agent.get(f"/sign-in?next={place}")
    assert desk.http.get("/api/v1/clients/acme/calls").json()["items"] == []
    back(agent)
    shown = agent.get(place)
    assert WORDS in shown
    assert dict(Forms(shown).found[CLOSE])["csrf"] != dict(Forms(page).found[CLOSE])["csrf"]
    agent.follow(agent.submit(shown, CLOSE))
    [call] = desk.http.get("/api/v1/clients/acme/calls").json()["items"]
    assert (call["call"], call["outcome"]) == ("ACD-9", "resolved")
    whole = desk.http.get("/api/v1/clients/acme/calls/ACD-9").json()
    assert whole["comment"] == "câble « A&B »"


def lines(page: str) -> dict[str, list[str]]:
    """What the page says that the form says: label → values."""
    found = re.findall(r"<div><dt>(.*?)</dt>(.*?)</div>", page.replace(NO_BREAK, " "), re.DOTALL)
    return {unescape(label): [unescape(one) for one in re.findall(r"<dd.*?>(.*?)</dd>", rest)] for label, rest in found}


def test_every_choice_of_a_form_is_read_again_in_words(desk: Served, agent: Visitor) -> None:
    incident = {"id": "INC-7", "title": "Badgeuses en panne", "opened_at": "2026-11-02T08:00:00Z"}
    assert desk.http.post("/api/v1/clients/acme/incidents", json=incident).status_code == 200
    page = agent.get(f"{PAGE}/a/reseau/vpn")
    over(agent)

    left = onward(agent.submit(page, CLOSE, query=WORDS, outcome="not_for_us", incident="INC-7", comment="un autre"))
    back(agent)
    assert lines(agent.get(left)) == {
        "Ce qui sera fait": ["Clore l’appel"],
        "Symptôme décrit par l’appelant": [WORDS],
        "Comment s’est terminé l’appel ?": ["Pas pour nous"],
        "Ce qui a servi": ["VPN : connexion impossible"],
        "Commentaire sur cette fin (facultatif)": ["un autre"],
    }, "an incident counts with its own end alone"
    begun = {"started_at": "2026-11-02T08:14:00Z", "channel": "phone"}
    assert desk.http.put("/api/v1/clients/acme/calls/c-1", json=begun).status_code == 200
    for path, said, label, told in (
        (CLOSE, {"outcome": "resolved", "call": "ACD-9"}, "Appel", "Appel ACD-9"),
        (f"{PAGE}/calls/c-1/reopen", {"id": "x"}, "Appel", "Appel du 02/11/2026 à 09:14"),
        (CLOSE, {"outcome": "known_incident", "incident": "INC-7"}, "Incident concerné", "Badgeuses en panne"),
        (CLOSE, {"outcome": "known_incident", "incident": ""}, "Incident concerné", "un autre"),
        (CLOSE, {"outcome": "known_incident", "incident": "<none>"}, "Incident concerné", "<none>"),
        (CLOSE, {"outcome": "<b>"}, "Comment s’est terminé l’appel ?", "<b>"),
        (f"{PAGE}/calls/c-1/close", {"outcome": "resolved", "had": "reseau/vpn"}, "Ce qui a servi", "Aucun"),
        (f"{PAGE}/calls/c-1/reopen", {"id": "x"}, "Ce qui sera fait", "Rouvrir l’appel"),
        (f"{INCIDENTS}/INC-7/close", {}, "Ce qui sera fait", "Clore cet incident"),
        (INCIDENTS, {"opened_at": "2026-11-02T08:00"}, "Début", "02/11/2026 à 08:00"),
        (INCIDENTS, {"opened_at": "0001-13"}, "Début", "0001-13"),
        (f"{PAGE}/articles", {"state": "validated"}, "État", "validé"),
        (PAGE, {"choice": "product=Client VPN"}, "Réponses de l’appelant", "Client VPN"),
        (PAGE, {"choice": "nonsense"}, "Réponses de l’appelant", "nonsense"),
    ):
        over(agent)
        place = onward(agent.http.post(desk.url + path, data=said or {"x": "y"}))
        back(agent)
        assert lines(agent.get(place))[label] == [told], path
    assert lines(agent.http.get(desk.url + left, headers={"accept-language": "en"}).text)["What helped"]


@pytest.mark.parametrize("path", [CLOSE, PAGE])
def test_a_form_that_was_sent_is_forgotten(desk: Served, agent: Visitor, path: str) -> None:
    over(agent)
    place = onward(agent.http.post(desk.url + path, data={"query": WORDS, "outcome": "resolved"}))
    back(agent)
    shown = agent.get(place)
    [action] = [one for one in Forms(shown).found if one.startswith(PAGE)]
    refused = agent.submit(shown, action, csrf="x")
    assert refused.status_code == 403
    assert WORDS in agent.get(place), "what was refused is kept"
    agent.follow(agent.submit(shown, action))
    after = agent.get(place)
    assert "Ce formulaire a été envoyé" in after
    assert "rien n’est encore" not in after
    assert f'class="way" href="{PAGE}"' in after
    assert WORDS not in after
    assert not [one for one in Forms(after).found if one.startswith(PAGE)]


def test_a_form_that_comes_too_late_once_more_has_one_address(desk: Served, agent: Visitor) -> None:
    over(agent)
    place = onward(agent.http.post(desk.url + CLOSE, data={"query": WORDS, "outcome": "resolved"}))
    back(agent)
    shown = agent.get(place)
    over(agent)
    assert onward(agent.submit(shown, CLOSE)) == place
    back(agent)
    agent.follow(agent.submit(agent.get(place), CLOSE))
    assert "a été envoyé" in agent.get(place)


def test_who_knows_a_word_forgets_nothing_of_another_browser_s() -> None:
    forms = UnsentForms()

    async def kept() -> None:
        word = forms.keep(Unsent("b", "10.0.0.1", "/c/acme/close", [("query", "own")]))
        forms.sent(word, "other")
        assert forms.keep(Unsent("other", "10.0.0.2", "/c/acme/close", []), word) != word
        form = forms.of(ACME, word, "b")
        assert form is not None
        assert (form.is_sent, form.fields) == (False, [("query", "own")])
        forms.sent(word, "b")
        assert [form.fields for _, form in forms._kept.values()] == [[], ()], "of what was sent nothing is kept"

    asyncio.run(kept())


@pytest.mark.parametrize("path", [PAGE, GAP, INCIDENTS, f"{PAGE}/articles"])
def test_every_form_about_a_client_is_kept(desk: Served, agent: Visitor, path: str) -> None:
    over(agent)
    sent = {"query": WORDS, "title": "t", "text": "a<b>", "csrf": "old"}
    place = onward(agent.http.post(desk.url + path, data=sent))
    back(agent)
    [(action, fields)] = [(to, its) for to, its in Forms(agent.get(place)).found.items() if to.startswith(path)]
    assert action.rstrip("/") == path
    own = {name: value for name, value in fields if name not in ("csrf", "again")}
    assert own == {name: value for name, value in sent.items() if name != "csrf"}
    assert dict(fields)["csrf"] != "old"


def test_what_was_typed_is_for_whom_that_client_is_for_and_not_for_long(
    desk: Served, agent: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    over(agent)
    place = onward(agent.http.post(desk.url + CLOSE, data={"query": WORDS}))
    with visitor(desk, {"zeta": (Role.AGENT,)}, id="other") as other:
        assert WORDS not in other.get(place, status=404)
        assert WORDS not in other.get(place.replace("acme", "zeta"))
    back(agent)
    assert WORDS not in agent.get(place.replace("acme", "zeta"))
    assert WORDS in agent.get(place)
    monkeypatch.setattr("kbsearch.api.pages.resuming.WITHIN_S", 0.0)
    gone = agent.get(place)
    assert WORDS not in gone
    assert "plus gardé" in gone


def test_what_another_browser_sent_is_nobody_else_s(desk: Served, agent: Visitor) -> None:
    """A link that somebody made has others send nothing that they did not write."""
    sent = httpx.post(desk.url + CLOSE, data={"query": WORDS}, headers=AS_A_BROWSER, trust_env=False)
    assert sent.headers["set-cookie"].startswith("kbsearch-again=")
    assert "HttpOnly" in sent.headers["set-cookie"]
    assert WORDS not in agent.get(onward(sent))
    own = sent.cookies["kbsearch-again"]
    agent.http.cookies.set("kbsearch-again", own)
    assert WORDS in agent.get(onward(sent))


def test_one_machine_does_not_drive_out_what_others_typed() -> None:
    forms = UnsentForms()

    async def kept() -> None:
        own = forms.keep(Unsent("b", "10.0.0.1", "/c/acme/close", []))
        for _ in range(300):
            forms.keep(Unsent("x", "10.0.0.2", "/c/acme/close", []))
        assert forms.of(ACME, own, "b") is not None

    asyncio.run(kept())


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (CLOSE, {"sec-fetch-site": "cross-site"}, 401),
        (CLOSE, {"sec-fetch-site": ""}, 401),
        (CLOSE, {"accept": "application/json"}, 401),
        ("/admin/people", {}, 401),
        ("/api/v1/clients/acme/search", {}, 401),
    ],
)
def test_what_no_page_about_a_client_sent_is_not_kept(
    desk: Served, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value for name, value in (AS_A_BROWSER | headers).items() if value}
    refused = httpx.post(desk.url + path, data={"query": WORDS}, headers=sent, trust_env=False)
    assert (refused.status_code, WORDS in refused.text) == (status, False)


def test_a_form_that_is_too_long_leads_to_the_sign_in_page_alone(desk: Served, agent: Visitor) -> None:
    over(agent)
    refused = agent.http.post(desk.url + CLOSE, data={"query": "x" * 40_000})
    assert onward(refused) == PAGE


@pytest.mark.parametrize(
    ("path", "again"),
    [
        ("/admin/people", "/admin/people"),
        ("/admin/people/marie/password", "/admin/people/marie"),
        ("/admin/people/marie/enable", "/admin/people/marie"),
        ("/admin/people/marie/disable", "/admin/people/marie/disable"),
        ("/c/acme/close", "/c/acme"),
        ("/c/acme/calls/c-1/reopen", "/c/acme/calls/c-1"),
    ],
)
def test_a_form_that_is_not_kept_leads_back_to_the_page_that_it_is_on(
    desk: Served, agent: Visitor, path: str, again: str
) -> None:
    over(agent)
    headers = {"accept": "text/html", "sec-fetch-site": "cross-site"}
    refused = agent.http.post(desk.url + path, data={"x": "y"}, headers=headers)
    assert (refused.status_code, dict(Forms(refused.text).found["/sign-in"])["next"]) == (401, again)
