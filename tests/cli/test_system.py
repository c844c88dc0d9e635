"""What the system refuses: a message, what to do and exit code 3, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_check import ENVIRONMENT


def run(folder: Path, *arguments: str, out: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output in the file `out`."""
    command = [sys.executable, "-m", "kbsearch", *arguments]
    if out is None:
        return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    with open(out, "w") as file:  # noqa: PTH123
        return subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, stdout=file, stderr=subprocess.PIPE, text=True, check=False
        )


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "acme").mkdir(parents=True)
    (tmp_path / "articles" / "acme" / "a.md").write_text("# A\n")
    return tmp_path


@pytest.mark.parametrize("arguments", [["init", "/proc/x"], ["model", "prepare", "--models", "/proc/x"]])
def test_a_place_that_cannot_be_written_is_named(base: Path, arguments: list[str]) -> None:
    done = run(base, *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1].startswith("kbsearch: /proc/x: No such file or directory. Check that ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["check"], ["--help"]])
def test_a_full_disk_behind_the_output_is_said(base: Path, arguments: list[str]) -> None:
    done = run(base, *arguments, out="/dev/full")
    said = (
        "kbsearch: The system refused to read or write: No space left on device. Is there room where the output goes?"
    )
    assert (done.returncode, done.stderr.splitlines()) == (3, [said])


def test_a_reader_that_had_enough_is_no_error(base: Path) -> None:
    command = [sys.executable, "-m", "kbsearch", "check"]
    with subprocess.Popen(
        command, cwd=base, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
