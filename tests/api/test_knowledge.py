"""How articles fare, over HTTP: counted of its own calls, with the pairs that somebody told apart left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kbsearch.api.health.shapes import EXAMPLE
from kbsearch.core.access.principals import Scope
from tests.api.desk import Caller
from tests.fakes import HashingEmbedder
from tests.pages.visitor import trail
from tests.served import ARTICLES, Served, master_key, snapshots, write_articles

OF = "/api/v1/clients/{}/knowledge"
DAYS = {"since": "2026-11-01", "until": "2026-11-30"}
VPN, TWIN = "reseau/vpn", "reseau/vpn-bis"


def with_a_twin(desk: Served, folder: Path) -> None:
    """The base once more, with an article that says the same as another."""
    root = write_articles(folder / "more")
    text = ARTICLES["acme/reseau/vpn.md"].replace("VPN : connexion impossible", "VPN qui ne se connecte pas")
    (root / "acme" / "reseau" / "vpn-bis.md").write_text(text, "utf-8")
    for name in ("badge", "casque", "clavier", "ecran"):
        text = f"# Un {name} {name[::-1]}\n\nRemplacer {name} {name[1:]}.\n"
        (root / "acme" / f"{name}.md").write_text(text, "utf-8")
    made = snapshots(root, HashingEmbedder())
    desk.live.entries.update({client: replace(one, generation="gen-2-test") for client, one in made.items()})


def read(desk: Served, client: str = "acme") -> dict[str, Any]:
    answer = desk.http.get(OF.format(client), params=DAYS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def apart(desk: Served, first: str, second: str, client: str = "acme") -> int:
    return desk.http.post(f"{OF.format(client)}/apart", json={"first": first, "second": second}).status_code


def test_each_article_stands_with_what_was_done_with_it(desk: Served) -> None:
    for n in range(3):
        at = {"started_at": "2026-11-02T09:00:00+01:00", "at": "2026-11-02T09:00:00+01:00"}
        caller = Caller(desk, f"c-{n}")
        caller.put(caller=f"poste {n}", **at)
        assert caller.post("close", id=f"fin-{n}", outcome="resolved", used=[VPN]).status_code == 200
    found = read(desk)
    assert {*found} == {*EXAMPLE}
    assert (found["client"], found["calls"], found["using"]) == ("acme", 3, 3)
    first = found["articles"][0]
    assert {*first} == {*EXAMPLE["articles"][0]}
    assert (first["article"], first["used"], first["not_called_back"]["denominator"]) == (VPN, 3, 3)
    assert found["never_shown"] == ["impression/imprimante", "windows/session"]
    assert (found["verified"]["numerator"], found["verified"]["denominator"]) == (2, 3)
    assert read(desk, "zeta")["calls"] == 0


def test_two_that_are_alike_are_listed_until_somebody_tells_them_apart(desk: Served, tmp_path: Path) -> None:
    assert read(desk)["alike"] == []
    with_a_twin(desk, tmp_path)
    [pair] = read(desk)["alike"]
    assert {*pair} == {*EXAMPLE["alike"][0]}
    assert (pair["first"]["article"], pair["second"]["article"]) == (VPN, TWIN)
    assert 0.64 <= pair["likeness"] < 1
    assert apart(desk, TWIN, VPN) == 200
    assert (read(desk)["alike"], read(desk)["told_apart"]) == ([], 1)
    assert apart(desk, VPN, TWIN) == 200
    assert (read(desk)["told_apart"], read(desk, "zeta")["told_apart"]) == (1, 0)
    assert read(desk)["apart"] == [{"first": min(TWIN, VPN), "second": max(TWIN, VPN)}]
    done = [one for one in trail(desk.kb) if one[1] == "articles.apart"]
    assert [result for *_, result in done] == ["begun", "done"] * 2
    assert done[0][0].startswith("key:")
    again = desk.http.post(f"{OF.format('acme')}/compare", json={"first": max(TWIN, VPN), "second": min(TWIN, VPN)})
    assert (again.status_code, read(desk)["apart"], len(read(desk)["alike"])) == (200, [], 1), "in whichever order"


def test_only_two_articles_of_the_client_can_be_told_apart(desk: Served) -> None:
    assert apart(desk, VPN, "secret") == 404, "another client's"
    assert apart(desk, VPN, "nowhere") == 404
    assert apart(desk, VPN, "windows/session") == 200, "shared ones that the client sees are its own"
    same = desk.http.post(f"{OF.format('acme')}/apart", json={"first": VPN, "second": VPN})
    assert (same.status_code, same.json()["errors"][0]["field"]) == (400, "second")
    assert "Deux articles différents" in same.json()["detail"]
    assert desk.http.post(f"{OF.format('acme')}/apart", json={"first": VPN}).status_code == 400


@pytest.mark.parametrize("scope", [Scope.SEARCH, Scope.READ_FIGURES])
def test_it_is_for_those_who_keep_the_articles(desk: Served, scope: Scope) -> None:
    key = {"Authorization": f"Bearer {master_key(desk.kb, scope)}"}
    refused = desk.http.get(OF.format("acme"), headers=key)
    assert (refused.status_code, "edit-articles" in refused.json()["detail"]) == (403, True)
    body = json.dumps({"first": VPN, "second": "windows/session"})
    kind = {"content-type": "application/json"}
    assert desk.http.post(f"{OF.format('acme')}/apart", content=body, headers=key | kind).status_code == 403
    assert not [one for one in trail(desk.kb) if one[1] == "articles.apart"]
