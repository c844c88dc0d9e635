"""What the product does, step by step, over ports. A module is imported when first asked for (PEP 562)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbsearch.late import imported_late

if TYPE_CHECKING:
    from kbsearch.flows import ask, build, calibrate, evaluate, learn, load_calls, load_queue_log, on_screen

__all__ = ["ask", "build", "calibrate", "evaluate", "learn", "load_calls", "load_queue_log", "on_screen"]
__getattr__ = imported_late(__name__, __all__)
