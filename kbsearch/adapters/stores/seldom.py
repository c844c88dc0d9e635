"""Tables of the calls file that are written seldom: a connection and a transaction for each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from kbsearch.adapters.stores.database import open_writing, told, transaction
from kbsearch.adapters.stores.readers import Readers


class Seldom:
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._readers = Readers(path, timeout_s=timeout_s)

    def close(self) -> None:
        self._readers.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of what is written within, or nothing. Raises `StateError`."""
        with (
            self._told(),
            closing(open_writing(self._path, timeout_s=self._timeout_s)) as connection,
            transaction(connection),
        ):
            yield connection

    def _told(self) -> AbstractContextManager[None]:
        """What SQLite refuses is raised as `StateError`."""
        return told(self._path)
