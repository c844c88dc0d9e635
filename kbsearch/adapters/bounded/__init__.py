"""`Each` in a process of its own, which is replaced when an article ends it: by its time, or by a crash."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from typing import Any, TypeVar

from kbsearch.adapters.bounded import worker
from kbsearch.core.bounded import Lost
from kbsearch.errors import StateError

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

BATCH = 32
"""Items sent at once. Between batches nothing is under way, so that a caller may stop there."""
START_S = 60
"""For the process to be there, on the busiest machine."""
_START = f"from {worker.__name__} import main; main()"


class BoundedEach:
    """An `Each`. The process is started when first needed, kept for the next call, and gone with this object."""

    def __init__(self, *, most_s: float = 10.0, most_waited_s: int = 120) -> None:
        """`most_s` of the processor's time an item; `most_waited_s` of anybody's, should it wait for something."""
        self._most_s, self._most_waited_s = most_s, most_waited_s
        self._worker: _Worker | None = None
        self._slow: dict[tuple[bytes, Any], Lost] = {}
        """What took too long once, and would again."""

    def begin(self) -> None:
        """Start the process; it is waited for when it is first needed. Raises `StateError`."""
        if self._worker is None:
            self._worker = _Worker()

    def __call__(self, work: Callable[[_Item], _Result], items: Iterable[_Item], /) -> Iterator[_Result | Lost]:
        """Raises `StateError` when there can be no other process."""
        name, left = pickle.dumps(work), iter(items)
        while batch := list(islice(left, BATCH)):
            slow = {at: self._slow[name, item] for at, item in enumerate(batch) if (name, item) in self._slow}
            results = self._batch(work, [item for at, item in enumerate(batch) if at not in slow])
            for at, item in enumerate(batch):
                result = slow[at] if at in slow else next(results)
                if isinstance(result, Lost) and result.code == "too-slow" and not result.in_passing:
                    self._slow[name, item] = result
                yield result

    def _batch(self, work: Callable[[_Item], _Result], items: list[_Item]) -> Iterator[_Result | Lost]:
        results: list[_Result | Lost] = []
        try:
            while len(results) < len(items):
                self._read(work, items[len(results) :], results)
        except BaseException:  # Ctrl-C: what is under way would be answered to the next question
            self._end()
            raise
        return iter(results)

    def _read(self, work: Callable[[_Item], _Result], items: list[_Item], results: list[_Result | Lost]) -> None:
        """Add the results of items, up to the first that ended the process."""
        if self._worker is None or not self._worker.is_alive():
            self._end()
            self._worker = _Worker()
        self._worker.await_start()
        try:
            self._worker.pipe.send((work, items, self._most_s))
            for _ in items:
                if not self._worker.answers(self._most_waited_s):
                    results.append(Lost("too-slow", f"did not end within {self._most_waited_s} s", in_passing=True))
                    self._end()
                    return
                results.append(_told(self._worker.pipe.recv()))
        except (EOFError, OSError):
            results.append(self._last_words(self._worker))
            self._end()

    def _last_words(self, lost: _Worker) -> Lost:
        ended = lost.wait()
        if ended == -signal.SIGPROF:
            return Lost("too-slow", f"takes more than {self._most_s:g} s of processor time")
        how = signal.Signals(-ended).name if ended < 0 else f"exit code {ended}"
        return Lost("reader-ended", f"ended the process that reads ({how})", in_passing=True)

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._worker = None


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        command = [sys.executable, "-P", "-c", _START, str(theirs.fileno())]
        path = os.pathsep.join(filter(None, sys.path))  # it is to find what this process finds
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            raise StateError(f"The process that reads articles could not be started: {error}.") from error
        finally:
            theirs.close()
        self._has_started = False
        self.end = weakref.finalize(self, _end, self._process, self.pipe)
        """Kill it, unless it has ended; also when nobody knows this object any more."""

    def await_start(self) -> None:
        """Until it is there, if it was not waited for before. Raises `StateError`."""
        if self._has_started:
            return
        with suppress(EOFError, OSError):
            if self.answers(START_S):
                self.pipe.recv()
                self._has_started = True
                return
        self.end()
        raise StateError("The process that reads articles did not start.")

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answers(self, seconds: int) -> bool:
        """Whether something comes in time, counted second by second: one that this process was stopped in is one."""
        return any(self.pipe.poll(1.0) for _ in range(seconds))

    def wait(self) -> int:
        """Its exit code, negative for a signal. To be asked once its pipe is closed."""
        return self._process.wait()


def _end(process: subprocess.Popen[bytes], pipe: Connection) -> None:
    pipe.close()
    process.kill()
    process.wait()


def _told(result: Any) -> Any:
    if not isinstance(result, worker.Failed):
        return result
    return Lost("reader-ended", f"failed ({result.outline})", in_passing=result.by_memory)
