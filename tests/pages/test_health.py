"""The page of how a client's articles fare, as those see it who keep them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from kbsearch.core.access.principals import Role
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.model import AnswerState
from kbsearch.core.one_client import OneClient
from tests.api.test_knowledge import VPN, with_a_twin
from tests.clients import ACME
from tests.pages.test_status import words
from tests.pages.visitor import trail, visitor
from tests.served import Served

PAGE = "/c/acme/health"
OCTOBER = {"since": "2026-10-01", "until": "2026-10-31"}
DAYS = f"{PAGE}?since=2026-10-01&until=2026-10-31"
EDITOR, SUPERVISOR, READER, AGENT = (
    {"acme": (role,)} for role in (Role.EDITOR, Role.SUPERVISOR, Role.CLIENT_READER, Role.AGENT)
)


def called(desk: Served) -> None:
    """Eight callers were helped with one article and called again, thirty with another and did not."""
    rows = [("windows/session", f"s{n}", 5, f"1{n}", "resolved") for n in range(30)]
    rows += [(VPN, f"v{n}", 5, f"2{n}", "resolved") for n in range(8)]
    rows += [("", f"v{n}-again", 7, f"2{n}", "escalated_n2") for n in range(8)]
    lines = [
        {
            "call_id": id,
            "started_at": f"2026-10-{day:02}T09:00:00Z",
            "closed_at": f"2026-10-{day:02}T09:05:00Z",
            "outcome": outcome,
            "caller": f"poste {caller}",
            **({"used": [article]} if article else {}),
        }
        for article, id, day, caller, outcome in rows
    ]
    body, kind = "\n".join(map(json.dumps, lines)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post("/api/v1/clients/acme/imports/calls", content=body, headers=kind)
    assert kept.json()["faulty"] == 0, kept.text


def test_what_needs_somebody_stands_apart(desk: Served) -> None:
    called(desk)
    with visitor(desk, SUPERVISOR) as supervisor:
        page = supervisor.get(DAYS)
    said = words(page)
    assert "Appels commencés 46 dont où un article a servi 38" in said
    assert "Articles vérifiés : validés, et révision non dépassée 67 % 2 sur 3" in said
    assert "VPN : connexion impossible 100 % 8 sur 8 (de 67,6 % à 100,0 %)" in said
    assert "au-dessus de la norme, 8 sur 38 (de 11,1 % à 36,3 %) tous articles ensemble" in said
    assert "de ces jours : 1 sur 3, dont 1 jamais montrés" in said
    assert "Session verrouillée 0 0 0 30 0 30 sur 30 (de 88,6 % à 100,0 %)" in said
    assert 'href="/c/acme/calls/v0"' in page
    assert 'href="/c/acme/articles/reseau/vpn"' in page
    assert f'<a href="{PAGE}" aria-current="page">Santé de la base</a>' in page


def test_its_counts_open_their_calls_for_whoever_may_see_figures(desk: Served) -> None:
    called(desk)
    with visitor(desk, SUPERVISOR) as supervisor:
        led = re.findall(r'href="(/api[^"]*/figures/([a-z_]+)/calls[^"]*)"[^>]*>([^<]*)</a>', supervisor.get(DAYS))
        assert [name for _, name, _ in led] == ["began", "used", *["used", "not_called_back"] * 2]
        for place, name, said in led:
            lines = supervisor.http.get(supervisor.url + unescape(place)).text.splitlines()[1:]
            n = int(re.findall(r"\d+", said)[1 if name == "not_called_back" else 0])
            assert (len(lines), {line.split(",")[0] for line in lines}) == (n, {name})
    with visitor(desk, EDITOR) as editor:
        page = editor.get(DAYS)
    assert "/figures/" not in page
    assert "Session verrouillée 0 0 0 30 0" in words(page)


def searched(desk: Served) -> None:
    """Two hundred searches in as many calls: one had nothing reliable; two articles helped, after 9 and 30 seconds."""
    at = datetime(2026, 10, 6, 8, tzinfo=UTC)
    for n in range(200):
        state = AnswerState.NOTHING_RELIABLE if n == 0 else AnswerState.SURE
        told: list[tuple[int, ev.Happening]] = [
            (0, ev.Started()),
            (1, ev.Searched("vpn", "hybrid", "c" * 40, "g1", state)),
        ]
        if n in {5, 6}:
            opened = {5: 10, 6: 31}[n]
            told += [(opened, ev.Opened(VPN)), (opened + 5, ev.Used(VPN))]
        desk.kb.calls.record(
            ACME,
            [Event(f"q{n}-{i}", "acme", f"q{n}", at + timedelta(seconds=s), one) for i, (s, one) in enumerate(told)],
            None,
        )


def test_each_figure_of_search_has_its_formula_and_opens_the_calls_that_it_is_made_of(desk: Served) -> None:
    searched(desk)
    with visitor(desk, EDITOR) as editor:
        page = editor.get(DAYS)
        english = words(editor.http.get(f"{editor.url}{DAYS}", headers={"accept-language": "en"}).text)
        found = editor.http.get(f"{editor.url}/api/v1/clients/acme/knowledge", params=OCTOBER).json()["search"]
        made = dict[str, list[int]]()
        for place in re.findall(r'href="(/api/[^"]*/knowledge/search/[^"]*)"', page):
            got = editor.http.get(f"{editor.url}{unescape(place)}")
            assert got.status_code == 200, got.text
            rows = [*csv.DictReader(io.StringIO(got.text))]
            assert {row["began"] for row in rows} == {"2026-10-06T08:00:00+00:00"}
            made[rows[0]["figure"]] = [int(row["counted"]) for row in rows]
        absent = editor.http.get(f"{editor.url}/api/v1/clients/acme/knowledge/search/searches/calls")
    for name in ("no_answer", "ruled_out", "worded_again"):
        assert (found[name]["numerator"], found[name]["denominator"]) == (sum(made[name]), len(made[name]))
        assert found[name]["value"] == sum(made[name]) / 200
    assert sorted(made["first_help"]) == [9, 30]
    assert (found["first_help"]["calls"], found["first_help"]["mean"]) == (2, 19.5)
    said = words(page)
    assert "Sans réponse fiable 0,5 % 1 sur 200 de 0,1 % à 2,8 % recherches regardées dont" in said
    assert "Appels où un article a été écarté 0,0 % 0 sur 200 de 0,0 % à 1,9 % appels avec une recherche" in said
    assert "médiane 20 s, neuf sur dix en" in said
    assert said.count("÷") == 4
    assert "Nothing reliable 0.5% 1 of 200 from 0.1% to 2.8% searches looked at whose" in english
    assert absent.status_code == 404


def test_an_editor_tells_two_articles_apart_and_sees_no_calls(desk: Served, tmp_path: Path) -> None:
    called(desk)
    with_a_twin(desk, tmp_path)
    with visitor(desk, EDITOR) as editor:
        page = editor.get(DAYS)
        assert "/calls/" not in page
        assert "VPN : connexion impossible VPN qui ne se connecte pas" in words(page)
        done = editor.submit(page, f"{PAGE}/apart")
        assert done.headers["location"] == f"{DAYS}#alike"
        after = words(editor.get(DAYS))
    assert "Aucune paire d’articles ne se ressemble assez. Paire déjà dite différente : 1 Une paire" in after
    assert [one[2] for one in trail(desk.kb) if one[1] == "articles.apart"] == ["begun", "done"]


def test_what_was_told_apart_is_taken_back_once_however_often_it_is_sent(desk: Served, tmp_path: Path) -> None:
    called(desk)
    with_a_twin(desk, tmp_path)
    with visitor(desk, EDITOR) as editor:
        editor.submit(editor.get(DAYS), f"{PAGE}/apart")
        page = editor.get(DAYS)
        named = 'aria-label="Finalement, à comparer : VPN : connexion impossible, et VPN qui ne se connecte pas"'
        assert named in " ".join(page.split())
        for _ in range(2):
            done = editor.submit(page, f"{PAGE}/compare")
            assert done.headers["location"] == f"{DAYS}#alike"
        after = words(editor.get(DAYS))
        english = words(editor.http.get(f"{editor.url}{DAYS}", headers={"accept-language": "en"}).text)
    assert "VPN : connexion impossible VPN qui ne se connecte pas" in after
    assert "Paire déjà dite différente" not in after
    assert "Not the same" in english
    told = [one for one in trail(desk.kb) if one[1] == "articles.compare"]
    assert [result for *_, result in told] == ["begun", "done"], "the second time there is nothing to take back"
    assert told[0][0].startswith("person:")


def test_a_pair_of_which_one_is_served_no_more_is_named_and_taken_back(desk: Served, tmp_path: Path) -> None:
    before = dict(desk.live.entries)
    with_a_twin(desk, tmp_path)
    with visitor(desk, EDITOR) as editor:
        editor.submit(editor.get(DAYS), f"{PAGE}/apart")
        desk.live.entries.update(before)
        page = editor.get(DAYS)
        assert "VPN : connexion impossible reseau/vpn-bis n’est plus servi Finalement, à comparer" in words(page)
        editor.submit(page, f"{PAGE}/compare")
        assert "Paire déjà dite différente" not in words(editor.get(DAYS))


def test_what_is_of_another_client_or_without_the_token_of_the_form_takes_nothing_back(
    desk: Served, tmp_path: Path
) -> None:
    acme, zeta = OneClient("acme"), OneClient("zeta")
    apart = desk.kb.calls.file().apart
    apart.tell(zeta, "secret", "brouillon", datetime.now(UTC))
    with_a_twin(desk, tmp_path)
    with visitor(desk, EDITOR) as editor:
        editor.submit(editor.get(DAYS), f"{PAGE}/apart")
        page = editor.get(DAYS)
        done = editor.submit(page, f"{PAGE}/compare", first="secret", second="brouillon")
        assert done.status_code == 303, "as of a pair that nobody ever told apart"
        assert editor.submit(page, f"{PAGE}/compare", csrf="").status_code == 403
    assert apart.told(zeta) == (("brouillon", "secret"),)
    assert apart.told(acme) == ((VPN, f"{VPN}-bis"),)
    assert not [one for one in trail(desk.kb) if one[1] == "articles.compare"]


def test_without_calls_it_has_the_articles_and_a_wrong_day_stands_by_its_field(desk: Served) -> None:
    with visitor(desk, EDITOR) as editor:
        said = words(editor.get(DAYS))
        wrong = editor.get(f"{PAGE}?until=hier", 400)
    assert "Aucun article au-dessus de la norme" in said
    assert "Norme, tous articles ensemble : pas de valeur." in said
    assert "de ces jours : 3 sur 3, dont 3 jamais montrés" in said
    assert "Aucun appel de ces jours ne sait rien d’un article." in said
    assert 'aria-describedby="until-fault"' in wrong


def test_it_is_for_those_who_keep_the_articles(desk: Served) -> None:
    for roles in (READER, AGENT):
        with visitor(desk, roles) as somebody:
            somebody.get(PAGE, 403)


def test_how_search_fared_stands_there_and_in_the_api(desk: Served) -> None:
    base = "/api/v1/clients/acme"
    none = desk.http.get(f"{base}/knowledge").json()["search"]
    assert (none["searches"], none["no_answer"]["value"], none["first_help"]["median"]) == (0, None, None)
    for event, query in (("q1", "vpn connexion impossible"), ("q2", "zorglub dérouté")):
        said = {"query": query, "call": "c-1", "event": event}
        assert desk.http.post(f"{base}/search", json=said).status_code == 200
    at = datetime.now(UTC) + timedelta(seconds=5)
    happened = [{"kind": "opened", "article": VPN}, {"kind": "used", "article": VPN}]
    events = [{"id": f"e{n}", "at": at.isoformat(), "what": what} for n, what in enumerate(happened)]
    assert desk.http.post(f"{base}/calls/c-1/events", json={"events": events}).status_code == 200
    told = desk.http.get(f"{base}/knowledge").json()["search"]
    assert (told["searches"], told["worded_again"]["numerator"], told["worded_again"]["denominator"]) == (2, 1, 1)
    assert (told["first_help"]["calls"], 3 <= told["first_help"]["median"] <= 6) == (1, True)
    with visitor(desk, EDITOR) as editor:
        said_there = words(editor.get(PAGE))
    assert "Recherches regardées 2 " in said_there
    assert "Appels reformulés 100,0 % 1 sur 1 de 20,7 % à 100,0 % appels avec" in said_there
    assert re.search(r"Temps jusqu’au premier article utile 0 min [3-6] s médiane [3-6] s,", said_there)
