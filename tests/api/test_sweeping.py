"""What is kept in memory for a while is gone when its time is over, whether or not anything else is kept."""

from __future__ import annotations

import asyncio

import pytest

from kbsearch.api.pages.resuming import Unsent, UnsentForms
from kbsearch.api.requests.last_asked import LastAsked, LastQuestion
from kbsearch.api.telephone.pop_waiting import Waiting
from tests.clients import ACME


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("telephone.pop_waiting", "requests.last_asked", "pages.resuming"):
        monkeypatch.setattr(f"kbsearch.api.{module}.WITHIN_S", 0.02)
    monkeypatch.setattr("kbsearch.api.transport.sweeping.SOONEST_S", 0.01)


def test_nothing_is_left_in_memory_when_its_time_is_over() -> None:
    waiting, asked, unsent = Waiting(), LastAsked(), UnsentForms()

    async def kept() -> None:
        waiting.keep("session", {"call": "c-1", "caller": "0612345678"})
        asked.keep("session", ACME, LastQuestion("vpn"))
        unsent.keep(Unsent("b", "::1", "/c/acme/close", [("comment", "x")]))
        assert (len(waiting._said), len(asked._asked), len(unsent._kept)) == (1, 1, 1)
        await asyncio.sleep(0.015)
        waiting.keep("session", {"call": "c-2", "caller": "0612345678"})
        for _ in range(200):
            await asyncio.sleep(0.01)
            if not (waiting._said or asked._asked or unsent._kept):
                return

    asyncio.run(kept())
    assert (waiting._said, asked._asked, unsent._kept) == ({}, {}, {})
