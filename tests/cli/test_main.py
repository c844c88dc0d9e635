"""The frame of the command line: quick, quiet, and one way out for errors."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch import __main__
from kbsearch.cli import COMMANDS, main

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "litestar")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "kbsearch", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=env)


def imported(done: subprocess.CompletedProcess[str]) -> set[str]:
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().partition(".")[0] for line in lines}


def test_help_imports_nothing_heavy() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert imported(done).isdisjoint({*HEAVY, "numpy", "rich", "msgspec", "jinja2", "yaml"})


def test_no_command_imports_what_only_its_work_needs() -> None:
    """All of them in one process: nothing that embeds, serves, stores, counts topics or draws, and no instance."""
    code = (
        "import sys; from kbsearch.cli import COMMANDS, main;"
        "[main.get_command(None, name) for name in COMMANDS]; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    modules = set(done.stdout.split())
    assert {f"kbsearch.cli.{module}" for module, _ in COMMANDS.values()} <= modules
    assert modules.isdisjoint({*HEAVY, "scipy", "sklearn", "sqlite_utils", "holidays", "jinja2", "weasyprint"})
    assert modules.isdisjoint({"kbsearch.app.instance", "kbsearch.app.wiring", "kbsearch.api.access.second_wall"})


def test_a_check_imports_nothing_that_it_does_not_read(tmp_path: Path) -> None:
    """Neither what searches nor, without a client that has them, tables of holidays and calendars."""
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/vpn.md").write_text("# VPN\n\nRelancer le tunnel.\n", "utf-8")
    done = run("check", "--articles", str(tmp_path))
    assert "0 errors, 0 warnings in 1 article" in done.stdout
    assert imported(done).isdisjoint({*HEAVY, "numpy", "holidays", "icalendar", "recurring_ical_events", "jinja2"})


def test_help_on_an_import_of_calls_reads_neither_arrays_nor_markdown() -> None:
    assert imported(run("calls", "import", "--help")).isdisjoint({*HEAVY, "numpy", "markdown_it"})


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["calls", "import", "--help"]])
def test_starting_takes_less_than_half_a_second_of_processor_time(arguments: list[str]) -> None:
    """Not of the clock: a busy machine must not fail it. The benchmarks measure the clock."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "kbsearch", *arguments], capture_output=True, check=True, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(once() for _ in range(5)) < 0.5


def test_help_names_every_command_and_teaches() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert "kbsearch up" in shown
    assert "KBSEARCH_ARTICLES" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_the_folders(name: str) -> None:
    inner = {
        "model": ["show"],
        "calls": ["show"],
        "privacy": ["forget"],
        "incidents": ["list"],
        "alerts": ["list"],
        "backup": ["make"],
        "people": ["list"],
        "keys": ["list"],
        "audit": ["list"],
        "topics": ["show"],
        "gap": ["draft"],
        "wave": ["plan"],
    }
    arguments = [name, *inner.get(name, []), "--help"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    if name not in ("init", "openapi"):
        assert "--articles" in done.output
        assert "--indexes" in done.output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask", "absent", "x"], 2, "There is no client “absent”"),
        (["ask", "acme", "x"], 3, "Run: kbsearch build"),
        (["ask", "acme"], 2, "--queries FILE"),
        (["serve", "--host", "0.0.0.0"], 2, "nobody could sign in"),  # noqa: S104
        (["model", "show"], 3, "kbsearch model prepare"),
        (["model", "prepare", "--source", "/nonexistent"], 2, "There is no folder /nonexistent"),
        (["model", "prepare", "--source", "./absent"], 2, "There is no folder ./absent"),
        (["up", "--articles", "/nonexistent"], 2, "kbsearch init"),
    ],
)
def test_errors_are_one_line_and_a_code(
    tmp_path_factory: pytest.TempPathFactory, arguments: list[str], code: int, words: str
) -> None:
    folder = tmp_path_factory.mktemp("errors")
    (folder / "articles" / "acme").mkdir(parents=True)
    (folder / "articles" / "acme" / "a.md").write_text("# A\n", "utf-8")
    places = {f"KBSEARCH_{name.upper()}": str(folder / name) for name in ("articles", "indexes", "models")}
    command = [sys.executable, "-m", "kbsearch", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=folder, env={**os.environ, **places}
    )
    last = done.stderr.strip().splitlines()[-1]
    assert (done.returncode, done.stdout) == (code, "")
    assert last.startswith("kbsearch: ")
    assert words in last
    assert "Traceback" not in done.stderr


def test_a_misspelt_setting_is_named() -> None:
    done = run("status", KBSEARCH_ARTICELS="x")
    assert done.returncode == 2
    assert "articles" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(("command", "nice"), [("build", [10]), ("learn", [10]), ("serve", []), ("ask", [])])
def test_long_work_gives_way_to_a_server_beside_it(
    command: str, nice: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    monkeypatch.setattr("os.nice", given.append)
    monkeypatch.setattr(sys, "argv", ["kbsearch", command, "--help"])
    with pytest.raises(SystemExit):
        __main__.run()
    assert given == nice


@pytest.mark.parametrize(("set_before", "threads"), [("", "1"), ("2", "2")])
def test_sums_are_reckoned_on_one_thread_unless_the_environment_says_otherwise(
    set_before: str, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(__main__.ONE_THREAD, set_before)
    if not set_before:
        monkeypatch.delenv(__main__.ONE_THREAD)
    monkeypatch.setattr("sys.argv", ["kbsearch", "--help"])
    with pytest.raises(SystemExit):
        __main__.run()
    assert os.environ[__main__.ONE_THREAD] == threads


def test_no_command_has_imported_numpy_by_then() -> None:
    """Which reads it once."""
    told = "import sys; from kbsearch import __main__; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
