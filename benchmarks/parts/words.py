"""Our keyword scoring beside bm25s and tantivy: same articles, same index terms, same queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing

from benchmarks import peers
from benchmarks.measure import over_rounds, times_ms
from benchmarks.report import Row, row
from benchmarks.world import World
from kbsearch.adapters.keywords.build import terms_of
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import read

PEERS = ("bm25s", "tantivy")


def run(world: World) -> Iterator[Row]:
    """Ours gives every article's score and coverage over seven fields; the peers the best 48 over one field."""
    size = world.plan.sizes[-1]
    snapshot = world.snapshot(size)
    peers.make(world.say)
    folder = world.plan.work / "words"
    folder.mkdir(parents=True, exist_ok=True)
    texts = [list(terms_of(f"{article.title}\n{article.body}", article.lang)) for article in snapshot.articles]
    (folder / "articles.json").write_text(json.dumps(texts), "utf-8")
    asked = [
        read(query, snapshot.keywords.vocabulary(), ABBREVIATIONS).groups
        for query in world.real_queries[: world.plan.queries_per_round]
    ]
    plain = [[term.term for group in groups for term in group] for groups in asked]
    taken: dict[str, list[list[float]]] = {name: [] for name in ("ours", *PEERS)}
    with ExitStack() as stack:
        others = {name: stack.enter_context(closing(peers.Peer("scoring", name, str(folder)))) for name in PEERS}
        for _ in range(world.plan.rounds + 1):
            taken["ours"].append(times_ms(snapshot.keywords.scores, asked))
            for name, other in others.items():
                taken[name].append(other.ask(queries=plain)["times_ms"])
    what = f"keyword scoring, {len(snapshot.articles):,} articles in {size:,} chunks"
    for name, rounds in taken.items():
        yield row("words", f"{what}: {name}, p50", f"{over_rounds(rounds[1:], 50)} ms")
