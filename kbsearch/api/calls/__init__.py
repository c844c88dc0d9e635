"""One client's calls: told by other tools, imported, listed, read again, handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.api.calls import handovers, imports, shapes

__all__ = ["handovers", "imports", "shapes"]
__getattr__ = imported_late(__name__, __all__)
