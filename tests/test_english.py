"""Plain English documents, with both real models, from the folder to the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch import app
from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.app import App
from kbsearch.core.one_client import OneClient
from kbsearch.flows.build import BuildReport
from kbsearch.settings import Settings, load_settings
from kbsearch.workshop import Workshop

pytestmark = pytest.mark.model

NOTES = {
    "mail/compact.md": "# Compacting folders\n\nDeleted messages stay in the file until the folder is compacted.",
    "mail/move.md": "# Moving your data to a new computer\n\nCopy the profile folder to the other machine.",
    "calendar.md": "# Adding a holiday calendar\n\nOpen the calendar tab and choose the file of holidays.",
}


@pytest.fixture
def settings(tmp_path: Path, default_model: PreparedModel, english_model: PreparedModel) -> Settings:
    for name, text in NOTES.items():
        path = tmp_path / "articles" / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert english_model.folder.parent == default_model.folder.parent
    return load_settings(
        {
            "articles": tmp_path / "articles",
            "indexes": tmp_path / "indexes",
            "models": default_model.folder.parent,
            "source": "worktree",
        }
    )


def build(settings: Settings, warnings: list[str]) -> BuildReport:
    workshop = Workshop(settings, warn=warnings.append)
    library = workshop.library()
    (outcome,) = workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None)
    assert isinstance(outcome, BuildReport)
    return outcome


def opened(settings: Settings) -> App:
    kb = app.open_terminal(settings)
    kb.snapshot(OneClient("notes"))
    return kb


def test_english_questions_get_a_second_opinion_and_others_do_not(settings: Settings) -> None:
    assert build(settings, warnings := []).articles == 3
    assert warnings == []
    kb = opened(settings)
    try:
        english = kb.search(OneClient("notes"), "how to transfer everything to my other laptop").results[0]
        french = kb.search(OneClient("notes"), "transférer mes données sur un autre ordinateur").results[0]
        assert english.path == french.path == "mail/move.md"
        assert english.signals.english_passages is not None
        assert french.signals.english_passages is None
        assert french.signals.passages is not None
    finally:
        kb.close()


def test_it_can_be_done_without(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBSEARCH_MODEL_ENGLISH", "none")
    plain = load_settings({name: getattr(settings, name) for name in ("articles", "indexes", "models", "source")})
    build(plain, warnings := [])
    assert warnings == []
    kb = opened(plain)
    try:
        assert kb.english is None
        assert kb.search(OneClient("notes"), "moving to a new computer").results[0].signals.english_passages is None
    finally:
        kb.close()


def test_a_build_without_the_prepared_english_model_says_so(settings: Settings, tmp_path: Path) -> None:
    source = load_settings({}).models
    main = app.load_model(settings).folder
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / main.name).symlink_to(source / main.name)
    without = load_settings(
        {name: getattr(settings, name) for name in ("articles", "indexes", "source")} | {"models": tmp_path / "models"}
    )
    report = build(without, warnings := [])
    assert report.published
    assert any("without the English model" in said and "kbsearch model prepare" in said for said in warnings)
    assert app.open_store(without).status("notes").english == ""
