"""Commands run as processes of their own: how long they took and the most memory they had."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.plan import ROOT


@dataclass(frozen=True, slots=True)
class Ended:
    """What one command took."""

    seconds: float
    peak_mb: float
    code: int
    output: str
    """What it printed."""


def run(*arguments: str, allowed: Sequence[int] = (0,)) -> Ended:
    """`python -m kbsearch …`; any exit code but the allowed ones is an error."""
    command = [sys.executable, "-m", "kbsearch", *arguments]
    started = time.perf_counter()
    environment = {**os.environ, "KBSEARCH_SOURCE": "worktree"}  # the files are not of any commit
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        printed.seek(0)
        output = printed.read().decode()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"kbsearch {' '.join(arguments[:2])} ended with {process.returncode}.")
    return Ended(seconds, usage.ru_maxrss / 1024, process.returncode, output)
