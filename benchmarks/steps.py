"""Where the time of a search goes: every step of `flows.ask` timed inside a real search."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import numpy as np

from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows import ask as flow

STEPS = (
    "understand",
    "answer",
    "read",
    "embed",
    "gather",
    "exact_matches",
    "group_cosines",
    "rank",
    "_best_passages",
    "_result",
    "best_cosines",
    "merged",
    "_notes",
)
"""Functions of `flows.ask`, by name; what does not exist any more is left out."""
PORTS = {"vectors": ("search", "cosines"), "keywords": ("scores",)}

Breakdown = Iterator[tuple[str, float, float]]


def breakdown(snapshot: Snapshot, embedder: Embedder, queries: Sequence[str]) -> Breakdown:
    """(step, mean milliseconds per search, share of the whole), largest first. Steps within steps count in both."""
    for query in queries:
        flow.ask(snapshot, query, embedder=embedder)
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for name in STEPS:
            if hasattr(flow, name):
                stack.enter_context(patch.object(flow, name, _timed(getattr(flow, name), spent, name)))
        for port, methods in PORTS.items():
            kind = type(getattr(snapshot, port))
            for method in methods:
                timed = _timed(getattr(kind, method), spent, f"{port}.{method}")
                stack.enter_context(patch.object(kind, method, timed))
        started = time.perf_counter()
        for query in queries:
            flow.ask(snapshot, query, embedder=embedder)
        whole = time.perf_counter() - started
    for step, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        yield step, seconds * 1e3 / len(queries), seconds / whole
    yield "whole search", float(np.float64(whole) * 1e3 / len(queries)), 1.0


def _timed(function: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    def wrapped(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[name] += time.perf_counter() - started

    wrapped.timed = True  # type: ignore[attr-defined]
    return wrapped
