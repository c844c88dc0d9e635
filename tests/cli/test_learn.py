"""Learning in the terminal: dry, for real, and taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch import app
from kbsearch.adapters.embedders.slot import ModelSlot
from kbsearch.app import App, housekeeping, learning
from kbsearch.app.housekeeping import Housekeeper
from kbsearch.cli import learn
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.fakes import HashingEmbedder


def opened() -> App:
    """Like `open_terminal`, with the embedder that built the folder's indexes."""
    settings = load_settings({})
    model = ModelSlot()
    model.load(HashingEmbedder)  # type: ignore[arg-type]
    return App(settings, app.open_live(settings), model, app.open_calls(settings))


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base that is built, and 24 solved calls of as many callers."""
    assert run("build", "acme").exit_code == 0
    now = datetime.now(UTC)
    lines = [
        {
            "call_id": f"c{at}",
            "started_at": (now - timedelta(days=60 - at)).isoformat(),
            "closed_at": (now - timedelta(days=60 - at, minutes=-5)).isoformat(),
            "outcome": "resolved",
            "caller": f"poste {at}",
            "symptom": "le tunnel bleu ne monte pas",
            "used": ["vpn"],
        }
        for at in range(24)
    ]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output
    monkeypatch.setattr(learn, "open_terminal", lambda settings: opened())
    return folder


def current(folder: Path) -> str:
    path = folder / "indexes/acme/evidence/CURRENT"
    return path.read_text("ascii").strip() if path.exists() else ""


def test_it_is_tried_published_and_taken_back(called: Path) -> None:
    tried = run("learn", "acme", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "24 calls, 24 solved" in tried.output
    assert "nDCG@10" in tried.output
    assert "Not worse on the 6 latest solved calls: not published." in tried.output
    assert current(called) == ""
    done = json.loads(run("learn", "acme", "--json").output)
    assert (done["verdict"], done["published"], done["replay"]["count"]) == ("not_worse", "memory-1", 6)
    assert current(called) == "memory-1"
    assert "using memory-2" in run("learn", "acme").output
    assert run("learn", "acme", "--restore").output == "acme: using memory-1 again.\n"
    assert run("learn", "acme", "--restore").output == "acme: using no evidence again.\n"
    assert run("learn", "acme", "--restore").exit_code == 3
    assert run("learn", "acme", "--restore", "--dry-run").exit_code == 2


def test_too_few_calls_prove_nothing(called: Path) -> None:
    for at in range(6, 24):
        run("privacy", "forget", "acme", f"c{at}")
    tried = run("learn", "acme")
    assert tried.exit_code == 1
    assert "1 solved calls to replay, 5 are needed: search stays as it was." in tried.output
    assert current(called) == ""


def test_forgotten_calls_leave_the_evidence_too(called: Path) -> None:
    run("learn", "acme")
    assert run("privacy", "forget", "acme", "c3").exit_code == 0
    kb = opened()
    memory = kb.memory_store.open("acme")
    kb.close()
    assert memory is not None
    assert sorted({row.call for row in memory.rows}) == sorted(f"c{at}" for at in range(24) if at != 3)


def test_a_search_uses_it_but_for_the_share_that_explores(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("learn", "acme")
    monkeypatch.setenv("KBSEARCH_EXPLORE_SHARE", "0")
    kb = opened()
    with_it = kb.answer(kb.understand("acme", "tunnel bleu", call="any"))
    monkeypatch.setenv("KBSEARCH_EXPLORE_SHARE", "1")
    exploring = opened()
    without = exploring.answer(exploring.understand("acme", "tunnel bleu", call="any"))
    no_call = exploring.answer(exploring.understand("acme", "tunnel bleu"))
    kb.close()
    exploring.close()
    assert with_it.results[0].signals.solved is not None
    assert without.results[0].signals.solved is None
    assert no_call.results[0].signals.solved is not None


def test_a_server_learns_by_itself(called: Path) -> None:
    kb = opened()
    try:
        Housekeeper(kb).run_once()
        assert current(called) == "memory-1"
        housekeeping.learn_from_calls(kb, "acme", datetime.now(UTC))
        assert learning.restore(kb, "acme") == "memory-1"
    finally:
        kb.close()
