"""The benchmarks run, at toy size; what they measure is not looked at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import chromium

ROOT = Path(__file__).parent.parent


def benchmarks(*arguments: str, module: str = "benchmarks") -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_part_is_listed() -> None:
    from benchmarks.parts import PARTS

    listed = [line.split()[0] for line in benchmarks("--list").splitlines()]
    assert listed == list(PARTS)


def test_what_articles_did_is_shown_beside_what_shortcuts_read() -> None:
    shown = benchmarks("--worlds", "2", module="benchmarks.effects").splitlines()
    assert [line.split(" | ")[0] for line in shown if line.startswith("| k")] == ["| kbsearch"]
    assert len(shown) == 5 + 3 + 5


@pytest.mark.model
@pytest.mark.usefixtures("default_model")
def test_a_part_runs_and_reports(tmp_path: Path) -> None:
    output = tmp_path / "run.json"
    table = benchmarks("encode", "--toy", "--work", str(tmp_path / "work"), "--output", str(output))
    rows = json.loads(output.read_text("utf-8"))["rows"]
    assert len(rows) == 6
    assert all(row["part"] == "encode" for row in rows)
    assert "| encode | 8-token queries" in table


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("default_model")
@pytest.mark.skipif(chromium.executable() is None, reason=chromium.HOW_TO_GET_IT)
def test_the_console_is_typed_in_and_its_calls_are_kept_as_they_were_ended(
    tmp_path: Path, sample_indexes: Path
) -> None:
    output = tmp_path / "run.json"
    shutil.copytree(sample_indexes, tmp_path / "work" / "toy" / "desk" / "indexes")  # its vectors are made already
    benchmarks("console", "--toy", "--rounds", "1", "--work", str(tmp_path / "work"), "--output", str(output))
    rows = {row["what"]: row["measured"] for row in json.loads(output.read_text("utf-8"))["rows"]}
    assert int(rows["300 chunks: letters that led to an answer"]) > 0
    assert float(rows["calls kept otherwise than they were ended"]) == 0
    assert rows["find nothing, hand over: keys after the symptom (and 30 letters of facts)"] == "6–6–6"
