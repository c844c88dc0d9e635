"""The composition root: the only package that knows which concrete part stands behind each port.

Nothing heavy is imported here at import time; each name is imported when it is first asked for, and each
`open_*` function imports what it wires: a command pays for what it uses. The doors (`api/`, `cli/`) talk to `App` and
to the `open_*` functions, never to an adapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.adapters.embedders.slot import ModelSlot
    from kbsearch.adapters.library import GitPast, changed_paths, library_before, open_library
    from kbsearch.adapters.snapshots import Status
    from kbsearch.app import (
        access,
        accounts,
        address,
        alerts,
        backups,
        effects,
        elsewhere,
        gaps,
        health,
        housekeeping,
        learning,
        printing,
        report,
        topics,
        webhooks,
    )
    from kbsearch.app.access import Access, open_access
    from kbsearch.app.calls import Calls
    from kbsearch.app.instance import App
    from kbsearch.app.reading import folder_of, open_articles, open_chunker, open_each
    from kbsearch.app.views import ArticleView, ClientView, Readiness, Reply
    from kbsearch.app.wiring import (
        ModelName,
        load_model,
        model_names,
        note_scope_violation,
        open_app,
        open_cache,
        open_calls,
        open_embedder,
        open_live,
        open_records,
        open_store,
        open_terminal,
        prepare_model,
        quiet_openmp,
        scope_violations,
    )

__all__ = [
    "Access",
    "App",
    "ArticleView",
    "Calls",
    "ClientView",
    "GitPast",
    "ModelName",
    "ModelSlot",
    "Readiness",
    "Reply",
    "Status",
    "access",
    "accounts",
    "address",
    "alerts",
    "backups",
    "changed_paths",
    "effects",
    "elsewhere",
    "folder_of",
    "gaps",
    "health",
    "housekeeping",
    "learning",
    "library_before",
    "load_model",
    "model_names",
    "note_scope_violation",
    "open_access",
    "open_app",
    "open_articles",
    "open_cache",
    "open_calls",
    "open_chunker",
    "open_each",
    "open_embedder",
    "open_library",
    "open_live",
    "open_records",
    "open_store",
    "open_terminal",
    "prepare_model",
    "printing",
    "quiet_openmp",
    "report",
    "scope_violations",
    "topics",
    "webhooks",
]

_WIRED = (
    *("ModelName", "load_model", "model_names", "note_scope_violation", "open_app", "open_cache", "open_calls"),
    *("open_embedder", "open_live", "open_records", "open_store", "open_terminal", "prepare_model", "quiet_openmp"),
    "scope_violations",
)
_ELSEWHERE = {
    "ModelSlot": "kbsearch.adapters.embedders.slot",
    **dict.fromkeys(("GitPast", "changed_paths", "library_before", "open_library"), "kbsearch.adapters.library"),
    "Status": "kbsearch.adapters.snapshots",
    **dict.fromkeys(("Access", "open_access"), "kbsearch.app.access"),
    "Calls": "kbsearch.app.calls",
    "App": "kbsearch.app.instance",
    **dict.fromkeys(("folder_of", "open_articles", "open_chunker", "open_each"), "kbsearch.app.reading"),
    **dict.fromkeys(("ArticleView", "ClientView", "Readiness", "Reply"), "kbsearch.app.views"),
    **dict.fromkeys(_WIRED, "kbsearch.app.wiring"),
}
__getattr__ = imported_late(__name__, __all__, _ELSEWHERE)
