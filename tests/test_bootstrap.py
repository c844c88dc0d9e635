"""The two commands of a fresh clone, as far as they go without installing 1.7 GB."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "kbsearch" / "bootstrap.py"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with nothing but what the bootstrap itself needs."""
    (tmp_path / "kbsearch").mkdir()
    for name in ("__init__.py", "bootstrap.py"):
        shutil.copy(ROOT / "kbsearch" / name, tmp_path / "kbsearch" / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(clone: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-c", "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "]
    command[-1] += "runpy.run_module('kbsearch.bootstrap', run_name='__main__', alter_sys=True)"
    env = None if path is None else {"PATH": path}
    return subprocess.run(
        [*command, str(clone), *arguments], capture_output=True, text=True, check=False, timeout=60, cwd=clone, env=env
    )


def test_only_the_standard_library_is_used() -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported <= sys.stdlib_module_names


def test_an_old_python_can_read_it_and_say_no() -> None:
    source = SOURCE.read_text("utf-8")
    assert ast.dump(ast.parse(source, feature_version=(3, 8))) == ast.dump(ast.parse(source))


@pytest.mark.parametrize("arguments", [[], ["down"], ["--help"]])
def test_unknown_words_show_the_usage(clone: Path, arguments: list[str]) -> None:
    done = run(clone, *arguments)
    assert (done.returncode, "up|test" in done.stderr) == (2, True)


def test_outside_a_clone_it_points_at_the_installed_command(clone: Path) -> None:
    (clone / "pyproject.toml").unlink()
    done = run(clone, "up")
    assert (done.returncode, "kbsearch up" in done.stderr) == (2, True)


def test_git_is_asked_for(clone: Path) -> None:
    done = run(clone, "up", path="/nonexistent")
    assert (done.returncode, "git is missing" in done.stderr) == (2, True)


def fake_install(clone: Path, *, extras: str, torch_wants: str = "filelock") -> Path:
    """A `.venv` whose python only prints what it is asked to run, with the stamp of a complete install."""
    bin_folder = clone / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("python", "ruff", "mypy", "lint-imports", "pytest"):
        answer = f"[ $1 = -c ] && case $2 in *torch*) echo {torch_wants};; "
        answer += f"*) echo {sys.version_info.major} {sys.version_info.minor};; esac && exit"
        version = answer if name == "python" else ":"
        script = f'#!/bin/sh\n{version}\necho "{name} $*"\n[ "{name}" != mypy ]\n'
        (bin_folder / name).write_text(script, "utf-8")
        (bin_folder / name).chmod(0o755)
    code = "import kbsearch.bootstrap as b; print(b.source_hash())"
    source = subprocess.run([sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv" / "kbsearch-install.json").write_text(json.dumps({"source": source.strip(), "extras": extras}))
    return clone


def test_a_second_run_installs_nothing_and_passes_arguments_on(clone: Path) -> None:
    done = run(fake_install(clone, extras=""), "up", "--port", "9000")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "python -m kbsearch up --port 9000"


def test_every_check_runs_and_a_failure_is_the_exit_code(clone: Path) -> None:
    done = run(fake_install(clone, extras="test"), "test", "-k", "chunk")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]
    assert done.stdout.splitlines()[-1].endswith(" -k chunk"), "arguments are for pytest alone"
    assert (done.returncode, "Failed: mypy." in done.stderr) == (1, True)


def test_a_changed_project_is_installed_again(clone: Path) -> None:
    fake_install(clone, extras="")
    with (clone / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")
    first, second = run(clone, "up"), run(clone, "up")
    assert f"python -m pip install --disable-pip-version-check --no-input --editable {clone}" in first.stdout
    assert "Installed in" in first.stderr
    assert second.stdout.strip() == "python -m kbsearch up"


def test_the_test_tools_are_added_to_an_install_without_them(clone: Path) -> None:
    fake_install(clone, extras="")
    assert f"--editable {clone}[test]" in run(clone, "test").stdout
    assert "pip" not in run(clone, "up").stdout


def test_ci_runs_the_same_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "python3 -m kbsearch.bootstrap test" in script
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
