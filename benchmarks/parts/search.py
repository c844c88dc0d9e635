"""Everything after the query's vector is known, for one client of growing size; one thread, one query at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import faiss

from benchmarks.measure import interleaved, over_rounds, ratio
from benchmarks.report import Row, at_most, row
from benchmarks.steps import breakdown
from benchmarks.world import World
from kbsearch.adapters.embedders.remembered import QueryVectors, RememberedQueries
from kbsearch.core.model import Answer
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import ask
from kbsearch.flows.gathering import PASSAGES

GOALS_MS = {10_000: (3.0, 8.0), 100_000: (25.0, None)}
"""Chunks → limits of p50 and p95."""
DENSE_LIMIT = 1.3
TOKENS = 8


def run(world: World) -> Iterator[Row]:
    """Queries as people typed them; their vectors come from the query memory, so that the model is not measured."""
    queries = world.real_queries[: world.plan.queries_per_round]
    embedder = RememberedQueries(world.embedder, QueryVectors())
    for size in world.plan.sizes:
        snapshot = world.snapshot(size)
        for query in queries:
            ask(snapshot, query, embedder=embedder)  # remembers the vector
        search = partial(_search, snapshot, embedder)
        taken = interleaved({"ask": search}, queries, world.plan.rounds)
        p50, p95 = over_rounds(taken["ask"], 50), over_rounds(taken["ask"], 95)
        what = f"search after encoding, {size:,} chunks"
        limit50, limit95 = GOALS_MS.get(size, (None, None))
        yield at_most("search", f"{what}, p50", p50, limit50, "ms")
        yield at_most("search", f"{what}, p95", p95, limit95, "ms")
        yield from _dense(world, snapshot, queries, size)


def _search(snapshot: Snapshot, embedder: Embedder, query: str) -> Answer:
    return ask(snapshot, query, embedder=embedder)


def _dense(world: World, snapshot: Snapshot, queries: list[str], size: int) -> Iterator[Row]:
    """The `VectorIndex` port against FAISS itself on the very same rows, same k."""
    vectors = {query: world.embedder.embed_queries([query])[0] for query in queries}
    raw = raw_index(snapshot)
    taken = interleaved(
        {
            "ours": lambda query: snapshot.vectors.search(vectors[query], PASSAGES),
            "raw": lambda query: raw.search(vectors[query][None, :], PASSAGES),
        },
        queries,
        world.plan.rounds,
    )
    what = f"dense part, {size:,} chunks"
    yield at_most("search", f"{what}: ours / FAISS, p50", ratio(taken["ours"], taken["raw"]), DENSE_LIMIT, "×")
    yield row("search", f"{what}: FAISS, p50", f"{over_rounds(taken['raw'], 50)} ms")


def raw_index(snapshot: Snapshot) -> faiss.Index:
    """The FAISS object behind the port, called with nothing around it."""
    faiss.omp_set_num_threads(1)
    return snapshot.vectors._index  # type: ignore[attr-defined,no-any-return]


def run_steps(world: World) -> Iterator[Row]:
    """Median time of each step of a search, largest first."""
    embedder = RememberedQueries(world.embedder, QueryVectors())
    for size in world.plan.sizes:
        snapshot = world.snapshot(size)
        queries = world.real_queries[: world.plan.queries_per_round]
        for step, milliseconds, share in breakdown(snapshot, embedder, queries):
            yield row("steps", f"{size:,} chunks: {step}", f"{milliseconds:.3f} ms ({share:.0%})")
