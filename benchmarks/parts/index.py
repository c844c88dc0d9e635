"""Indexing from nothing: speed against the bare engine, and the memory of a whole corpus."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks import processes
from benchmarks.corpus import files
from benchmarks.measure import spread
from benchmarks.report import Row, at_least, at_most, row
from benchmarks.world import World, folder_mb
from kbsearch.adapters.embedders.graph import open_session
from kbsearch.adapters.embedders.tokens import open_tokens
from kbsearch.cli.options import folder_arguments
from kbsearch.flows.build import BATCH

PASSAGE_TOKENS = 150
THREADS = 2


def run(world: World) -> Iterator[Row]:
    """Passages batch by batch, as a build asks for them, against the graph alone on the same ids; two threads each."""
    model, tokens = world.embedder.model, open_tokens(world.embedder.model.folder)
    texts = list(itertools.islice(_passages(world), BATCH * (1 if world.is_toy else 3)))
    ids = [tokens.encode(model.document_prompt + text, model.max_tokens) for text in texts]
    session = open_session(model)

    def graph(row: Sequence[int]) -> object:
        line = np.array([row], np.int64)
        feeds = {"input_ids": line, "attention_mask": np.ones_like(line), "token_type_ids": np.zeros_like(line)}
        return session.run(None, {name: feeds[name] for name in model.inputs})

    def ours() -> None:
        for at in range(0, len(texts), BATCH):
            world.embedder.embed_documents(texts[at : at + BATCH])

    with ThreadPoolExecutor(THREADS) as pool:
        works = {"ours": ours, "bare": lambda: list(pool.map(graph, ids))}
        seconds = [{name: _seconds(work) for name, work in works.items()} for _ in range(world.plan.rounds + 1)][1:]
    what = f"passages of {sum(map(len, ids)) / len(ids):.0f} tokens, {THREADS} threads"
    yield at_least("index", f"{what}: per second", spread([len(texts) / took["ours"] for took in seconds]), 8)
    shares = spread([took["bare"] / took["ours"] for took in seconds])
    yield at_least("index", f"{what}: ours / bare graph, speed", shares, 0.9, "×")


def run_memory(world: World) -> Iterator[Row]:
    """A corpus from nothing in one process: every vector made, nothing remembered."""
    settings = world.settings("memory")
    for leftover in (settings.indexes / ".cache").glob("*.db*"):
        leftover.unlink()
    for path, text in files(world.originals, world.plan.articles).items():
        target = settings.articles / "client000" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    world.say(f"indexing {world.plan.articles} articles; ten minutes for 1,500")
    done = processes.run("build", "--force", *folder_arguments(settings))
    what = f"indexing {world.plan.articles:,} articles from nothing"
    yield at_most("index-memory", f"{what}: peak memory", done.peak_mb, 1_500, "MB")
    yield row("index-memory", f"{what}: time", f"{done.seconds:.0f} s")
    yield row("index-memory", f"{what}: indexes and cache on disk", f"{folder_mb(settings.indexes):.0f} MB")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _passages(world: World) -> Iterator[str]:
    """Real text in pieces of just under `PASSAGE_TOKENS` tokens, prompt and marks included."""
    model, tokens = world.embedder.model, open_tokens(world.embedder.model.folder)
    words = itertools.cycle(word for original in world.originals for word in original.article.body.split())
    held: list[str] = []
    for word in words:
        held.append(word)
        if tokens.count(model.document_prompt + " ".join(held)) > PASSAGE_TOKENS:
            yield " ".join(held[:-1])
            held = [word]
