"""The composition root: the only package that knows which concrete part stands behind each port.

Nothing heavy is imported here at import time; each `open_*` function imports what it wires. The doors (`api/`, `cli/`)
talk to `App` and to the `open_*` functions, never to an adapter.
"""

from kbsearch.adapters.embedders.slot import ModelSlot
from kbsearch.adapters.library import GitPast, changed_paths, open_library
from kbsearch.adapters.snapshots import Status
from kbsearch.app.access import Access, open_access
from kbsearch.app.calls import Calls
from kbsearch.app.instance import App
from kbsearch.app.views import ArticleView, ClientView, Readiness, Reply
from kbsearch.app.wiring import (
    ModelName,
    folder_of,
    load_model,
    model_names,
    note_scope_violation,
    open_app,
    open_articles,
    open_cache,
    open_calls,
    open_chunker,
    open_each,
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
    "changed_paths",
    "folder_of",
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
    "quiet_openmp",
    "scope_violations",
]
