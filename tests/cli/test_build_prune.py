"""What `kbsearch build --prune` takes away is gone, however often it was cut short."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kbsearch.adapters.snapshots import disk
from tests.cli.building import run


def refuse(path: Path, *_: object, **__: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def test_what_a_removal_left_is_removed_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its evidence holds symptoms, and no other command reaches it any more."""
    assert run("build").exit_code == 0
    (folder / "articles" / "zeta").rename(folder / "elsewhere")
    with monkeypatch.context() as patched:
        patched.setattr("kbsearch.adapters.snapshots.disk.shutil.rmtree", refuse)
        assert run("build", "--prune").exit_code == 3
    assert [path.name[:14] for path in (folder / "indexes").glob(".removed-*")] == [".removed-zeta-"]
    assert run("build", "--prune").exit_code == 0
    assert sorted(path.name for path in (folder / "indexes").iterdir()) == [".cache", "acme"]
    assert not list((folder / "indexes" / ".cache").glob("zeta*"))


def test_an_articles_folder_one_too_high_prunes_nobody(folder: Path) -> None:
    assert run("build").exit_code == 0
    above = folder / "above"
    above.mkdir()
    (folder / "articles" / "acme" / "client.toml").write_text('name = "Acme"\n', "utf-8")
    (folder / "articles").rename(above / "articles")
    done = run("build", "--prune", "--articles", str(above))
    assert done.exit_code != 0
    assert "Nothing was pruned" in done.stderr
    assert "build --prune" not in done.stderr, "not told to do it either"
    assert {"acme", "zeta"} <= {path.name for path in (folder / "indexes").iterdir()}


def test_what_cannot_be_removed_of_one_keeps_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build").exit_code == 0
    left = folder / "indexes" / ".removed-before-0123abcd"
    left.mkdir()
    (folder / "articles" / "zeta").rename(folder / "elsewhere")
    real = disk.remove_folder
    monkeypatch.setattr(
        disk, "remove_folder", lambda path, aside: (refuse if path.name == left.name else real)(path, aside)
    )
    done = run("build", "--prune")
    assert (done.exit_code, f"{left.name}, of an index that was removed, cannot be" in done.stderr) == (3, True)
    assert sorted(path.name for path in (folder / "indexes").iterdir()) == [".cache", left.name, "acme"]
