"""A real server over snapshots in memory: what the API and browser tests talk to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import pytest
import uvicorn

from kbsearch.adapters import vectors
from kbsearch.adapters.keywords import build_keywords
from kbsearch.adapters.library import open_library
from kbsearch.api.asgi import create_app
from kbsearch.api.search import controller as clients
from kbsearch.api.telephone import pop
from kbsearch.api.transport.serving import KEEP_ALIVE_S, uvicorn_config
from kbsearch.app import App, ModelSlot, open_calls
from kbsearch.app.access import NewKey
from kbsearch.cli.serve import listen
from kbsearch.core import chunkers
from kbsearch.core.access.principals import EVERY_CLIENT, Scope
from kbsearch.core.articles import bases
from kbsearch.core.articles.wording import document_text, labels
from kbsearch.core.metering import Meter
from kbsearch.core.model import SHARED, Article, Chunk
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexMissing, KbsearchError
from kbsearch.settings import load_settings
from tests.fakes import HashingEmbedder

COMMIT = "0123456789abcdef0123456789abcdef01234567"

ARTICLES = {
    "acme/client.toml": 'name = "Acme & Fils"\nshared = ["*"]\n',
    "acme/reseau/vpn.md": """---
title: "VPN : connexion impossible"
symptoms: ["le vpn ne se connecte plus"]
error_codes: ["E-204"]
product: "Client VPN"
state: not_validated
reviewed: 2026-09-14
escalation: {level: N2, group: reseau, facts: ["numéro de poste"]}
---
# VPN : connexion impossible

Le VPN est coupé.

## Symptômes
- Le message **connexion impossible** s'affiche.

## Résolution
1. Redémarrer le poste, puis relancer le VPN.
2. Voir [l'imprimante](../impression/imprimante.md#resolution), [la session](../../_shared/windows/session.md) et
   [rien](absent.md).

<script>alert("non")</script>
""",
    "acme/impression/imprimante.md": "# Imprimante hors ligne\n\n## Résolution\n1. Éteindre l'imprimante hors ligne.\n",
    "_shared/windows/session.md": "# Session verrouillée\n\nTrop d'essais : la session est verrouillée.\n",
    "zeta/secret.md": "# Mot de passe du coffre zeta\n\nSeul zeta lit cet article : canari-zeta.\n",
    "vide/brouillon.md": "# Rien de construit ici\n\nLe client vide n'a pas d'index.\n",
}
UNBUILT = "vide"


def labels_of(article: Article, chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, str]]:
    by_ordinal = {chunk.ordinal: chunk for chunk in chunks}
    return ((by_ordinal[ordinal], text) for ordinal, text in labels(article, chunks))


class MemoryLive:
    """`Live` over snapshots in memory; an error in a snapshot's place is raised when it is asked for."""

    def __init__(self, entries: Mapping[str, Snapshot | KbsearchError]) -> None:
        self.entries = dict(entries)
        self.fallen_back: dict[str, str] = {}
        """Client → why it is served from an older generation."""
        self.closed = False

    def clients(self) -> Sequence[str]:
        return sorted(self.entries)

    def get(self, client: OneClient) -> Snapshot:
        entry = self.entries[client.id]
        if isinstance(entry, KbsearchError):
            raise entry
        return entry

    def held(self) -> Mapping[str, Snapshot]:
        return {client: entry for client, entry in self.entries.items() if isinstance(entry, Snapshot)}

    def problems(self) -> Mapping[str, str]:
        broken = {client: str(entry) for client, entry in self.entries.items() if isinstance(entry, KbsearchError)}
        return broken | self.fallen_back

    def close(self) -> None:
        self.closed = True


def write_articles(root: Path) -> Path:
    for name, text in ARTICLES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def snapshots(root: Path, embedder: Embedder) -> dict[str, Snapshot]:
    """Every client below `root`, built in memory, but the one that was never built."""
    library = open_library(root, "worktree")
    folders = {owner: bases.read_folder(owner, library.read(owner)) for owner in library.owners()}
    shared = folders.pop(SHARED, None)
    cut = chunkers.get("sections")
    made = {}
    for owner, folder in folders.items():
        if owner == UNBUILT:
            continue
        base = bases.assemble(folder, shared, COMMIT)
        by_id = {article.id: article for article in base.articles}
        chunks = tuple(chunk for article in base.articles for chunk in cut(article))
        rows = embedder.embed_documents([document_text(by_id[chunk.article], chunk) for chunk in chunks])
        own = [[chunk for chunk in chunks if chunk.article == article.id] for article in base.articles]
        said = [pair for article, its in zip(base.articles, own, strict=True) for pair in labels_of(article, its)]
        made[owner] = Snapshot(
            base.client,
            "gen-1-test",
            base.commit,
            embedder.fingerprint,
            base.articles,
            chunks,
            vectors.build("flat", rows),
            vectors.build("flat", embedder.embed_queries([text for _, text in said])),
            np.array([chunks.index(chunk) for chunk, _ in said], np.int64),
            build_keywords(base.articles, chunks),
        )
    return made


@dataclass
class Served:
    """A running server, and what the tests may change behind it."""

    url: str
    kb: App
    live: MemoryLive
    http: httpx.Client

    def search(self, query: str, *, client: str = "acme", **headers: str) -> httpx.Response:
        return self.http.post(f"/api/v1/clients/{client}/search", json={"query": query}, headers=headers)


ON_THE_LINE_S = clients.KEPT_WITHIN_S
PATIENCE_S = 20.0
"""Longer than any disk takes: what an agent does not wait for has happened, to a test, once the answer is there."""
BEFORE_IT_IS_CLOSED = httpx.Limits(keepalive_expiry=KEEP_ALIVE_S / 2)
"""A connection that the server closes just as a request is sent on it, is reset: none is kept that long."""
UNLIMITED = {f"rate_{who}_{what}": 0 for who in ("address", "key") for what in ("searches", "writes")}
"""What tests send in a second is what many people send."""


def make_app(
    folder: Path, *, with_model: bool = True, overrides: Mapping[str, object] = UNLIMITED
) -> tuple[App, MemoryLive]:
    articles = write_articles(folder / "articles")
    embedder = HashingEmbedder()
    live = MemoryLive(snapshots(articles, embedder))
    model = ModelSlot()
    if with_model:
        model.load(lambda: embedder)
    folders = {name: folder / name for name in ("indexes", "models", "data")}
    settings = load_settings({"articles": articles, **folders, **overrides})
    return App(settings, live, model, open_calls(settings, live)), live


def master_key(kb: App, *scopes: Scope, clients: Sequence[str] = (EVERY_CLIENT,)) -> str:
    """A key for these scopes, or for all of them."""
    asked = NewKey("tests", tuple(clients), frozenset(scopes or Scope))
    return kb.access.create_key("terminal:tests", datetime.now(UTC), asked)[1]


def session_of(kb: App) -> str:
    """The session of somebody who came in by the terminal's link."""
    now = datetime.now(UTC)
    session = kb.access.sign_in_by_link(kb.access.make_link(now), now)
    assert session is not None
    return session


@contextlib.contextmanager
def serving(folder: Path, *, with_model: bool = True, overrides: Mapping[str, object] = UNLIMITED) -> Iterator[Served]:
    """A server over the small base in memory, until the block ends."""
    kb, live = make_app(folder, with_model=with_model, overrides=overrides)
    with running(kb) as (url, http):
        http.headers["Authorization"] = f"Bearer {master_key(kb)}"
        yield Served(url, kb, live, http)


@contextlib.contextmanager
def running(kb: App, meter: Meter | None = None) -> Iterator[tuple[str, httpx.Client]]:
    """uvicorn on a free loopback port, in a thread; the app is closed at the end.

    What is searched in a call, and how one came in, is kept before it is answered, as it is where no disk is slow.
    """
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn_config(create_app(kb, meter=meter), kb.settings))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), name="served")
    thread.start()
    patience = pytest.MonkeyPatch()
    for module in (clients, pop):
        patience.setattr(module, "KEPT_WITHIN_S", PATIENCE_S)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with httpx.Client(base_url=url, timeout=20, trust_env=False, limits=BEFORE_IT_IS_CLOSED) as http:
            yield url, http
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        kb.close()
        patience.undo()


def never_built() -> IndexMissing:
    return IndexMissing("Nothing was built for the client 'acme' yet.", remedy="kbsearch build acme")
