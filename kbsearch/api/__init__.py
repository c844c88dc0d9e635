"""The HTTP door. Its modules that the command line speaks with too are imported when first asked for (PEP 562)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api import alerts, calls, catalogue, incidents, pages, report, search

__all__ = ["alerts", "calls", "catalogue", "incidents", "pages", "report", "search"]
__getattr__ = imported_late(__name__, __all__)
