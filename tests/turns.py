"""Tests side by side in several processes, but for those that compare times: while one of them runs, nothing else does.

Two locks, on files that are there anyway: who wants to be alone holds the door, so that nobody new comes in, and waits
until all others are out.
"""

from __future__ import annotations

import fcntl
from collections.abc import Generator
from pathlib import Path

import pytest

ROOM = Path(__file__)
DOOR = ROOM.with_name("__init__.py")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """One test with its fixtures, in its turn; the clock of its time limit starts once it is in."""
    is_alone = item.get_closest_marker("alone") is not None
    with DOOR.open() as door, ROOM.open() as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        return (yield)
