"""The two retrievers of one search: words on a thread beside the model and the vectors, or after them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.measure import interleaved, over_rounds, ratio
from benchmarks.report import Row, row
from benchmarks.world import World
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import Query, read
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.gathering import PASSAGES


def run(world: World) -> Iterator[Row]:
    """One agent, nobody else: the case in which a second thread can help most."""
    for size in world.plan.sizes:
        yield from _of_one(world, world.snapshot(size), size)


def _of_one(world: World, snapshot: Snapshot, size: int) -> Iterator[Row]:
    vocabulary = snapshot.keywords.vocabulary()
    asked = [read(query, vocabulary, ABBREVIATIONS) for query in world.real_queries[: world.plan.queries_per_round]]

    def dense(query: Query) -> None:
        snapshot.vectors.search(world.embedder.embed_queries([query.dense])[0], PASSAGES)

    def words(query: Query) -> None:
        snapshot.keywords.scores(query.groups)

    def after(query: Query) -> None:
        dense(query)
        words(query)

    with ThreadPoolExecutor(1) as pool:

        def beside(query: Query) -> None:
            begun = pool.submit(words, query)
            dense(query)
            begun.result()

        taken = interleaved({"after": after, "beside": beside, "words": words}, asked, world.plan.rounds)
    what = f"model, vectors and words, {size:,} chunks"
    for share in (50, 95):
        yield row("beside", f"{what}: beside / after, p{share}", f"{ratio(taken['beside'], taken['after'], share)} ×")
    yield row("beside", f"{what}: words after, p50", f"{over_rounds(taken['after'], 50)} ms")
    yield row("beside", f"{what}: of which words, p50", f"{over_rounds(taken['words'], 50)} ms")
