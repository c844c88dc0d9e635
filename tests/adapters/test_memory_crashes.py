"""Killed at any moment, evidence on disk is the old one or the new one, whole; what is left over is collected."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from kbsearch.adapters.snapshots import LiveMemories, MemoryStore
from tests.adapters.memory_crashes import left_in, number_of, publish
from tests.clients import ACME

ROOT = Path(__file__).parents[2]
RANDOM_KILLS = 30


def process(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.adapters.memory_crashes", str(root), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["publish", "erase", "restore"])
def test_every_disk_call_may_be_the_last(tmp_path: Path, what: str) -> None:
    done = process(tmp_path, "every", what)
    out, err = done.communicate(timeout=110)
    assert done.returncode == 0, err
    served = Counter(line.split()[1] for line in out.splitlines())
    assert served["old"] >= 5, out  # before CURRENT is replaced
    assert served["new"] >= 1, out  # and after


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    publish(tmp_path, 1)
    chance, last = random.Random(1), 1  # noqa: S311
    said: list[str] = []
    server = LiveMemories(MemoryStore(tmp_path), every_s=0, warn=said.append)
    for _ in range(RANDOM_KILLS):
        child = process(tmp_path, "until-killed")
        started = time.monotonic()
        while number_of(tmp_path) == last:  # it has begun
            assert time.monotonic() - started < 60
            assert server.get(ACME) is not None
            time.sleep(0.005)
        until = time.monotonic() + chance.random() * 0.1
        while time.monotonic() < until:  # somebody searches all the while
            held = server.get(ACME)
            assert held is not None
            assert len({row.call.split("-")[0] for row in held.rows}) == 1
        child.send_signal(signal.SIGKILL)
        child.communicate()
        now = number_of(tmp_path)
        assert now > last
        last = now
    publish(tmp_path, last + 1)
    assert number_of(tmp_path) == last + 1
    left = left_in(tmp_path)
    assert len(left) <= 3
    assert not any(name.endswith(".tmp") for name in left)
    assert said == []
