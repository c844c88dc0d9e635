"""One more file on a branch of its own, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.library.branches import add_on_branch
from kbsearch.errors import UserError
from tests.repositories import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "base")
    made.commit({"acme/vpn.md": "# VPN\n", "acme/manques/ancien.md": "# Ancien\n", "zeta/x.md": "# X\n"})
    return made


def test_the_file_is_on_the_branch_alone(repository: Repository) -> None:
    (repository.articles / "acme" / "vpn.md").write_text("# en cours\n", "utf-8")
    (repository.articles / "acme" / "nouveau.md").write_text("# Nouveau\n", "utf-8")
    repository.git("add", "articles/acme/nouveau.md")
    before = (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD"))
    made = add_on_branch(repository.articles, "gap/acme-1", "acme/manques/badge.md", "# Badge é\n", "Draft")
    assert repository.git("rev-parse", "gap/acme-1") == made
    assert (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD")) == before
    assert repository.git("diff", "--name-status", "HEAD", made) == "A\tarticles/acme/manques/badge.md"
    assert repository.git("show", f"{made}:articles/acme/manques/badge.md") == "# Badge é"
    assert repository.git("fsck", "--strict") == ""
    assert repository.git("branch", "--show-current") == "main"


@pytest.mark.parametrize("path", ["acme/encore/plus/bas.md", "autre/a.md", "0.md"])
def test_folders_are_made_on_the_way_in_their_order(repository: Repository, path: str) -> None:
    made = add_on_branch(repository.articles, "gap/x", path, "# A\n", "Draft")
    assert repository.git("diff", "--name-status", "HEAD", made) == f"A\tarticles/{path}"
    assert repository.git("fsck", "--strict") == ""


def test_what_is_there_already_stays(repository: Repository, tmp_path: Path) -> None:
    add_on_branch(repository.articles, "gap/x", "acme/a.md", "# A\n", "Draft")
    with pytest.raises(UserError, match="There is a branch gap/x already"):
        add_on_branch(repository.articles, "gap/x", "acme/b.md", "# B\n", "Draft")
    with pytest.raises(UserError, match=r"There is a file vpn\.md already"):
        add_on_branch(repository.articles, "gap/y", "acme/vpn.md", "# B\n", "Draft")
    with pytest.raises(UserError, match="no folder"):
        add_on_branch(repository.articles, "gap/y", "acme/vpn.md/b.md", "# B\n", "Draft")
    assert repository.git("branch", "--list", "gap/y") == ""
    plain = tmp_path / "plain"
    plain.mkdir()
    with pytest.raises(UserError):
        add_on_branch(plain, "gap/x", "acme/a.md", "# A\n", "Draft")


def test_a_hook_and_a_setting_of_the_repository_run_nothing(repository: Repository, tmp_path: Path) -> None:
    for name in ("reference-transaction", "post-commit", "pre-commit"):
        hook = repository.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
        hook.chmod(0o755)
    repository.git("config", "commit.gpgSign", "true")
    add_on_branch(repository.articles, "gap/x", "acme/a.md", "# A\n", "Draft")
    assert not (tmp_path / "ran").exists()
