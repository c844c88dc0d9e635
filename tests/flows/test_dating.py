"""Which commit a client's snapshot states, in real histories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary, GitPast
from kbsearch.core.articles import bases
from kbsearch.core.model import SHARED
from kbsearch.flows.dating import last_change
from tests.repositories import Repository

OWN = {"aaa/client.toml": 'shared = ["reseau"]\n', "aaa/vpn.md": "# VPN\n\nRelancer.\n"}
REST = {"bbb/vpn.md": "# VPN\n\nAttendre.\n", f"{SHARED}/reseau/wifi.md": "# Wifi\n\nVérifier.\n"}
DRAFT = "---\nstate: draft\n---\n# Essai\n\n{}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "base")


def stated(articles: Path, client: str = "aaa") -> str:
    library = GitLibrary(articles)
    owners = library.owners()
    folders = {owner: bases.read_folder(owner, library.read(owner)) for owner in owners}
    past = GitPast(articles, library.commit, owners)
    return last_change(past, folders[client], folders.get(SHARED), head=library.commit)


def test_drafts_pictures_and_questions_change_nothing(repository: Repository) -> None:
    first = repository.commit({**OWN, **REST, "aaa/essai.md": DRAFT.format("un")})
    repository.commit({"aaa/essai.md": DRAFT.format("deux")})
    repository.commit({"aaa/image.svg": "<svg/>", "aaa/README.md": "# Notes\n", "aaa/golden.jsonl": ""})
    assert stated(repository.articles) == first
    validated = repository.commit({"aaa/essai.md": "# Essai\n\ndeux\n"})
    repository.commit({"bbb/vpn.md": "# VPN\n\nAttendre encore.\n"})
    assert stated(repository.articles) == validated
    assert stated(repository.articles, "bbb") != validated


def test_an_archived_article_with_another_tools_front_matter_changes_nothing(repository: Repository) -> None:
    foreign = "---\nstate: archived\nms.author: me\naudience: ITPro\n---\n# VPN\n\n{}\n"
    first = repository.commit({"aaa/wifi.md": "# Wifi\n\nVérifier.\n", "aaa/vpn.md": foreign.format("Relancer.")})
    repository.commit({"aaa/vpn.md": foreign.format("Attendre.")})
    assert stated(repository.articles) == first


@pytest.mark.parametrize(
    "change",
    [
        {"aaa/vpn.md": None, "aaa/b.md": "# B\n\nRelancer.\n"},
        {"aaa/garde.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"},
        {f"{SHARED}/reseau/wifi.md": None},
        {f"{SHARED}/reseau/wifi.md": DRAFT.format("x")},
        {f"{SHARED}/reseau/neuf.md": "# Neuf\n\nOui.\n"},
    ],
)
def test_what_comes_and_goes_is_a_change(repository: Repository, change: dict[str, str | None]) -> None:
    repository.commit({**OWN, **REST, f"{SHARED}/autre/x.md": "# X\n\nX.\n"})
    changed = repository.commit(change)
    repository.commit({f"{SHARED}/autre/x.md": "# X\n\nXX.\n"})
    assert stated(repository.articles) == changed


def test_a_shared_article_that_left_may_go_on_without_it(repository: Repository) -> None:
    repository.commit({**OWN, **REST})
    left = repository.commit({f"{SHARED}/reseau/wifi.md": "---\ncategory: x\n---\n# Wifi\n\nVérifier.\n"})
    repository.commit({f"{SHARED}/reseau/wifi.md": "---\ncategory: x\n---\n# Wifi\n\nEncore.\n"})
    assert stated(repository.articles) == left
    repository.commit({f"{SHARED}/reseau/wifi.md": None})
    assert stated(repository.articles) == left


def test_an_overridden_shared_article_changes_nothing_but_by_coming_or_going(repository: Repository) -> None:
    vpn = f"{SHARED}/reseau/vpn.md"
    over = {"aaa/vpn.md": "---\nid: reseau/vpn\n---\n# VPN\n\nRelancer.\n"}
    came = repository.commit({**OWN, **REST, **over, vpn: "# VPN\n\nPour tous.\n"})
    repository.commit({vpn: "# VPN\n\nPour vraiment tous.\n"})
    assert stated(repository.articles) == came
    gone = repository.commit({vpn: None})
    assert stated(repository.articles) == gone


def test_an_unreadable_override_is_a_change_and_another_like_it_is_none(repository: Repository) -> None:
    faulty = {"aaa/tpe.md": "---\nid: reseau/wifi\nreviewed: hier\n---\n# Wifi\n\nChez nous.\n"}
    first = repository.commit({**OWN, **REST})
    repository.commit({"aaa/tpe.md": faulty["aaa/tpe.md"].replace("reviewed: hier", "state: draft\nreviewed: hier")})
    assert stated(repository.articles) == first
    came = repository.commit(faulty)
    assert stated(repository.articles) == came
    repository.commit({"aaa/tpe.md": faulty["aaa/tpe.md"].replace("hier", "demain")})
    assert stated(repository.articles) == came
    other = repository.commit({"aaa/tpe.md": faulty["aaa/tpe.md"].replace("wifi", "vpn")})
    assert stated(repository.articles) == other


def test_a_merge_is_stated_only_when_it_brought_something_together(repository: Repository) -> None:
    repository.commit({**OWN, **REST})
    repository.git("checkout", "-qb", "other")
    repository.commit({"bbb/vpn.md": "# VPN\n\nEncore.\n", f"{SHARED}/autre/x.md": "# X\n\nX.\n"})
    repository.git("checkout", "-q", "main")
    own = repository.commit({"aaa/vpn.md": "# VPN\n\nAutrement.\n"})
    repository.git("checkout", "-q", "other")
    repository.git("merge", "-q", "-m", "theirs first", "main")
    assert stated(repository.articles) == own, "whoever merges, and whichever parent is the first"
    repository.git("checkout", "-q", "main")
    repository.commit({"aaa/b.md": "# B\n\nB.\n"})
    repository.git("checkout", "-q", "other")
    repository.commit({f"{SHARED}/reseau/wifi.md": "# Wifi\n\nAutrement.\n"})
    repository.git("merge", "-q", "-m", "both", "main")
    assert stated(repository.articles) == repository.git("rev-parse", "HEAD"), "no commit before had both"


def test_an_articles_folder_that_is_one_client(repository: Repository) -> None:
    first = repository.commit({"vpn.md": "# VPN\n\nRelancer.\n", "reseau/wifi.md": "# Wifi\n\nVérifier.\n"})
    repository.root.joinpath("code.py").write_text("", "utf-8")
    repository.git("add", "code.py")
    repository.git("commit", "-qm", "elsewhere")
    assert stated(repository.articles, "articles") == first


def test_the_last_shared_article_that_goes_is_a_change(repository: Repository) -> None:
    repository.commit({**OWN, **REST})
    gone = repository.commit({f"{SHARED}/reseau/wifi.md": None})
    repository.commit({"bbb/vpn.md": "# VPN\n\nEncore.\n"})
    assert stated(repository.articles) == gone


@pytest.mark.parametrize("how", [["--depth=1"], ["--filter=blob:none", "--no-checkout"]])
def test_a_clone_without_the_past_states_what_it_has(repository: Repository, tmp_path: Path, how: list[str]) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit({**OWN, **REST})
    repository.commit({"aaa/vpn.md": "# VPN\n\nAutrement.\n"})
    head = repository.commit({f"{SHARED}/autre/x.md": "# X\n\nX.\n"})
    source, clone = repository.root.as_uri(), tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", *how, source, str(clone)], check=True, capture_output=True)
    if "--no-checkout" in how:
        subprocess.run(["git", "checkout", "-q", "main"], cwd=clone, check=True, capture_output=True)
    assert stated(clone / "articles") in (head, repository.git("rev-parse", "HEAD~1"))


def test_nothing_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit({**OWN, **REST})
    repository.commit({"bbb/vpn.md": "# VPN\n\nEncore.\n"})
    ran, script = tmp_path / "ran", tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
    script.chmod(0o755)
    for name in ("gpg.program", "diff.external", "core.pager", "core.fsmonitor", "diff.x.textconv"):
        repository.git("config", name, str(script))
    repository.git("config", "log.showSignature", "true")
    (repository.root / ".git" / "info" / "attributes").write_text("*.md diff=x\n", "utf-8")
    assert (stated(repository.articles), ran.exists()) == (first, False)
