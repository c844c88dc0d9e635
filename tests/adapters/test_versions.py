"""One article's file at an earlier commit, in real Git."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.library import file_at
from kbsearch.errors import UserError
from tests.repositories import Repository

VPN = "acme/vpn.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "base")


def read(repository: Repository, commit: str, until: str, *folders: str) -> bytes | None:
    found = file_at(repository.articles, commit, VPN, folders=folders or ("acme", "_shared"), until=until)
    return found and found.data


def test_each_version_is_read_as_it_was(repository: Repository) -> None:
    first = repository.commit({VPN: "un"})
    second = repository.commit({VPN: "deux"})
    gone = repository.commit({VPN: None, "acme/autre.md": "x"})
    assert [read(repository, one, gone) for one in (first, second, gone)] == [b"un", b"deux", None]
    assert read(repository, first, gone, "") == b"un", "a folder that is one client alone"


def test_a_neighbours_commit_is_none(repository: Repository) -> None:
    own = repository.commit({VPN: "un", "zeta/a.md": "a"})
    theirs = repository.commit({"zeta/a.md": "b"})
    last = repository.commit({"_shared/c.md": "c"})
    assert read(repository, own, last) == b"un"
    assert read(repository, theirs, last) is None
    assert read(repository, last, last) == b"un", "what is shared is one's own too"


def test_what_was_never_served_is_none(repository: Repository) -> None:
    first = repository.commit({VPN: "un"})
    later = repository.commit({VPN: "plus tard"})
    repository.git("checkout", "-q", "-b", "draft", first)
    draft = repository.commit({VPN: "brouillon"})
    assert read(repository, later, first) is None, "after what is served"
    assert read(repository, draft, later) is None, "on a branch beside it"
    assert read(repository, "f" * 40, later) is None
    assert read(repository, repository.git("rev-parse", f"{first}^{{tree}}"), later) is None


def test_a_link_or_a_file_too_large_is_none(repository: Repository) -> None:
    (repository.articles / "acme").mkdir()
    (repository.articles / VPN).symlink_to("/etc/passwd")
    link = repository.commit({"acme/a.md": "a"})
    (repository.articles / VPN).unlink()
    large = repository.commit({VPN: "x" * 300_000})
    assert read(repository, link, large) is None
    assert read(repository, large, large) is None


def test_without_git_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        file_at(tmp_path, "f" * 40, VPN, folders=("acme",), until="f" * 40)
