"""Which commits touched an article's file, in real Git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kbsearch.adapters.library import commits
from kbsearch.adapters.library.commits import MOST_REVISIONS, committed_at, revisions
from kbsearch.errors import StateError, UserError

FILE = "acme/vpn.md"


class Repository:
    """Articles in a folder of a repository."""

    def __init__(self, root: Path) -> None:
        self.root, self.articles = root, root / "kb"
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Léa Morin", "-c", "user.email=lea@example.org", "-c", "commit.gpgSign=false")
        done = subprocess.run(["git", "-C", str(self.root), *who, *arguments], check=True, capture_output=True)
        return done.stdout.decode().strip()

    def commit(self, subject: str, *paths: str) -> str:
        for path in paths:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(f"{subject} {path}", "utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", subject)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def subjects(repository: Repository, commit: str, *folders: str) -> list[str]:
    found = revisions(repository.articles, commit, FILE, folders or ("acme", "_shared"))
    assert all(bool(one.author) == one.is_own for one in found)
    return [one.subject if one.is_own else "-" for one in found]


def test_the_newest_come_first_up_to_the_commit_served(repository: Repository) -> None:
    for n in range(MOST_REVISIONS + 3):
        served = repository.commit(f"Version {n} : été", f"kb/{FILE}")
    repository.commit("Plus tard", f"kb/{FILE}")
    found = revisions(repository.articles, served, FILE, ("acme",))
    assert [one.subject for one in found] == [f"Version {n} : été" for n in range(MOST_REVISIONS + 2, 2, -1)]
    assert found[0].commit == served
    assert {one.author for one in found} == {"Léa Morin"}
    assert found[0].at == committed_at(repository.articles, served)


def test_what_touched_a_neighbour_says_no_word(repository: Repository) -> None:
    repository.commit("Tous les clients", f"kb/{FILE}", "kb/zeta/a.md")
    repository.commit(
        "Avec la base commune et autre chose", f"kb/{FILE}", "kb/_shared/b.md", "README.md", "kb/lisez.md"
    )
    served = repository.commit("Le sien", f"kb/{FILE}")
    assert subjects(repository, served) == ["Le sien", "Avec la base commune et autre chose", "-"]
    assert subjects(repository, served, "acme") == ["Le sien", "-", "-"]
    assert subjects(repository, served, "") == ["Le sien", "Avec la base commune et autre chose", "Tous les clients"]


def test_a_merge_is_a_neighbours_where_either_side_brings_one(repository: Repository) -> None:
    repository.commit("Début", f"kb/{FILE}")
    repository.git("checkout", "-qb", "autre")
    repository.commit("À côté", f"kb/{FILE}", "kb/zeta/a.md")
    repository.git("checkout", "-q", "main")
    repository.commit("Ici", f"kb/{FILE}")
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "autre")
    served = repository.commit("Fusion : zeta", f"kb/{FILE}")
    assert sorted(subjects(repository, served)) == ["-", "-", "Début", "Ici"]


def test_names_are_taken_literally_and_nothing_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    served = repository.commit("Un", "kb/acme/*.md", f"kb/{FILE}")
    mark = tmp_path / "was-run"
    for setting in ("log.showSignature=true", f"gpg.program=touch {mark}", f"core.fsmonitor=touch {mark}"):
        repository.git("config", *setting.split("=", 1))
    assert [one.subject for one in revisions(repository.articles, served, "acme/*.md", ("acme",))] == ["Un"]
    assert revisions(repository.articles, served, "acme/absent.md", ("acme",)) == ()
    assert not mark.exists()


def test_what_git_does_not_know_is_an_error(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    served = repository.commit("Un", f"kb/{FILE}")
    for commit in ("0" * 40, "--all"):
        with pytest.raises(UserError):
            revisions(repository.articles, commit, FILE, ("acme",))
    monkeypatch.setattr(commits, "TIMEOUT_S", 0.0)
    with pytest.raises(StateError, match="took more than 0 s"):
        revisions(repository.articles, served, FILE, ("acme",))
