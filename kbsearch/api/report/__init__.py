"""One client's monthly report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api.report import words

__all__ = ["words"]
__getattr__ = imported_late(__name__, __all__)
