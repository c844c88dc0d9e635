"""The HTTP door. Its modules that the command line speaks with too are imported when first asked for (PEP 562)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbsearch.api import (
        alert_shapes,
        call_shapes,
        catalogue,
        handovers,
        imports,
        incident_shapes,
        pages,
        path_shapes,
        report_words,
        shown,
    )

__all__ = [
    "alert_shapes",
    "call_shapes",
    "catalogue",
    "handovers",
    "imports",
    "incident_shapes",
    "pages",
    "path_shapes",
    "report_words",
    "shown",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")
