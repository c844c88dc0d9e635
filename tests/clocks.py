"""A clock for the rate limits that goes when a test says so: how long a machine takes for a request is no matter."""

from __future__ import annotations

import pytest


class StillClock:
    """Stands in for `time` where the limits are counted. In seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def rates_clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """Nobody's bucket fills up again unless the test moves this clock."""
    clock = StillClock()
    monkeypatch.setattr("kbsearch.api.transport.limits.time", clock)
    return clock
