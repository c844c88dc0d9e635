"""A search whose calls file takes long to open is answered before it is kept, and kept all the same."""

from __future__ import annotations

import asyncio
import time

import pytest

from kbsearch.api.search import controller as clients
from kbsearch.app import App
from tests.api.desk import Caller
from tests.served import ON_THE_LINE_S, Served


def test_it_is_kept_when_the_file_is_there(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = clients.opened

    async def slowly(kb: App) -> None:
        await asyncio.sleep(3 * ON_THE_LINE_S)
        await opened(kb)

    monkeypatch.setattr(clients, "KEPT_WITHIN_S", ON_THE_LINE_S)
    monkeypatch.setattr(clients, "opened", slowly)
    call = Caller(desk)
    call.put(queue="a")
    answer = desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn", "call": "c-1"}).json()
    assert (answer["event"], bool(answer["results"])) == (None, True)
    deadline = time.monotonic() + 30
    while call.read()["searches"] != 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)
