"""Shelf: an article in, its chunks out. To add one, write a file and add a line to `CHUNKERS`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kbsearch.core.chunkers import sections
from kbsearch.core.model import Article, Chunk
from kbsearch.errors import BadSettings

Chunker: TypeAlias = Callable[[Article], tuple[Chunk, ...]]
"""Pure and deterministic. Ordinal 0 is the card; then every non-blank body line is in exactly one section chunk."""

CHUNKERS: dict[str, tuple[Chunker, int]] = {
    "sections": (sections.chunk, sections.VERSION),
}
"""Name → chunker and version, in the order shown to people."""


def get(name: str) -> Chunker:
    """The chunker called `name`; `BadSettings` lists the known names."""
    return _entry(name)[0]


def chunker_id(name: str) -> str:
    """Name and version, for a snapshot's manifest: `sections/7`."""
    return f"{name}/{_entry(name)[1]}"


def _entry(name: str) -> tuple[Chunker, int]:
    try:
        return CHUNKERS[name]
    except KeyError:
        raise BadSettings(f"There is no chunker “{name}”. Known: {', '.join(CHUNKERS)}.") from None
