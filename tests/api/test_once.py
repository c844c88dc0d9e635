"""`Idempotency-Key`: done once, answered as the first time, and nothing kept of what was typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.desk import AT, Caller, as_event, kept_bytes
from tests.api.once_crash import KEY, MOMENTS, POST, started
from tests.clients import ACME
from tests.served import Served, make_app, master_key

BASE = "/api/v1/clients/acme"
ROOT = str(Path(__file__).parent.parent.parent)
OPENED = {"kind": "opened", "article": "reseau/vpn"}
INCIDENT = {"id": "INC-1", "title": "Panne du VPN", "opened_at": AT}
POSTS: dict[str, tuple[str, dict[str, Any]]] = {
    "events": ("calls/c-1/events", {"events": [as_event("e1", OPENED)]}),
    "close": ("calls/c-1/close", {"id": "x1", "at": AT, "outcome": "resolved"}),
    "reopen": ("calls/c-1/reopen", {"id": "x1", "at": AT}),
    "confirm": ("calls/c-1/confirm", {"id": "x1", "at": AT, "solved": True}),
    "open incident": ("incidents", INCIDENT),
}


def a_key(folder: Path) -> str:
    """Of a poster who is there before and after a restart."""
    kb, _ = make_app(folder)
    try:
        return master_key(kb)
    finally:
        kb.close()


def post(http: httpx.Client, path: str, body: Any, key: str, client: str = "acme") -> httpx.Response:
    return http.post(f"/api/v1/clients/{client}/{path}", json=body, headers={"idempotency-key": key})


@pytest.mark.parametrize("name", POSTS)
def test_the_same_post_is_answered_as_the_first_time(desk: Served, name: str) -> None:
    path, body = POSTS[name]
    first = post(desk.http, path, body, "k1")
    again = post(desk.http, path, body, "k1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert desk.http.post(f"{BASE}/{path}", json=body).headers.get("idempotency-replayed") is None


@pytest.mark.parametrize("name", POSTS)
def test_another_post_under_the_same_key_is_refused_and_does_nothing(desk: Served, name: str) -> None:
    path, body = POSTS[name]
    post(desk.http, path, body, "k1")
    other = {"events": [as_event("e2", OPENED)]} if "events" in body else body | {"id": "another"}
    for where, what in ((path, other), ("calls/c-2/reopen", {"id": "y", "at": AT})):
        refused = post(desk.http, where, what, "k1")
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems#key-reused"), refused.text
    assert desk.http.get(f"{BASE}/calls/c-2").status_code == 404


def test_an_import_is_done_once(desk: Served) -> None:
    table = b"call_id;started_at;symptom\nc-9;2026-11-02 09:14;imprimante muette\n"
    headers = {"content-type": "text/csv", "idempotency-key": "k1"}
    first, again = (desk.http.post(f"{BASE}/imports/calls", content=table, headers=headers) for _ in range(2))
    assert (first.json()["calls"], again.content) == (1, first.content)
    other = desk.http.post(f"{BASE}/imports/calls", content=table + b"c-8;;\n", headers=headers)
    assert other.status_code == 422


def test_a_search_of_a_call_is_kept_once_and_answered_anew(desk: Served) -> None:
    body = {"query": "vpn connexion impossible", "call": "c-1"}
    first, again = (post(desk.http, "search", body, "k1").json() for _ in range(2))
    assert first["event"] == again["event"]
    assert first["results"] == again["results"]
    assert Caller(desk).read()["searches"] == 1
    other = post(desk.http, "search", body | {"query": "imprimante"}, "k1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems#key-reused")
    assert post(desk.http, "search", body, "k2").json()["event"] != first["event"]
    assert Caller(desk).read()["searches"] == 2
    assert desk.search("vpn", **{"idempotency-key": "k1"}).json()["event"] is None


def test_a_refused_post_leaves_its_key_free(desk: Served) -> None:
    bad = post(desk.http, "calls/c-1/close", {"id": "x", "at": AT, "outcome": "resolved", "incident": "none"}, "k1")
    assert bad.status_code == 400
    assert post(desk.http, "calls/c-1/close", {"id": "x", "at": AT, "outcome": "resolved"}, "k1").status_code == 200


def test_a_key_is_of_one_client(desk: Served) -> None:
    assert post(desk.http, *POSTS["reopen"], "k1").status_code == 200
    other = post(desk.http, "calls/c-1/reopen", {"id": "other", "at": AT}, "k1", client="zeta")
    assert (other.status_code, other.json()["client"]) == (200, "zeta")


def test_a_key_is_of_one_poster(desk: Served) -> None:
    assert post(desk.http, *POSTS["reopen"], "k1").status_code == 200
    desk.http.headers["Authorization"] = f"Bearer {master_key(desk.kb)}"
    other = post(desk.http, "calls/c-2/reopen", {"id": "other", "at": AT}, "k1")
    assert (other.status_code, other.json()["new"]) == (200, 1)


def test_a_key_too_long_is_named(desk: Served) -> None:
    refused = post(desk.http, *POSTS["reopen"], "k" * 256)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "Idempotency-Key")


def test_while_the_first_is_under_way_the_second_waits(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    path, body = POSTS["open incident"]
    opening = desk.kb.calls.open_incident

    def slowly(*given: Any) -> bool:
        begun.set()
        go_on.wait(10)
        return opening(*given)

    monkeypatch.setattr(desk.kb.calls, "open_incident", slowly)
    with ThreadPoolExecutor(1) as pool:
        headers = {**desk.http.headers, "idempotency-key": "k"}
        first = pool.submit(lambda: httpx.post(f"{desk.url}{BASE}/{path}", json=body, headers=headers))
        assert begun.wait(10)
        second = post(desk.http, path, body, "k")
        assert (second.status_code, second.json()["type"]) == (409, "/problems#key-in-use")
        assert second.headers["retry-after"] == "1"
        go_on.set()
        assert first.result(10).status_code == 200
    assert post(desk.http, path, body, "k").headers["idempotency-replayed"] == "true"


def test_after_a_day_a_key_is_free(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(hours=24, minutes=1)

    assert post(desk.http, *POSTS["reopen"], "k1").status_code == 200
    monkeypatch.setattr("kbsearch.api.requests.once.datetime", Later)
    other = post(desk.http, "calls/c-1/reopen", {"id": "x2", "at": AT}, "k1")
    assert other.json()["new"] == 1


def test_nothing_of_the_key_or_the_body_is_kept(desk: Served, tmp_path: Path) -> None:
    caller = Caller(desk)
    event = as_event("e1", {"kind": "described", "symptom": "Monsieur Durand, 06 12 34 56 78, imprimante"})
    post(desk.http, "calls/c-1/events", {"events": [event]}, "cle-de-durand")
    assert caller.read()["call"] == "c-1"
    found = kept_bytes(tmp_path)
    assert b"Durand" not in found
    assert b"durand" not in found
    assert b"06 12" not in found


def test_the_answers_about_a_call_are_deleted_with_it(desk: Served, tmp_path: Path) -> None:
    post(desk.http, "calls/appel-a-oublier/reopen", {"id": "x", "at": AT}, "k1")
    assert b"appel-a-oublier" in kept_bytes(tmp_path)
    assert desk.kb.calls.erase(ACME, ["appel-a-oublier"]).left == 0
    assert b"appel-a-oublier" not in kept_bytes(tmp_path)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_at_any_moment_neither_loses_nor_doubles(tmp_path: Path, moment: str) -> None:
    """The process is killed once the mark is on disk, once the effect is, or once the answer is."""
    key = a_key(tmp_path)
    command = [sys.executable, "-m", "tests.api.once_crash", str(tmp_path), moment, key]
    killed = subprocess.run(
        command, capture_output=True, check=False, timeout=60, env=os.environ | {"PYTHONPATH": ROOT}
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with started(tmp_path, key) as http:
        assert post(http, "calls/c-1/events", {"events": [as_event("e2", OPENED)]}, KEY).status_code == 422
        again, tries = post(http, *POST, KEY), 1
        while again.status_code == 409 and tries < 4:  # the dead process had only just begun
            time.sleep(float(again.headers["retry-after"]))
            again, tries = post(http, *POST, KEY), tries + 1
        assert again.status_code == 200
        assert again.json()["new"] + again.json()["repeated"] == 1
        assert (again.headers.get("idempotency-replayed") == "true") == (moment == "answer")
        assert len(http.get(f"{BASE}/calls/c-1/replay").json()["timeline"]) == 1


def test_answers_survive_a_restart(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    with started(tmp_path, key) as http:
        first = post(http, *POSTS["reopen"], "k1")
    with started(tmp_path, key) as http:
        again = post(http, *POSTS["reopen"], "k1")
        assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
        assert post(http, "calls/c-1/reopen", {"id": "x2", "at": AT}, "k1").status_code == 422
