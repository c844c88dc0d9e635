from __future__ import annotations

import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kbsearch.adapters import vectors
from kbsearch.adapters.snapshots import Parts, SnapshotStore
from kbsearch.adapters.stores.vector_cache import VectorCache
from kbsearch.core.model import Base
from kbsearch.errors import StateError
from kbsearch.flows.build import BuildReport, DocumentModels, Step, build_client, reads_better_in_english
from kbsearch.flows.cutting import NamedChunker, cut_base
from tests.fakes import HashingEmbedder, article, base, cut, read_keywords, write_keywords

CHUNKER = NamedChunker("lines/1", partial(map, cut))


def make_store(root: Path, kind: str = "flat", config: str = "a") -> SnapshotStore:
    parts = Parts(
        config, lambda rows: vectors.save(vectors.build(kind, rows)), vectors.load, write_keywords, read_keywords
    )
    return SnapshotStore(root, parts)


class Desk:
    """A store, a cache and an embedder that builds go through."""

    def __init__(self, root: Path) -> None:
        self.store = make_store(root)
        self.cache = VectorCache(root / ".cache", warn=warnings.warn)
        self.embedder = HashingEmbedder()
        self.seen: list[tuple[str, int, int]] = []

    def build(
        self, wanted: Base, chunker: NamedChunker = CHUNKER, english: HashingEmbedder | None = None
    ) -> BuildReport:
        def told(step: Step, done: int, total: int) -> None:
            self.seen.append((step, done, total))

        with self.store.building(wanted.client.id) as building:
            return build_client(
                cut_base(wanted, chunker, building.previous, partial(told, "chunks")),
                models=DocumentModels(self.embedder, english),
                cache=self.cache,
                building=building,
                dated=lambda: wanted.commit,
                progress=told,
            )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


THREE = base(article("a", "un\n\ndeux"), article("b", "trois"), article("c", "quatre", owner="_shared"))


def test_a_built_base_opens_as_a_snapshot(desk: Desk) -> None:
    report = desk.build(THREE)
    opened = desk.store.open("acme")
    snapshot = opened.snapshot
    assert opened.note == ""
    assert (report.articles, report.chunks, report.embedded, report.cached, report.published) == (3, 7, 10, 0, True)
    assert (snapshot.generation, snapshot.commit, snapshot.client) == (report.generation, THREE.commit, THREE.client)
    assert snapshot.articles == THREE.articles
    assert [chunk.id for chunk in snapshot.chunks] == ["c#0", "c#1", "a#0", "a#1", "a#2", "b#0", "b#1"]
    assert list(snapshot.article_of_chunk) == [0, 0, 1, 1, 1, 2, 2]
    assert snapshot.fingerprint == desk.embedder.fingerprint
    rows, scores = snapshot.vectors.search(desk.embedder.embed_queries(["Titre de b\ntrois"])[0], 1)
    assert (list(rows), round(float(scores[0]), 5)) == ([6], 1.0)


def test_nothing_changed_publishes_nothing(desk: Desk) -> None:
    first = desk.build(THREE)
    second = desk.build(THREE)
    assert (second.published, second.generation, second.embedded, second.cached) == (False, first.generation, 0, 10)


def test_a_commit_that_changes_nothing_here_publishes_nothing_and_is_not_stated(desk: Desk) -> None:
    first = desk.build(THREE)
    report = desk.build(replace(THREE, commit="d" * 40))
    assert (report.published, report.generation, report.commit) == (False, first.generation, THREE.commit)
    assert desk.store.open("acme").snapshot.commit == THREE.commit
    edited = replace(THREE, articles=THREE.articles[:2], commit="e" * 40)
    assert (desk.build(edited).published, desk.store.open("acme").snapshot.commit) == (True, "e" * 40)


def test_one_edited_article_embeds_only_what_changed(desk: Desk) -> None:
    desk.build(THREE)
    edited = base(article("a", "un\n\nDEUX"), *THREE.articles[:1], *THREE.articles[2:])
    cut_now: list[str] = []
    chunker = NamedChunker(CHUNKER.id, lambda all_of: [cut_now.append(one.id) or cut(one) for one in all_of])  # type: ignore[func-returns-value]
    desk.embedder.asked.clear()
    report = desk.build(edited, chunker)
    assert (report.embedded, report.cached) == (1, 9)
    assert cut_now == ["a"]
    assert ["DEUX" in text for text in desk.embedder.asked] == [True]


def test_another_chunker_cuts_everything_again(desk: Desk) -> None:
    desk.build(THREE)
    report = desk.build(THREE, NamedChunker("cards/1", partial(map, lambda one: cut(one)[:1])))
    assert (report.published, report.chunks) == (True, 3)


def test_another_model_embeds_everything_again(desk: Desk) -> None:
    desk.build(THREE)
    desk.embedder = HashingEmbedder(8, fingerprint="e" * 64)
    report = desk.build(THREE)
    assert (report.published, report.embedded) == (True, 10)


def test_progress_counts_articles_then_characters_then_the_publication(desk: Desk) -> None:
    desk.build(THREE)
    steps = list(dict.fromkeys(step for step, _, _ in desk.seen))
    assert steps == ["chunks", "vectors", "publish"]
    for step in steps:
        told = [(done, total) for name, done, total in desk.seen if name == step]
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1] > 0


def test_equal_texts_are_embedded_once(desk: Desk) -> None:
    report = desk.build(base(article("a", "même\n\nmême\n\nmême")))
    assert (report.chunks, report.embedded) == (4, 3)


def test_a_passage_beyond_the_model_is_warned_about(desk: Desk) -> None:
    long = " ".join(["mot"] * 600)
    report = desk.build(base(article("a", f"court\n{long}")))
    assert report.warnings == ("a, line 2: 603 tokens; the model reads 512, so only words find the rest.",)


def test_a_passage_is_warned_about_when_it_is_new(desk: Desk) -> None:
    long = base(article("a", " ".join(["mot"] * 600)))
    assert len(desk.build(long).warnings) == 1
    assert desk.build(long).warnings == ()


def test_an_empty_base_is_a_snapshot_too(desk: Desk) -> None:
    assert desk.build(base()).chunks == 0
    snapshot = desk.store.open("acme").snapshot
    assert len(snapshot.vectors.search(np.eye(16, dtype=np.float32)[0], 5)[0]) == 0


def test_an_article_of_another_client_stops_the_build(desk: Desk) -> None:
    with pytest.raises(ValueError, match="belongs to 'other'"):
        desk.build(base(article("a", owner="other")))
    assert desk.store.clients() == ["acme"]
    assert desk.store.current("acme") == ""


def test_the_cache_of_one_client_is_not_read_for_another(desk: Desk) -> None:
    desk.build(base(article("a")))
    desk.embedder.asked.clear()
    report = desk.build(base(article("a", owner="zeta"), client="zeta"))
    assert report.embedded == 3


def test_a_shared_article_is_embedded_once_for_all_clients(desk: Desk) -> None:
    desk.build(base(article("a", owner="_shared")))
    report = desk.build(base(article("a", owner="_shared"), client="zeta"))
    assert (report.embedded, report.cached) == (0, 3)


class BrokenEmbedder(HashingEmbedder):
    """Fails once it was asked for more than `limit` texts."""

    limit = 40

    def embed_documents(self, texts: list[str]) -> np.ndarray:  # type: ignore[override, type-arg]
        if len(self.asked) + len(texts) > self.limit:
            raise StateError("The model fell over.")
        return super().embed_documents(texts)


def test_a_failed_build_keeps_the_old_generation_and_what_was_embedded(desk: Desk) -> None:
    first = desk.build(THREE)
    desk.embedder = BrokenEmbedder()
    many = base(*[article(f"n{at}", f"texte {at}") for at in range(30)])
    with pytest.raises(StateError, match="fell over"):
        desk.build(many)
    assert desk.store.open("acme").snapshot.generation == first.generation
    desk.embedder = HashingEmbedder()
    assert desk.build(many).embedded == 60 + 30 - 32


def test_the_english_model_embeds_passages_only_once_and_decides_the_content(desk: Desk) -> None:
    english = HashingEmbedder(8, fingerprint="e" * 64)
    plain = desk.build(THREE)
    report = desk.build(THREE, english=english)
    snapshot = desk.store.open("acme").snapshot
    assert report.published
    assert report.generation != plain.generation
    assert len(english.asked) == len(snapshot.chunks)
    assert snapshot.english is not None
    rows, scores = snapshot.english.search(english.embed_queries(["Titre de b\ntrois"])[0], 1)
    assert (list(rows), round(float(scores[0]), 5)) == ([6], 1.0)
    assert snapshot.english_fingerprint == english.fingerprint
    again = desk.build(replace(THREE, client=replace(THREE.client, name="Autre nom")), english=english)
    assert (again.published, len(english.asked)) == (True, len(snapshot.chunks))
    assert desk.build(THREE).published, "without it the generation is another"
    assert desk.store.open("acme").snapshot.english is None


def test_only_plain_english_documents_read_better_in_english() -> None:
    english = replace(article("a"), lang="en")
    curated = replace(english, symptoms=("it does not start",))
    assert reads_better_in_english([english])
    assert not reads_better_in_english([curated])
    assert not reads_better_in_english([article("a")])
