"""Work that takes a while, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from kbsearch.app import App
from kbsearch.errors import StateError

MAX_WAITING = 200
"""Searches that may wait for a thread; more are told to come back (503) instead of growing the queue without end."""

T = TypeVar("T")


async def on_a_thread(kb: App, work: Callable[[], T], pool: Executor | None = None) -> T:
    """Run `work` on a thread of `pool`, or of the general one; refuse when too much is waiting already."""
    if kb.waiting >= MAX_WAITING:
        raise StateError("busy")
    kb.waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(pool or kb.pool, work)
    finally:
        kb.waiting -= 1
