"""The two ways to read an articles folder, and what neither of them reads."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary, NotInGitError, WorktreeLibrary, changed_paths, open_library
from kbsearch.core.model import Fault
from kbsearch.errors import StateError, UserError

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
    **{f"GIT_{who}_{what}": "a@b.fr" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def write(folder: Path, contents: dict[str, str | bytes]) -> None:
    for path, text in contents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    return git(folder, "rev-parse", "HEAD")


FILES: dict[str, str | bytes] = {
    "README.md": "# not an article",
    "acme/client.toml": 'name = "Acme"',
    "acme/a.md": "# A\r\n",
    "acme/reseau/b.md": "# B",
    "acme/reseau/img/c.png": b"\x89PNG",
    "acme/golden.jsonl": "",
    "acme/_drafts/d.md": "# D",
    "acme/.obsidian/e.md": "# E",
    "_shared/windows/f.md": "# F",
    "_templates/g.md": "# G",
    "notes/h.txt": "no Markdown here",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose articles are in a sub-folder."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path / "docs", FILES)
    commit(tmp_path)
    return tmp_path / "docs"


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_both_ways_read_the_same(repository: Path, source: str) -> None:
    library = open_library(repository, "git" if source == "git" else "worktree")
    assert list(library.owners()) == ["_shared", "acme"]
    read = library.read("acme")
    assert [(file.path, file.data) for file in read.files] == [
        ("a.md", b"# A\r\n"),
        ("client.toml", b'name = "Acme"'),
        ("golden.jsonl", b""),
        ("reseau/b.md", b"# B"),
    ]
    assert read.files[0].blob == hashlib.sha1(b"blob 5\0# A\r\n", usedforsecurity=False).hexdigest()
    assert read.others == ("reseau/img/c.png",)
    assert (read.faults, library.faults()) == ((), ())
    assert library.read("nobody").files == ()
    assert library.commit == (git(repository, "rev-parse", "HEAD") if source == "git" else "worktree")


def test_git_reads_the_commit_and_not_the_disk(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    write(repository, {"acme/a.md": "# changed", "acme/new.md": "# new"})
    assert GitLibrary(repository).read("acme").files[0].data == b"# A\r\n"
    assert "new.md" in [file.path for file in WorktreeLibrary(repository).read("acme").files]
    commit(repository)
    assert GitLibrary(repository).read("acme").files[0].data == b"# changed"
    assert GitLibrary(repository, first).read("acme").files[0].data == b"# A\r\n"


def test_auto_is_git_where_a_commit_holds_the_folder_else_the_disk(repository: Path, tmp_path: Path) -> None:
    assert isinstance(open_library(repository), GitLibrary)
    write(tmp_path, {"other/acme/a.md": "# A"})
    assert isinstance(open_library(tmp_path / "other"), WorktreeLibrary)
    with pytest.raises(NotInGitError, match="does not hold the folder other"):
        open_library(tmp_path / "other", "git")
    with pytest.raises(UserError, match="no commit “nope”"):
        open_library(repository, ref="nope")
    with pytest.raises(UserError, match="no folder"):
        open_library(tmp_path / "absent")


def test_a_plain_folder_and_an_empty_repository(tmp_path: Path) -> None:
    write(tmp_path, {"acme/a.md": "# A"})
    assert open_library(tmp_path).commit == "worktree"
    with pytest.raises(NotInGitError, match="not in a Git repository"):
        open_library(tmp_path, "git")
    git(tmp_path, "init", "-q")
    assert open_library(tmp_path).commit == "worktree"


@pytest.mark.parametrize("ref", ["--output=x", "-h", "", "a\0b"])
def test_a_reference_is_never_an_option(repository: Path, ref: str) -> None:
    with pytest.raises(UserError, match="not a Git reference"):
        open_library(repository, ref=ref)


def test_nothing_configured_in_the_repository_or_around_is_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "filter.x.clean",
        "filter.x.smudge",
        "core.sshCommand",
    ):
        git(tmp_path, "config", key, str(trap))
    write(repository, {".gitattributes": "* filter=x"})
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    assert GitLibrary(repository).read("acme").files
    changed_paths(repository, "HEAD")
    assert not (tmp_path / "sprung").exists()


def test_a_missing_object_is_told(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:docs/acme/a.md")
    library = GitLibrary(repository)
    (tmp_path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(StateError, match="git fsck"):
        library.read("acme")


def test_changed_paths_compares_with_where_the_branch_began(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "edit")
    write(repository, {"acme/a.md": "# committed"})
    commit(repository)
    git(repository, "checkout", "-q", "main")
    write(repository, {"_shared/windows/f.md": "# moved on"})
    commit(repository)
    git(repository, "checkout", "-q", "edit")
    write(repository, {"acme/untracked.md": "# U"})
    (repository / "acme/reseau/b.md").unlink()
    (repository / "acme/reseau/img/c.png").unlink()
    assert changed_paths(repository, "main") == {
        "acme/a.md",
        "acme/untracked.md",
        "acme/reseau/b.md",
        "acme/reseau/img/c.png",
    }


def codes(faults: tuple[Fault, ...]) -> set[tuple[str, str]]:
    return {(fault.path, fault.code) for fault in faults}


def test_hostile_entries_of_a_commit_are_faults(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    blob = git(tmp_path, "hash-object", "-w", "--stdin", stdin=b"# A")
    link = git(tmp_path, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    big = git(tmp_path, "hash-object", "-w", "--stdin", stdin=b"x" * 10_000_000)
    entries = [
        ("100644", "blob", blob, b"good.md"),
        ("100755", "blob", blob, b"exec.md"),
        ("120000", "blob", link, b"link.md"),
        ("160000", "commit", "1" * 40, b"module"),
        ("100644", "blob", big, b"big.md"),
        ("100644", "blob", blob, b"caf\xe9.md"),
        ("100644", "blob", blob, "cafe\u0301.md".encode()),
        ("100644", "blob", blob, "café.md".encode()),
        ("100644", "blob", blob, b"GOOD.md"),
        ("100644", "blob", blob, b"new\nline.md"),
        ("100644", "blob", blob, b"back\\slash.md"),
        ("100644", "blob", blob, b"client.toml"),
    ]
    inner = mktree(tmp_path, entries)
    dots = mktree(tmp_path, [("100644", "blob", blob, b"x.md")])
    acme = mktree(tmp_path, [*entries, ("040000", "tree", dots, b"..")])
    tree = mktree(
        tmp_path,
        [
            ("040000", "tree", acme, b"acme"),
            ("040000", "tree", inner, b"Not A Client"),
            ("120000", "blob", link, b"linked"),
            ("160000", "commit", "1" * 40, b"module"),
            ("100644", "blob", blob, b"lost.md"),
        ],
    )
    made = git(tmp_path, "commit-tree", "-m", "x", tree)
    library = GitLibrary(tmp_path, made)
    assert list(library.owners()) == ["acme"]
    read = library.read("acme")
    assert [file.path for file in read.files] == ["GOOD.md", "cafe\u0301.md", "client.toml", "exec.md"]
    assert codes(read.faults) == {
        ("acme/../x.md", "unusable-name"),
        ("acme/good.md", "twin-name"),
        ("acme/link.md", "symlink"),
        ("acme/module", "submodule"),
        ("acme/big.md", "too-large"),
        ("acme/caf\\udce9.md", "unusable-name"),
        ("acme/café.md", "twin-name"),
        ("acme/new\\nline.md", "unusable-name"),
        ("acme/back\\slash.md", "unusable-name"),
    }
    assert codes(library.faults()) == {
        ("Not A Client", "client-name"),
        ("linked", "symlink"),
        ("module", "submodule"),
        ("lost.md", "outside-client"),
    }


def mktree(folder: Path, entries: list[tuple[str, str, str, bytes]]) -> str:
    """A tree made by hand, since `git mktree` refuses some of these names."""
    body = b""
    for mode, _, identity, name in sorted(entries, key=lambda entry: entry[3] + b"/" * (entry[1] == "tree")):
        body += mode.lstrip("0").encode() + b" " + name + b"\0" + bytes.fromhex(identity)
    return git(folder, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=body)


def test_hostile_entries_of_a_folder_are_faults(tmp_path: Path) -> None:
    write(tmp_path / "base", {"acme/good.md": "# A", "acme/big.md": b"x" * 10_000_000, "acme/GOOD.md": "# A"})
    write(tmp_path, {"secret/s.md": "# secret"})
    acme = tmp_path / "base" / "acme"
    (acme / "link.md").symlink_to(tmp_path / "secret" / "s.md")
    (acme / "folder").symlink_to(tmp_path / "secret")
    (tmp_path / "base" / "other").symlink_to(tmp_path / "secret")
    os.mkfifo(acme / "pipe.md")
    (acme / os.fsdecode(b"caf\xe9.md")).write_text("# A")
    deep = acme / "/".join(["d"] * 40)
    write(deep, {"x.md": "# X"})
    library = WorktreeLibrary(tmp_path / "base")
    assert list(library.owners()) == ["acme"]
    read = library.read("acme")
    assert [file.path for file in read.files] == ["GOOD.md"]
    assert codes(read.faults) == {
        ("acme/good.md", "twin-name"),
        ("acme/big.md", "too-large"),
        ("acme/link.md", "symlink"),
        ("acme/folder", "symlink"),
        ("acme/pipe.md", "special"),
        ("acme/caf\\udce9.md", "unusable-name"),
        ("acme/" + "/".join(["d"] * 33), "too-deep"),
    }
    assert codes(library.faults()) == {("other", "symlink")}
    for name in ("../secret", "other", "..", "", "/etc"):
        assert library.read(name).files == ()


@pytest.mark.parametrize("mark", [".git", ".git/HEAD"])
def test_repositories_inside_are_not_read_from_disk_either(tmp_path: Path, mark: str) -> None:
    write(tmp_path, {"acme/a.md": "# A", "acme/x/inner/b.md": "# B", f"acme/x/inner/{mark}": "x", ".git/HEAD": "x"})
    write(tmp_path, {"module/c.md": "# C", f"module/{mark}": "x"})
    library = WorktreeLibrary(tmp_path)
    assert list(library.owners()) == ["acme"]
    read = library.read("acme")
    assert [file.path for file in read.files] == ["a.md"]
    assert codes(read.faults) == {("acme/x/inner", "submodule")}
    assert codes(library.faults()) == {("module", "submodule")}
    assert library.read("module").files == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, {"acme/a.md": "# A", "acme/b.md": "# B", "acme/c/d.md": "# D"})
    (tmp_path / "acme/a.md").chmod(0)
    (tmp_path / "acme/c").chmod(0)
    read = WorktreeLibrary(tmp_path).read("acme")
    assert [file.path for file in read.files] == ["b.md"]
    assert codes(read.faults) == {("acme/a.md", "unreadable"), ("acme/c", "unreadable")}
