"""`kbsearch build --watch` in a process of its own: no commit and no edit is ever lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import kbsearch
from kbsearch import app
from kbsearch.settings import load_settings

PROGRAM = """
import pathlib, time
from kbsearch import app, workshop
from kbsearch.cli import build, main
from tests.adapters.slow_reading import planted
from tests.fakes import HashingEmbedder

class Gated(HashingEmbedder):
    def embed_documents(self, texts):
        pathlib.Path("started").touch()
        while not pathlib.Path("go").exists():
            time.sleep(0.01)
        return super().embed_documents(texts)

embedder = Gated()
workshop.LateEmbedder = lambda settings: embedder
build.prepare_if_missing = lambda settings: None
build.LOOK_EVERY_MS, build.RETRY_S, build.MOST_AGAIN = 100, 0.3, 2
each = app.open_each()
app.open_each = lambda **_: planted(each)
main(["build", "--watch", "--json"])
"""
"""The command with an embedder that waits for a file `go`, so that a test can do something during a build."""

Next = Callable[[], dict[str, Any]]


@contextmanager
def watching(folder: Path, *, ends: int = 0) -> Iterator[Next]:
    """The command at work in `folder`; gives a function that waits for the next build's outcome. `ends`: its exit code,
    which is that of the first build."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH_")}
    environment["PYTHONPATH"] = str(Path(kbsearch.__file__).parents[1])
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        out = process.stdout
        assert out is not None

        def outcome() -> dict[str, Any]:
            found: dict[str, Any] = json.loads(out.readline())
            return found

        try:
            yield outcome
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == ends
        finally:
            process.kill()


def write(folder: Path, name: str) -> None:
    file = folder / "articles" / "acme" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# {name}\n\nRelancer {name}.\n", "utf-8")


def commit(folder: Path) -> str:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.fr", *arguments]
        return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()

    git("add", "articles")
    git("commit", "-qm", "x")
    return git("rev-parse", "HEAD")


def wait_for(file: Path) -> None:
    for _ in range(3000):
        if file.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{file.name} never came")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    write(tmp_path, "vpn")
    return tmp_path


def test_a_commit_made_during_a_build_is_built_next(repository: Path) -> None:
    commits = [commit(repository)]
    with watching(repository) as outcome:
        wait_for(repository / "started")
        write(repository, "imprimante")
        commits.append(commit(repository))
        (repository / "go").touch()
        first, second = outcome(), outcome()
        write(repository, "ecran")
        commits.append(commit(repository))
        third = outcome()
    assert [built["commit"] for built in (first, second, third)] == commits
    assert [built["clients"][0]["articles"] for built in (first, second, third)] == [1, 2, 3]


def test_a_commit_that_could_not_be_built_is_tried_again(repository: Path) -> None:
    commit(repository)
    (repository / "go").touch()
    with watching(repository) as outcome:
        assert outcome()["clients"][0]["published"]
        with app.open_store(load_settings({"indexes": repository / "indexes"})).building("acme"):
            write(repository, "imprimante")
            wanted = commit(repository)
            busy = outcome()
            assert (busy["commit"], "is being built" in busy["clients"][0]["error"]) == (wanted, True)
        built = outcome()
        while "error" in built["clients"][0]:
            built = outcome()
    assert (built["commit"], built["clients"][0]["articles"]) == (wanted, 2)


def test_a_broken_client_file_waits_for_the_next_commit(repository: Path) -> None:
    commit(repository)
    (repository / "go").touch()
    with watching(repository) as outcome:
        assert outcome()["clients"][0]["published"]
        (repository / "articles" / "acme" / "client.toml").write_text("shared = [", "utf-8")
        broken = commit(repository)
        refused = outcome()
        assert (refused["commit"], "client.toml:1" in refused["clients"][0]["error"]) == (broken, True)
        time.sleep(1)
        (repository / "articles" / "acme" / "client.toml").write_text("shared = []", "utf-8")
        mended = commit(repository)
        assert outcome()["commit"] == mended


@pytest.mark.parametrize("absent_s", [0, 1])
def test_a_folder_that_is_replaced_is_watched_on(tmp_path: Path, absent_s: float) -> None:
    write(tmp_path, "vpn")
    (tmp_path / "go").touch()
    with watching(tmp_path) as outcome:
        assert outcome()["clients"][0]["articles"] == 1
        (tmp_path / "articles").rename(tmp_path / "old")
        time.sleep(absent_s)
        for name in ("imprimante", "ecran"):
            write(tmp_path, name)
        while outcome()["clients"][0]["articles"] != 2:
            pass
        time.sleep(1)
        write(tmp_path, "vpn")
        while outcome()["clients"][0]["articles"] != 3:
            pass


def test_an_edit_on_disk_made_during_the_first_build_is_built_next(tmp_path: Path) -> None:
    write(tmp_path, "vpn")
    with watching(tmp_path) as outcome:
        wait_for(tmp_path / "started")
        write(tmp_path, "imprimante")
        (tmp_path / "go").touch()
        assert [outcome()["clients"][0]["articles"] for _ in range(2)] == [1, 2]


def test_an_article_lost_in_passing_is_read_again_without_a_change_and_not_for_ever(tmp_path: Path) -> None:
    write(tmp_path, "vpn")
    write(tmp_path, "@full")
    (tmp_path / "go").touch()
    (tmp_path / "full").touch()

    def counted(built: dict[str, Any]) -> tuple[int, int]:
        return built["clients"][0]["articles"], built["clients"][0]["left_out"]

    with watching(tmp_path, ends=1) as outcome:
        assert [counted(outcome()) for _ in range(3)] == [(1, 1)] * 3
        time.sleep(2)
        write(tmp_path, "imprimante")
        assert counted(outcome()) == (2, 1), "three times, then not before something changes"
        (tmp_path / "full").unlink()
        while (found := counted(outcome())) != (3, 0):
            assert found == (2, 1)
        time.sleep(1)
        write(tmp_path, "ecran")
        assert counted(outcome()) == (4, 0)
