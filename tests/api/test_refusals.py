"""Refusals after a pause: one alone waits about a second, many at once so long that few are said in a second."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from kbsearch.api.errors.refusals import SlowRefusals


def said_after(together: int) -> list[float]:
    """Seconds until each of so many refusals, asked for at once, was begun to be sent."""
    moments: list[float] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 503
            moments.append(time.monotonic())

    async def all_of_them() -> None:
        slow = SlowRefusals()
        scope: Any = {"type": "http", "headers": []}
        await asyncio.gather(
            *(slow.refuse(scope, send, "not-ready", {}, detail="busy-detail") for _ in range(together))
        )
        assert slow._waiting == 0

    began = time.monotonic()
    asyncio.run(all_of_them())
    return [moment - began for moment in moments]


def test_a_few_are_refused_after_the_pause_and_many_wait_as_much_longer_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kbsearch.api.errors.refusals.PAUSE_S", (0.05, 0.05))
    monkeypatch.setattr("kbsearch.api.errors.refusals.REFUSED_PER_S", 10)
    few, many = said_after(5), said_after(100)
    assert min(few) >= 0.05
    assert len(many) == 100
    assert sum(1 for moment in many if moment < 0.25) <= 50, "ten in each pause of 0.05 s, not all hundred in one"
    assert max(many) >= 0.5


def test_who_hangs_up_and_comes_again_makes_nobody_wait_longer_than_all_connections_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kbsearch.api.errors.refusals.PAUSE_S", (0.1, 0.1))
    monkeypatch.setattr("kbsearch.api.errors.refusals.MOST_WAITING", 20)
    moments = said_after(50)
    assert sum(1 for moment in moments if moment < 0.1) == 30, "more than may wait are refused at once"
