"""A few threads with a short line in front of them, for work that must not take anybody else's."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from kbsearch.errors import StateError

T = TypeVar("T")
_Piece = tuple["Future[Any]", Callable[[], Any]]


class SmallPool:
    """Any thread may call. Owners take turns, however much one of them has waiting."""

    def __init__(self, threads: int, most_waiting: int, name: str, *, each: int | None = None) -> None:
        """`each`: how many pieces of work one owner may have here, begun or waiting; None = as many as there is room
        for."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads + most_waiting
        self._each = self._most if each is None else each
        self._lock = threading.Lock()
        self._lines: dict[str, deque[_Piece]] = {}
        """Owner → what waits, whoever had a turn longest ago at the front."""
        self._last = ""
        """Who had the last turn, and may have nothing in line since."""
        self._held: Counter[str] = Counter()
        """Owner → what is here, begun or waiting."""

    def submit(self, work: Callable[[], T], owner: str = "") -> Future[T]:
        """Raises `StateError` "busy" when as much is here already, or of this owner, as may be."""
        future: Future[T] = Future()
        with self._lock:
            if self._held.total() >= self._most or self._held[owner] >= self._each:
                raise StateError("busy")
            self._pool.submit(self._next)  # first: a pool that was shut down refuses
            self._held[owner] += 1
            self._lines.setdefault(owner, deque()).append((future, work))
        future.add_done_callback(lambda _: self._leave(owner))
        return future

    @property
    def waiting(self) -> int:
        """Pieces of work, not begun."""
        with self._lock:
            return sum(map(len, self._lines.values()))

    def close(self) -> None:
        """What is under way finishes; what waits is cancelled."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            waiting = [piece for line in self._lines.values() for piece, _ in line]
            self._lines.clear()
        for future in waiting:
            future.cancel()
        self._pool.shutdown(wait=True)

    def _next(self) -> None:
        """One piece of work of the owner whose turn it is."""
        with self._lock:
            if not self._lines:  # cancelled by `close`
                return
            owner = next((one for one in self._lines if one != self._last), self._last)
            self._last, line = owner, self._lines.pop(owner)
            future, work = line.popleft()
            if line:
                self._lines[owner] = line
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    def _leave(self, owner: str) -> None:
        with self._lock:
            self._held[owner] -= 1
            if not self._held[owner]:
                del self._held[owner]
