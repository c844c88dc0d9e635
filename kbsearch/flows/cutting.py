"""Base → chunks: every article that is not as before is cut anew, and one that cannot be is left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kbsearch.core.bounded import Lost, lost_fault
from kbsearch.core.generation import Published
from kbsearch.core.model import Article, Base, Chunk, Fault


@dataclass(frozen=True, slots=True)
class NamedChunker:
    """How articles are cut, and the name and version under which the manifest knows it."""

    id: str
    cut: Callable[[Iterable[Article]], Iterable[Sequence[Chunk] | Lost]]
    """The chunks of each article, in order; a `Lost` leaves its article out."""


@dataclass(frozen=True, slots=True)
class CutBase:
    """A base of which every article has its chunks."""

    base: Base
    """Without the articles that were lost, whose faults it has gained."""
    chunks: tuple[Chunk, ...]
    """In the order of the articles."""
    chunker: str
    seconds: float


def cut_base(
    base: Base, chunker: NamedChunker, before: Published | None, progress: Callable[[int, int], None]
) -> CutBase:
    """Chunks of every article; those of an article that is exactly as `before` are taken over.

    `progress` is told how many articles are done, and of how many.
    """
    started = time.perf_counter()
    known = _known(chunker, before)
    anew = iter(chunker.cut([article for article in base.articles if article not in known]))
    kept: list[Article] = []
    chunks: list[Chunk] = []
    faults: list[Fault] = []
    for done, article in enumerate(base.articles, 1):
        found = known[article] if article in known else next(anew)
        if isinstance(found, Lost):
            faults.append(lost_fault(f"{article.owner}/{article.path}", found))
        else:
            kept.append(article)
            chunks.extend(found)
        progress(done, len(base.articles))
    whole = replace(base, articles=tuple(kept), faults=(*base.faults, *faults), left_out=base.left_out + len(faults))
    return CutBase(whole, tuple(chunks), chunker.id, time.perf_counter() - started)


def _known(chunker: NamedChunker, before: Published | None) -> dict[Article, list[Chunk]]:
    if before is None or before.chunker != chunker.id:
        return {}
    of: dict[str, list[Chunk]] = {}
    for chunk in before.chunks:
        of.setdefault(chunk.article, []).append(chunk)
    return {article: of.get(article.id, []) for article in before.articles}
