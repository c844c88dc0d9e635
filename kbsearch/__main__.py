"""`kbsearch`, and `python -m kbsearch`."""

import os
import sys
from contextlib import suppress

from kbsearch.cli import main

LONG_WORK = frozenset({"build", "calibrate", "eval", "gaps", "learn", "model"})
"""Commands that nobody on a call waits for, and that would take the cores from a server beside them."""
NICE = 10
"""Theirs: behind everything a server does (`app.priorities`)."""
ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""NumPy and SciPy read it once, when they are imported. What kbsearch has them reckon is small: fitting a client's
weights to its calls took three times as long while several threads waited for each other."""


def run() -> None:
    """The command line, as a process of its own."""
    if LONG_WORK.intersection(sys.argv[1:2]) and hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(NICE)
    os.environ.setdefault(ONE_THREAD, "1")
    main(prog_name="kbsearch")


if __name__ == "__main__":
    run()
