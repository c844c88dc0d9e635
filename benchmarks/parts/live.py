"""How soon an edited article is served: a build in a process of its own, and a running server that takes it up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks import processes, servers
from benchmarks.corpus import files
from benchmarks.measure import spread
from benchmarks.report import Row, at_most, row
from benchmarks.world import World
from kbsearch.adapters.library import open_library
from kbsearch.adapters.stores.vector_cache import VectorCache
from kbsearch.cli.options import folder_arguments
from kbsearch.core import chunkers
from kbsearch.core.articles import bases
from kbsearch.core.articles.wording import document_text, labels
from kbsearch.settings import Settings

ARTICLES, TOY_ARTICLES = 1_000, 20
CLIENT = "client000"
LIMIT_S = 5.0


def run(world: World) -> Iterator[Row]:
    """One article of a thousand gets a new word; the clock stops when a search for that word finds it."""
    settings, count = world.settings("live"), TOY_ARTICLES if world.is_toy else ARTICLES
    written = files(world.originals, count)
    for path, text in written.items():
        target = settings.articles / CLIENT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    _remember(world, settings)
    processes.run("build", *folder_arguments(settings))
    edited = settings.articles / CLIENT / list(written)[count // 2]
    seconds, builds = [], []
    with servers.kbsearch(settings) as server:
        for turn in range(min(5, world.plan.rounds)):
            word = "zyxo" + "abcdefgh"[turn] * 4 + "matique"
            edited.write_text(f"{edited.read_text('utf-8')}\nLe voyant {word} clignote.\n", "utf-8")
            started = time.perf_counter()
            builds.append(processes.run("build", *folder_arguments(settings)).seconds)
            servers.wait_for(lambda word=word: _finds(server, word))
            seconds.append(time.perf_counter() - started)
    what = f"one edited article of {count:,}"
    yield at_most("live", f"{what}: served after", spread(seconds), LIMIT_S, "s")
    yield row("live", f"{what}: of which the build", f"{spread(builds)} s")


def _finds(server: servers.Server, word: str) -> bool:
    results = servers.post(server.url + server.paths[0], {"query": word}, server.key)["results"]
    return word in str(results)


def _remember(world: World, settings: Settings) -> None:
    """Random vectors for every text into the build's cache: the first build is not what is measured."""
    library = open_library(settings.articles, "worktree")
    base = bases.assemble(bases.read_folder(CLIENT, library.read(CLIENT)), None, library.commit)
    chunks = {article: chunkers.get("sections")(article) for article in base.articles}
    texts = {
        "document": [document_text(article, chunk) for article, own in chunks.items() for chunk in own],
        "query": [text for article, own in chunks.items() for _, text in labels(article, own)],
    }
    cache = VectorCache(settings.indexes / ".cache", warn=world.say)
    for role, wanted in texts.items():
        cache.put_many(CLIENT, f"{world.embedder.fingerprint}/{role}", _random(wanted, world.embedder.dim))


def _random(texts: Sequence[str], dim: int) -> dict[str, np.ndarray]:
    rows = np.random.default_rng(3).standard_normal((len(texts), dim)).astype(np.float32)
    return dict(zip(texts, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))
