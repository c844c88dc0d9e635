"""What one client is served from at this moment, as its people may want to know it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kbsearch.adapters.library import committed_at
from kbsearch.app.learning import served_by
from kbsearch.app.wiring import open_store
from kbsearch.core.faults import FoundFaults
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE
from kbsearch.errors import KbsearchError, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App


@dataclass(frozen=True, slots=True)
class Evidence:
    """What search has learnt from solved calls."""

    calls: int
    """Distinct ones that count."""
    written: datetime | None
    """When that was last written, UTC; also calls that were deleted make it be."""


def committed(kb: App, commit: str) -> datetime | None:
    """When the commit being served was made; None where the disk is served, or Git does not say."""
    if commit == WORKTREE:
        return None
    with suppress(KbsearchError, ValueError, IndexError):
        return committed_at(kb.settings.articles, commit)
    return None


def published(kb: App, client: OneClient, generation: str) -> datetime | None:
    """When the generation being served was made; None where that is not on disk."""
    return open_store(kb.settings).published(client.id, generation)


def found_faults(kb: App, client: OneClient) -> FoundFaults | None:
    """What the last build found wrong in the client's articles; None where none has said, or it cannot be read."""
    try:
        found = open_store(kb.settings).faults(client.id)
    except StateError:
        return None
    if found is not None:
        require_own(client, (found.client,))
    return found


def evidence(kb: App, client: OneClient) -> Evidence:
    """Raises nothing: search goes without what cannot be read."""
    memory = served_by(kb, client)
    if memory is None:
        return Evidence(0, None)
    require_own(client, (memory.client,))
    return Evidence(len({row.call for row in memory.rows}), kb.memory_store.written(client))
