"""Connections that read, one per thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from kbsearch.adapters.stores.database import open_reading
from kbsearch.errors import StateError


class Readers:
    """Any thread may ask for its own; those of threads that ended are closed when a new one is opened."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._closed = False

    def mine(self) -> sqlite3.Connection:
        """The calling thread's connection. Raises `sqlite3.Error`, and `StateError` after closing."""
        me = threading.current_thread()
        if connection := self._connections.get(me):
            return connection
        with self._lock:
            if self._closed:
                raise StateError(f"{self._path} was closed; nothing more is read from it.")
            for thread in [thread for thread in self._connections if not thread.is_alive()]:
                self._connections.pop(thread).close()
            return self._connections.setdefault(me, open_reading(self._path, timeout_s=self._timeout_s))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
