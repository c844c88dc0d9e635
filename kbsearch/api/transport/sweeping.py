"""What is kept in memory for a while is gone when its time is over, also where nothing more is kept after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

SOONEST_S = 1.0


class Sweeper:
    """Calls `sweep` again and again while there is something to sweep. For one thread, the event loop's."""

    def __init__(self, sweep: Callable[[], float | None]) -> None:
        """`sweep` drops what is stale, and says in how many seconds the next will be; None = nothing is kept."""
        self._sweep = sweep
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Something was kept. Where no loop runs, nothing waits."""
        if self._timer is None and (after_s := self._sweep()) is not None:
            with suppress(RuntimeError):
                self._timer = asyncio.get_running_loop().call_later(max(after_s, SOONEST_S), self._again)

    def _again(self) -> None:
        self._timer = None
        self.begin()
