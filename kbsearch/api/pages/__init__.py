"""What all pages for people share, and those that are of no one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api.pages import web

__all__ = ["web"]
__getattr__ = imported_late(__name__, __all__)
