"""Where an article was deleted: the page says that it is not there, tells nothing else, and leads on."""

from __future__ import annotations

import dataclasses

import httpx
import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.articles.typography import NO_BREAK
from kbsearch.core.snapshot import Snapshot
from tests.fakes import HashingEmbedder
from tests.pages.visitor import Forms, Visitor, visitor
from tests.served import Served, snapshots

AGENT, READER = {"acme": (Role.AGENT,)}, {"acme": (Role.CLIENT_READER,)}
WHY = "Cet article n’existe pas, ou n’existe plus, pour Acme &amp; Fils."
PLACES = ("a", "articles")


def delete(served: Served) -> None:
    """The VPN's article of acme, which the next build is without."""
    (served.kb.settings.articles / "acme/reseau/vpn.md").unlink()
    served.live.entries["acme"] = snapshots(served.kb.settings.articles, HashingEmbedder())["acme"]


def read(somebody: Visitor, path: str, lang: str = "fr") -> httpx.Response:
    return somebody.http.get(somebody.url + path, headers={"accept-language": lang})


@pytest.mark.parametrize("place", PLACES)
def test_the_page_says_so_and_leads_on_to_its_client(desk: Served, place: str) -> None:
    with visitor(desk, AGENT) as agent:
        address = f"/c/acme/{place}/reseau/vpn"
        agent.get(address)
        delete(desk)
        page = agent.get(address, status=404)
        assert "<h1>Article introuvable</h1>" in page
        assert WHY in page
        assert "Client</span> Acme &amp; Fils" in page, "whose page it is stays in sight"
        for way in ("/c/acme", "/c/acme/articles"):
            assert f'class="way" href="{way}"' in page
            agent.get(way)
        found = agent.follow(agent.submit(page, "/c/acme", query="session verrouillée"))
        assert "Session verrouillée" in found
        assert "This article does not exist, or exists no longer, for Acme" in read(agent, address, "en").text


def test_without_a_script_the_call_goes_on_from_there(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get("/c/acme/a/none?call=ACD-7", status=404)
        assert dict(Forms(page).found["/c/acme"])["call"] == "ACD-7"
        assert 'class="way" href="/c/acme/call/ACD-7"' in page
        assert "<p>Appel ACD-7</p>" in page
        said = {"channel": "phone", "started_at": "2026-11-02T08:14:00Z"}
        assert desk.http.put("/api/v1/clients/acme/calls/ACD-7", json=said).status_code == 200
        told = agent.get("/c/acme/a/none?call=ACD-7", status=404).replace(NO_BREAK, " ")
        assert "<p>Appel du 02/11/2026 à 09:14</p>" in told
        agent.get("/c/acme/call/ACD-7")


@pytest.mark.parametrize("place", PLACES)
def test_deleted_never_there_and_another_client_s_are_the_same_page(desk: Served, place: str) -> None:
    delete(desk)
    with visitor(desk, AGENT) as agent:
        told = {
            read(agent, f"/c/acme/{place}/{one}").content for one in ("reseau/vpn", "none", "secret", "zeta/secret")
        }
        assert len(told) == 1
        assert b"secret" not in told.pop()


@pytest.mark.parametrize("place", PLACES)
def test_who_may_not_enter_learns_nothing_of_the_client(desk: Served, place: str) -> None:
    with visitor(desk, {"zeta": (Role.AGENT,)}) as other, visitor(desk, READER, id="reader") as reader:
        for path in (f"/c/acme/{place}/none", f"/c/acme/{place}/reseau/vpn", f"/c/nobody/{place}/none"):
            page = other.get(path, status=404)
            assert "Il n’y a rien à cette adresse." in page, path
            assert "Acme" not in page
        assert "Non permis" in reader.get(f"/c/acme/{place}/none", status=403)


@pytest.mark.parametrize("place", PLACES)
def test_who_is_no_browser_gets_the_problem(desk: Served, place: str) -> None:
    with visitor(desk, AGENT) as agent:
        answer = agent.http.get(f"{agent.url}/c/acme/{place}/none", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems#not-found")


@pytest.mark.parametrize("place", PLACES)
def test_a_replaced_one_leads_to_the_article_and_stays_with_its_client(desk: Served, place: str) -> None:
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    articles = tuple(
        dataclasses.replace(one, replaces=("vieux",)) if one.id == "reseau/vpn" else one for one in snapshot.articles
    )
    desk.live.entries["acme"] = dataclasses.replace(snapshot, articles=articles)
    with visitor(desk, AGENT) as agent:
        page = agent.get(f"/c/acme/{place}/vieux?call=ACD-7", status=404)
        assert 'href="/c/acme/a/reseau/vpn?call=ACD-7"' in page
        assert WHY not in page
        assert "Client</span> Acme &amp; Fils" in page
