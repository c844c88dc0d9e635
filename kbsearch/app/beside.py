"""What a server does beside answering, on a thread of its own."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod

log = logging.getLogger("kbsearch.beside")


class Beside(ABC):
    """A thread that does something again and again, until it is closed."""

    def __init__(self, name: str, *, first_after_s: float, every_s: float) -> None:
        self._first_after_s, self._every_s = first_after_s, every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def run_once(self) -> None:
        """Must not raise, and should look at `is_stopping` now and then."""

    @property
    def is_stopping(self) -> bool:
        return self._stop.is_set()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop after what is under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        wait_s = self._first_after_s
        while not self._stop.wait(wait_s):
            try:
                self.run_once()
            except Exception:  # nobody else would start it again
                log.exception("%s: a round failed", self._thread.name)
            wait_s = self._every_s
