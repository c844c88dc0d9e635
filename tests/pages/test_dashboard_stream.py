"""A client's day as it goes on, over a real server."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from kbsearch.api.dashboard.stream import LOOK_S, MEDIA_TYPE, MOST_EACH, MOST_STREAMS
from kbsearch.api.transport.serving import GRACE_S
from kbsearch.app.access import NewKey
from kbsearch.app.small_pool import SmallPool
from kbsearch.app.threads import EACH_COUNTING
from kbsearch.core.access.principals import Role, Scope
from tests.pages.today import WITHIN_S, Stream, rang
from tests.pages.visitor import visitor
from tests.served import Served, master_key, never_built, serving, session_of
from tests.waiting import wait_for

READER = {"acme": (Role.CLIENT_READER,)}


def key_for(served: Served, *clients: str) -> dict[str, str]:
    return {"authorization": f"Bearer {master_key(served.kb, Scope.READ_FIGURES, clients=clients)}"}


def test_a_call_that_comes_in_is_told_within_seconds_and_silence_is_kept_else(desk: Served) -> None:
    rang(desk, "before")
    with Stream(desk.url, **key_for(desk, "acme")) as stream:
        headers = stream.answer.headers
        assert headers["content-type"] == "text/event-stream; charset=utf-8"
        assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
        first = stream.next()
        assert stream.raw.startswith("retry: 5000\n\n")
        assert (first.tile("presented")["value"], first.tile("answer_rate")["value"]) == ("1", "100,0\u00a0%")
        rang(desk, "lost", waited_s=None)
        second = stream.next()
        assert (second.tile("presented")["value"], second.tile("answer_rate")["counts"]) == ("2", "1 sur 2")
        assert second.tile("answer_rate")["said"] == "Taux de décroché\u00a0: 50,0\u00a0%, sous le repère."
        assert "" != second.id != first.id
        time.sleep(2 * LOOK_S)
        assert stream.waiting() == []


def test_each_reads_in_their_own_language_and_who_comes_back_is_told_what_is_new_alone(desk: Served) -> None:
    rang(desk, "a")
    key = key_for(desk, "acme")
    with Stream(desk.url, accept_language="en", **key) as stream:
        first = stream.next()
        assert first.tile("answered")["title"] == "Calls answered"
    with Stream(desk.url, last_event_id=first.id, **key) as again:
        again.next("looked")
        assert "figures" not in again.raw
        rang(desk, "b")
        assert again.next().tile("answered")["value"] == "2"


def test_a_stream_carries_its_own_client_alone(desk: Served) -> None:
    key = key_for(desk, "acme")
    with Stream(desk.url, "acme", **key) as acme, Stream(desk.url, "zeta", **key) as none:
        assert none.answer.status_code == 404
        with Stream(desk.url, "zeta", **key_for(desk, "zeta")) as zeta:
            assert (acme.next().tile("presented")["value"], zeta.next().tile("presented")["value"]) == ("0", "0")
            for call in ("a", "b"):
                rang(desk, call, client="zeta")
            assert wait_for(lambda: zeta.waiting() != [])
            time.sleep(LOOK_S)
            assert acme.waiting() == []
            rang(desk, "c")
            assert acme.next().tile("presented")["value"] == "1"
            assert '"client":"zeta"' not in acme.raw
            assert '"client":"acme"' not in zeta.raw


def test_who_signs_out_is_told_that_it_is_over(desk: Served) -> None:
    session = session_of(desk.kb)
    with Stream(desk.url, cookie=f"kbsearch={session}") as stream:
        stream.next()
        desk.kb.access.sign_out(session, datetime.now(UTC))
        rang(desk, "after")
        stream.next("gone")
        assert stream.ends()
        assert '"value":"1"' not in stream.raw, "nothing was told afterwards"


def test_who_may_see_it_no_more_is_told_that_it_is_over(desk: Served) -> None:
    lea = visitor(desk, READER, id="lea")
    with lea, Stream(desk.url, cookie=f"kbsearch={lea.http.cookies['kbsearch']}") as stream:
        stream.next()
        with visitor(desk, {"zeta": (Role.CLIENT_READER,)}, id="lea"):
            stream.next("gone")
            assert stream.ends()
    screen = NewKey("écran", ("acme",), frozenset({Scope.READ_FIGURES}))
    made, text = desk.kb.access.create_key("terminal:tests", datetime.now(UTC), screen)
    with Stream(desk.url, authorization=f"Bearer {text}") as stream:
        stream.next()
        desk.kb.access.revoke_key("terminal:tests", datetime.now(UTC), made.id)
        stream.next("gone")
        assert stream.ends()


def test_watching_is_no_use_of_a_session(desk: Served) -> None:
    session = session_of(desk.kb)
    with Stream(desk.url, cookie=f"kbsearch={session}") as stream:
        stream.next()
        before = desk.kb.access.people.session(desk.kb.access._digest(session))
        assert before is not None
        desk.kb.access._touched.clear()
        time.sleep(LOOK_S)
        assert desk.kb.access._touched == {}


def test_there_are_as_many_streams_as_may_be_and_room_again_when_one_is_left(desk: Served) -> None:
    key = key_for(desk, "acme")
    streams = [Stream(desk.url, **key) for _ in range(MOST_EACH)]
    for stream in streams:
        stream.next()
    with httpx.Client(base_url=desk.url, headers=key | {"accept": MEDIA_TYPE}, trust_env=False, timeout=30) as http:
        refused = http.get("/c/acme/dashboard/today")
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert int(refused.headers["retry-after"]) >= 1
    with Stream(desk.url, **key_for(desk, "acme")) as another:
        another.next()
    streams.pop().leave()

    def is_let_in() -> bool:
        with Stream(desk.url, **key) as one:
            return one.answer.status_code == 200

    assert wait_for(is_let_in)
    for stream in streams:
        stream.leave()


def asked(url: str, headers: dict[str, str]) -> socket.socket:
    """A stream that nobody reads."""
    host, _, port = url.removeprefix("http://").partition(":")
    opened = socket.create_connection((host, int(port)), timeout=WITHIN_S)
    lines = [f"{name}: {value}" for name, value in ({"host": host, "accept": MEDIA_TYPE} | headers).items()]
    opened.sendall("\r\n".join(("GET /c/acme/dashboard/today HTTP/1.1", *lines, "", "")).encode())
    return opened


def test_nor_are_there_more_in_all_than_may_be(desk: Served) -> None:
    with ExitStack() as held:
        keys = [key_for(desk, "acme") for _ in range(MOST_STREAMS // MOST_EACH + 1)]
        opened = [held.enter_context(asked(desk.url, keys[n // MOST_EACH])) for n in range(MOST_STREAMS)]
        assert {one.recv(12) for one in opened} == {b"HTTP/1.1 200"}
        assert held.enter_context(asked(desk.url, keys[-1])).recv(12) == b"HTTP/1.1 503"
        assert desk.http.get("/c/acme/dashboard").status_code == 200, "the page itself is shown all the same"


class Counted(SmallPool):
    """Says how much was asked of it."""

    asked = 0

    def submit(self, work: Any, owner: str = "") -> Future[Any]:
        self.asked += 1
        return super().submit(work, owner)


def test_all_who_watch_a_client_share_its_looks_which_end_with_the_last(desk: Served) -> None:
    pool = Counted(1, 16, "count")
    desk.kb.threads.watchers = pool
    streams = [Stream(desk.url, **key_for(desk, "acme")) for _ in range(6)]
    for stream in streams:
        stream.next()
    before, since = pool.asked, time.monotonic()
    time.sleep(3 * LOOK_S)
    assert pool.asked - before <= (time.monotonic() - since) / LOOK_S + 1
    for stream in streams:
        stream.leave()

    def is_at_rest() -> bool:
        before = pool.asked
        time.sleep(2 * LOOK_S)
        return pool.asked == before

    assert wait_for(is_at_rest)


def test_who_watches_and_who_asks_for_figures_do_not_wait_for_each_other(desk: Served) -> None:
    with Stream(desk.url, **key_for(desk, "acme")) as stream, ExitStack() as held:
        stream.next()
        over = threading.Event()
        held.callback(over.set)
        for _ in range(EACH_COUNTING):
            desk.kb.threads.counters.submit(over.wait, "acme")
        assert desk.http.get("/c/acme/dashboard").status_code == 503
        rang(desk, "a")
        assert stream.next().tile("presented")["value"] == "1"


def test_what_cannot_be_counted_now_is_told_when_it_can(desk: Served) -> None:
    entry = desk.live.entries["acme"]
    with Stream(desk.url, **key_for(desk, "acme")) as stream:
        stream.next()
        desk.live.entries["acme"] = never_built()
        rang(desk, "a")
        time.sleep(LOOK_S + 1)
        assert stream.waiting() == []
        desk.live.entries["acme"] = entry
        assert stream.next().tile("presented")["value"] == "1"


def test_a_server_that_stops_ends_its_streams_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        stream = Stream(served.url, **key_for(served, "acme"))
        stream.next()
        begun = time.monotonic()
    took = time.monotonic() - begun
    assert took < GRACE_S - 1, took
    assert stream.ends()
    stream.leave()
