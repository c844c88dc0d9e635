"""A provider that never answers, drips, or has no end: who waits is told in time, and nothing is held for longer."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from kbsearch.adapters.outside.bounds import MOST_BYTES, MOST_LOOKUPS
from kbsearch.app.elsewhere import STEP_LASTS_S
from tests.elsewhere.going import assert_away, went
from tests.elsewhere.identity_provider import Provider
from tests.served import Served

pytestmark = pytest.mark.alone

LASTS_S = 0.4
MOST_S = 3.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Behaviour = Callable[[socket.socket, threading.Event], None]
"""What it does with a connection, until it is told to stop."""


def silent(_: socket.socket, stop: threading.Event) -> None:
    stop.wait()


def dripping(start: bytes, drop: bytes) -> Behaviour:
    """Never silent for longer than a tenth of a second."""

    def drip(line: socket.socket, stop: threading.Event) -> None:
        line.sendall(start)
        while not stop.wait(0.1):
            line.sendall(drop)

    return drip


def endless(line: socket.socket, stop: threading.Event) -> None:
    line.sendall(HEAD + b"Content-Length: 100000000\r\n\r\n")
    for _ in range(1000):
        line.sendall(b" " * 100_000)


def compressed(line: socket.socket, stop: threading.Event) -> None:
    body = gzip.compress(b" " * 50_000_000)
    assert len(body) < MOST_BYTES
    line.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


BEHAVIOURS: dict[str, Behaviour] = {
    "never answers": silent,
    "drips before the head": dripping(b"", b"H"),
    "drips the head": dripping(HEAD, b"X-More: a\r\n"),
    "drips early answers": dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "drips the body": dripping(HEAD + b"Content-Length: 1000\r\n\r\n", b" "),
    "drips chunks": dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "has no end": endless,
    "is small and compressed from something large": compressed,
}


@contextlib.contextmanager
def behaving(how: Behaviour) -> Iterator[str]:
    """The address of a server that does that with every connection."""
    stop, threads = threading.Event(), []

    def serve(line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            line.recv(65536)
            how(line, stop)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threads.append(threading.Thread(target=serve, args=(listener.accept()[0],)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        door = threading.Thread(target=accept)
        door.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            for one in (door, *threads):
                one.join(20)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.app.elsewhere.STEP_LASTS_S", LASTS_S)


@contextlib.contextmanager
def unhurried() -> Iterator[None]:
    """For a provider that is as it should be: it has the time that it really has, as on a busy machine it needs it."""
    with pytest.MonkeyPatch.context() as patience:
        patience.setattr("kbsearch.app.elsewhere.STEP_LASTS_S", STEP_LASTS_S)
        yield


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """What answers is the thread itself: when it has, it is free."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < MOST_S


@pytest.mark.parametrize("how", BEHAVIOURS)
def test_a_discovery_document_is_waited_for_and_read_up_to_a_bound(
    served: Served, browser: httpx.Client, how: str
) -> None:
    assert served.kb.elsewhere is not None
    with behaving(BEHAVIOURS[how]) as url:
        served.kb.elsewhere.provider._documents._issuer = url
        with in_time():
            answer = browser.get("/sign-in/oidc")
    assert_away(served, browser, answer)


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("how", BEHAVIOURS)
def test_a_token_and_keys_are_waited_for_and_read_up_to_a_bound(
    served: Served, browser: httpx.Client, idp: Provider, how: str, endpoint: str
) -> None:
    with behaving(BEHAVIOURS[how]) as url:
        idp.discovery[endpoint] = f"{url}/"
        with unhurried():
            back = went(browser)
        with in_time():
            answer = browser.get(back)
    assert_away(served, browser, answer)


def test_the_largest_document_that_is_read(served: Served, browser: httpx.Client, idp: Provider) -> None:
    idp.discovery["padding"] = "x" * (MOST_BYTES - 5_000)
    assert len(json.dumps(idp.document())) < MOST_BYTES
    with unhurried():
        assert browser.get(went(browser)).status_code == 303


def test_names_that_are_not_found_in_time(served: Served, browser: httpx.Client) -> None:
    """The system's resolver cannot be interrupted: few of its threads wait, and nobody for them."""
    assert served.kb.elsewhere is not None
    lookups, found = served.kb.elsewhere.provider._outside._lookups, threading.Event()

    def hang(_: str) -> tuple[str, ...]:
        found.wait(60)
        return ("127.0.0.1",)

    lookups._resolver = hang
    try:
        for _ in range(MOST_LOOKUPS + 2):
            with in_time():
                assert_away(served, browser, browser.get("/sign-in/oidc"))
        assert sum(one.name == "lookup" for one in threading.enumerate()) == MOST_LOOKUPS
    finally:
        found.set()
    with unhurried():
        assert browser.get(went(browser)).status_code == 303


def test_whoever_waits_behind_others_is_told_as_soon_and_others_are_answered(
    served: Served, browser: httpx.Client
) -> None:
    assert served.kb.elsewhere is not None
    with behaving(silent) as url, ThreadPoolExecutor(30) as people:
        served.kb.elsewhere.provider._documents._issuer = url

        def ask(_: int) -> int:
            return httpx.get(f"{served.url}/sign-in/oidc", trust_env=False, timeout=20).status_code

        with in_time():
            asked = [people.submit(ask, number) for number in range(30)]
            assert browser.get("/livez").status_code == 200
            assert [one.result(20) for one in asked] == [503] * 30
