"""The articles of one client: browsed, read, with their past, their use and what is wrong with them."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbsearch.core.access.principals import Role
from kbsearch.core.articles.typography import spaced
from kbsearch.core.model import Article, Fault, Severity
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.pages.visitor import found_wrong, operator, visitor
from tests.served import Served

AGENT, EDITOR, READER = ({"acme": (role,)} for role in (Role.AGENT, Role.EDITOR, Role.CLIENT_READER))
TITLE = spaced("VPN : connexion")
LIST, VPN = "/c/acme/articles", "/c/acme/articles/reseau/vpn"
MARKUP = '<img src=x onerror="alert(1)">{{ 7*7 }}'


def changed(served: Served, article: str, **fields: Any) -> None:
    """One article of acme's as if its front matter said otherwise."""
    snapshot = served.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    articles = tuple(dataclasses.replace(one, **fields) if one.id == article else one for one in snapshot.articles)
    served.live.entries["acme"] = dataclasses.replace(snapshot, articles=articles)


def unnamed(page: str) -> str:
    """Without the id of the request."""
    return re.sub(r"[0-9a-f]{16}", "", page)


def test_articles_stand_by_category_and_are_filtered(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get(LIST)
        assert page.index("<h2>impression") < page.index("<h2>reseau") < page.index("<h2>windows")
        assert "3 articles" in page
        assert "base commune" in page
        for asked, there, away in (
            ({"text": "CONNEXION"}, TITLE, "Imprimante"),
            ({"text": "connexion vpn"}, TITLE, "Imprimante"),
            ({"text": "vpn", "product": "Client VPN", "state": "not_validated"}, TITLE, "Imprimante"),
        ):
            answer = agent.submit(page, LIST, **asked)
            assert (answer.status_code, there in answer.text, away in answer.text) == (200, True, False), asked
        for query, there, away in (("product=Client+VPN", TITLE, "Session"), ("state=validated", "Session", TITLE)):
            found = agent.get(f"{LIST}?{query}")
            assert (there in found, away in found) == (True, False), query
        none = agent.submit(page, LIST, text="absent", state="nonsense", page="x").text
        assert "Aucun article ne correspond" in none
        assert "Tout montrer" in none


def test_what_is_typed_is_in_no_address(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get(LIST)
        assert 'method="get"' not in page
        found = agent.submit(page, LIST, text="vpn", product="Client VPN")
        assert 'name="text" type="search" value="vpn"' in found.text
        assert not re.search(r'(?:href|action)="[^"]*vpn[^"/]*"', found.text.replace(VPN, ""))
        nothing = agent.submit(page, LIST, text=" ", product="Client VPN", state="validated")
        assert nothing.headers["location"] == f"{LIST}?product=Client+VPN&state=validated"
        assert "Imprimante" in agent.get(f"{LIST}?text=vpn"), "an address says nothing of it"
        forged = agent.submit(page, LIST, text="vpn", csrf="x")
        assert forged.status_code == 403


def test_a_long_list_is_turned_page_by_page(desk: Served) -> None:
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    many = tuple(
        Article(f"a{n:03}", "acme", f"a{n:03}.md", f"Titre {n:03}", "", 1, product="Client VPN") for n in range(401)
    )
    desk.live.entries["acme"] = dataclasses.replace(snapshot, articles=many)
    with visitor(desk, AGENT) as agent:
        seen = [title for at in (1, 2, 3) for title in agent.get(f"{LIST}?page={at}").split("Titre ")[1:]]
        assert [one[:3] for one in seen] == [f"{n:03}" for n in range(401)]
        assert "Page 3 sur 3" in agent.get(f"{LIST}?page=99")
        second = agent.get(f"{LIST}?page=2&product=Client+VPN")
        assert f'href="{LIST}?product=Client+VPN"' in second
        assert f'href="{LIST}?product=Client+VPN&amp;page=3"' in second
        page, seen = agent.submit(second, LIST, text="titre", product="Client VPN").text, []
        for at in (1, 2, 3):
            assert f"Page {at} sur 3" in page
            seen += page.split("Titre ")[1:]
            assert (f'name="page" value="{at + 1}"' in page) == (at < 3)
            page = agent.submit(page, LIST, page=str(at + 1)).text
        assert [one[:3] for one in seen] == [f"{n:03}" for n in range(401)]


@pytest.mark.parametrize(
    ("reviewed", "every", "said"),
    [
        (None, 30, "jamais relu"),
        (date(2026, 9, 14), None, "revu le 14/09/2026<"),
        (date(2020, 1, 1), 30, "revu le 01/01/2020, à relire depuis le 31/01/2020"),
        (date(2090, 1, 1), 30, "revu le 01/01/2090, prochaine relecture le 31/01/2090"),
        (date(2026, 9, 14), 10**6, "revu le 14/09/2026, prochaine relecture le"),
        (date(2026, 9, 14), 10**9, "revu le 14/09/2026<"),
    ],
)
def test_a_review_is_told_in_words(desk: Served, reviewed: date | None, every: int | None, said: str) -> None:
    changed(desk, "reseau/vpn", reviewed=reviewed, review_every_days=every)
    with visitor(desk, AGENT) as agent:
        assert said in agent.get(f"{LIST}?product=Client+VPN")
        assert said in agent.get(VPN)


def test_an_article_is_read_whole(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get(VPN)
        for said in ("non validé", "E-204", "le vpn ne se connecte plus", "numéro de poste", "Redémarrer le poste"):
            assert said in page
        assert 'href="/c/acme/articles/windows/session"' in page
        assert "base commune" in agent.get("/c/acme/articles/windows/session")
        english = agent.http.get(agent.url + VPN, headers={"accept-language": "en"}).text
        assert "not validated" in english
        assert "Callers’ words" in english


def test_who_may_not_read_gets_what_they_get_elsewhere(desk: Served) -> None:
    with visitor(desk, READER) as reader, visitor(desk, AGENT) as agent:
        for path in (LIST, VPN):
            reader.get(path, 403)
        for place in ("articles", "articles/reseau/vpn", "incidents", "incidents/i", "status"):
            foreign, absent = (agent.get(f"/c/{client}/{place}", 404) for client in ("zeta", "nobody"))
            assert unnamed(foreign) == unnamed(absent)
        agent.get("/c/acme/articles/secret", 404)
        agent.get("/c/acme/articles/..%2f..%2fzeta%2farticles%2fsecret", 404)


def test_titles_stay_text(desk: Served) -> None:
    changed(desk, "reseau/vpn", title=MARKUP, product=MARKUP, category=MARKUP, symptoms=(MARKUP,), steward=MARKUP)
    with visitor(desk, AGENT) as agent:
        for page in (agent.get(LIST), agent.get(VPN), agent.get(f"{LIST}?product=%22%3E")):
            assert "<img" not in page
            assert "{{ 7*7 }}" in page or "%22" not in page
        typed = agent.submit(agent.get(LIST), LIST, text=MARKUP, product='">').text
        assert "<img" not in typed
        assert "{{ 7*7 }}" in typed


def test_faults_are_for_who_keeps_the_articles(desk: Served) -> None:
    with visitor(desk, EDITOR) as editor, visitor(desk, AGENT) as agent:
        assert "Aucune construction ne les a encore notés" in editor.get(LIST)
        found_wrong(desk)
        assert "n’en a trouvé aucun" in editor.get(LIST)
        wrong = Fault("acme/reseau/wifi.md", 4, "x", MARKUP, "Keep one.")
        found_wrong(desk, wrong, *(Fault(f"acme/{n}.md", 1, "y", "m", "h", Severity.WARNING) for n in range(150)))
        page = editor.get(LIST)
        assert "acme/reseau/wifi.md:4" in page
        assert "&lt;img" in page
        assert "erreur : hors de l’index" in page.replace("\u00a0", " ")
        assert "Les 100 premiers sur 151" in page
        assert "wifi" not in agent.get(LIST)


def test_where_it_is_used(desk: Served) -> None:
    for n, (client, article) in enumerate([("acme", "reseau/vpn")] * 12 + [("zeta", "reseau/vpn"), ("acme", "autre")]):
        call = Caller(desk, f"appel-{n:02}", client)
        call.put()
        now = (datetime.now(UTC) - timedelta(hours=20 - n)).isoformat()
        body = {"id": f"fin-{n}", "at": now, "outcome": "resolved", "used": [article]}
        assert desk.http.post(f"{call.path}/close", json=body).status_code == 200
    old = (datetime.now(UTC) - timedelta(days=120)).isoformat()
    events = [{"id": "vu", "at": old, "what": {"kind": "opened", "article": "reseau/vpn"}}]
    assert desk.http.post("/api/v1/clients/acme/calls/vieux/events", json={"events": events}).status_code == 200
    with visitor(desk, AGENT) as agent, visitor(desk, EDITOR) as editor:
        page = agent.get(VPN)
        assert "<dt>Utilisé dans</dt><dd>12 appels" in page
        assert "<dt>Ouvert dans</dt><dd>0 appel<" in page
        assert [one[:2] for one in page.split(">appel-")[1:]] == [f"{n:02}" for n in range(11, 1, -1)]
        assert "Résolu" in page
        assert "<dt>Utilisé dans</dt><dd>12 appels" in editor.get(VPN)
        assert "appel-" not in editor.get(VPN)


def committed(folder: Path, name: str, subject: str, *paths: str) -> str:
    for path in paths:
        (folder / path).write_text(subject + path, "utf-8")
    git = ["git", "-C", str(folder), "-c", f"user.name={name}", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", subject], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


def test_its_past_is_told_and_nothing_of_a_neighbour(desk: Served) -> None:
    folder = desk.kb.settings.articles
    subprocess.run(["git", "-C", str(folder), "init", "-q"], check=True)
    committed(folder, "Léa Morin", "Tout, zeta aussi", "acme/reseau/vpn.md", "zeta/secret.md")
    committed(folder, "Léa Morin", MARKUP, "acme/reseau/vpn.md")
    committed(folder, "Paul Zeta", "zeta seul", "zeta/secret.md")
    committed(folder, "Paul Roux", "La session commune", "_shared/windows/session.md")
    last = committed(
        folder, "Léa Morin", "Le VPN et la base commune", "acme/reseau/vpn.md", "_shared/windows/session.md"
    )
    committed(folder, "Léa Morin", "Pas encore servi", "acme/reseau/vpn.md")
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    desk.live.entries["acme"] = dataclasses.replace(snapshot, commit=last)
    with visitor(desk, EDITOR) as editor, visitor(desk, AGENT) as agent:
        page, shared = editor.get(VPN), editor.get("/c/acme/articles/windows/session")
        assert page.count("Léa Morin") == 2
        assert page.index("Le VPN et la base commune") < page.index("&lt;img") < page.index("son intitulé n’est pas")
        for hidden in ("zeta", "Paul", "Pas encore servi", "<img"):
            assert hidden not in page
        assert "La session commune" in shared
        assert "Paul Roux" in shared
        assert "zeta" not in shared
        seen = agent.get(VPN)
        assert "Le VPN et la base commune" in seen
        assert "Morin" not in seen, "names are for who keeps the articles"
        status = agent.get("/c/acme/status")
        assert last in status
        assert "à l’instant" in status


def test_from_the_disk_there_is_no_past(desk: Served) -> None:
    snapshot = desk.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    desk.live.entries["acme"] = dataclasses.replace(snapshot, commit="worktree")
    with operator(desk) as one:
        assert "Les articles sont lus sur le disque" in one.get(VPN)
        assert "lu sur le disque, sans commit" in one.get("/c/acme/status")
