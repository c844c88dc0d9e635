"""What one running instance answers from, and what it refuses."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kbsearch.app import App, ModelSlot
from kbsearch.core.ports import Vectors
from kbsearch.errors import IndexDamaged, IndexMissing, ModelMismatch, ModelMissing, NotFound
from tests.fakes import HashingEmbedder
from tests.served import UNBUILT, MemoryLive, make_app


class CountingEmbedder(HashingEmbedder):
    """Remembers the queries it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.queries.extend(texts)
        return super().embed_queries(texts)


class FailingEmbedder(HashingEmbedder):
    """Fails while it is told to."""

    fails = False

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise RuntimeError("the runtime fell over")
        return super().embed_queries(texts)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[tuple[App, MemoryLive]]:
    kb, live = make_app(tmp_path)
    yield kb, live
    kb.close()
    assert live.closed


def test_search_and_article_come_from_the_clients_own_snapshot(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    assert kb.search("acme", "vpn").results[0].article == "reseau/vpn"
    assert kb.article("zeta", "secret").snapshot.client.id == "zeta"
    with pytest.raises(NotFound):
        kb.article("acme", "secret")


@pytest.mark.parametrize("client", ["absent", "", "..", "_shared", "ACME", "acme/../zeta", "acme\0"])
def test_what_is_no_client_is_not_found(parts: tuple[App, MemoryLive], client: str) -> None:
    with pytest.raises(NotFound):
        parts[0].search(client, "vpn")


def test_a_client_with_articles_but_no_index_says_what_to_run(parts: tuple[App, MemoryLive]) -> None:
    with pytest.raises(IndexMissing, match="kbsearch build"):
        parts[0].search(UNBUILT, "vpn")


@pytest.mark.parametrize("kind", ["empty", "no-article", "hidden", "readme", "linked-file", "link", "file"])
def test_a_folder_that_no_build_would_mend_is_no_client(parts: tuple[App, MemoryLive], kind: str) -> None:
    kb, _ = parts
    folder = kb.settings.articles / "nouveau"
    if kind == "link":
        folder.symlink_to(kb.settings.articles / UNBUILT)
    elif kind == "file":
        folder.write_text("# Pas un dossier\n")
    else:
        (folder / "_brouillons").mkdir(parents=True)
    if kind == "no-article":
        (folder / "notes.txt").write_text("rien")
    elif kind == "hidden":
        (folder / "_brouillons" / "a.md").write_text("# Brouillon\n")
    elif kind == "readme":
        (folder / "README.md").write_text("# À lire\n")
    elif kind == "linked-file":
        (folder / "a.md").symlink_to(kb.settings.articles / UNBUILT / "brouillon.md")
    assert not kb.knows("nouveau")
    assert kb.names() == ["acme", UNBUILT, "zeta"]
    with pytest.raises(NotFound):
        kb.search("nouveau", "vpn")


def test_an_article_however_deep_makes_a_client(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    deep = kb.settings.articles / "nouveau" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "README.md").write_text("# Un article\n")
    assert kb.knows("nouveau")
    with pytest.raises(IndexMissing):
        kb.search("nouveau", "vpn")


def test_a_foreign_model_is_refused(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    with pytest.raises(ModelMismatch, match="kbsearch build"):
        kb.search("acme", "vpn")


def test_a_query_is_embedded_once_per_client(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    embedder = kb.model.embedder = CountingEmbedder()
    for query in ("vpn", "  vpn ", "vpn"):
        kb.search("acme", query)
    assert len(embedder.queries) == 1
    kb.search("zeta", "vpn")
    assert len(embedder.queries) == 2


def test_readiness_needs_one_sound_client(parts: tuple[App, MemoryLive]) -> None:
    kb, live = parts
    live.entries["acme"] = IndexDamaged("vectors.faiss differs.")
    assert kb.readiness().ready
    assert [(view.id, bool(view.generation)) for view in kb.clients()] == [("acme", False), ("zeta", True)]
    live.entries["zeta"] = IndexDamaged("keywords differ.")
    assert not kb.readiness().ready


def test_the_model_never_holds_a_search_up(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    kb.model = ModelSlot()
    release = threading.Event()

    def slow() -> HashingEmbedder:
        release.wait(10)
        return HashingEmbedder()

    kb.model.load_in_background(slow)
    assert kb.search("acme", "vpn").mode == "keyword"
    assert (kb.readiness().ready, kb.readiness().model, kb.readiness().mode) == (True, "loading", "keyword")
    release.set()
    assert kb.model.wait(10)
    assert kb.search("acme", "vpn").mode == "hybrid"
    assert kb.readiness().mode == "hybrid"


def test_a_model_that_fails_at_run_time_is_seen_and_gets_over(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    embedder = kb.model.embedder = FailingEmbedder()
    embedder.fails = True
    assert [kb.search("acme", "vpn").mode, kb.search("acme", "vpn").mode] == ["keyword", "keyword"]
    assert (kb.readiness().ready, kb.readiness().model, kb.readiness().mode) == (True, "failed", "keyword")
    assert "RuntimeError" in kb.readiness().why
    embedder.fails = False
    assert kb.search("acme", "vpn").mode == "hybrid"
    assert (kb.readiness().model, kb.readiness().mode, kb.readiness().why) == ("ready", "hybrid", "")


def test_a_query_without_words_says_what_was_available(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    assert [kb.search("acme", query).mode for query in ("", "😀")] == ["hybrid", "hybrid"]
    kb.model.embedder = None
    assert kb.search("acme", "😀").mode == "keyword"


@pytest.mark.parametrize(
    ("error", "state"), [(ModelMissing("Not prepared.", remedy="x"), "missing"), (MemoryError("no"), "failed")]
)
def test_a_model_that_cannot_be_loaded_is_kept_as_text(error: Exception, state: str) -> None:
    model = ModelSlot()

    def fail() -> HashingEmbedder:
        raise error

    model.load(fail)
    assert model.state == state
    assert str(error) in model.why
    assert model.embedder is None
