"""One client's search, for tools and as a page, with who takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api.search import path_shapes, shown

__all__ = ["path_shapes", "shown"]
__getattr__ = imported_late(__name__, __all__)
