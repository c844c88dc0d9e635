"""A backup beside a process that writes, and backups and restores killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.building import run

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_what_was_acknowledged_before_is_in_it_and_a_kill_leaves_whole_or_nothing(folder: Path) -> None:
    rng = random.Random(5)  # noqa: S311
    command = [sys.executable, "-m", "tests.adapters.stores.appending", str(folder / "data" / "calls.db"), "0"]
    (folder / "data").mkdir()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ)) as writer:
        assert writer.stdout is not None
        known = [writer.stdout.readline() for _ in range(100)]
        made = [run("backup", "make", *which) for which in (["kb.backup"], ["--client", "acme", "acme.backup"])]
        assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
    from tests.adapters.stores.test_calls_faults import ids_in

    for done, name in zip(made, ("kb", "acme"), strict=True):
        assert done.exit_code == 0, done.output
        assert run("backup", "restore", f"{name}.backup", "--data", f"other-{name}").exit_code == 0
        assert {line.decode().strip() for line in known} <= ids_in(folder / f"other-{name}" / "calls.db")
    before = ids_in(folder / "data" / "calls.db")
    program = "from kbsearch.cli import main; import sys; print('ready', flush=True); main(sys.argv[1:])"
    for turn in range(6):
        make, restore = ["make", f"{turn}.backup"], ["restore", "kb.backup", "--data", f"restored-{turn}"]
        step = (restore, make, [*make, "--client", "acme"])[turn % 3]
        with subprocess.Popen(
            [sys.executable, "-c", program, "backup", *step], cwd=folder, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as child:  # fmt: skip
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(rng.uniform(0, 0.8))
            child.send_signal(signal.SIGKILL)
        backup, restored = folder / f"{turn}.backup", folder / f"restored-{turn}"
        if backup.exists():
            assert run("backup", "verify", str(backup)).exit_code == 0
        if restored.exists():
            assert run("audit", "verify", "--data", str(restored)).exit_code == 0
        assert ids_in(folder / "data" / "calls.db") == before
