"""The C library's memory, which a server with many threads keeps in fewer pieces."""

from __future__ import annotations

import ctypes
import os

M_ARENA_MAX = -8
"""As `malloc.h` of glibc has it."""


def few_arenas() -> None:
    """At most as many arenas as there are cores, for the threads that are begun from here on.

    glibc gives each thread one, up to eight a core, and what one of them frees none of the others uses: with the
    default model 23 MB at 10,000 chunks (`python -m benchmarks http`). An operator's own `MALLOC_ARENA_MAX` stands.
    Does nothing where the C library has no such setting.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library, or another system
        return
    mallopt(M_ARENA_MAX, os.cpu_count() or 2)
