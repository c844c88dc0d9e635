"""What one client is served from, how old that is, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.pages.visits import Visit
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, serving_state
from kbsearch.core.access.principals import Scope
from kbsearch.core.model import Severity
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import WORKTREE

MODES = {
    "ready": "mode-hybrid",
    "loading": "model-loading",
    "missing": "model-missing-short",
    "failed": "model-failed",
}
"""State of the model → what search does with it."""


class StatusPage(Controller):
    """One client's."""

    path = "/c/{client:str}/status"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        one_client, kb = visit.client, visit.kb

        def read() -> Response[str]:
            snapshot = visit.snapshot()
            page = visit.page("status", snapshot)
            return page.show(
                "status.html",
                snapshot=snapshot,
                is_on_disk=snapshot.commit == WORKTREE,
                committed=serving_state.committed(kb, snapshot.commit),
                published=serving_state.published(kb, one_client, snapshot.generation),
                now=datetime.now(UTC),
                mode=MODES[kb.model.state],
                is_older=bool(kb.trouble(one_client)),
                kept=_for_editors(kb, one_client) if page.may(Scope.EDIT_ARTICLES) else None,
            )

        return await on_a_thread(kb, read)


def _for_editors(kb: App, client: OneClient) -> dict[str, Any]:
    found = serving_state.found_faults(kb, client)
    faults = still_own(client, found).faults if found is not None else ()
    errors = sum(1 for fault in faults if fault.severity is Severity.ERROR)
    return {
        "is_checked": found is not None,
        "errors": errors,
        "warnings": len(faults) - errors,
        "evidence": serving_state.evidence(kb, client),
        "cause": kb.model.cause,
    }
