"""Which threads of this process run first when there are more of them than cores."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

NICE = 8
"""Of the threads that ask the model, which need the interpreter's lock for a tenth of their time. While they have the
cores, whoever holds that lock waits for one, and all others for the lock. Smaller than that of long work (`__main__`),
which would starve them."""


MOST_TURNS, TURN_S = 4, 0.005
"""For one text: it is read in the end where searches never end."""


def after_searches(is_searched: Callable[[], bool]) -> None:
    """Before each piece of long work that asks the model: wait while somebody on a call waits for it, not for ever."""
    for _ in range(MOST_TURNS):
        if not is_searched():
            return
        time.sleep(TURN_S)


def give_way() -> None:
    """Let this process's other threads go first from now on: called by the thread itself. Only Linux knows of that."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
