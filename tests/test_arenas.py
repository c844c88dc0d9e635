"""How many pieces the C library keeps a server's memory in, as it tells itself."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc tells of its arenas")

MANY_THREADS = """
import ctypes, os, sys, threading
from kbsearch.app.arenas import few_arenas

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
few_arenas()
together = threading.Barrier(16)

def work():
    together.wait()
    libc.malloc(1000)
    together.wait()

threads = [threading.Thread(target=work) for _ in range(16)]
for one in threads: one.start()
for one in threads: one.join()
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def arenas(**environment: str) -> int:
    settings = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"} | environment
    command = [sys.executable, "-c", MANY_THREADS]
    told = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=True).stdout
    return told.count("<heap nr=")


def test_threads_share_as_many_arenas_as_there_are_cores() -> None:
    cores = os.cpu_count() or 2
    assert 1 <= arenas() <= cores
    assert arenas(MALLOC_ARENA_MAX=str(cores + 3)) > cores, "what the operator says stands"
