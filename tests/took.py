"""How much processor time something takes: what the machine does beside it does not count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def took_s(work: Callable[[], object]) -> float:
    """Processor seconds. Nothing is collected meanwhile: how long that takes depends on all tests before."""
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()
