"""Connections to a TLS port that do not get to their first request: they have an end, and count meanwhile."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from tests.served import UNLIMITED, make_app, running

pytestmark = pytest.mark.alone

ASKED = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PLAIN = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Secure:
    """A server with a certificate, and what trusts it."""

    port: int
    trust: ssl.SSLContext

    def opened(self, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 20, (source, 0))

    def answers(self, source: str = "127.0.0.1") -> bool:
        with self.opened(source) as line, self.trust.wrap_socket(line, server_hostname="127.0.0.1") as secure:
            secure.sendall(ASKED)
            return whole(secure).startswith(b"HTTP/1.1 200 ")


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secure]:
    monkeypatch.setattr("kbsearch.api.transport.tls.HANDSHAKE_S", 1.0)
    monkeypatch.setattr("kbsearch.api.transport.tls.GOODBYE_S", 1.0)
    with serving_tls(tmp_path) as served:
        yield served


@contextlib.contextmanager
def serving_tls(tmp_path: Path) -> Iterator[Secure]:
    authority = trustme.CA()
    made = authority.issue_cert("127.0.0.1")
    made.cert_chain_pems[0].write_to_path(tmp_path / "tls.pem")
    made.private_key_pem.write_to_path(tmp_path / "tls.key")
    tls = {"tls_certificate": tmp_path / "tls.pem", "tls_key": tmp_path / "tls.key"}
    kb, _ = make_app(tmp_path, overrides={**UNLIMITED, **tls})
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with running(kb) as (url, _):
        yield Secure(int(url.rpartition(":")[2]), trust)


def whole(line: socket.socket) -> bytes:
    """All until the server hangs up, well or not."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


def hello(trust: ssl.SSLContext) -> bytes:
    """The first message of a handshake."""
    outgoing = ssl.MemoryBIO()
    client = trust.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="127.0.0.1")
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("part", ["nothing", "a byte", "half of it", "all of the first message"])
def test_a_handshake_that_does_not_begin_or_end_is_ended(secure: Secure, part: str) -> None:
    sent = hello(secure.trust)
    length = {"nothing": 0, "a byte": 1, "half of it": len(sent) // 2}.get(part, len(sent))
    with secure.opened() as line:
        began = time.monotonic()
        line.sendall(sent[:length])
        whole(line)
        assert 0.8 < time.monotonic() - began < 5
    assert secure.answers()


def test_a_handshake_that_drips_is_ended(secure: Secure) -> None:
    with secure.opened() as line:
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            for byte in hello(secure.trust):
                line.sendall(bytes([byte]))
                time.sleep(0.05)
        assert time.monotonic() - began < 5
    assert secure.answers()


def test_what_is_no_tls_is_ended_at_once(secure: Secure) -> None:
    with secure.opened() as line:
        began = time.monotonic()
        line.sendall(PLAIN)
        assert b"HTTP/" not in whole(line)
        assert time.monotonic() - began < 0.9


def test_connections_without_a_handshake_count_until_they_are_gone(
    secure: Secure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbsearch.api.transport.connections.BoundedConnection.most_per_address", 3)
    monkeypatch.setattr("kbsearch.api.transport.tls.HANDSHAKE_S", 3.0)
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(secure.opened("127.0.0.9")) for _ in range(3)]
        with secure.opened("127.0.0.9") as one_more:
            began = time.monotonic()
            assert whole(one_more) == b""
            assert time.monotonic() - began < 1, "hung up on at once"
        assert secure.answers("127.0.0.10"), "others are answered"
        assert [whole(line) for line in idle] == [b""] * 3
    assert answers_again(secure, "127.0.0.9")


def test_more_in_all_than_there_may_be_are_hung_up_on(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.api.transport.connections.MOST_CONNECTIONS", 3)
    with contextlib.ExitStack() as stack:
        for at in range(20, 23):
            stack.enter_context(secure.opened(f"127.0.0.{at}"))
        with pytest.raises(OSError, match=r"EOF|reset|closed"):
            secure.answers("127.0.0.30")
    assert answers_again(secure, "127.0.0.30")


def answers_again(secure: Secure, address: str) -> bool:
    """Within some seconds: the server is told of closed connections one after the other."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            return secure.answers(address)
        time.sleep(0.05)
    return False


def test_a_request_that_comes_with_the_handshakes_end_is_answered(secure: Secure) -> None:
    """As browsers send it: in one piece, before the server could say that it is ready."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = secure.trust.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with secure.opened() as line:
        while True:
            try:
                client.do_handshake()
                break
            except ssl.SSLWantReadError:
                line.sendall(outgoing.read())
                incoming.write(line.recv(65536))
        client.write(ASKED)
        line.sendall(outgoing.read())
        got = b""
        while b'"live"' not in got:
            incoming.write(line.recv(65536))
            with contextlib.suppress(ssl.SSLWantReadError):
                got += client.read(65536)
    assert got.startswith(b"HTTP/1.1 200 ")


def test_one_after_the_other_is_answered_anew_and_on_one_connection(secure: Secure) -> None:
    base = f"https://127.0.0.1:{secure.port}"
    with httpx.Client(base_url=base, verify=secure.trust, trust_env=False, timeout=30) as http:
        assert [http.get("/livez", headers={"Connection": "close"}).status_code for _ in range(20)] == [200] * 20
        assert [http.get("/livez").status_code for _ in range(20)] == [200] * 20


def test_who_does_not_agree_to_the_end_counts_no_longer(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.api.transport.connections.BoundedConnection.most_per_address", 1)
    with (
        secure.opened("127.0.0.11") as line,
        secure.trust.wrap_socket(line, server_hostname="127.0.0.1") as silent,
    ):
        silent.sendall(ASKED)  # is answered, and reads neither that nor the goodbye
        time.sleep(2.5)
        assert secure.answers("127.0.0.11")


def test_a_server_that_is_told_to_stop_waits_for_no_handshake(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with contextlib.ExitStack() as stack:
        with serving_tls(tmp_path) as secure:
            lines = [stack.enter_context(secure.opened()) for _ in range(3)]
            lines[1].sendall(hello(secure.trust))
            assert secure.answers()
            began = time.monotonic()
        assert time.monotonic() - began < 4
    assert not [record for record in caplog.records if record.name == "asyncio" and record.levelname == "ERROR"]
