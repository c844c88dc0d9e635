"""Known incidents of one client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api.incidents import shapes

__all__ = ["shapes"]
__getattr__ = imported_late(__name__, __all__)
