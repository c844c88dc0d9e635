"""One thread that writes, for any number that wait: group commit.

A commit that is on disk costs one `fsync`, however much is in it. Whatever arrives during one commit goes into the next
one together, and each caller is answered after the commit that holds its work.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar, cast

from kbsearch.adapters.stores.database import is_passing, refusal
from kbsearch.errors import KbsearchError, StateError

Row = TypeVar("Row")
Answer = TypeVar("Answer")

MOST_WAITING = 10_000
"""Rows. At the slowest disk measured that is a few seconds of writing."""
MOST_IN_A_COMMIT = 500
"""Rows: so that one commit never takes long enough for others to notice."""


class _Work(Generic[Row, Answer]):
    """Rows, and whom to tell what became of them: once."""

    __slots__ = ("_tell", "rows")

    def __init__(self, rows: Sequence[Row], tell: Callable[[Answer | KbsearchError], None]) -> None:
        self.rows = rows
        self._tell: Callable[[Answer | KbsearchError], None] | None = tell

    def finish(self, answer: Answer | KbsearchError) -> None:
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(answer)


class _Waiting(Generic[Answer]):
    """A thread that waits for its answer. A bare lock: an event or a future costs several times as much."""

    __slots__ = ("_answer", "_done")

    def __init__(self) -> None:
        self._done = threading.Lock()
        self._done.acquire()
        self._answer: Answer | KbsearchError | None = None

    def tell(self, answer: Answer | KbsearchError) -> None:
        self._answer = answer
        self._done.release()

    def answer(self) -> Answer:
        self._done.acquire()
        if isinstance(self._answer, KbsearchError):
            raise self._answer
        return cast(Answer, self._answer)


class Writer(Generic[Row, Answer]):
    """Runs `write(connection, each caller's rows)` in a thread of its own, for several callers at a time.

    `write` makes one transaction of it, on disk when it returns, on a connection in autocommit mode. It answers per
    caller, in their order; a `KbsearchError` among the answers, which leaves nothing of that caller's rows behind, is
    raised to that caller alone. When `write` itself raises, its transaction is undone: every caller in it gets a
    `StateError` and nothing of it is kept.
    A lost connection is opened again, a lost thread started again, for the work that comes next.
    """

    def __init__(
        self,
        path: Path,
        connect: Callable[[], sqlite3.Connection],
        write: Callable[[sqlite3.Connection, Sequence[Sequence[Row]]], Sequence[Answer | KbsearchError]],
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        """`path` is only for messages. `connect` is called in the writing thread."""
        self._path, self._connect, self._write = path, connect, write
        self._most_waiting = most_waiting
        self._changed = threading.Condition()
        """Guards everything below but the connection, which is the thread's own."""
        self._waiting: deque[_Work[Row, Answer]] = deque()
        self._rows_waiting = 0
        self._closed = False
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None

    def submit(self, rows: Sequence[Row]) -> Answer:
        """What `write` answered for these rows, after its commit. Raises the error it answered, or `StateError`."""
        waiting: _Waiting[Answer] = _Waiting()
        self.send(rows, waiting.tell)
        return waiting.answer()

    def send(self, rows: Sequence[Row], tell: Callable[[Answer | KbsearchError], None]) -> None:
        """Like `submit`, without waiting: `tell` is called once, with the answer or the error, by the writing thread.

        It must neither raise nor wait. Raises `StateError` at once when too much waits already, or after closing;
        `tell` is not called then.
        """
        work: _Work[Row, Answer] = _Work(rows, tell)
        with self._changed:
            if self._closed:
                raise StateError(f"{self._path} was closed; nothing more is written to it.")
            if self._waiting and self._rows_waiting + len(rows) > self._most_waiting:
                raise StateError("busy")
            self._waiting.append(work)
            self._rows_waiting += len(rows)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=f"writer of {self._path.name}", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Write what waits, then end the thread and its connection."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        group: list[_Work[Row, Answer]] = []
        try:
            while group := self._next():
                self._commit(group)
            self._disconnect()
        except BaseException as error:  # this thread ends, whatever the cause, but nobody may wait for it
            self._disconnect()
            with self._changed:
                lost = [*group, *self._waiting]
                self._waiting.clear()
                self._rows_waiting = 0
                self._thread = None
            self._fail(lost, error)

    def _next(self) -> list[_Work[Row, Answer]]:
        """What goes into the next commit, waiting for it; nothing when closed and done."""
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            group: list[_Work[Row, Answer]] = []
            rows = 0
            while self._waiting and (not group or rows + len(self._waiting[0].rows) <= MOST_IN_A_COMMIT):
                group.append(self._waiting.popleft())
                rows += len(group[-1].rows)
            self._rows_waiting -= rows
            return group

    def _commit(self, group: Sequence[_Work[Row, Answer]]) -> None:
        try:
            if self._connection is None:
                self._connection = self._connect()
            answers = self._write(self._connection, [work.rows for work in group])
        except Exception as error:
            self._undo(error)
            self._fail(group, error)
            return
        for work, answer in zip(group, answers, strict=True):
            work.finish(answer)

    def _undo(self, error: Exception) -> None:
        """Leave no transaction open; a connection that may be at fault itself is let go."""
        try:
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._disconnect()
        if not (isinstance(error, sqlite3.Error) and is_passing(error)):
            self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):  # everything acknowledged is on disk already
                connection.close()

    def _fail(self, group: Sequence[_Work[Row, Answer]], error: BaseException) -> None:
        for work in group:
            failure = refusal(error, self._path)
            failure.__cause__ = error
            work.finish(failure)
