"""The lock files: every library that kbsearch is installed with, in one version and with its hashes, for all platforms.

    .locks/run.txt     what `up` needs
    .locks/test.txt    that and the test tools

PyTorch is left out, with what its builds for graphics cards bring: which build is the right one differs by machine, and
so does its hash. Its version stands in pyproject.toml, and it only ever prepares a model.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS: dict[str, tuple[str, ...]] = {".locks/test.txt": ("client", "test"), ".locks/run.txt": ()}
"""File → the extras in it. The larger one first: the other takes its versions from it."""
COMMAND = "python3 -m kbsearch.bootstrap lock"
HOW = (
    *("--universal", "--generate-hashes", "--python-version", "3.11", "--upgrade", "--no-annotate", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-config"),  # nothing of the machine it is written on
)
_LEFT_OUT = re.compile(r"(?:torch|triton|(?:nvidia|cuda)-[a-z0-9-]+)")
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def pinned(lock: str) -> dict[str, set[str]]:
    """Name → versions, of the text of a lock file. A library may have one for some platforms and one for others."""
    found: dict[str, set[str]] = {}
    for name, version in _PINNED.findall(lock):
        found.setdefault(name, set()).add(version)
    return found


def renew() -> None:
    """Write both files anew from pyproject.toml, with the newest versions that fit together."""
    known: list[str] = []
    for name, extras in LOCKS.items():
        wanted = [part for extra in extras for part in ("--extra", extra)]
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *wanted, *known, *HOW]
        command += ["--custom-compile-command", COMMAND, "--output-file", name]
        subprocess.run(command, cwd=ROOT, check=True)
        path = ROOT / name
        path.write_text(without_left_out(path.read_text("utf-8")), "utf-8")
        known = ["--constraint", name]


def without_left_out(lock: str) -> str:
    """The text without the blocks of what is not locked; a block is a line and the indented ones after it."""
    kept, is_kept = [], True
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "\t")):
            is_kept = not _LEFT_OUT.fullmatch(line.partition("==")[0].strip())
        if is_kept:
            kept.append(line)
    return "".join(kept)


def audit() -> int:
    """Ask for known vulnerabilities of everything locked; 1 when there are some.

    One library is asked about first: where no service knows any, one line says so, and that is no failure.
    """
    lock = (ROOT / ".locks/test.txt").read_text("utf-8")
    name, versions = next(iter(pinned(lock).items()))
    if not _audited(f"{name}=={min(versions)}\n"):
        print("No service for advisories is reached from here: nothing was audited.")
        return 0
    found = _audited("".join(f"{name}=={version}\n" for name, each in pinned(lock).items() for version in sorted(each)))
    faulty = [one for one in found if one["vulns"]]
    for one in faulty:
        print(f"{one['name']} {one['version']}: {', '.join(fault['id'] for fault in one['vulns'])}")
    print(f"{len(found)} libraries audited, {len(faulty)} with known vulnerabilities.")
    return int(bool(faulty))


def _audited(requirements: str) -> list[dict[str, Any]]:
    """What is known of each that anything is known of."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text(requirements, "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--disable-pip", "--no-deps"]
        command += ["--format", "json", "--progress-spinner", "off", "--timeout", "20"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answered = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):  # no answer at all is no document either
        return []
    return [one for one in answered if "vulns" in one]


if __name__ == "__main__":
    if sys.argv[1:] == ["audit"]:
        sys.exit(audit())
    renew()
