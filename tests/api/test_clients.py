"""Search and articles over HTTP, against a real server."""

from __future__ import annotations

import json

import pytest

from kbsearch.errors import IndexDamaged
from tests.fakes import HashingEmbedder
from tests.served import COMMIT, UNBUILT, Served, never_built


def test_search_gives_the_right_article_with_its_passage(server: Served) -> None:
    response = server.search("vpn connexion impossible")
    answer = response.json()
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert (answer["client"], answer["mode"], answer["commit"]) == ("acme", "hybrid", COMMIT)
    first = answer["results"][0]
    assert (first["article"], first["path"]) == ("reseau/vpn", "reseau/vpn.md")
    assert first["passage"]["commit"] == COMMIT
    text, (start, end) = first["passage"]["text"], first["passage"]["highlights"][0]
    assert text[start:end].lower() in ("vpn", "connexion", "impossible")
    excerpt = first["passage"]["excerpt"]
    assert text[start:end] in [piece for piece, is_match in excerpt if is_match]
    assert "**" not in "".join(piece for piece, _ in excerpt)


def test_a_suggestion_stands_where_it_says(server: Served) -> None:
    answer = server.search("réimprimentes  imprimente hors").json()
    assert [answer["query"][slice(*offer["range"])] for offer in answer["suggestions"]] == [
        offer["word"] for offer in answer["suggestions"]
    ]
    assert ("imprimente", [14, 24]) in [(offer["word"], offer["range"]) for offer in answer["suggestions"]]


def test_limit_bounds_the_results(server: Served) -> None:
    response = server.http.post("/api/v1/clients/acme/search", json={"query": "imprimante session vpn", "limit": 1})
    assert len(response.json()["results"]) == 1


def test_an_empty_query_is_an_empty_answer(server: Served) -> None:
    answer = server.search("").json()
    assert (answer["results"], answer["notes"]) == ([], ["empty"])
    assert (answer["state"], answer["probability"], answer["reasons"]) == ("nothing_reliable", 0, [])


def test_an_answer_says_how_far_it_is_to_be_trusted_and_why(server: Served) -> None:
    exact = server.search("vpn E-204").json()
    assert exact["state"] == "sure"
    assert 0.7 < exact["probability"] <= 1
    assert {"code": "exact-code", "text": "code exact"} in exact["reasons"]
    off = server.search("E-205").json()
    assert off["state"] != "sure"
    assert off["reasons"][0] == {"code": "unknown-code", "text": "ce code n’est dans aucun article"}
    english = server.http.post(
        "/api/v1/clients/acme/search", json={"query": "E-205"}, headers={"accept-language": "en"}
    ).json()
    assert english["reasons"][0]["text"] == "no article holds this code"


def test_the_state_of_a_search_is_kept_with_its_call(server: Served) -> None:
    body = {"query": "E-204", "call": "state-1"}
    assert server.http.post("/api/v1/clients/acme/search", json=body).status_code == 200
    call = server.http.get("/api/v1/clients/acme/calls/state-1/replay").json()
    assert [one["what"]["state"] for one in call["timeline"] if one["what"]["kind"] == "searched"] == ["sure"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": 12}, "query"),
        ({"query": None}, "query"),
        ({"query": "a" * 1001}, "query"),
        ({"query": "vpn", "limit": 0}, "limit"),
        ({"query": "vpn", "limit": 51}, "limit"),
        ({"query": "vpn", "limit": "many"}, "limit"),
        ({"query": "vpn", "limit": "5"}, "limit"),
        ({"query": "vpn", "limit": 5.0}, "limit"),
        ({"query": "vpn", "limit": True}, "limit"),
        ({"query": "vpn", "limit": None}, "limit"),
        ({"query": "vpn", "filter": "x"}, "filter"),
        ([], "body"),
        (None, "body"),
        ("vpn", "body"),
    ],
)
def test_a_wrong_field_is_named(server: Served, body: object, field: str) -> None:
    headers = {"content-type": "application/json"}
    response = server.http.post("/api/v1/clients/acme/search", content=json.dumps(body), headers=headers)
    problem = response.json()
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems#bad-request"
    assert [error["field"] for error in problem["errors"]] == [field]
    assert field in problem["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"{", b'{"query": "\xff"}', b"\xff\xfe{}", b'{"query": "\\ud800"}', b"[" * 9000]
)
def test_a_body_that_is_not_json_is_400(server: Served, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = server.http.post("/api/v1/clients/acme/search", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "body"


def test_other_content_types_are_refused(server: Served) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        response = server.http.post(
            "/api/v1/clients/acme/search", content=b'{"query":"vpn"}', headers={"content-type": kind}
        )
        assert (response.status_code, response.json()["status"]) == (415, 415)


def test_a_large_body_is_413(server: Served) -> None:
    response = server.http.post("/api/v1/clients/acme/search", json={"query": "a" * 70_000})
    assert (response.status_code, response.json()["type"]) == (413, "/problems#too-large")


def test_unknown_foreign_and_malformed_clients_are_one_answer(server: Served) -> None:
    bodies = set()
    for client in ("absent", "ABSENT", "_shared", "a" * 65, "é", "x%00", "acme%2f..%2fzeta"):
        for call in (
            server.search("vpn", client=client),
            server.http.get(f"/api/v1/clients/{client}/articles/reseau/vpn"),
            server.http.get(f"/c/{client}"),
        ):
            assert call.status_code == 404, (client, call.text)
            document = call.json()
            document.pop("request_id")
            bodies.add(json.dumps(document))
    assert len(bodies) == 1


def test_one_client_never_sees_anothers_article(server: Served) -> None:
    query = "seul zeta lit cet article canari-zeta imprimante"
    answers = {client: server.search(query, client=client) for client in ("acme", "zeta")}
    assert {response.status_code for response in answers.values()} == {200}
    found = {client: json.dumps(response.json()["results"]) for client, response in answers.items()}
    assert "canari-zeta" in found["zeta"]
    assert "Imprimante hors ligne" in found["acme"]
    assert "zeta" not in found["acme"]
    assert server.http.get("/api/v1/clients/acme/articles/secret").status_code == 404
    assert server.http.get("/api/v1/clients/zeta/articles/secret").status_code == 200


def test_a_client_without_an_index_says_what_to_run(server: Served) -> None:
    for response in (server.search("vpn", client=UNBUILT), server.http.get(f"/c/{UNBUILT}")):
        assert response.status_code == 503
        assert response.json()["remedy"].startswith("kbsearch build")
        assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (never_built(), "index-missing"),
        (IndexDamaged("vectors.faiss differs.", remedy="kbsearch build acme"), "index-damaged"),
    ],
)
def test_an_unusable_index_is_503(server: Served, error: IndexDamaged, name: str) -> None:
    server.live.entries["acme"] = error
    problem = server.search("vpn").json()
    assert (problem["type"], problem["status"]) == (f"/problems#{name}", 503)
    assert problem["remedy"] == "kbsearch build acme"


def test_a_503_is_in_the_readers_language_and_its_folders_stay_in_the_log(
    server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    server.live.entries["acme"] = IndexDamaged("/srv/kb/acme/gen-1 is damaged.", remedy="kbsearch build acme")
    french, english = server.search("vpn"), server.search("vpn", **{"accept-language": "en"})
    page = server.http.get("/c/acme", headers={"accept": "text/html"})
    assert french.json()["detail"] == (
        "L’index de ce client est endommagé. Le journal du serveur dit quel fichier. Lancez : kbsearch build acme"
    )
    assert english.json()["detail"] == (
        "This client’s index is damaged. The server’s log says which file. Run: kbsearch build acme"
    )
    assert page.status_code == 503
    assert "Lancez : kbsearch build acme" in page.text
    assert "/srv" not in french.text + english.text + page.text
    assert "/srv/kb/acme/gen-1 is damaged" in caplog.text
    assert "vpn" not in caplog.text


def test_another_model_refuses_rather_than_misleads(server: Served) -> None:
    server.kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    problem = server.search("vpn").json()
    assert (problem["type"], problem["status"]) == ("/problems#model-mismatch", 503)


def test_without_a_model_words_answer_and_say_so(server: Served) -> None:
    server.kb.model.embedder = None
    answer = server.search("vpn").json()
    assert answer["mode"] == "keyword"
    assert answer["results"][0]["article"] == "reseau/vpn"
    assert answer["results"][0]["signals"]["cosine"] is None


def test_an_article_is_safe_html_and_source(server: Served) -> None:
    response = server.http.get("/api/v1/clients/acme/articles/reseau/vpn")
    article = response.json()
    assert article["title"] == "VPN : connexion impossible"
    assert "<script" not in article["html"]
    assert "<script>" in article["source"]
    assert (article["state"], article["reviewed"], article["commit"]) == ("not_validated", "2026-09-14", COMMIT)
    assert article["escalation"]["facts"] == ["numéro de poste"]
    resolution = article["sections"][2]
    assert resolution == {"id": "kb-resolution", "heading": "Résolution", "level": 2, "role": "resolution"}
    assert f'id="{resolution["id"]}"' in article["html"]
    assert (article["steps"], article["html"].count('<li class="step">')) == (2, 2)


def test_links_between_articles_stay_inside_the_client(server: Served) -> None:
    html = server.http.get("/api/v1/clients/acme/articles/reseau/vpn").json()["html"]
    assert 'href="/c/acme/a/impression/imprimante#kb-resolution"' in html
    assert 'href="/c/acme/a/windows/session"' in html
    assert "absent" not in html


def test_an_article_is_not_sent_twice(server: Served) -> None:
    url = "/api/v1/clients/acme/articles/reseau/vpn"
    first = server.http.get(url)
    again = server.http.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_too_many_waiting_searches_are_told_to_come_back(server: Served) -> None:
    server.kb.waiting = 10_000
    try:
        response = server.search("vpn")
    finally:
        server.kb.waiting = 0
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["type"] == "/problems#not-ready"
