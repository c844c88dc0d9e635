"""What the parts measure: the model, material of any size, published indexes, queries; made when first asked for."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.corpus import Material, Original, grown, originals, real_articles
from benchmarks.plan import ROOT, Plan
from kbsearch import app
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.tokens import TokenIds, open_tokens
from kbsearch.adapters.stores.vector_cache import VectorCache
from kbsearch.core.generation import Draft
from kbsearch.core.ports import Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.settings import Settings, load_settings

COMMIT = "0" * 40
TOY_ARTICLES = 12


class World:
    """One run's data; the same plan gives the same data every time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.say = plan.say

    @cached_property
    def embedder(self) -> GraphEmbedder:
        """The prepared default model. Raises `ModelMissing`."""
        return app.open_embedder(self.settings("none"))

    @cached_property
    def _tokens(self) -> TokenIds:
        return open_tokens(self.embedder.model.folder)

    def token_ids(self, query: str) -> list[int]:
        """What the graph is given for a query: prompt and marks included, nothing cut off."""
        return list(self._tokens.encode(self.embedder.model.query_prompt + query, self.embedder.model.max_tokens))

    @cached_property
    def is_toy(self) -> bool:
        return max(self.plan.sizes) < 1_000

    def settings(self, name: str) -> Settings:
        """Settings of an instance whose indexes are `work/indexes/name`."""
        folders = {kind: self.plan.work / kind / name for kind in ("articles", "indexes", "data")}
        return load_settings({**folders, "models": self.plan.models, "source": "worktree"})

    @cached_property
    def originals(self) -> list[Original]:
        """Real articles with their vectors, which are kept for the next run."""
        articles = real_articles(self.plan.corpora or ROOT / "articles")
        if self.is_toy:
            articles = articles[:TOY_ARTICLES]
        cache = VectorCache(self.plan.work / "vectors", warn=self.say)

        def embed(role: str, texts: Sequence[str]) -> Vectors:
            key = f"{self.embedder.fingerprint}/{role}"
            wanted = list(dict.fromkeys(texts))
            known = cache.get_many("originals", key, wanted)
            missing = [text for text in wanted if text not in known]
            for at in range(0, len(missing), 64):
                self.say(f"embedding the real {role} texts: {at} of {len(missing)}")
                batch = missing[at : at + 64]
                run = self.embedder.embed_documents if role == "document" else self.embedder.embed_queries
                fresh = dict(zip(batch, run(batch), strict=True))
                cache.put_many("originals", key, fresh)
                known.update(fresh)
            return np.vstack([known[text] for text in texts])

        return originals(articles, embed)

    def material(self, client: str, chunks: int, *, seed: int = 0) -> Material:
        self.say(f"making {chunks} chunks for {client}")
        return grown(self.originals, client, chunks, seed=seed)

    def indexes(self, name: str, clients: int, chunks: int) -> Settings:
        """Settings of an instance with `clients` published clients of `chunks` chunks each; made once, then kept."""
        settings = self.settings(name)
        store = app.open_store(settings)
        wanted = [f"client{at:03d}" for at in range(clients)]
        for at, client in enumerate(wanted):
            (settings.articles / client).mkdir(parents=True, exist_ok=True)
            with store.building(client) as building:
                content = f"{chunks}-{at}-{building.config}"
                before = building.previous
                if before and before.content == content and before.fingerprint == self.embedder.fingerprint:
                    continue
                made = self.material(client, chunks, seed=at)
                building.publish(draft(made, self.embedder.fingerprint, content))
        return settings

    def snapshot(self, chunks: int) -> Snapshot:
        """One client of `chunks` chunks, published and opened again, as a server holds it."""
        return app.open_store(self.indexes(f"one-{chunks}", 1, chunks)).open("client000").snapshot

    @cached_property
    def real_queries(self) -> list[str]:
        """Queries as people typed them, in a fixed shuffled order."""
        folder = self.plan.queries
        files = sorted(folder.glob("*_fr*.jsonl")) if folder else sorted((ROOT / "articles").glob("*/golden.jsonl"))
        found = {json.loads(line)["query"]: None for file in files for line in file.read_text("utf-8").splitlines()}
        shuffled = list(found)
        random.Random(1).shuffle(shuffled)  # noqa: S311
        return shuffled

    def queries(self, tokens: int, count: int, *, seed: int = 0) -> list[str]:
        """`count` different queries that the model reads as exactly `tokens` tokens, prompt and marks not counted."""
        rng = random.Random(seed)  # noqa: S311
        frame = len(self.token_ids("a")) - 1
        words = [word for query in self.real_queries for word in query.split()]
        found: dict[str, None] = {}
        for text in self._starts(rng, words):
            found.update(dict.fromkeys(self._fitted(text, tokens + frame, rng, words)))
            if len(found) >= count:
                break
        return list(found)[:count]

    def _starts(self, rng: random.Random, words: Sequence[str]) -> Iterator[str]:
        yield from self.real_queries
        while True:
            yield " ".join(rng.sample(words, 3))

    def _fitted(self, text: str, wanted: int, rng: random.Random, words: Sequence[str]) -> Iterator[str]:
        """The text, cut or lengthened word by word until it has exactly the tokens wanted; nothing if it jumps."""
        parts = text.split()
        while parts and len(self.token_ids(" ".join(parts))) > wanted:
            parts.pop()
        while parts and len(self.token_ids(" ".join(parts))) < wanted:
            parts.append(rng.choice(words))
        if parts and len(self.token_ids(" ".join(parts))) == wanted:
            yield " ".join(parts)


def draft(material: Material, fingerprint: str, content: str) -> Draft:
    """Material as it is published."""
    parts = {field.name: getattr(material, field.name) for field in dataclasses.fields(material)}
    return Draft(**parts, commit=COMMIT, fingerprint=fingerprint, chunker="benchmark", content=content)


def folder_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
