"""What one instance learns from its calls: built off the request path, proved, published, taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kbsearch.adapters.snapshots import Pointer, require_store
from kbsearch.core.learning.evidence import Rules
from kbsearch.core.learning.exploration import Comparison, compared
from kbsearch.core.learning.memory import Memory
from kbsearch.core.one_client import OneClient
from kbsearch.errors import IndexDamaged, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.learn import Learned

LOOK_BACK = timedelta(days=730)
"""Older calls say next to nothing: four half-lives."""


def learn(
    kb: App, client: OneClient, now: datetime, *, progress: Callable[[int, int], None] = lambda *_: None
) -> Learned:
    """What the client's calls teach; nothing is published. Raises `StateError` without a model, when what is served was
    made from another store of calls, and like a search."""
    from kbsearch.flows.learn import Models
    from kbsearch.flows.learn import learn as learn_from

    snapshot = kb.snapshot(client)
    embedder = kb.embedder_for(snapshot)
    if embedder is None:
        raise StateError(f"There is no model to learn with. {kb.model.why}".rstrip(), remedy="kbsearch model prepare")
    store, served = kb.calls.file(), served_by(kb, client)
    if served is not None:
        require_store(served, store.id)
    calls = kb.calls.between(client, now - LOOK_BACK, now)
    models = Models(embedder, kb.english_for(snapshot))
    learned = learn_from(calls, snapshot, models, now, served=served, progress=progress)
    return replace(learned, memory=replace(learned.memory, store=store.id))


def worth(kb: App, client: OneClient, now: datetime) -> tuple[str, dict[str, Comparison]]:
    """The memory used now, and what evidence did in real calls: those since that one (`current`), and `all`."""
    name = kb.memory_store.pointer(client).name
    calls, rules = kb.calls.between(client, now - LOOK_BACK, now), Rules.within(kb.snapshot(client).client.window)
    found = {"all": compared(calls, now, rules=rules)}
    return name, ({"current": compared(calls, now, memory=name, rules=rules)} if name else {}) | found


def served_by(kb: App, client: OneClient) -> Memory | None:
    """The evidence that search uses; None when there is none, or it is damaged: then search goes without."""
    with suppress(IndexDamaged):
        return kb.memory_store.open(client)
    return None


def promote(kb: App, client: OneClient, learned: Learned, *, instead_of: Pointer | None = None) -> str:
    """Publish what was learned and return its name; empty, and nothing is changed, when it did not prove itself.

    `instead_of`: see `MemoryStore.publish`. Calls that were deleted while it was made leave it at once.
    """
    if not learned.is_promoted:
        return ""
    kb.memory_store.publish(client, learned.memory, instead_of=instead_of)
    forget(kb, client)
    return kb.memory_store.current(client)


def restore(kb: App, client: OneClient) -> str:
    """Go back to the evidence before, and hold it until somebody learns by hand; empty = search goes without.

    Raises `StateError`.
    """
    return kb.memory_store.restore(client)


def forget(kb: App, client: OneClient) -> None:
    """Take out of the client's evidence what comes from calls that are not on record any more.

    Raises `StateError` for evidence that was made from another store of calls: nobody here knows what became of those.
    """
    store = kb.calls.file()
    is_known = cache(lambda call: store.call(client, call) is not None)
    kb.memory_store.erase(client, store.id, lambda row: is_known(row.call))
