"""A process that publishes or erases evidence and is killed, at the n-th call that touches the disk or at any moment.

Run as `python -m tests.adapters.memory_crashes ROOT MODE WHAT…`, so that every child is forked from a process with one
thread.

`every publish|erase|restore`   one child per disk call, killed there; prints one line per child: its call, old or new
`until-killed`                  publish for ever; the parent kills it whenever it likes
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from kbsearch.adapters.snapshots import MemoryStore
from kbsearch.core.learning.evidence import SOLVED, Solved
from kbsearch.core.learning.memory import Memory
from tests.adapters.crashes import Disk
from tests.clients import ACME

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
ROWS = 200
"""Enough for a file of some hundred kilobytes, so that a kill also falls in the middle of a write."""
GONE = "gone"


def memory(number: int, *, secret: bool = False) -> Memory:
    """All of its rows say `number`; with `secret`, one call among them is to be erased."""
    names = [f"{number}-{at}" for at in range(ROWS)] + [GONE] * secret
    rows = tuple(Solved("acme", call, "k", f"symptôme {number} {call}", "vpn", 0.8, AT, SOLVED) for call in names)
    vectors = np.full((len(rows), 64), number, np.float32)
    return Memory("acme", "", "f" * 64, rows, vectors)


def number_of(root: Path) -> int:
    """Which memory is served; checks that it is whole, of one piece."""
    found = MemoryStore(root).open(ACME)
    assert found is not None
    numbers = {int(row.call.split("-")[0]) for row in found.rows if row.call != GONE}
    numbers |= {int(value) for value in np.unique(found.vectors)}
    assert len(numbers) == 1, f"{found.version} is of several: {numbers}"
    assert len(found.rows) in (ROWS, ROWS + 1)
    return numbers.pop()


def publish(root: Path, number: int) -> None:
    MemoryStore(root).publish(ACME, memory(number))


def erase(root: Path) -> None:
    MemoryStore(root).erase(ACME, "", lambda row: row.call != GONE)


def left_in(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "acme/evidence").iterdir() if path.name.startswith("memory-"))


def every_publish(root: Path) -> None:
    """After each kill what was served still is, or the child's; the next publication works and collects the rest."""
    publish(root, 1)
    served, at = 1, 0
    while _killed(at := at + 1, partial(publish, root, served + 1)):
        after = number_of(root)
        assert after in (served, served + 1), f"call {at}: {after} is served, {served} or one more was expected"
        print(at, "new" if after > served else "old", flush=True)
        served = after + 1
        publish(root, served)
        assert number_of(root) == served
        left = left_in(root)
        assert len(left) <= 3, f"call {at}: {left} were not collected"
        assert not any(name.endswith(".tmp") for name in left), f"call {at}: {left} were not collected"


def every_erase(root: Path) -> None:
    """After each kill the served memory is whole, with the call or without; erasing again leaves it in no file."""
    at = 0
    store = MemoryStore(root)
    while True:
        at += 1
        store.publish(ACME, memory(at))
        for _ in range(2):
            store.publish(ACME, memory(at, secret=True))
        was_killed = _killed(at, lambda: erase(root))
        assert number_of(root) == at
        after = store.open(ACME)
        assert after is not None
        if not was_killed:
            return
        print(at, "old" if GONE in {row.call for row in after.rows} else "new", flush=True)
        erase(root)
        assert number_of(root) == at
        for path in (root / "acme/evidence").iterdir():
            assert GONE.encode() not in path.read_bytes(), f"call {at}: {path.name}"


def every_restore(root: Path) -> None:
    """After each kill the later or the earlier one is served, and only the earlier one is held."""
    at = 0
    store = MemoryStore(root)
    while True:
        at += 1
        publish(root, 2 * at)
        publish(root, 2 * at + 1)
        was_killed = _killed(at, lambda: store.restore(ACME))
        after = number_of(root)
        assert after in (2 * at, 2 * at + 1)
        assert store.pointer(ACME).is_held == (after == 2 * at)
        if not was_killed:
            return
        print(at, "new" if after == 2 * at else "old", flush=True)


def _killed(at: int, act: Callable[[], object]) -> bool:
    """Whether a child that does it is killed at that disk call; False = it is done before."""
    child = os.fork()
    if not child:
        code = 1
        try:
            Disk(at, "kill").install()
            act()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or not status, f"call {at}: the child raised something"
    return os.WIFSIGNALED(status)


def main(root: Path, mode: str, *rest: str) -> int:
    (root / "acme").mkdir(exist_ok=True)
    if mode == "every":
        {"publish": every_publish, "erase": every_erase, "restore": every_restore}[rest[0]](root)
        return 0
    number = number_of(root)
    while True:
        number += 1
        publish(root, number)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
