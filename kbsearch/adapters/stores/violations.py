"""How often work for one client met a thing of another's, and was refused: by a server, its jobs, or a command."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)


class Violations:
    """Counted in this process and, a line each with the time and nothing else, in a file. Any thread may call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.since_start = 0

    def add(self) -> None:
        """One more. Never raises: what it is about is refused in any case."""
        with self._lock:
            self.since_start += 1
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a", encoding="ascii") as file:
                    file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
            except OSError as error:
                log.error("%s cannot be written: %s", self._path, error)

    def ever(self) -> list[str]:
        """When, oldest first, in any process; nothing where nothing was ever met. Raises `OSError`."""
        return self._path.read_text("ascii").splitlines() if self._path.exists() else []
