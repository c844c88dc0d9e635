"""What a build finds wrong is noted for the pages of whoever keeps the articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kbsearch.app.wiring import open_store
from kbsearch.cli.build import is_held_back
from kbsearch.core.client import Client
from kbsearch.core.faults import FoundFaults
from kbsearch.core.model import Base, Fault, Severity
from kbsearch.settings import load_settings
from kbsearch.workshop import BrokenClientError
from tests.cli.building import run
from tests.repositories import Repository
from tests.unreadable import Refused, unreadable


def test_each_build_notes_what_it_found(folder: Path) -> None:
    store = open_store(load_settings({"indexes": folder / "indexes"}))
    broken = folder / "articles" / "acme" / "faux.md"
    broken.write_text("---\ntitle: a\ntitle: b\n---\n# A\n", "utf-8")
    run("build")
    found = store.faults("acme")
    assert found is not None
    assert [(one.path, one.severity) for one in found.faults] == [("acme/faux.md", Severity.ERROR)]
    zeta = store.faults("zeta")
    assert zeta is not None
    assert zeta.faults == ()
    (folder / "articles" / "acme" / "client.toml").write_text("name = [", "utf-8")
    run("build")
    found = store.faults("acme")
    assert found is not None
    assert "acme/client.toml" in {one.path for one in found.faults}, "also where nothing could be built"
    broken.unlink()
    (folder / "articles" / "acme" / "client.toml").write_text('name = "Acme"', "utf-8")
    run("build")
    assert store.faults("acme") == FoundFaults("acme", ())


def test_an_index_folder_that_cannot_be_read_keeps_no_other_client_from_being_built(folder: Path) -> None:
    assert run("build").exit_code == 0
    for client in ("acme", "zeta"):
        (folder / "articles" / client / "vpn.md").write_text("# Neuf\n\nRelancer le tunnel.\n")
    with unreadable(folder / "indexes" / "acme"), unreadable(Path("indexes/acme")):
        done = run("build", "--json")
        told = run("status", "--json")
    built = {one["client"]: one for one in json.loads(done.stdout)["clients"]}
    assert (done.exit_code, "error" in built["acme"], built["zeta"]["published"]) == (3, True, True), done.output
    problems = {one["client"]: one["problem"] for one in map(json.loads, told.stdout.splitlines())}
    assert (problems["zeta"], "cannot be read" in problems["acme"]) == ("", True)


@pytest.mark.parametrize("refused", ["inside", "listing", "all"])
def test_articles_that_cannot_be_read_leave_their_client_its_index(folder: Path, refused: Refused) -> None:
    """A folder that lost its permissions, or its disk, is not one that was removed."""
    assert run("build").exit_code == 0
    before = indexed()
    with unreadable(folder / "articles" / "acme", refused):
        done = run("build", "--prune", "--json")
        checked = run("check")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["pruned"]) == (3, [])
    built = {one["client"]: one for one in told["clients"]}
    assert "acme was not built: acme:1: “acme” cannot be opened" in built["acme"]["error"]
    assert "error" not in built["zeta"]
    assert (checked.exit_code, "articles/acme:1: error: “acme” cannot be opened" in checked.stdout) == (1, True)
    assert indexed() == before
    assert run("build").exit_code == 0


def test_shared_articles_that_cannot_be_read_stay_with_who_has_them(folder: Path) -> None:
    """And nobody else hears of it."""
    shared = folder / "articles" / "_shared"
    shared.mkdir()
    (shared / "outlook.md").write_text("---\ncategory: Bureau\n---\n# Outlook\n\nRelancer.\n", "utf-8")
    (folder / "articles" / "acme" / "client.toml").write_text('shared = ["Bureau"]', "utf-8")
    assert run("build").exit_code == 0
    before = indexed()
    assert before["acme"][1] == 2
    with unreadable(shared):
        done = run("build", "--json")
    built = {one["client"]: one for one in json.loads(done.stdout)["clients"]}
    assert (done.exit_code, indexed()) == (3, before)
    assert "“_shared” cannot be opened" in built["acme"]["error"]
    assert (built["zeta"].get("error"), built["zeta"]["faults"]) == (None, [])


@pytest.mark.parametrize(("path", "code"), [("acme", "unreadable"), ("acme/client.toml", "unreadable")])
def test_what_may_be_read_the_next_time_is_tried_again(path: str, code: str) -> None:
    """As by `--watch`: a share that comes back changes no file."""
    base = Base(Client("acme"), "worktree", ())
    assert not is_held_back(BrokenClientError(base, Fault(path, 1, code, "")))
    assert is_held_back(BrokenClientError(base, Fault(path, 1, "toml", "")))


def indexed() -> dict[str, tuple[str, int]]:
    """Client → its generation and how many articles that holds."""
    told = map(json.loads, run("status", "--json").stdout.splitlines())
    return {one["client"]: (one["generation"], one["articles"]) for one in told}


def test_an_object_that_git_cannot_read_keeps_no_other_client_from_being_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bit that fell over in one client's file: all that Git says is that it failed."""
    repository = Repository(folder / "base")
    monkeypatch.setenv("KBSEARCH_ARTICLES", str(repository.articles))
    repository.commit({"acme/vpn.md": "# VPN\n\nRelancer.\n", "zeta/vpn.md": "# VPN\n\nRelancer.\n"})
    assert run("build").exit_code == 0
    before = indexed()
    repository.commit({"acme/imprimante.md": "# Imprimante\n\nRallumer.\n", "zeta/ecran.md": "# Écran\n\nRallumer.\n"})
    blob = repository.git("rev-parse", "HEAD:articles/acme/imprimante.md")
    damaged = repository.root / ".git" / "objects" / blob[:2] / blob[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:15] + b"XX")
    done = run("build", "--json")
    assert done.exit_code == 3, done.output
    built = {one["client"]: one for one in json.loads(done.stdout)["clients"]}
    assert (built["zeta"]["articles"], "Run: git fsck" in run("build").stdout) == (2, True)
    assert (blob in built["acme"]["error"], indexed()["acme"]) == (True, before["acme"])
