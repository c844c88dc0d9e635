"""Slow, large, many and malformed: real sockets against a real server, whose deadlines are shortened."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import time
from collections.abc import Iterator

import pytest

from kbsearch.api.transport.crowd import MOST_IN_HAND
from kbsearch.api.transport.limits import LONGEST_ADDRESS, MOST_HEADER_BYTES, MOST_HEADERS
from tests.served import Served, serving

SEARCH = b"POST /api/v1/clients/acme/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BODY = b'{"query": "vpn"}'


def start(served: Served) -> bytes:
    """Of a search with the key that holds."""
    return SEARCH + b"Authorization: %s\r\n" % served.http.headers["authorization"].encode()


def whole(served: Served) -> bytes:
    return start(served) + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with short deadlines: head 1 s, body 1 s, whole request 3 s, reader 2 s, few connections."""
    with pytest.MonkeyPatch.context() as patch, serving(tmp_path_factory.mktemp("hasty")) as served:
        for name, value in (("HEAD_S", 1.0), ("REQUEST_S", 3.0), ("READING_S", 2.0), ("TICK_S", 0.1)):
            patch.setattr(f"kbsearch.api.transport.connections.{name}", value)
        patch.setattr("kbsearch.api.transport.patience.BODY_S", 1.0)
        yield served


@contextlib.contextmanager
def connected(served: Served, source: str = "127.0.0.1") -> Iterator[socket.socket]:
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 20, (source, 0)) as line:
        yield line


def rest(line: socket.socket) -> bytes:
    """All until the server hangs up, well or not."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


def one(line: socket.socket) -> bytes:
    """One whole answer."""
    got = line.recv(65536)
    while b"\r\n\r\n" not in got:
        got += line.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def problem(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-security-policy: default-src 'none'" in head.lower()
    assert b"application/problem+json" in head
    document: dict[str, object] = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % document["status"])
    return document


def still_answers(served: Served) -> None:
    assert served.search("vpn").status_code == 200


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n"])
def test_slow_headers_are_ended(hasty: Served, sent: bytes) -> None:
    with connected(hasty) as line:
        line.sendall(sent)
        started = time.monotonic()
        assert problem(rest(line))["type"] == "/problems#too-slow"
        assert 0.8 < time.monotonic() - started < 5
    still_answers(hasty)


def test_headers_that_trickle_are_ended(hasty: Served) -> None:
    with connected(hasty) as line, contextlib.suppress(ConnectionError):
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        for at in range(50):
            time.sleep(0.1)
            line.sendall(b"X-%d: a\r\n" % at)
        pytest.fail("fifty headers in five seconds were waited for")


def test_a_slow_body_is_408_and_the_connection_ends(hasty: Served) -> None:
    with connected(hasty) as line:
        line.sendall(start(hasty) + b"Content-Length: 1000\r\n\r\n{")
        started = time.monotonic()
        answer = one(line)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"/problems#too-slow" in answer
        with contextlib.suppress(ConnectionError):
            for _ in range(60):
                time.sleep(0.1)
                line.sendall(b" ")
            pytest.fail("it went on")
        assert time.monotonic() - started < 6
    still_answers(hasty)


def test_slow_bodies_and_slow_readers_do_not_keep_others_from_searching(hasty: Served) -> None:
    unread = start(hasty) + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
    with contextlib.ExitStack() as stack:
        for at in range(2 * MOST_IN_HAND):
            line = stack.enter_context(connected(hasty, f"127.0.0.{100 + at}"))
            line.sendall(unread * 3 if at % 2 else start(hasty) + b"Content-Length: 1000\r\n\r\n{")
        time.sleep(0.5)
        still_answers(hasty)


def test_a_chunked_body_that_trickles_is_408(hasty: Served) -> None:
    with connected(hasty) as line:
        line.sendall(start(hasty) + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(20):
            time.sleep(0.1)
            line.sendall(b"1\r\n \r\n")
        assert one(line).startswith(b"HTTP/1.1 408 ")


def send_on(line: socket.socket) -> None:
    for _ in range(100):
        line.sendall(b"x" * 1000)
        time.sleep(0.02)


def test_a_slow_reader_is_hung_up_on(hasty: Served) -> None:
    port = int(hasty.url.rpartition(":")[2])
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        line.connect(("127.0.0.1", port))
        line.settimeout(20)
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(400):  # answers of a hundred kilobytes that nobody reads
                line.sendall(b"GET /schema/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(3)
        with pytest.raises(ConnectionError):
            send_on(line)
    still_answers(hasty)


def test_an_idle_connection_is_closed_and_used_ones_are_kept(hasty: Served) -> None:
    with connected(hasty) as line:
        for _ in range(12):
            line.sendall(whole(hasty))
            assert one(line).startswith(b"HTTP/1.1 200 ")
            time.sleep(0.15)  # longer together than any deadline but the idle one
        started = time.monotonic()
        rest(line)
        assert 3 < time.monotonic() - started < 9


def test_pipelined_requests_are_answered_in_order_and_bounded(hasty: Served) -> None:
    with connected(hasty) as line:
        asked = whole(hasty)
        line.sendall(asked * 40 + asked.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n"))
        answers = rest(line)
        assert answers.count(b"HTTP/1.1 200 ") == 41
        assert answers.count(b'"client":"acme"') == 41


def test_too_many_connections_from_one_address_are_refused_and_others_are_not(
    hasty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbsearch.api.transport.connections.BoundedConnection.most_per_address", 5)
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(connected(hasty, "127.0.0.9")) for _ in range(8)]
        refused = problem(rest(lines[-1]))
        assert (refused["type"], refused["status"]) == ("/problems#not-ready", 503)
        with connected(hasty, "127.0.0.10") as other:
            other.sendall(whole(hasty))
            assert one(other).startswith(b"HTTP/1.1 200 ")


def test_more_connections_than_there_may_be_are_refused(hasty: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.api.transport.connections.MOST_CONNECTIONS", 3)
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(connected(hasty, f"127.0.0.{at}")) for at in range(20, 28)]
        assert problem(rest(lines[-1]))["status"] == 503


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        SEARCH + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 70_000,
    ],
)
def test_what_is_no_http_is_400_in_our_words(hasty: Served, sent: bytes) -> None:
    with connected(hasty) as line:
        line.sendall(sent)
        answer = rest(line)
    if answer:  # with bytes left unread, the system may take back what was written
        assert problem(answer)["status"] in ((431,) if len(sent) > 65_536 else (400, 421))
    still_answers(hasty)


def test_what_never_was_a_request_has_an_id_to_quote(hasty: Served) -> None:
    said = []
    for sent in (b"\x00\x01\x02\r\n\r\n", b"G ET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
        with connected(hasty) as line:
            line.sendall(sent)
            answer = rest(line)
        document, head = problem(answer), answer.partition(b"\r\n\r\n")[0].decode().lower()
        assert document["status"] == 400
        assert re.fullmatch(r"[0-9a-f]{16}", str(document["request_id"]))
        assert f"x-request-id: {document['request_id']}" in head
        said.append(document["request_id"])
    assert len(set(said)) == 3


def test_content_length_and_chunked_together_are_not_two_requests(hasty: Served) -> None:
    smuggled = b"0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connected(hasty) as line:
        line.sendall(
            start(hasty) + b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n" % len(smuggled) + smuggled
        )
        answer = rest(line)
    assert b'"live"' not in answer
    assert problem(answer)["status"] == 400


def test_an_upgrade_is_an_ordinary_request(hasty: Served) -> None:
    headers = {
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-key": "eA==",
        "sec-websocket-version": "13",
    }
    assert hasty.http.get("/livez", headers=headers).status_code == 200


def test_a_head_that_is_too_long_to_wait_for_says_what_is(hasty: Served) -> None:
    for sent, status in ((b"GET /c/", 414), (b"GET / HTTP/1.1\r\nX: ", 431)):
        answer = b""
        for _ in range(5):  # with bytes left unread, the system may take back what was written
            with connected(hasty) as line:
                line.sendall(sent + b"a" * 66_000)
                answer = answer or rest(line)
        assert problem(answer)["status"] == status


def test_a_long_address_is_414(hasty: Served) -> None:
    for path in ("a" * (LONGEST_ADDRESS - 2), "a" * 60_000, "%C3%A9" * 2_000):
        refused = hasty.http.get(f"/c/{path}")
        assert (refused.status_code, refused.json()["type"]) == (414, "/problems#address-too-long")
    assert hasty.http.get("/c/" + "a" * (LONGEST_ADDRESS - 3)).status_code == 404
    url = "/c/acme?a="
    assert hasty.http.get(url + "b" * (LONGEST_ADDRESS - 2)).status_code == 200
    refused = hasty.http.get(url + "b" * LONGEST_ADDRESS)
    assert (refused.status_code, refused.json()["type"]) == (414, "/problems#address-too-long")


@pytest.mark.parametrize(
    "headers",
    [
        {f"x-{at}": "a" for at in range(MOST_HEADERS)},
        {"x-large": "a" * MOST_HEADER_BYTES},
        {f"x-{at}": "a" * 1_000 for at in range(17)},
    ],
)
def test_many_or_large_headers_are_431(hasty: Served, headers: dict[str, str]) -> None:
    refused = hasty.http.get("/livez", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (431, "/problems#headers-too-large")


def test_a_body_over_the_limit_is_413_however_it_is_framed(hasty: Served) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"query": "'
        for _ in range(20):
            yield b"a" * 10_000
        yield b'"}'

    headers = {"content-type": "application/json"}
    for content in (b"x" * 200_000, parts()):
        response = hasty.http.post("/api/v1/clients/acme/search", content=content, headers=headers)
        assert (response.status_code, response.json()["type"]) == (413, "/problems#too-large")
    still_answers(hasty)
