"""A commit that changes other clients' articles leaves no trace in one's own answers, though all share a repository."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from kbsearch import workshop
from kbsearch.adapters.live import LiveSnapshots
from kbsearch.app import App, ModelSlot, open_calls, open_live, open_store
from kbsearch.core.model import SHARED
from kbsearch.flows.build import BuildReport
from kbsearch.settings import Settings, load_settings
from kbsearch.workshop import Workshop
from tests.fakes import HashingEmbedder
from tests.repositories import Repository
from tests.served import UNLIMITED, master_key, running

VPN = "---\nid: vpn\n---\n# VPN coupé\n\nRelancer le client VPN. {}\n"
PRINTER = "# Imprimante hors ligne\n\nÉteindre puis rallumer l'imprimante. {}\n"
FILES = {
    "aaa/client.toml": 'name = "A"\nshared = ["impression"]\n',
    "aaa/vpn.md": VPN.format("Ceci est de aaa."),
    "bbb/client.toml": 'name = "B"\nshared = ["reseau"]\n',
    "bbb/vpn.md": VPN.format("Ceci est de bbb."),
    "_shared/impression/imprimante.md": PRINTER.format(""),
    "_shared/reseau/wifi.md": "# Wifi absent\n\nVérifier l'interrupteur du wifi.\n",
}
SHARED_PRINTER = f"{SHARED}/impression/imprimante.md"

OTHERS: dict[str, Mapping[str, str | None]] = {
    "an edit of a neighbour's article": {"bbb/vpn.md": VPN.format("Autre chose.")},
    "a neighbour's new article": {"bbb/neuf.md": PRINTER.format("Chez bbb.")},
    "a neighbour's settings": {"bbb/client.toml": 'name = "B2"\nshared = ["*"]\n'},
    "a neighbour that goes": {"bbb/vpn.md": None, "bbb/client.toml": None},
    "a new neighbour": {"ccc/vpn.md": VPN.format("Ceci est de ccc.")},
    "a shared article that is not taken": {f"{SHARED}/reseau/wifi.md": "# Wifi absent\n\nAutre conseil.\n"},
    "a new shared article that is not taken": {f"{SHARED}/reseau/vpn.md": VPN.format("Pour tous.")},
    "a shared draft": {f"{SHARED}/impression/scan.md": "---\nstate: draft\n---\n# Scanner\n\nUn essai.\n"},
    "an article that moves from a neighbour to the shared ones": {
        "bbb/vpn.md": None,
        f"{SHARED}/reseau/bbb.md": VPN.format("Ceci est de bbb."),
    },
    "a shared article of an overridden id": {f"{SHARED}/reseau/autre.md": VPN.format("Partagé.")},
    "a file of nobody's": {"NOTES.txt": "rien"},
}
OWN: dict[str, Mapping[str, str | None]] = {
    "an edit of an own article": {"aaa/vpn.md": VPN.format("Autre chose.")},
    "own settings": {"aaa/client.toml": 'name = "A2"\nshared = ["impression"]\n'},
    "an edit of a shared article that is taken": {SHARED_PRINTER: PRINTER.format("Deux fois.")},
    "a shared article that goes": {SHARED_PRINTER: None},
    "a shared article that leaves for another category": {
        SHARED_PRINTER: "---\ncategory: reseau\n---\n" + PRINTER.format(""),
    },
    "a shared article that becomes its own": {SHARED_PRINTER: None, "aaa/impression/imprimante.md": PRINTER.format("")},
    "a neighbour's edit too": {"aaa/vpn.md": VPN.format("Autre chose."), "bbb/vpn.md": VPN.format("Autre chose.")},
}


class World:
    """Clients in one real repository, built by the real workshop into a real store, and asked over HTTP."""

    def __init__(self, root: Path) -> None:
        self.repository = Repository(root)
        self.first = self.repository.commit(FILES)
        self.settings = self.settings_for("indexes")
        self._emptied = itertools.count()

    def settings_for(self, indexes: str, articles: str = "articles") -> Settings:
        root = self.repository.root
        folders = {"indexes": root / indexes, "articles": root / articles, **{n: root / n for n in ("models", "data")}}
        return load_settings({**folders, "source": "git", "model_english": "none", **UNLIMITED})

    def build(self, settings: Settings | None = None) -> dict[str, BuildReport]:
        shop = Workshop(settings or self.settings, warn=pytest.fail)
        library = shop.library()
        outcomes = list(shop.build(library, shop.clients(library), progress=lambda _: lambda *_: None))
        reports = [outcome for outcome in outcomes if isinstance(outcome, BuildReport)]
        assert len(reports) == len(outcomes), outcomes
        return {report.client: report for report in reports}

    def from_nothing(self) -> dict[str, bytes]:
        """Client → the manifest of a build where there was no index before."""
        settings = self.settings_for(f"empty-{next(self._emptied)}")
        return {client: manifest(settings, client) for client in self.build(settings)}

    @contextmanager
    def served(self) -> Iterator[tuple[LiveSnapshots, httpx.Client]]:
        live, model = open_live(self.settings), ModelSlot()
        model.load(HashingEmbedder)
        kb = App(self.settings, live, model, open_calls(self.settings, live))
        with running(kb) as (_, http):
            http.headers["Authorization"] = f"Bearer {master_key(kb, clients=('aaa',))}"
            yield live, http


def manifest(settings: Settings, client: str) -> bytes:
    return (settings.indexes / client / open_store(settings).current(client) / "manifest.json").read_bytes()


OWN_OF_A_PAGE = rb'name="id" value="[0-9a-f]+"|data-now="[^"]+"'
"""Its form's id, and when it was made."""


def told(http: httpx.Client) -> dict[str, Any]:
    """All that aaa's key can see of what is served: ETags, and bodies byte for byte but for the instant of a search or
    of a page."""
    base = "/api/v1/clients/aaa"
    rows = http.get(f"{base}/articles").json()["items"]
    places = ["/api/v1/clients", base, f"{base}/articles", "/c/aaa"]
    places += [f"{base}/articles/{row['article']}" for row in rows]
    found: dict[str, Any] = {}
    for place in places:
        answer = http.get(place)
        assert answer.status_code == 200, place
        found[place] = answer.headers.get("etag"), re.sub(OWN_OF_A_PAGE, b"", answer.content)
    for query in ("vpn coupé", "imprimante", "wifi", "rien de tel"):
        answer = http.post(f"{base}/search", json={"query": query})
        assert answer.status_code == 200
        found[query], instants = re.subn(rb'"at":"[^"]+"', b"", answer.content)
        assert instants == 1
    assert {"vpn", "impression/imprimante"} == {row["article"] for row in rows}
    return found


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    embedder = HashingEmbedder()
    monkeypatch.setattr(workshop, "LateEmbedder", lambda settings: embedder)
    return World(tmp_path)


def test_others_commits_leave_every_answer_as_it_was(world: World) -> None:
    before = world.build()["aaa"]
    kept = manifest(world.settings, "aaa")
    with world.served() as (live, http):
        first = told(http)
        for what, files in OTHERS.items():
            world.repository.git("reset", "-q", "--hard", world.first)
            head = world.repository.commit(files)
            assert told(http) == first, f"{what}, before the build"
            now = world.build()["aaa"]
            live.refresh()
            assert told(http) == first, f"{what}, after the build"
            assert (now.published, now.embedded, now.generation) == (False, 0, before.generation), what
            assert now.commit == world.first != head
            assert manifest(world.settings, "aaa") == kept
            assert world.from_nothing()["aaa"] == kept, f"{what}, built from nothing"


@pytest.mark.parametrize("what", OWN)
def test_ones_own_changes_are_a_new_generation_at_their_own_commit(world: World, what: str) -> None:
    before = world.build()["aaa"]
    changed = world.repository.commit(OWN[what])
    world.repository.commit({"bbb/vpn.md": VPN.format("Et encore.")})
    world.repository.commit({f"{SHARED}/reseau/wifi.md": "# Wifi absent\n\nAutre conseil.\n"})
    now = world.build()
    assert (now["aaa"].published, now["aaa"].generation) != (False, before.generation)
    assert (now["aaa"].commit, now["bbb"].commit) == (changed, world.repository.git("rev-parse", "HEAD"))
    assert json.loads(manifest(world.settings, "aaa"))["commit"] == changed
    again = world.from_nothing()
    assert again == {client: manifest(world.settings, client) for client in again}
    assert not any(report.published for report in world.build().values())


def test_a_shallow_clone_publishes_no_more_than_another(world: World) -> None:
    """Its oldest commit moves on with every fetch, so Git cannot say when anything before it changed."""
    source, clone = world.repository.root.as_uri(), str(world.repository.root / "clone")
    world.repository.git("clone", "-q", "--depth=1", source, clone)
    settings = world.settings_for("indexes-of-clone", "clone/articles")
    before = world.build(settings)["aaa"]
    kept = manifest(settings, "aaa")
    world.repository.commit(OTHERS["an edit of a neighbour's article"])
    world.repository.git("-C", clone, "fetch", "-q", "--depth=1")
    world.repository.git("-C", clone, "reset", "-q", "--hard", "origin/main")
    now = world.build(settings)
    assert (now["aaa"].published, now["aaa"].commit, now["bbb"].published) == (False, before.commit, True)
    assert manifest(settings, "aaa") == kept


def test_what_was_undone_before_a_build_publishes_nothing(world: World) -> None:
    world.build()
    world.repository.commit(OWN["own settings"])
    world.repository.commit({"aaa/client.toml": FILES["aaa/client.toml"]})
    now = world.build()["aaa"]
    assert (now.published, now.commit) == (False, world.first)


def test_a_shared_article_changes_those_who_take_it(world: World) -> None:
    before = world.build()
    changed = world.repository.commit({SHARED_PRINTER: PRINTER.format("Deux fois.")})
    now = world.build()
    assert (now["aaa"].published, now["aaa"].commit, now["aaa"].embedded > 0) == (True, changed, True)
    assert (now["bbb"].published, now["bbb"].generation) == (False, before["bbb"].generation)


def test_everything_that_is_stated_is_found_in_git_at_that_commit(world: World) -> None:
    world.repository.commit({"aaa/neuf.md": PRINTER.format("Chez aaa.")})
    world.repository.commit({"bbb/neuf.md": PRINTER.format("Chez bbb.")})
    world.build()
    snapshot = open_store(world.settings).open("aaa").snapshot
    for article in snapshot.articles:
        path = f"articles/{article.owner}/{article.path}"
        assert world.repository.git("rev-parse", f"{snapshot.commit}:{path}") == article.blob


def test_without_the_comparison_a_neighbours_commit_shows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests are worth: they tell an index that states the commit that was read."""
    monkeypatch.setattr(workshop, "last_change", lambda *_, head, each: head)
    kept = world.build()["aaa"].commit
    world.repository.commit(OTHERS["an edit of a neighbour's article"])
    assert json.loads(world.from_nothing()["aaa"])["commit"] != kept
