"""The pages' scripts are what the type checker reads in them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TSC = ROOT / "node_modules" / ".bin" / "tsc"
MOST_LINES = 300


@pytest.mark.skipif(not TSC.exists(), reason="npm is not on this machine, so the type checker is not either")
def test_types_fit() -> None:
    done = subprocess.run([str(TSC)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_script_is_checked_and_short() -> None:
    scripts = [path.read_text("utf-8") for path in (ROOT / "web" / "assets").glob("*.js")]
    assert len(scripts) > 5
    for script in scripts:
        assert script.startswith("// @ts-check\n// "), "checked, and it says what it is for"
        assert script.count("\n") <= MOST_LINES
