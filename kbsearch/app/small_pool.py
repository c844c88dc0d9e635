"""A few threads with a short line in front of them, for work that must not take anybody else's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kbsearch.errors import StateError

T = TypeVar("T")


class SmallPool:
    """Any thread may call."""

    def __init__(self, threads: int, most_waiting: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._places = threading.BoundedSemaphore(threads + most_waiting)

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Raises `StateError` "busy" when as many wait already as may."""
        if not self._places.acquire(blocking=False):
            raise StateError("busy")
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
