"""What every response carries, and who is answered at all."""

from __future__ import annotations

import logging

import pytest

from kbsearch.api.transport.envelope import is_local, usable_id
from kbsearch.core.hosts import is_loopback
from tests.served import Served

EVERYTHING = [
    "/livez",
    "/readyz",
    "/",
    "/c/acme",
    "/docs",
    "/problems",
    "/assets/kbsearch.css",
    "/schema/openapi.json",
    "/absent",
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types kbsearch"
)
"""The whole of it, so that none of its parts can go unnoticed."""


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_response_has_an_id_and_a_strict_policy(server: Served, path: str) -> None:
    headers = server.http.get(path, headers={"x-request-id": "call-42"}).headers
    assert headers["x-request-id"] == "call-42"
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_no_answer_is_for_a_shared_cache(server: Served) -> None:
    for path in (*EVERYTHING, "/api/v1/clients", "/api/v1/clients/acme", "/api/v1/clients/acme/articles/reseau/vpn"):
        said = server.http.get(path).headers.get_list("cache-control")
        if path.startswith("/assets/"):
            assert said == ["no-cache"], "the same for everybody"
        else:
            assert said in (["no-store"], ["private, no-cache"]), path
    answer = server.http.post("/api/v1/clients/acme/search", json={"query": "vpn"})
    assert answer.headers["cache-control"] == "no-store"


def test_an_unusable_request_id_is_replaced(server: Served) -> None:
    for given in ("x" * 65, "a b", "a/b", ""):
        got = server.http.get("/livez", headers={"x-request-id": given}).headers["x-request-id"]
        assert got != given
        assert usable_id(got.encode()) == got


def test_a_problem_names_the_request(server: Served) -> None:
    response = server.http.get("/absent", headers={"x-request-id": "call-43"})
    assert response.json()["request_id"] == "call-43"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "localhost@evil", "[::2]:80"]
)
def test_foreign_host_names_are_refused(server: Served, host: str) -> None:
    response = server.http.get("/livez", headers={"host": host})
    assert response.status_code in (400, 421)  # the HTTP parser may refuse it before we do
    if response.status_code == 421:
        assert response.json()["type"] == "/problems#misdirected"


def test_names_of_this_machine() -> None:
    assert all(map(is_local, ["localhost", "LOCALHOST:80", "127.0.0.1:8321", "127.1.2.3", "[::1]:8321"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.2", "example.org", "", "127.1"]))  # noqa: S104


def test_texts_follow_the_reader(server: Served) -> None:
    titles = {
        lang: server.http.get("/absent", headers={"accept-language": lang}).json()["title"]
        for lang in ("", "fr-CA", "en", "de, en;q=0.5, fr;q=0.4", "en;q=0.2, fr;q=0.9", "*", "x" * 900)
    }
    assert titles.pop("en") == titles.pop("de, en;q=0.5, fr;q=0.4") == "Not found"
    assert set(titles.values()) == {"Introuvable"}


def test_a_wrong_method_says_which_are_right(server: Served) -> None:
    response = server.http.delete("/api/v1/clients/acme/search")
    assert (response.status_code, response.json()["type"]) == (405, "/problems#method-not-allowed")
    assert response.headers["allow"] == "OPTIONS, POST"


def test_what_was_asked_is_never_logged(server: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.search("secret-de-la-question")
    server.http.post("/api/v1/clients/acme/search", json={"query": "secret-de-la-question", "x": 1})
    server.http.post("/c/acme", data={"query": "secret-de-la-question"})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [message for message in ours if "secret-de-la-question" in message]


def test_a_fault_of_ours_is_a_problem_document_too(server: Served, caplog: pytest.LogCaptureFixture) -> None:
    server.live.entries["acme"] = None  # type: ignore[assignment]  # anything that makes a handler fail
    response = server.search("vpn", **{"x-request-id": "call-44"})
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "call-44" in response.json()["detail"]
    assert "Traceback" not in response.text
    assert "call-44" in caplog.text


def test_an_answer_does_not_wait_for_an_acknowledgement(server: Served) -> None:
    """Nagle's algorithm left on would add 40 ms to every answer on a kept connection."""
    times = sorted(server.http.get("/livez").elapsed.total_seconds() for _ in range(20))
    assert times[5] < 0.03
