"""The pages of whoever keeps a large base: how long a list and an article take, over HTTP, from a server in memory."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx

from benchmarks.measure import spread
from benchmarks.report import Row, at_most
from benchmarks.world import World
from kbsearch.core.model import Article
from kbsearch.core.snapshot import Snapshot
from tests.served import serving, session_of

ARTICLES, TOY_ARTICLES = 5_000, 50
LIMIT_MS = 300.0
PAGES = {
    "the list": "/c/acme/articles",
    "the list, filtered by words": "/c/acme/articles?text=imprimante+49",
    "its last page": "/c/acme/articles?page=999",
    "an article": "/c/acme/articles/rayon-1/a1",
}


def run(world: World) -> Iterator[Row]:
    """Each page some times over, from the first on; the goal is for the middle one."""
    count = TOY_ARTICLES if world.is_toy else ARTICLES
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        served = server.live.entries["acme"]
        assert isinstance(served, Snapshot)
        server.live.entries["acme"] = dataclasses.replace(served, articles=tuple(map(_article, range(count))))
        cookies = {"kbsearch": session_of(server.kb)}
        with httpx.Client(base_url=server.url, cookies=cookies, trust_env=False, timeout=30) as http:
            for name, path in PAGES.items():
                took = [_ms(http, path) for _ in range(5 * world.plan.rounds)]
                yield at_most("pages", f"{count:,} articles: {name}", spread(took), LIMIT_MS, "ms")


def _article(n: int) -> Article:
    """One of forty categories and sixty products, due for a review."""
    rayon = f"rayon-{n % 40}"
    path, title = f"{rayon}/a{n}.md", f"Panne numéro {n} de l’imprimante à étiquettes"
    article = Article(f"{rayon}/a{n}", "acme", path, title, "Rallumer l’imprimante.\n", 1, category=rayon)
    return dataclasses.replace(article, product=f"Modèle {n % 60}", reviewed=date(2026, 1, 1), review_every_days=180)


def _ms(http: httpx.Client, path: str) -> float:
    started = time.perf_counter()
    answer = http.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return (time.perf_counter() - started) * 1e3
