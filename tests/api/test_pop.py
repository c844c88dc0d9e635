"""A screen pop: the right client or a question, the call begun once, and nothing of the caller in an address."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.client import Client
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import MenuEntry, Telephone
from kbsearch.errors import StateError
from tests.access.test_roles import came_in
from tests.api.desk import Caller, kept_bytes
from tests.api.test_sign_in import FROM_OURS, OPENED, add_account, sign_in
from tests.served import Served

MENU = (MenuEntry(("1",), "client vpn", "en"), MenuEntry(("2",), "Produit disparu", "en"))
LINES = {"acme": ("+33184800010", "acme-n1", "partagée"), "zeta": ("+33184800020", "partagée")}
NUMBER, SAID = "06 52 71 41 28", "Mme Quillacq, le vpn coupe"


@pytest.fixture
def lines(desk: Served) -> Served:
    """Each client has lines, and acme a voice menu."""
    for name, own in LINES.items():
        snapshot = desk.live.entries[name]
        assert isinstance(snapshot, Snapshot)
        client: Client = dataclasses.replace(snapshot.client, telephone=Telephone(own, MENU if name == "acme" else ()))
        desk.live.entries[name] = dataclasses.replace(snapshot, client=client)
    return desk


@pytest.fixture
def agent(lines: Served) -> Iterator[httpx.Client]:
    """Of acme alone."""
    with came_in(lines.kb, {"acme": (Role.AGENT,)}) as http:
        http.base_url = httpx.URL(lines.url)
        yield http


def pop(http: httpx.Client, **said: str) -> httpx.Response:
    return http.get("/agent/pop", params=said)


def asked_apart(http: httpx.Client, **said: str) -> httpx.Response:
    """The question whose call it is, under the address that it is led to."""
    answer = pop(http, **said)
    assert re.fullmatch(r"/agent/pop\?said=[\w-]{16}(&(call|did|client|lang)=[^&]+)*", answer.headers["location"]), (
        answer.text
    )
    assert (answer.status_code, answer.text) == (303, "")
    return http.get(answer.headers["location"])


def data(page: httpx.Response) -> tuple[str, ...]:
    """What the call's page says of the call: its id, product and language."""
    assert page.status_code == 200, page.text
    found = re.search(r'data-call="([^"]*)" data-product="([^"]*)" data-call-lang="([^"]*)"', page.text)
    assert found is not None
    return found.groups()


@pytest.mark.parametrize(
    "said",
    [
        {"client": "acme"},
        {"did": "01 84 80 00 10"},
        {"did": "+33184800010"},
        {"did": "sip:0184800010@operateur.example"},
        {"did": " ACME-N1 "},
        {"client": "acme", "did": "+33184800020"},
    ],
)
def test_a_call_that_names_its_client_leads_to_its_page(agent: httpx.Client, said: dict[str, str]) -> None:
    answer = pop(agent, call="c-1", **said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/acme/call/c-1")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert data(agent.get(answer.headers["location"])) == ("c-1", "", "")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"did": "+33184800099"},
        {"did": "+33184800020"},
        {"did": "partagée"},
        {"did": "acme"},
        {"client": "zeta"},
        {"client": "nobody"},
        {"client": "../acme"},
        {"client": "zeta", "did": "+33184800010"},
    ],
)
def test_without_one_client_for_certain_the_agent_is_asked(agent: httpx.Client, said: dict[str, str]) -> None:
    asked = {"call": "c-1", "q": SAID, "caller": NUMBER, "ivr": "1"}
    page = asked_apart(agent, **asked, **said)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert re.findall(r'name="client" value="([^"]*)"', page.text) == ["acme"]
    without = asked_apart(agent, **asked)
    hidden = f'<input type="hidden" name="did" value="{said["did"]}">\n    ' if "did" in said else ""
    line = f"&amp;{urlencode({'did': said['did']})}" if "did" in said else ""
    assert page.text.replace(hidden, "").replace(line, "", 1) == without.text, (
        "a foreign client, an absent one and none look the same"
    )
    assert agent.get("/api/v1/clients/acme/calls").json()["items"] == []


def test_the_agent_s_choice_begins_the_call_with_all_that_was_said(lines: Served, agent: httpx.Client) -> None:
    page = asked_apart(agent, call="c-é", q=SAID, caller=NUMBER, ivr="1, 4 ,", did="file d'attente", lang="fr")
    form = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text))
    form = {name: value.replace("&#39;", "'") for name, value in form.items()}
    assert form.keys() == {"csrf", "call", "q", "did", "ivr", "caller", "lang"}
    for client, status in (("zeta", 200), ("acme", 303)):
        answer = agent.post("/agent/pop", data={**form, "client": client})
        assert answer.status_code == status, answer.text
    assert answer.headers["location"] == "/c/acme/call/c-%C3%A9?lang=fr"
    assert data(agent.get(answer.headers["location"])) == ("c-é", "Client VPN", "fr")
    call = Caller(lines, "c-é").read()
    assert (call["channel"], call["queue"], call["ivr"]) == ("phone", "file d'attente", ["1", "4"])
    del agent.headers["X-CSRF-Token"]
    assert agent.post("/agent/pop", data={**form, "csrf": "", "client": "acme"}).status_code == 403


def test_what_was_said_is_kept_once_and_without_the_caller(lines: Served, agent: httpx.Client, tmp_path: Path) -> None:
    said = {"call": "c-1", "did": "+33184800010", "q": SAID, "caller": NUMBER, "ivr": "1"}
    first = pop(agent, **said)
    kept = Caller(lines).replay()
    assert pop(agent, **said).headers["location"] == first.headers["location"] == "/c/acme/call/c-1"
    assert Caller(lines).replay() == kept
    assert [moment["what"]["kind"] for moment in kept] == ["started", "described"]
    assert kept[1]["what"]["symptom"] == "Mme [name], le vpn coupe"
    call = Caller(lines).read()
    assert (call["channel"], call["queue"], call["ivr"], len(call["caller_key"])) == ("phone", "", ["1"], 32)
    assert [one["call"] for one in agent.get("/api/v1/clients/acme/calls?mine=true").json()["items"]] == ["c-1"]
    pop(agent, **{**said, "q": "l'écran est noir"})
    assert len(Caller(lines).replay()) == 3
    for word in (b"Quillacq", b"52 71 41 28", b"652714128", b"somebody"):
        assert word not in kept_bytes(tmp_path)


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Mode": "navigate"},
        {},
        {**OPENED, "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_what_a_browser_does_not_open_as_a_page_begins_no_call(agent: httpx.Client, sent: dict[str, str]) -> None:
    told = {"Sec-Fetch-Site": "cross-site", **sent}
    refused = agent.get("/agent/pop", params={"client": "acme", "call": "c-1", "q": SAID}, headers=told)
    assert (refused.status_code, "lien ouvert dans un onglet" in refused.text) == (403, True)
    assert agent.get("/api/v1/clients/acme/calls").json()["items"] == []


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none"])
def test_a_link_from_anywhere_begins_a_call(lines: Served, agent: httpx.Client, site: str) -> None:
    told = {"Sec-Fetch-Site": site, **OPENED}
    assert agent.get("/agent/pop", params={"client": "acme", "call": "c-1"}, headers=told).status_code == 303
    assert [moment["what"]["kind"] for moment in Caller(lines).replay()] == ["started"]


def test_the_head_alone_begins_no_call(agent: httpx.Client) -> None:
    head = agent.head("/agent/pop", params={"client": "acme", "call": "c-1", "q": SAID})
    assert (head.status_code, head.headers["location"]) == (303, "/c/acme/call/c-1")
    assert agent.get("/api/v1/clients/acme/calls").json()["items"] == []


def test_nothing_is_added_to_a_call_of_somebody_else_or_to_one_that_is_closed(
    lines: Served, agent: httpx.Client
) -> None:
    said = {"call": "c-1", "client": "acme", "q": SAID, "caller": NUMBER, "ivr": "1", "did": "acme-n1"}
    pop(agent, client="acme", call="c-1")
    with came_in(lines.kb, {"acme": (Role.AGENT,)}, "another") as another:
        another.base_url = httpx.URL(lines.url)
        for answer in (pop(another, **said), another.post("/agent/pop", data=said)):
            assert (answer.status_code, answer.headers["location"]) == (303, "/c/acme/call/c-1")
    assert [moment["what"] for moment in Caller(lines).replay()] == [{"kind": "started", "channel": "phone"}]
    Caller(lines).post("close", outcome="resolved", id="1")
    kept = Caller(lines).replay()
    for answer in (pop(agent, **said), agent.post("/agent/pop", data=said)):
        assert (answer.status_code, answer.headers["location"]) == (303, "/c/acme/call/c-1")
    assert Caller(lines).replay() == kept


def test_a_call_that_nobody_took_is_taken_and_nothing_else_is_added(lines: Served, agent: httpx.Client) -> None:
    """A telephone system may begin it over the API, and open the page then."""
    Caller(lines).put(channel="chat")
    Caller(lines).events(("1", {"kind": "described", "symptom": "le terminal est muet"}))
    for _ in range(2):
        pop(agent, call="c-1", client="acme", q=SAID, caller=NUMBER, ivr="1", did="acme-n1")
    call = Caller(lines).read()
    told = (call["channel"], call["queue"], call["ivr"], call["caller_key"], call["symptom"])
    assert told == ("chat", "", [], "", "le terminal est muet")
    mine = agent.get("/api/v1/clients/acme/calls?mine=true").json()["items"]
    assert [one["call"] for one in mine] == ["c-1"]


def test_a_page_opened_again_leaves_the_channel_that_was_told_meanwhile(lines: Served, agent: httpx.Client) -> None:
    pop(agent, call="c-1", client="acme")
    Caller(lines).put(channel="chat")
    pop(agent, call="c-1", client="acme", ivr="1")
    call = Caller(lines).read()
    assert (call["channel"], call["ivr"]) == ("chat", ["1"])


def test_a_call_without_an_id_gets_one(agent: httpx.Client) -> None:
    places = [pop(agent, client="acme").headers["location"] for _ in range(2)]
    assert len(set(places)) == 2
    for place in places:
        assert re.fullmatch(r"/c/acme/call/pop-[0-9a-f]{32}", place)
        assert data(agent.get(place))[0] == place.rpartition("/")[2]


def test_the_menu_says_product_and_language_and_the_telephone_system_says_more(agent: httpx.Client) -> None:
    told: list[tuple[dict[str, str], tuple[str, str]]] = [
        ({"ivr": "1,7"}, ("Client VPN", "en")),
        ({"ivr": "1", "lang": "fr"}, ("Client VPN", "fr")),
        ({"ivr": "1", "lang": "de"}, ("Client VPN", "en")),
        ({"ivr": "2"}, ("", "")),
        ({"ivr": "3", "lang": "en"}, ("", "en")),
        ({}, ("", "")),
    ]
    for number, (said, shown) in enumerate(told):
        place = pop(agent, client="acme", call=f"c-{number}", **said).headers["location"]
        assert data(agent.get(place)) == (f"c-{number}", *shown)
    assert data(agent.get("/c/acme/call/unheard-of")) == ("unheard-of", "", "")
    assert data(agent.get("/c/acme")) == ("", "", "")


@pytest.mark.parametrize("call", ["a/b", "..", "x" * 129, "a\x07b", "Mme Quillacq 06 52 71 41 28"])
def test_an_id_that_no_call_can_have_is_refused(agent: httpx.Client, call: str) -> None:
    refused = agent.get("/agent/pop", params={"client": "acme", "call": call}, headers={"Accept": "text/html"})
    assert refused.status_code == 400
    assert "call" in refused.text
    assert "Quillacq" not in refused.text
    assert agent.get("/api/v1/clients/acme/calls").json()["items"] == []


def test_the_screen_does_not_wait_for_a_store_that_fails(
    lines: Served, agent: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any) -> None:
        raise StateError("The disk is full.")

    monkeypatch.setattr(lines.kb.calls, "record_start", fails)
    answer = pop(agent, client="acme", call="c-1", q=SAID, caller=NUMBER)
    assert answer.headers["location"] == "/c/acme/call/c-1"
    assert "shown and not kept: The disk is full." in caplog.text
    assert NUMBER not in caplog.text


def test_a_key_has_no_screen_and_who_is_not_signed_in_comes_back_without_the_number(lines: Served) -> None:
    for path in ("/agent/pop?client=acme", "/calls", "/admin/keys"):
        refused = lines.http.get(path, headers={"Accept-Language": "en"})
        assert (refused.status_code, refused.json()["detail"].partition(",")[0]) == (403, "This address is for people")
    add_account(lines.kb)
    with httpx.Client(base_url=lines.url, trust_env=False, headers=FROM_OURS, timeout=30) as browser:
        said = {"call": "c-1", "did": "+33184800010", "q": SAID, "caller": NUMBER}
        page = browser.get("/agent/pop", params=said, headers={"Accept": "text/html"})
        assert (page.status_code, page.headers.get("set-cookie"), page.text) == (303, None, "")
        place = page.headers["location"]
        assert place == "/sign-in?next=%2Fagent%2Fpop%3Fcall%3Dc-1%26did%3D%252B33184800010"
        page = browser.get(place, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert (page.status_code, page.headers.get("set-cookie")) == (200, None)
        assert "were not kept" in page.text
        assert "were not kept" not in browser.get("/sign-in?next=/calls", headers={"Accept-Language": "en"}).text
        found = re.search(r'name="next" value="([^"]+)"', page.text)
        assert found is not None
        assert [word for word in (SAID, "Quillacq", NUMBER, "06+52", "06%2052") if word in page.text] == []
        onward = sign_in(browser, next=found[1].replace("&amp;", "&")).headers["location"]
        assert onward == "/agent/pop?call=c-1&did=%2B33184800010"
        assert browser.get(onward).headers["location"] == "/c/acme/call/c-1"
        personal = browser.get(
            "/agent/pop", params={"call": "Mme Quillacq"}, headers={"Cookie": "", "Accept": "text/html"}
        )
        assert personal.headers["location"] == "/sign-in?next=%2Fagent%2Fpop"
        place = "/c/acme/call/c-%C3%A9%3A1"
        later = browser.get(place, headers={"Cookie": "", "Accept": "text/html"})
        assert f'name="next" value="{place}"' in later.text
        assert sign_in(browser, next=place).headers["location"] == place
        assert data(browser.get(place)) == ("c-é:1", "", "")
    assert [moment["what"] for moment in Caller(lines).replay()] == [{"kind": "started", "channel": "phone"}]
