"""From a fresh clone to a running kbsearch, with Python ≥ 3.11 and git and nothing else.

    python3 -m kbsearch.bootstrap up      install into .venv, then `kbsearch up` in it
    python3 -m kbsearch.bootstrap test    install with the test tools, then every check this project has
    python3 -m kbsearch.bootstrap lock    write the lock files anew, with the newest versions
    python3 -m kbsearch.bootstrap audit   known vulnerabilities of what is locked, where a service tells them
    python3 -m kbsearch.bootstrap sbom    the bill of materials, a CycloneDX document

Libraries come in the versions and with the hashes of .locks/ (run.txt or test.txt, torch.txt, cuda.txt if PyTorch's
build asks for it); UNLOCKED=1 in the environment takes what pyproject.toml allows instead, as does a Python newer than
those the files are made for.

Standard library only, and in words that an old Python can read too: it runs before anything is installed.
What follows the word is passed on (`up --port 9000`, `test tests/core -k chunk`). The install is repeated only when
pyproject.toml, the Python or the extras changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "kbsearch-install.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
LOCKED_UP_TO = (3, 13)
"""The newest Python that the lock files are made for."""

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports", "--no-cache"),
    ("pytest", *("-n", "auto", "--maxprocesses", "4"), *("--dist", "loadfile", "--no-loadscope-reorder")),
)
"""The test command, in order, from quick to slow; tests on all cores, a file at a time.

Arguments given to `test` go to pytest alone.
"""

USAGE = "usage: python3 -m kbsearch.bootstrap up|test|lock|audit|sbom [arguments passed on]"


class RefusedError(Exception):
    """Something this machine or clone lacks, in words for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Exit code of the command that was asked for; 2 when it could not be started."""
    try:
        word, rest = (arguments or [""])[0], arguments[1:]
        if word == "up":
            install(extras=())
            return become([str(PYTHON), "-m", "kbsearch", "up", *rest])
        if word == "test":
            install(extras=("test",))
            install_web_tools()
            return run_checks(rest)
        if word in ("lock", "audit", "sbom"):
            install(extras=("test",))
            tool = ["kbsearch.materials"] if word == "sbom" else ["kbsearch.locking", word]
            return become([str(PYTHON), "-m", *tool])
        raise RefusedError(USAGE)
    except RefusedError as refusal:
        say(str(refusal))
        return 2
    except KeyboardInterrupt:
        return 130


def install(*, extras: tuple[str, ...]) -> None:
    """Make `.venv` hold this clone (editable) with `extras`; does nothing when the stamp says that it already does."""
    if sys.version_info < OLDEST:
        raise RefusedError(f"Python {sys.version.split()[0]} is too old: run this with Python 3.11 or newer.")
    if not (ROOT / "pyproject.toml").is_file():
        raise RefusedError(f"{ROOT} is not a clone of kbsearch. Already installed from a wheel? Run: kbsearch up")
    if not shutil.which("git"):
        raise RefusedError("git is missing: articles are read from Git commits. Install it, then run the same command.")
    stamp = {"source": source_hash(), "extras": " ".join(extras)}
    have = read_stamp()
    if have.get("source") == stamp["source"] and set(extras) <= set(have.get("extras", "").split()):
        return
    started = time.monotonic()
    if not usable_venv():
        make_venv()
    say("Installing kbsearch and its libraries into .venv (about 1.6 GB, a few minutes the first time).")
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    if is_locked():
        install_locked(ROOT / (".locks/test.txt" if "test" in extras else ".locks/run.txt"))
    elif not pip_install("--editable", target):
        raise RefusedError(
            "pip could not install kbsearch; its own message is above. Mend that, then run the same command."
        )
    STAMP.write_text(json.dumps(stamp), "utf-8")
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def install_web_tools() -> None:
    """What checks the pages' scripts and how they can be used, into node_modules, as package-lock.json names it.

    Without npm the tests that need it are skipped, and say so.
    """
    npm, lock, done = shutil.which("npm"), ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if npm is None or not lock.is_file() or (done.is_file() and done.stat().st_mtime >= lock.stat().st_mtime):
        return
    if subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=False).returncode:
        raise RefusedError("npm could not install what package-lock.json names; its own message is above.")


def is_locked() -> bool:
    """Whether the lock files say what is installed."""
    unlocked = os.environ.get("UNLOCKED") or sys.version_info[:2] > LOCKED_UP_TO
    return not unlocked and (ROOT / ".locks").is_dir()


def install_locked(lock: Path) -> None:
    """Everything in its locked version, every file with a hash from a lock, and kbsearch itself built with those."""
    hashed = ("--no-deps", "--require-hashes")
    torch, cuda = ROOT / ".locks/torch.txt", ROOT / ".locks/cuda.txt"
    if not (
        pip_install(*hashed, "--requirement", str(lock), "--requirement", str(torch))
        and (not wants_cuda() or pip_install(*hashed, "--requirement", str(cuda)))
        and pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    ):
        raise RefusedError(
            f"pip could not install what {lock.name} names; its own message is above. If a hash differs, a file was "
            "changed on its way here: find out why before you go on. Else run the same command with UNLOCKED=1 before "
            "it, which takes what pyproject.toml allows."
        )


def wants_cuda() -> bool:
    """Whether the PyTorch that was installed is a build for graphics cards, which cannot be imported without more."""
    probe = "import importlib.metadata as m; print(*m.requires('torch'), sep='\\n')"
    done = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, text=True, check=False)
    return any(line.startswith(("nvidia-", "cuda-")) for line in done.stdout.splitlines())


def pip_install(*arguments: str) -> bool:
    """Whether pip did it; it speaks for itself."""
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    return subprocess.run(pip, cwd=ROOT, check=False).returncode == 0


def source_hash() -> str:
    """Changes when an install would give something else: the project's metadata, this Python, this folder."""
    digest = hashlib.sha256()
    for path in (ROOT / "pyproject.toml", *sorted((ROOT / ".locks").glob("*.txt"))):
        digest.update(path.read_bytes())
    digest.update(f"{sys.version_info[:3]} {ROOT}".encode())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """What the last complete install wrote, or nothing."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and PYTHON.exists() else {}


def usable_venv() -> bool:
    """Whether `.venv` has a Python of this version with pip (an interrupted creation leaves one without)."""
    if not PYTHON.exists():
        return False
    probe = "import pip, sys; print(*sys.version_info[:2])"
    done = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, text=True, check=False)
    return done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv() -> None:
    """Create `.venv` afresh."""
    say(f"Creating {VENV} with Python {sys.version.split()[0]}.")
    try:
        import ensurepip  # noqa: F401  Debian's python3 lacks it, and venv would fail with a long traceback
        import venv

        venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)
    except ImportError:
        raise RefusedError(
            "This Python cannot make virtual environments: its `venv` or `ensurepip` module is missing. "
            "On Debian and Ubuntu, run: sudo apt install python3-venv"
        ) from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise RefusedError(f"Could not create {VENV}: {error}") from None


def run_checks(pytest_arguments: list[str]) -> int:
    """Every check in order, all of them even if one fails; the first failing exit code, or 0."""
    failed: dict[str, int] = {}
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # tests start this program hundreds of times
    for check in CHECKS:
        rest = pytest_arguments if check[0] == "pytest" else []
        say(f"── {' '.join([*check, *rest])}")
        command = [str(BIN / check[0]), *check[1:], *rest]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if code:
            failed[" ".join(check)] = code
    say("All checks passed." if not failed else f"Failed: {', '.join(failed)}.")
    return next(iter(failed.values()), 0)


def become(command: list[str]) -> int:
    """Become `command`, so that Ctrl-C and signals reach it directly. The current folder stays the caller's."""
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606  no shell: the arguments are passed as they are
    return subprocess.run(command, check=False).returncode


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
