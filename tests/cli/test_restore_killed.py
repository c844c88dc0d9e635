"""`restore --replace` killed at random moments, and before each step of the swap."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from tests.adapters.stores.test_calls_faults import ids_in
from tests.cli.building import run
from tests.clients import ACME
from tests.happenings import event

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
import os, signal, sys
import kbsearch.app.backups, kbsearch.adapters.stores.backup_file
from kbsearch.cli import main

left = int(sys.argv[1])

def step(name, arguments):
    global left
    if name == "os.rename" or name == "ctypes.dlsym" and arguments[1] == "renameat2":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(step)
print("ready", flush=True)
main(sys.argv[2:])
"""
REPLACE = ("new.backup", "--replace")
STEPS = 3
"""Renames aside, exchanges, renames what was exchanged."""


@pytest.fixture
def old_and_new(folder: Path) -> tuple[set[str], set[str]]:
    """Event ids of the data folder `old`, and of the backup `new.backup`, which takes a while to unpack."""
    ids: list[set[str]] = []
    for data, count in (("new", 4000), ("old", 30)):
        events = [event(f"{data}-{at}", ev.Described("panne " * 50), call=f"c{at % 100}") for at in range(count)]
        with closing(SqliteCalls(folder / data / "calls.db")) as store:
            store.append(ACME, events)
        assert run("keys", "create", "GLPI", "--client", "acme", "--scope", "search", "--data", data).exit_code == 0
        ids.append({one.id for one in events})
    assert run("backup", "make", "new.backup", "--data", "new").exit_code == 0
    return ids[1], ids[0]


def restoring(folder: Path, step: int, *backup: str) -> subprocess.Popen[bytes]:
    """A process that has loaded all it needs and now restores to `data`, which is as `old`.

    It kills itself before that step; 0 = never.
    """
    for left in folder.glob("data*"):
        shutil.rmtree(left)
    shutil.copytree(folder / "old", folder / "data")
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(step), "backup", "restore", *backup],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    return child


def is_new(data: Path, old_and_new: tuple[set[str], set[str]]) -> bool:
    """Whether the folder is the new one; it must be that or the old one, whole."""
    assert run("audit", "verify", "--data", str(data)).exit_code == 0
    assert (data / "secrets" / ".access.key").stat().st_size == 32
    return old_and_new.index(ids_in(data / "calls.db")) == 1


def require_whole(folder: Path, old_and_new: tuple[set[str], set[str]], *, exchanged: bool | None = None) -> None:
    """Nothing but whole folders, the old one among them; and a second restore mends it."""
    beside = {path: is_new(path, old_and_new) for path in folder.glob("data.*")}
    is_done = is_new(folder / "data", old_and_new)
    assert exchanged in (None, is_done)
    assert not is_done or not all(beside.values())
    again = run("backup", "restore", *REPLACE)
    assert again.exit_code == 0, again.output
    assert is_new(folder / "data", old_and_new)
    assert {path: is_new(path, old_and_new) for path in beside} == beside
    assert list(folder.glob(".kbsearch-restoring-*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, STEPS + 2))
def test_killed_before_each_step_of_the_swap(folder: Path, old_and_new: tuple[set[str], set[str]], step: int) -> None:
    with restoring(folder, step, *REPLACE) as child:
        child.communicate()
    assert child.returncode == (-signal.SIGKILL if step <= STEPS else 0)
    require_whole(folder, old_and_new, exchanged=step >= STEPS)


@pytest.mark.slow
def test_killed_at_random_moments(folder: Path, old_and_new: tuple[set[str], set[str]]) -> None:
    rng, killed = random.Random(7), 0  # noqa: S311
    with restoring(folder, 0, *REPLACE) as child:
        began = time.monotonic()
        child.communicate()
    took_s = time.monotonic() - began
    for _ in range(4):
        with restoring(folder, 0, *REPLACE) as child:
            time.sleep(rng.uniform(0, took_s))
            child.kill()
            child.communicate()
        killed += child.returncode == -signal.SIGKILL
        require_whole(folder, old_and_new)
    assert killed > 1


@pytest.mark.slow
def test_one_client_is_added_whole_or_not_at_all(folder: Path, old_and_new: tuple[set[str], set[str]]) -> None:
    rng, (old, new) = random.Random(9), old_and_new  # noqa: S311
    CallerKeys(folder / "new" / "secrets").key(ACME, "+33612345678")
    assert run("backup", "make", "--client", "acme", "acme.backup", "--data", "new").exit_code == 0
    seen: list[bool] = []
    for most_s in (0.3, 0.3, 60.0):
        with restoring(folder, 0, "acme.backup") as child:
            with suppress(subprocess.TimeoutExpired):
                child.wait(rng.uniform(most_s / 2, most_s))
            child.kill()
        seen.append((found := ids_in(folder / "data" / "calls.db")) != old)
        assert found in (old, old | new)
        assert run("backup", "restore", "acme.backup").exit_code == 0
        assert ids_in(folder / "data" / "calls.db") == old | new
        assert (folder / "data/secrets/acme.key").read_bytes() == (folder / "new/secrets/acme.key").read_bytes()
        assert run("audit", "verify").exit_code == 0
    assert seen[-1]
