"""A line of work in front of some threads, and how long a newcomer would stand in it."""

from __future__ import annotations

import threading

SMOOTHING = 0.1
"""What the latest time counts for beside all before: some twenty of them make the mean."""


class Line:
    """How many wait, and how long one takes. Any thread may call; times are the caller's to measure."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._took_s = 0.0
        self._lock = threading.Lock()
        self.waiting = 0
        """In the line, not begun."""

    def enter(self) -> None:
        with self._lock:
            self.waiting += 1

    def leave(self) -> None:
        """One was begun, or gave up."""
        with self._lock:
            self.waiting -= 1

    def note(self, took_s: float) -> None:
        """One is done. While several run they slow each other down: what counts is how long each took then."""
        with self._lock:
            self._took_s += SMOOTHING * (took_s - self._took_s) if self._took_s else took_s

    def expected_wait_s(self) -> float:
        """Of a newcomer, before its work begins."""
        return self.waiting * self._took_s / self._threads
