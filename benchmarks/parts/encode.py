"""Text to vector: ours (normalised text, prompt, tokens, graph, unit length) against the graph alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.measure import interleaved, over_rounds, ratio
from benchmarks.report import Row, at_most, row
from benchmarks.world import World
from kbsearch.adapters.embedders.graph import open_session

TOKENS = (8, 16, 64)
LIMIT = 1.2


def run(world: World) -> Iterator[Row]:
    """One thread, same graph, same session options, same token ids; every query is another one."""
    embedder = world.embedder
    session = open_session(embedder.model)
    names = embedder.model.inputs
    for tokens in TOKENS:
        queries = world.queries(tokens, world.plan.queries_per_round)
        feeds = {query: _feeds(world.token_ids(query), names) for query in queries}

        def ours(query: str) -> object:
            return embedder.embed_queries([query])

        def raw(query: str, feeds: dict[str, dict[str, np.ndarray]] = feeds) -> object:
            return session.run(None, feeds[query])

        taken = interleaved({"ours": ours, "raw": raw}, queries, world.plan.rounds)
        what = f"{tokens}-token queries ({len(world.token_ids(queries[0]))} with prompt and marks)"
        yield at_most("encode", f"{what}: ours / onnxruntime, p50", ratio(taken["ours"], taken["raw"]), LIMIT, "×")
        yield row("encode", f"{what}: ours, p50", f"{over_rounds(taken['ours'], 50)} ms")


def _feeds(ids: list[int], names: tuple[str, ...]) -> dict[str, np.ndarray]:
    line = np.array([ids], np.int64)
    feeds = {"input_ids": line, "attention_mask": np.ones_like(line), "token_type_ids": np.zeros_like(line)}
    return {name: feeds[name] for name in names}
