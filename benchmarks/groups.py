"""`python -m benchmarks.groups`: which way of making groups finds again what questions are about.

Labelled questions of the evaluation sets, each with its first relevant article: adjusted mutual information of groups
and articles, 1 = the same, 0 = by chance. Sets differ in how alike their labels are: compare along a row only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import numpy as np
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.metrics import adjusted_mutual_info_score

from benchmarks.__main__ import EVALUATION
from kbsearch import app
from kbsearch.core.ports import Vectors
from kbsearch.core.text import bare, normalise
from kbsearch.core.topics.clusters import groups, similarities
from kbsearch.settings import load_settings

SETS = ("covidfaq_fr", "cnil_fr__callstyle", "thunderbird_en_real__callstyle", "thunderbird_fr_real__callstyle")
Labels = list[int]
Way = Callable[[list[str], Vectors, int], Labels]


def ours(texts: list[str], vectors: Vectors, _: int) -> Labels:
    return _labels(groups(similarities(texts, vectors)), len(texts))


def letters_alone(texts: list[str], _: Vectors, __: int) -> Labels:
    return _labels(groups(similarities(texts, None)), len(texts))


def density(_: list[str], vectors: Vectors, __: int) -> Labels:
    return list(HDBSCAN(min_cluster_size=3, copy=True).fit_predict(_apart(vectors)))


def told_how_many(_: list[str], vectors: Vectors, count: int) -> Labels:
    return list(KMeans(count, n_init=3, random_state=0).fit_predict(_apart(vectors)))


WAYS: dict[str, Way] = {
    "ours": ours,
    "letters alone": letters_alone,
    "HDBSCAN": density,
    "k-means, told how many": told_how_many,
}


def questions(name: str) -> Iterator[tuple[str, str]]:
    """Question and article."""
    for line in (Path(EVALUATION) / "queries" / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield bare(normalise(row["query"])), row["relevant"][0]


def _apart(vectors: Vectors) -> Vectors:
    """Without what all of them have in common, of length 1."""
    apart = vectors - vectors.mean(axis=0)
    return np.asarray(apart / np.linalg.norm(apart, axis=1, keepdims=True), np.float32)


def _labels(found: list[list[int]], count: int) -> Labels:
    labels = np.zeros(count, int)
    for label, rows in enumerate(found):
        labels[rows] = label
    return list(labels)


@click.command()
def main() -> None:
    """One row per set."""
    embedder = app.open_embedder(load_settings({}))
    click.echo("| set | questions | articles | " + " | ".join(WAYS) + " |")
    for name in SETS:
        texts, articles = map(list, zip(*questions(name), strict=True))
        vectors, count = embedder.embed_queries(texts), len(set(articles))
        found = [adjusted_mutual_info_score(articles, way(texts, vectors, count)) for way in WAYS.values()]
        click.echo(f"| {name} | {len(texts)} | {count} | " + " | ".join(f"{one:.2f}" for one in found) + " |")


if __name__ == "__main__":
    main()
