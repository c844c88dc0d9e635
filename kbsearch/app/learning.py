"""What one instance learns from its calls: built off the request path, proved, published, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kbsearch.errors import StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.learn import Learned

LOOK_BACK = timedelta(days=730)
"""Older calls say next to nothing: four half-lives."""


def learn(kb: App, client: str, now: datetime, *, progress: Callable[[int, int], None] = lambda *_: None) -> Learned:
    """What the client's calls teach; nothing is published. Raises `StateError` without a model, and like a search."""
    from kbsearch.flows.learn import Models
    from kbsearch.flows.learn import learn as learn_from

    snapshot = kb.snapshot(client)
    embedder = kb.embedder_for(snapshot)
    if embedder is None:
        raise StateError(f"There is no model to learn with. {kb.model.why}".rstrip(), remedy="kbsearch model prepare")
    calls = kb.calls.between(client, now - LOOK_BACK, now)
    return learn_from(calls, snapshot, Models(embedder, kb.english_for(snapshot)), now, progress=progress)


def promote(kb: App, learned: Learned) -> str:
    """Publish what was learned and return its name; empty, and nothing is changed, when it did not prove itself."""
    return kb.memory_store.publish(learned.memory) if learned.is_promoted else ""


def restore(kb: App, client: str) -> str:
    """Go back to the evidence before; empty = search goes without. Raises `StateError`."""
    return kb.memory_store.restore(client)


def forget(kb: App, client: str) -> None:
    """Take out of the client's evidence what comes from calls that are not on record any more."""
    store = kb.calls.file()
    kb.memory_store.erase(client, lambda row: store.call(client, row.call) is not None)
