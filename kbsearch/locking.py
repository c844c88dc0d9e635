"""The lock files: every library that kbsearch is installed with, in one version and with its hashes, for all platforms.

    .locks/run.txt     what `up` needs
    .locks/test.txt    that and the test tools
    .locks/torch.txt   PyTorch: one version, the hashes of its builds
    .locks/cuda.txt    what its builds for graphics cards need beside it, and no other build

PyTorch publishes its builds without graphics cards on an index of its own, not on PyPI. Their hashes are those of the
files that the machine took where the lock was written, added to what the file already held for the same version.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS: dict[str, tuple[str, ...]] = {".locks/test.txt": ("client", "test"), ".locks/run.txt": ("build",)}
"""File → the extras in it. The larger one first: the other takes its versions from it."""
TORCH, CUDA = ".locks/torch.txt", ".locks/cuda.txt"
COMMAND = "python3 -m kbsearch.bootstrap lock"
HOW = (
    *("--universal", "--generate-hashes", "--python-version", "3.11", "--upgrade", "--no-annotate", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-config"),  # nothing of the machine it is written on
)
_FOR_CARDS = re.compile(r"triton|(?:nvidia|cuda)-[a-z0-9-]+")
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def pinned(lock: str) -> dict[str, set[str]]:
    """Name → versions, of the text of a lock file. A library may have one for some platforms and one for others."""
    found: dict[str, set[str]] = {}
    for name, version in _PINNED.findall(lock):
        found.setdefault(name, set()).add(version)
    return found


def hashed(lock: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and hashes of each block of a lock file, in its order."""
    starts = [*_PINNED.finditer(lock)]
    ends = [*(start.start() for start in starts[1:]), len(lock)]
    return [
        (start[1], start[2], _HASH.findall(lock, start.end(), end)) for start, end in zip(starts, ends, strict=True)
    ]


def renew() -> None:
    """Write all files anew from pyproject.toml, with the newest versions that fit together."""
    known: list[str] = []
    for name, extras in LOCKS.items():
        wanted = [part for extra in extras for part in ("--extra", extra)]
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *wanted, *known, *HOW]
        command += ["--custom-compile-command", COMMAND, "--output-file", name]
        subprocess.run(command, cwd=ROOT, check=True)
        everywhere, torch, cuda = parted((ROOT / name).read_text("utf-8"))
        (ROOT / name).write_text(everywhere, "utf-8")
        known = ["--constraint", name]
    (ROOT / CUDA).write_text(cuda, "utf-8")
    path = ROOT / TORCH
    before = path.read_text("utf-8") if path.is_file() else ""
    path.write_text(with_more_hashes(torch, (*hashes_of_same(torch, before), hash_taken_here(torch))), "utf-8")


def parted(lock: str) -> tuple[str, str, str]:
    """The text in three: what every machine installs, PyTorch, what its builds for graphics cards need.

    A block is a line and the indented ones after it; comments at the head go with each part.
    """
    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    wanted = list(parts)
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "\t", "#")):
            name = line.partition("==")[0].strip()
            wanted = [parts[1 if name == "torch" else 2 if _FOR_CARDS.fullmatch(name) else 0]]
        for part in wanted:
            part.append(line)
    everywhere, torch, cuda = ("".join(part) for part in parts)
    return everywhere, torch, cuda


def hashes_of_same(torch: str, before: str) -> tuple[str, ...]:
    """The hashes that the earlier file held, where it was for the same version."""
    return tuple(_HASH.findall(before)) if pinned(torch) == pinned(before) else ()


def hash_taken_here(torch: str) -> str:
    """`sha256:…` of the file that pip takes on this machine for the version in the text."""
    [(name, versions)] = pinned(torch).items()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*command, f"{name}=={min(versions)}"], check=True)
        [file] = Path(folder).iterdir()
        with file.open("rb") as content:
            return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}"


def with_more_hashes(torch: str, more: tuple[str, ...]) -> str:
    """The text of one block with these hashes among its own, each once and in order."""
    head = torch[: torch.index(" \\\n")]
    hashes = sorted({*_HASH.findall(torch), *more})
    return head + "".join(f" \\\n    --hash={one}" for one in hashes) + "\n"


def audit() -> int:
    """Ask for known vulnerabilities of everything locked; 1 when there are some.

    One library is asked about first: where no service knows any, one line says so, and that is no failure.
    """
    lock = "".join((ROOT / name).read_text("utf-8") for name in (".locks/test.txt", TORCH))
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
