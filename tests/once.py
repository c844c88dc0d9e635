"""What takes long to make and is the same for every test: made by the first process that wants it, for all of them."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """One process in here, of all that run tests. The lock is on this file, which is there anyway."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, to be read only: who changes something takes a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"once-{name}"
    with one_at_a_time():
        if not folder.exists():
            unfinished = folder.with_suffix(".part")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder
