"""Shelf of vector indexes: exact cosine search over one client's rows.

To add one: write a file with a `build(vectors) -> faiss.Index`, add a line to `KINDS`; the contract tests pick it up.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

import faiss

from kbsearch.adapters.vectors import flat, half
from kbsearch.adapters.vectors.exact import ExactIndex, check_rows, load, save
from kbsearch.core.ports import Vectors
from kbsearch.errors import BadSettings

__all__ = ["KINDS", "Build", "ExactIndex", "build", "get", "load", "save"]

Build = Callable[[Vectors], faiss.Index]
"""`(n, d) float32` unit rows, already checked, to an index of n rows in the same order."""

KINDS: dict[str, Build] = {
    "flat": flat.build,
    "half": half.build,
}


def get(name: str) -> Build:
    """The builder called `name`; an unknown name is an error that lists the known ones."""
    if name not in KINDS:
        near = get_close_matches(name, KINDS, 1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise BadSettings(f"There is no vector index {name!r}; known: {', '.join(KINDS)}.{meant}")
    return KINDS[name]


def build(name: str, vectors: Vectors) -> ExactIndex:
    """An index of kind `name` over `(n, d) float32` unit rows. Raises `ValueError` naming the row that is not one."""
    make = get(name)
    return ExactIndex(make(check_rows(vectors)))
