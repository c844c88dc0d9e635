"""Searches while a query is typed: answered as the call's own, and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.desk import Caller
from tests.served import Served

SEARCH = "/api/v1/clients/acme/search"


def written(folder: Path) -> list[bytes]:
    """What the calls file holds; who only reads it leaves marks in its `-shm`."""
    return [path.read_bytes() for path in (folder / "data" / "calls.db", folder / "data" / "calls.db-wal")]


def test_what_is_searched_while_typing_is_answered_as_the_call_s_and_leaves_no_trace(
    desk: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, understand = [], desk.kb.understand

    def watched(*args: Any, call: str, **more: Any) -> Any:
        calls.append(call)
        return understand(*args, call=call, **more)

    monkeypatch.setattr(desk.kb, "understand", watched)
    body = {"query": "vpn connexion", "call": "c-1", "at": "2026-05-12T10:00"}
    Caller(desk).put(queue="support-acme")
    before = written(tmp_path)
    typed = desk.http.post(SEARCH, json={**body, "kept": False}, headers={"Idempotency-Key": "k"}).json()
    assert typed["event"] is None
    assert written(tmp_path) == before
    assert Caller(desk).read()["searches"] == 0
    sent = desk.http.post(SEARCH, json={**body, "kept": True}).json()
    assert {**sent, "event": None} == typed
    assert (calls, Caller(desk).read()["searches"]) == (["c-1", "c-1"], 1)


def test_without_a_call_there_is_nothing_to_leave_out(desk: Served) -> None:
    for lang, said in (("fr", "donnez aussi « call »"), ("en", "give `call` too")):
        refused = desk.http.post(SEARCH, json={"query": "vpn", "kept": False}, headers={"Accept-Language": lang})
        assert refused.status_code == 400
        assert [one["field"] for one in refused.json()["errors"]] == ["kept"]
        assert said in refused.text
    assert desk.http.post(SEARCH, json={"query": "vpn", "kept": True}).status_code == 200
    assert desk.http.post(SEARCH, json={"query": "vpn", "call": "c-1", "kept": 0}).status_code == 400
