"""Other search libraries, in an environment of their own that the benchmark makes: `benchmarks/.venv`.

They are started as processes and talk through files and pipes, so that nothing of theirs is in our process, nor ours in
theirs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.plan import ROOT

FOLDER = ROOT / "benchmarks" / ".venv"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PYTHON = FOLDER / "bin" / "python"


def make(say: Callable[[str], None]) -> None:
    """Make the environment, or bring it to `requirements.txt`; a few minutes and 3 GB the first time."""
    stamp, wanted = FOLDER / "kbsearch-peers.txt", REQUIREMENTS.read_text("utf-8")
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    say("installing the peers into benchmarks/.venv")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=True)
    stamp.write_text(wanted, "utf-8")


class Peer:
    """One peer's process: `peers/<script>.py`, one JSON object per line in both directions."""

    def __init__(self, script: str, *given: str) -> None:
        quiet = {"OMP_NUM_THREADS": "1", "ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1"}
        command = [str(PYTHON), str(Path(__file__).with_name(f"{script}.py")), *given]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **quiet}
        )

    def ask(self, **question: Any) -> dict[str, Any]:
        """One question, one answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The peer ended with {self._process.wait()}.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)
