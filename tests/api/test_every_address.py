"""What holds of every address: HEAD beside GET, parameters that there are, headers that are said once."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.served import Served

OF = "/api/v1/clients/acme"


def test_head_says_what_get_would_without_a_body(server: Served) -> None:
    for path in (
        "/livez",
        "/docs",
        OF,
        f"{OF}/articles",
        f"{OF}/articles/reseau/vpn",
        f"{OF}/articles/absent",
        "/absent",
    ):
        got, head = server.http.get(path), server.http.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        for name in ("content-length", "content-type", "etag", "cache-control"):
            assert head.headers.get(name) == got.headers.get(name), (path, name)
    assert server.http.head(f"{OF}/search").status_code == 405
    assert "HEAD" in server.http.options(OF).headers["allow"]


def test_head_asks_who_comes_as_get_does(server: Served) -> None:
    nobody = {"Authorization": ""}
    assert server.http.head(OF, headers=nobody).status_code == 401
    assert server.http.head("/api/v1/clients/absent").status_code == 404


def test_after_head_the_connection_goes_on(server: Served) -> None:
    at = urlsplit(server.url)
    head = f"HEAD /livez HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n"
    last = f"GET /livez HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=10) as line:
        line.sendall((head + last).encode())
        with line.makefile("rb") as answers:
            got = answers.read()
    first, second = got.split(b"HTTP/1.1 200")[1:]
    assert first.endswith(b"\r\n\r\n")
    assert not second.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("query", "field"),
    [("limt=5", "limt"), ("limit=5&limit=6", "limit"), ("limit=5&client=zeta", "client"), ("é=1", "é")],
)
def test_a_parameter_that_is_not_there_or_twice_is_refused_by_name(server: Served, query: str, field: str) -> None:
    answer = server.http.get(f"{OF}/articles?{query}")
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert server.http.get(f"{OF}/articles?limit=5").status_code == 200


def test_a_parameter_says_nothing_of_a_client_that_is_not_ones_own(server: Served) -> None:
    known, unknown = (server.http.get(f"/api/v1/clients/absent/articles{query}") for query in ("", "?nope=1"))
    assert known.status_code == unknown.status_code == 404


@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "Idempotency-Key"])
def test_a_header_that_is_said_twice_is_refused(server: Served, name: str) -> None:
    twice = [(name, "application/json"), (name, "text/plain")]
    answer = server.http.post(f"{OF}/search", content=b'{"query": "vpn"}', headers=twice)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems#bad-request"
