"""A machine with too much to do: words alone, then 503, and back; and nothing is embedded for nobody."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kbsearch.core.ports import Vectors
from tests.fakes import HashingEmbedder
from tests.served import Served, serving
from tests.waiting import wait_for

pytestmark = pytest.mark.alone


class SlowEmbedder(HashingEmbedder):
    """As slow as it is told to be."""

    def __init__(self) -> None:
        super().__init__()
        self.takes_s = 0.0
        self.texts: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        time.sleep(self.takes_s)
        return super().embed_queries(texts)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Served, SlowEmbedder]]:
    with serving(tmp_path) as served:
        served.kb.model.embedder = embedder = SlowEmbedder()
        yield served, embedder


def ask(served: Served, query: str) -> httpx.Response:
    with httpx.Client(base_url=served.url, headers=served.http.headers, trust_env=False, timeout=20) as http:
        return http.post("/api/v1/clients/acme/search", json={"query": query})


def many(served: Served, count: int, threads: int = 30) -> list[httpx.Response]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda at: ask(served, f"vpn coupé numéro {at}"), range(count)))


def test_searches_go_by_words_while_the_model_is_behind_and_come_back(slow: tuple[Served, SlowEmbedder]) -> None:
    served, embedder = slow
    assert ask(served, "vpn").json()["mode"] == "hybrid"
    embedder.takes_s = 0.2
    given = many(served, 60)
    assert {one.status_code for one in given} <= {200, 503}  # 503 where this machine has no time even for words
    assert all(one.headers["retry-after"] for one in given if one.status_code == 503)
    answers = [one for one in given if one.status_code == 200]
    modes = Counter(one.json()["mode"] for one in answers)
    assert modes["keyword"] > modes["hybrid"] > 0, modes
    for one in answers:
        answer = one.json()
        assert ("busy" in answer["notes"]) == (answer["mode"] == "keyword")
        assert "reseau/vpn" in [result["article"] for result in answer["results"]]
        assert ("words-only" in [r["code"] for r in answer["reasons"]]) == (answer["mode"] == "keyword")
    embedder.takes_s = 0.0
    assert wait_for(lambda: ask(served, "vpn revenu").json()["mode"] == "hybrid")


def test_words_do_not_queue_behind_the_model(slow: tuple[Served, SlowEmbedder]) -> None:
    served, _ = slow
    assert ask(served, "vpn").json()["mode"] == "hybrid"
    served.kb.threads.encoding.note(10.0)
    free = threading.Event()
    held = [served.kb.threads.encoders.submit(free.wait) for _ in range(served.kb.threads.encoders._max_workers)]
    with ThreadPoolExecutor(1) as pool:
        behind = pool.submit(ask, served, "imprimante")
        assert wait_for(lambda: served.kb.threads.encoding.waiting == 1)
        assert ask(served, "vpn tout de suite").json()["mode"] == "keyword"
        assert served.kb.threads.encoding.waiting == 1, "answered before what was asked first"
        free.set()
        assert behind.result().json()["mode"] in ("hybrid", "keyword")
    assert all(one.result(5) for one in held)


def test_more_than_may_be_in_hand_are_told_to_come_back_and_the_next_ones_are_not(
    slow: tuple[Served, SlowEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbsearch.api.transport.crowd.MOST_IN_HAND", 1)
    monkeypatch.setattr("kbsearch.api.errors.refusals.PAUSE_S", (0.0, 0.0))
    served, _ = slow
    free = threading.Event()
    held = [served.kb.threads.encoders.submit(free.wait) for _ in range(served.kb.threads.encoders._max_workers)]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, served, "imprimante")
        assert wait_for(lambda: served.kb.waiting == 1)
        refused = ask(served, "vpn")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json()["type"] == "/problems#not-ready"
        assert served.http.get("/api/v1/clients/acme/articles/reseau/vpn").status_code == 200, "what is read goes on"
        free.set()
        assert first.result().status_code == 200
    assert all(one.result(5) for one in held)
    assert ask(served, "vpn").status_code == 200


def test_a_page_goes_by_words_too_and_says_so(slow: tuple[Served, SlowEmbedder]) -> None:
    served, _ = slow
    served.kb.threads.encoding.note(1.0)
    for _ in range(5):
        served.kb.threads.encoding.enter()
    page = served.http.post("/c/acme", data={"query": "vpn"})
    assert page.status_code == 200
    assert "mots seulement" in page.text
    for _ in range(5):
        served.kb.threads.encoding.leave()


def test_beyond_the_second_bound_a_search_is_503_with_when_to_come_back(slow: tuple[Served, SlowEmbedder]) -> None:
    served, _ = slow
    served.kb.threads.searching.note(1.0)
    for _ in range(5):
        served.kb.threads.searching.enter()
    refused = ask(served, "vpn")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    for _ in range(5):
        served.kb.threads.searching.leave()
    assert ask(served, "vpn").status_code == 200


def test_who_hangs_up_before_its_turn_is_not_embedded(slow: tuple[Served, SlowEmbedder]) -> None:
    served, embedder = slow
    free = threading.Event()
    held = [served.kb.threads.encoders.submit(free.wait) for _ in range(served.kb.threads.encoders._max_workers)]
    with hung_up(served, "raccroche avant son tour"):
        assert wait_for(lambda: served.kb.waiting == 1)
    assert wait_for(lambda: served.kb.waiting == 0)
    free.set()
    assert all(one.result(5) for one in held)
    assert ask(served, "imprimante").status_code == 200
    assert not any("raccroche" in text for text in embedder.texts)


def test_what_is_posted_to_be_kept_is_kept_whoever_listens(slow: tuple[Served, SlowEmbedder]) -> None:
    served, _ = slow
    body = b"{}"
    head = f"PUT /api/v1/clients/acme/calls/gone HTTP/1.1\r\nHost: localhost\r\n{length_and_key(served, body)}"
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body)
    assert wait_for(lambda: served.http.get("/api/v1/clients/acme/calls/gone").status_code == 200)


def length_and_key(served: Served, body: bytes) -> str:
    return f"Content-Length: {len(body)}\r\nAuthorization: {served.http.headers['authorization']}\r\n"


@contextlib.contextmanager
def hung_up(served: Served, query: str) -> Iterator[None]:
    """A search whose asker hangs up at the end of the block, without having read anything."""
    body = json.dumps({"query": query}).encode()
    head = f"POST /api/v1/clients/acme/search HTTP/1.1\r\nHost: localhost\r\n{length_and_key(served, body)}"
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body)
        yield
