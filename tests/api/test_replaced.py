"""An article that is no more leads to what took its place: for who may read the client, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from kbsearch.core.access.principals import Scope
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import AT, Caller
from tests.api.test_escalation import staff
from tests.served import Served, master_key, session_of

OF = "/api/v1/clients"
OLD = "reseau/vieux-vpn"
NIGHT = "2026-11-03T03:00"


@pytest.fixture(autouse=True)
def replaced(server: Served) -> None:
    """The VPN's article of acme says that it took the place of an old one, and of one that only zeta has."""
    take_the_place_of(server, OLD, "secret")


def take_the_place_of(server: Served, *old: str) -> None:
    snapshot = server.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    articles = tuple(replace(one, replaces=old) if one.id == "reseau/vpn" else one for one in snapshot.articles)
    server.live.entries["acme"] = replace(snapshot, articles=articles)


def got(server: Served, path: str, key: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}", "X-Request-Id": "same"} if key else {"X-Request-Id": "same"}
    return server.http.get(f"{OF}/{path}", headers=headers)


def test_the_problem_names_the_article_to_read_instead(server: Served) -> None:
    answer = got(server, f"acme/articles/{OLD}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems#not-found"
    assert answer.json()["detail"] == "Cet article n’est plus dans la base : un autre l’a remplacé."
    assert answer.json()["replacement"] == {
        "client": "acme",
        "article": "reseau/vpn",
        "title": "VPN : connexion impossible",
    }
    assert got(server, "acme/articles/reseau/vpn").json()["replaces"] == [OLD, "secret"]
    english = server.http.get(f"{OF}/acme/articles/{OLD}", headers={"Accept-Language": "en"})
    assert english.json()["detail"] == "This article is no longer in the base: another has taken its place."


def test_to_whom_the_client_is_not_there_the_old_article_is_as_absent_as_any(server: Served) -> None:
    foreign = master_key(server.kb, Scope.SEARCH, clients=("zeta",))
    said = {got(server, f"{path}/articles/{OLD}", foreign).content for path in ("acme", "nobody")}
    said |= {got(server, f"acme/articles/{id}", foreign).content for id in ("reseau/vpn", "none")}
    said |= {got(server, f"zeta/articles/{id}", foreign).content for id in (OLD, "none", "reseau/vpn")}
    assert len(said) == 1
    assert b"replacement" not in said.pop()
    no_reader = master_key(server.kb, Scope.RECORD, clients=("acme",))
    refused = {got(server, f"acme/articles/{id}", no_reader).content for id in (OLD, "none", "reseau/vpn")}
    assert len(refused) == 1


def test_an_article_of_another_client_is_never_what_is_answered(server: Served) -> None:
    """That acme calls its own after another's tells acme what it wrote itself, and zeta nothing."""
    assert got(server, "acme/articles/secret").json()["replacement"]["client"] == "acme"
    assert "replacement" not in got(server, "zeta/articles/secret").json()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("place", ["a", "articles"])
def test_the_page_leads_there(server: Served, place: str, lang: str) -> None:
    headers = {"accept": "text/html", "accept-language": lang}
    cookies = {"kbsearch": session_of(server.kb)}
    with httpx.Client(base_url=server.url, headers=headers, cookies=cookies, trust_env=False, timeout=30) as browser:
        page = browser.get(f"/c/acme/{place}/{OLD}")
        assert page.status_code == 404
        assert 'href="/c/acme/a/reseau/vpn"' in page.text
        said = "Read what took its place" if lang == "en" else "Lire ce qui le remplace"
        assert said in page.text
        assert "VPN : connexion impossible" in page.text
        assert "/a/" not in browser.get(f"/c/acme/{place}/none").text


@pytest.mark.parametrize("path", ["escalation", "calls/c-1/handover"])
def test_who_takes_over_is_asked_by_the_old_id_too(server: Served, path: str) -> None:
    server.http.put(f"{OF}/acme/calls/c-1", json={})
    old, new = (server.http.post(f"{OF}/acme/{path}", json={"article": id, "at": NIGHT}) for id in (OLD, "reseau/vpn"))
    assert (old.status_code, old.json()) == (200, new.json())
    for id in ("reseau/rien", "canari"):
        absent = server.http.post(f"{OF}/acme/{path}", json={"article": id})
        assert (absent.status_code, absent.json()["type"]) == (404, "/problems#not-found")


def test_what_served_in_the_call_leads_its_sheet_under_its_new_id(server: Served) -> None:
    staff(server)
    paths = []
    for call, article in (("c-1", OLD), ("c-2", "reseau/vpn"), ("c-3", "")):
        server.http.put(f"{OF}/acme/calls/{call}", json={})
        if article:
            used = {"id": call, "at": AT, "what": {"kind": "used", "article": article}}
            assert server.http.post(f"{OF}/acme/calls/{call}/events", json={"events": [used]}).status_code == 200
        paths.append(server.http.post(f"{OF}/acme/calls/{call}/handover", json={"at": NIGHT}).json()["path"])
    assert paths[0] == paths[1] != paths[2]


def test_an_old_id_is_kept_as_it_is_whatever_it_looks_like(server: Served) -> None:
    old = ["sophie.martin", "tel-06-12-34-56-78"]
    take_the_place_of(server, *old)
    call = Caller(server, "c-old")
    call.put()
    used = [(f"used-{at}", {"kind": "used", "article": article}) for at, article in enumerate(old)]
    assert call.events(*used).status_code == 200
    assert [one["what"]["article"] for one in call.replay() if one["what"]["kind"] == "used"] == old
