"""Health, the OpenAPI document and the pages around the API."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler

from kbsearch.api.access.guards import requires_client
from kbsearch.api.asgi import create_litestar
from kbsearch.api.catalogue import TEXTS
from kbsearch.api.errors.problems import STATUS
from kbsearch.api.pages.web import open_web
from kbsearch.core.client import Client
from kbsearch.errors import IndexDamaged
from tests.clients import ACME, ZETA
from tests.served import Served, make_app, never_built


def test_live_and_ready(server: Served) -> None:
    assert server.http.get("/livez").json() == {"status": "live"}
    ready = server.http.get("/readyz").json()
    assert ready == {"status": "ready", "model": "ready", "mode": "hybrid", "why": ""}


def test_not_ready_without_any_index(server: Served) -> None:
    server.live.entries = {"acme": never_built()}
    response = server.http.get("/readyz")
    assert (response.status_code, response.json()["remedy"]) == (503, "kbsearch build")


def test_readiness_counts_fallback_and_damage_for_the_operator_alone(server: Served) -> None:
    acme, zeta = server.live.get(ACME), server.live.get(ZETA)
    oldie = dataclasses.replace(acme, client=Client("oldie"))
    other = dataclasses.replace(zeta, client=Client("other"), fingerprint="0" * 64)
    server.live.entries = {
        "acme": acme,
        "oldie": oldie,
        "other": other,
        "broken": IndexDamaged("/srv/kb/broken/gen-1 is damaged."),
    }
    server.live.fallen_back = {"oldie": "/srv/kb/oldie/gen-2 is damaged. Serving gen-1 instead."}
    response = server.http.get("/readyz")
    found = server.kb.readiness()
    counts = (found.clients, found.served, found.fallback, found.unserved, found.mismatched)
    assert counts == (4, 3, 1, 1, 1)
    assert response.json().keys() == {"status", "model", "mode", "why"}
    assert not re.search(r"\d", response.text)
    assert not any(said in response.text for said in ("/srv", "oldie", "broken", "gen-"))
    server.live.entries = {"other": other}
    assert server.http.get("/readyz").json()["type"] == "/problems#model-mismatch"


def test_readiness_says_why_there_is_no_model_without_folders(server: Served) -> None:
    model = server.kb.model
    model.state, model.why, model.cause = "missing", "/home/kb/models/x is not there.", "ModelMissing"
    assert server.http.get("/readyz").json()["why"].endswith("endommagé. Lancez : kbsearch model prepare")
    model.state, model.why, model.cause = "failed", "OSError: /home/kb/models/x", "OSError"
    ready = server.http.get("/readyz", headers={"accept-language": "en"}).json()
    assert (ready["mode"], ready["why"]) == ("keyword", "The model fails (OSError). The server’s log says more.")


def test_home_says_what_is_wrong_with_a_client_in_the_readers_language(server: Served) -> None:
    server.live.entries["broken"] = IndexDamaged("/srv/kb/broken/gen-1 is damaged.", remedy="kbsearch build broken")
    french = server.http.get("/").text
    english = server.http.get("/", headers={"accept-language": "en"}).text
    assert "est endommagé. Le journal du serveur dit quel fichier. Lancez : kbsearch build broken" in french
    assert "is damaged. The server’s log says which file. Run: kbsearch build broken" in english
    assert "/srv" not in french + english


def test_openapi_describes_every_operation(server: Served) -> None:
    schema = server.http.get("/schema/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert {operation["operationId"] for operation in operations} == {
        *("search", "escalate", "readArticle", "listArticles", "readClient", "listClients", "live", "ready"),
        *("putCall", "readCall", "replayCall", "postEvents", "closeCall", "reopenCall", "confirmCall", "listCalls"),
        "postTelephoneEvent",
        *("importCalls", "handOver", "readFigures", "readFigureParts", "readFigureCalls", "listAlerts"),
        "enableWebhook",
        *("readFigureArticles", "readFigureEffectCalls"),
        *("readFigureTopics", "readFigureEffects", "readGaps", "readKnowledge", "tellApart", "compareAgain"),
        "readSearchCalls",
        *("openIncident", "closeIncident", "listIncidents", "readIncident"),
    }


def test_the_document_is_made_once_for_all_who_ask(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may ask, and making it takes the event loop tens of milliseconds from those on a call."""
    first = [server.http.get(path).text for path in ("/schema/openapi.json", "/docs")]
    monkeypatch.setattr("kbsearch.api.contract.docs.document", lambda _: pytest.fail("made again"))
    assert [server.http.get(path).text for path in ("/schema/openapi.json", "/docs")] == first


def test_the_documented_examples_have_the_documented_fields(server: Served) -> None:
    schema = server.http.get("/schema/openapi.json").json()
    answer = server.search("vpn").json()
    content = schema["paths"]["/api/v1/clients/{client}/search"]["post"]["responses"]["200"]["content"]
    example = next(iter(content["application/json"]["examples"].values()))["value"]
    assert set(example) == set(answer)
    assert set(example["results"][0]) == set(answer["results"][0])
    assert set(example["results"][0]["passage"]) == set(answer["results"][0]["passage"])


@pytest.mark.parametrize("path", ["/", "/c/acme", "/c/acme/a/reseau/vpn", "/docs", "/problems"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_load_nothing_from_elsewhere(server: Served, path: str, lang: str) -> None:
    page = server.http.get(path, headers={"accept-language": lang})
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in page.text
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//")
    assert "style=" not in page.text
    assert not re.search(r"<script(?![^>]* src=)", page.text)


def test_every_problem_type_leads_to_its_description(server: Served) -> None:
    page = server.http.get("/problems").text
    assert all(f'id="{name}"' in page for name in STATUS)


def test_a_browser_gets_a_page_for_an_error(server: Served) -> None:
    page = server.http.get("/c/absent", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Introuvable" in page.text
    api = server.http.get("/api/v1/clients/absent/articles/x", headers={"accept": "text/html"})
    assert api.headers["content-type"] == "application/problem+json"


def test_the_form_works_without_a_script(server: Served) -> None:
    page = server.http.post("/c/acme", data={"query": "vpn <b>connexion</b>"}).text
    assert "<mark>" in page
    assert "&lt;b&gt;connexion" in page
    assert 'href="/c/acme/a/reseau/vpn"' in page
    assert "Acme &amp; Fils" in page
    assert "non validé" in page
    assert server.http.post("/c/acme", content=b"query=%ff&query=&&&=").status_code == 200


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "Ce code n’est dans aucun article : rien de certain ci-dessous."),
        ("en", "No article holds this code: nothing below is certain."),
    ],
)
def test_a_code_off_by_one_is_said_without_a_script(server: Served, lang: str, said: str) -> None:
    def shown(query: str) -> str:
        page = server.http.post("/c/acme", data={"query": query}, headers={"accept-language": lang}).text
        return page.partition('id="notes"')[2].partition("</p>")[0]

    assert said in shown("vpn F0043")
    assert shown("vpn E-204") == ' role="status">'
    cut = {"fr": "seul son début a été cherché", "en": "only its beginning was searched"}[lang]
    assert cut in shown("vpn " * 400)


def test_the_state_stands_above_the_results_and_what_is_unreliable_is_folded(server: Served) -> None:
    def page(query: str) -> str:
        return server.http.post("/c/acme", data={"query": query}).text

    sure, nothing = page("E-204"), page("vpn F0043")
    assert '<p class="answer sure" id="answer" role="status"><b>Sûr</b> · code exact' in sure
    assert '<details class="candidates" id="candidates" open>' in sure
    assert '<summary id="maybe" hidden>' in sure
    assert '<p class="answer nothing_reliable" id="answer" role="status"><b>Rien de fiable</b>' in nothing
    assert nothing.count("Ce code n’est dans aucun article") == 1  # said once, by the warning
    assert '<details class="candidates" id="candidates">' in nothing
    assert re.search('<summary id="maybe">Peut-être : [1-9] articles?</summary>', nothing)
    assert 'id="answer" role="status"></p>' in page("")


def test_only_assets_are_served(server: Served) -> None:
    assert server.http.get("/assets/console.js").headers["content-type"] == "text/javascript; charset=utf-8"
    etag = server.http.get("/assets/kbsearch.css").headers["etag"]
    assert server.http.get("/assets/kbsearch.css", headers={"if-none-match": etag}).status_code == 304
    for name in ("base.html", "..%2fpyproject.toml", "%2e%2e/pyproject.toml", "", "absent.js"):
        assert server.http.get(f"/assets/{name}").status_code == 404


def test_every_text_is_in_both_languages() -> None:
    for key, (french, english) in TEXTS.items():
        assert french, key
        assert english, key
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english)), key


def test_every_route_of_a_client_is_behind_the_wall(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    app = create_litestar(kb, open_web(), lambda: None)
    walled = 0
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if (
                "{client" in route.path
                and isinstance(handler, HTTPRouteHandler)
                and "OPTIONS" not in handler.http_methods
            ):
                assert requires_client in handler.resolve_guards(), route.path
                walled += 1
    kb.close()
    assert walled == 68
