"""Bodies that are made to hurt a parser, and texts that are odd and harmless."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.served import Served, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("hostile-json")) as served:
        yield served


def deep(opening: bytes, closing: bytes, levels: int) -> bytes:
    return b'{"query": ' + opening * levels + b"1" + closing * levels + b"}"


@pytest.mark.parametrize(
    "body",
    [
        deep(b"[", b"]", 30_000),
        deep(b'{"a":', b"}", 9_000),
        b'{"query": "' + b"\\ud800" * 9 + b'"}',
        b'{"query": "\xed\xa0\x80"}',
        b'{"query": "\xc0\x80"}',
        b'{"query": "\xf8\x88\x80\x80\x80"}',
        b'{"query": 1e999999}',
        b'{"query": ' + b"9" * 60_000 + b"}",
        b'{"query": "a", "query": ["b"]}',
        b'\xff\xfe{\x00"\x00}\x00',
        b'\xef\xbb\xbf{"query": "vpn"}',
        b'{"query": NaN}',
        b"{}" * 20_000,
    ],
)
def test_hostile_json_is_400(server: Served, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    for path in ("/api/v1/clients/acme/search", "/api/v1/clients/acme/calls/c1/events"):
        response = server.http.post(path, content=body, headers=headers)
        assert (response.status_code, response.json()["status"]) == (400, 400), path


@pytest.mark.parametrize(
    "text", ["vpn\x00", "\x00" * 900, "vpn\u202e\u2066", "\U0010ffff" * 400, "e\u0301" * 400, "\x1b[2J vpn"]
)
def test_odd_characters_are_searched_like_any(server: Served, text: str) -> None:
    response = server.search(text)
    assert response.status_code == 200
    assert "\x00" not in response.json()["query"]
