"""What the product does, step by step, over ports. A module is imported when first asked for (PEP 562)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbsearch.flows import ask, build, calibrate, evaluate, learn, load_calls, load_queue_log

__all__ = ["ask", "build", "calibrate", "evaluate", "learn", "load_calls", "load_queue_log"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")
