"""What one running instance answers from, and what it refuses."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kbsearch.adapters import vectors
from kbsearch.adapters.embedders.slot import LateModel
from kbsearch.app import App, ModelSlot
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Vectors
from kbsearch.errors import IndexDamaged, IndexMissing, ModelMismatch, ModelMissing, NotFound
from tests.clients import ACME, ZETA
from tests.fakes import HashingEmbedder
from tests.served import PATIENCE_S, UNBUILT, MemoryLive, make_app


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
    assert kb.search(ACME, "vpn").results[0].article == "reseau/vpn"
    assert kb.article(ZETA, "secret").snapshot.client.id == "zeta"
    with pytest.raises(NotFound):
        kb.article(ACME, "secret")


@pytest.mark.parametrize("client", ["absent", "", "..", "_shared", "ACME", "acme/../zeta", "acme\0"])
def test_what_is_no_client_is_not_found(parts: tuple[App, MemoryLive], client: str) -> None:
    with pytest.raises(NotFound):
        parts[0].search(OneClient(client), "vpn")


def test_a_client_with_articles_but_no_index_says_what_to_run(parts: tuple[App, MemoryLive]) -> None:
    with pytest.raises(IndexMissing, match="kbsearch build"):
        parts[0].search(OneClient(UNBUILT), "vpn")


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
        kb.search(OneClient("nouveau"), "vpn")


def test_an_article_however_deep_makes_a_client(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    deep = kb.settings.articles / "nouveau" / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "README.md").write_text("# Un article\n")
    assert kb.knows("nouveau")
    with pytest.raises(IndexMissing):
        kb.search(OneClient("nouveau"), "vpn")


def test_a_foreign_model_is_refused(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    with pytest.raises(ModelMismatch, match="kbsearch build"):
        kb.search(ACME, "vpn")


def test_a_query_is_embedded_once_per_client(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    embedder = kb.model.embedder = CountingEmbedder()
    for query in ("vpn", "  vpn ", "vpn"):
        kb.search(ACME, query)
    assert len(embedder.queries) == 1
    kb.search(ZETA, "vpn")
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
    assert kb.search(ACME, "vpn").mode == "keyword"
    assert (kb.readiness().ready, kb.readiness().model, kb.readiness().mode) == (True, "loading", "keyword")
    release.set()
    assert kb.model.wait(10)
    assert kb.search(ACME, "vpn").mode == "hybrid"
    assert kb.readiness().mode == "hybrid"


def test_a_model_that_fails_at_run_time_is_seen_and_gets_over(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    embedder = kb.model.embedder = FailingEmbedder()
    embedder.fails = True
    assert [kb.search(ACME, "vpn").mode, kb.search(ACME, "vpn").mode] == ["keyword", "keyword"]
    assert (kb.readiness().ready, kb.readiness().model, kb.readiness().mode) == (True, "failed", "keyword")
    assert "RuntimeError" in kb.readiness().why
    embedder.fails = False
    assert kb.search(ACME, "vpn").mode == "hybrid"
    assert (kb.readiness().model, kb.readiness().mode, kb.readiness().why) == ("ready", "hybrid", "")


def test_a_query_without_words_says_what_was_available(parts: tuple[App, MemoryLive]) -> None:
    kb, _ = parts
    assert [kb.search(ACME, query).mode for query in ("", "😀")] == ["hybrid", "hybrid"]
    kb.model.embedder = None
    assert kb.search(ACME, "😀").mode == "keyword"


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


ENGLISH = HashingEmbedder(8, fingerprint="e" * 64)


def with_english(kb: App, live: MemoryLive, late: LateModel | None) -> App:
    """The same instance whose client zeta has English vectors."""
    plain = live.get(ZETA)
    rows = ENGLISH.embed_documents([chunk.text for chunk in plain.chunks])
    live.entries["zeta"] = replace(plain, english=vectors.build("flat", rows), english_fingerprint="e" * 64)
    return App(kb.settings, live, kb.model, kb.calls, late)


def test_the_english_model_is_loaded_by_the_first_base_that_needs_it(parts: tuple[App, MemoryLive]) -> None:
    loads: list[str] = []

    def load() -> HashingEmbedder:
        loads.append("english")
        return ENGLISH

    kb = with_english(*parts, LateModel(load, without="doing without", in_background=False))
    assert kb.search(ACME, "the vpn").results[0].signals.english_passages is None
    assert loads == []
    found = [kb.search(ZETA, query).results[0].signals for query in ("the secret", "le secret", "the secret")]
    assert [signals.english_passages is not None for signals in found] == [True, False, True]
    assert all(signals.passages is not None for signals in found)
    assert loads == ["english"]


def test_all_queries_of_a_batch_wait_for_the_english_model(parts: tuple[App, MemoryLive]) -> None:
    """The first lines of a file were answered without it while it was loaded."""
    begun, may_end = threading.Event(), threading.Event()

    def load() -> HashingEmbedder:
        begun.set()
        assert may_end.wait(PATIENCE_S)
        return ENGLISH

    kb = with_english(*parts, LateModel(load, without="doing without", in_background=False))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kb.search, ZETA, "the secret")
        assert begun.wait(PATIENCE_S)
        second = threads.submit(kb.search, ZETA, "the secret")
        with pytest.raises(TimeoutError):
            second.result(0.2)
        may_end.set()
        found = [each.result(PATIENCE_S).results[0].signals.english_passages for each in (first, second)]
    assert None not in found


def test_without_the_english_model_the_first_one_answers_alone(parts: tuple[App, MemoryLive]) -> None:
    def fail() -> HashingEmbedder:
        raise ModelMissing("Not prepared.", remedy="kbsearch model prepare")

    for late in (None, LateModel(fail, without="doing without", in_background=False)):
        answer = with_english(*parts, late).search(ZETA, "the secret")
        assert answer.mode == "hybrid"
        assert answer.results[0].signals.english_passages is None


def test_another_english_model_than_the_index_s_is_refused(parts: tuple[App, MemoryLive]) -> None:
    other = LateModel(lambda: HashingEmbedder(8), without="doing without", in_background=False)
    kb = with_english(*parts, other)
    with pytest.raises(ModelMismatch, match="kbsearch build zeta"):
        kb.search(ZETA, "the secret")
    assert kb.readiness().mismatched == 1
    assert kb.search(ACME, "vpn").results
