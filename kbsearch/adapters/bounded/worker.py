"""The other process: takes work and items, sends back what comes of each, and is ended by the system when one is slow.

Time is the processor's own, so that neither a busy machine nor
a stopped process makes an article slow; and the system's timer ends a process even inside a regular expression.
"""

from __future__ import annotations

import importlib
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from kbsearch.core.outline import outline

_READING = "kbsearch.core.articles.bases"
"""What all work on articles needs."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised instead of ending."""

    outline: str
    """What and where, on one line."""
    by_memory: bool
    """Whether it was for want of memory."""


def serve(pipe: Connection) -> None:
    """Answer `(work, items, most_s)` with one result or `Failed` an item, until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; ours is told by the pipe
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    pipe.send(None)
    while True:
        work, items, most_s = pipe.recv()
        for item in items:
            signal.setitimer(signal.ITIMER_PROF, most_s)
            try:
                done = work(item)
            except Exception as error:  # of this item alone, whatever it is
                done = Failed(outline(error).replace("\n", "; "), isinstance(error, MemoryError))
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(done)


def main() -> None:
    """Serve the pipe whose descriptor is the first argument."""
    importlib.import_module(_READING)  # while the other side goes on with its own start
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), Connection(int(sys.argv[1])) as pipe:
        serve(pipe)
