"""One client among many: our index per client against the filtered search of libraries that keep all in one index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import faiss
import numpy as np

from benchmarks import peers
from benchmarks.measure import over_rounds, ratio, times_ms
from benchmarks.report import Row, at_least, row
from benchmarks.world import World
from kbsearch.adapters import vectors
from kbsearch.adapters.vectors import ExactIndex
from kbsearch.core.ports import Vectors

K = 10
PEERS = ("txtai", "chroma")
QUERIES = 40
"""Per round: the peers need tens of milliseconds for each."""
GOAL = 100

Pair = tuple[int, int]
"""(number of the query, client)."""


def run(world: World) -> Iterator[Row]:
    """Same vectors, same queries, same clients, in turn; the first round warms up and is thrown away."""
    rows, queries = _data(world)
    clients, each = world.plan.clients, world.plan.chunks_per_client
    own = [vectors.build("flat", rows[at * each : (at + 1) * each]) for at in range(clients)]
    pairs = [(at % len(queries), int(at * 37 % clients)) for at in range(QUERIES)]
    exact = [_exact(rows, queries[query], client, each) for query, client in pairs]
    peers.make(world.say)
    folder = world.plan.work / "isolation"
    _save(folder, rows, queries, clients)
    with ExitStack() as stack:
        others = {name: stack.enter_context(closing(peers.Peer("filtered", name, str(folder)))) for name in PEERS}
        taken: dict[str, list[list[float]]] = {name: [] for name in ("ours", *PEERS)}
        for turn in range(world.plan.rounds + 1):
            world.say(f"round {turn} of {world.plan.rounds}")
            ours = times_ms(lambda pair: own[pair[1]].search(queries[pair[0]], K), pairs)
            answers = {name: other.ask(pairs=pairs) for name, other in others.items()}
            if turn:
                taken["ours"].append(ours)
                for name, answer in answers.items():
                    taken[name].append(answer["times_ms"])
    found = {name: answer["rows"] for name, answer in answers.items()}
    yield from _rows(world, taken, {**found, "ours": _ours(own, queries, pairs, each)}, exact)


def _rows(
    world: World, taken: dict[str, list[list[float]]], found: dict[str, list[list[int]]], exact: list[set[int]]
) -> Iterator[Row]:
    what = f"{world.plan.chunks_per_client:,} chunks among {world.plan.clients} clients"
    for name in PEERS:
        yield at_least("isolation", f"{what}: {name} / ours, p50", ratio(taken[name], taken["ours"]), GOAL, "×")
    for name, times in taken.items():
        yield row("isolation", f"{what}: {name}, p50", f"{over_rounds(times, 50)} ms")
    yield at_least("isolation", f"{what}: ours, recall@{K}", _recall(found["ours"], exact), 1.0)
    for name in PEERS:
        yield row("isolation", f"{what}: {name}, recall@{K}", f"{_recall(found[name], exact):.2f}")


def _data(world: World) -> tuple[Vectors, Vectors]:
    """Rows of all clients, one client after the other, and real queries."""
    clients, each = world.plan.clients, world.plan.chunks_per_client
    real = np.vstack([original.vectors for original in world.originals])
    rng = np.random.default_rng(5)
    rows = real[rng.integers(len(real), size=clients * each)]
    rows = rows + rng.standard_normal(rows.shape, np.float32) * np.float32(0.35 / np.sqrt(rows.shape[1]))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), world.embedder.embed_queries(world.real_queries[:QUERIES])


def _exact(rows: Vectors, query: Vectors, client: int, each: int) -> set[int]:
    own = rows[client * each : (client + 1) * each] @ query
    return {int(at) + client * each for at in np.argsort(-own)[:K]}


def _ours(own: Sequence[ExactIndex], queries: Vectors, pairs: Sequence[Pair], each: int) -> list[list[int]]:
    return [[int(row) + client * each for row in own[client].search(queries[query], K)[0]] for query, client in pairs]


def _recall(found: Sequence[Sequence[int]], exact: Sequence[set[int]]) -> float:
    return float(np.mean([len(wanted & set(rows)) / len(wanted) for rows, wanted in zip(found, exact, strict=True)]))


def _save(folder: Path, rows: Vectors, queries: Vectors, clients: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "vectors.npy", rows)
    np.save(folder / "queries.npy", queries)
    (folder / "facts.json").write_text(json.dumps({"clients": clients}), "utf-8")
    faiss.omp_set_num_threads(1)
