"""Learning in the terminal: dry, for real, and taken back."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbsearch import app
from kbsearch.adapters.embedders.slot import ModelSlot
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.app import App, housekeeping, learning
from kbsearch.app.housekeeping import Housekeeper
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.learning.evidence import Drawn
from kbsearch.errors import StateError
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.clients import ACME
from tests.fakes import HashingEmbedder


def opened() -> App:
    """Like `open_terminal`, with the embedder that built the folder's indexes."""
    settings = load_settings({})
    model = ModelSlot()
    model.load(HashingEmbedder)  # type: ignore[arg-type]
    live = app.open_live(settings)
    return App(settings, live, model, app.open_calls(settings, live))


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
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


def current(folder: Path) -> str:
    path = folder / "indexes/acme/evidence/CURRENT"
    return path.read_text("ascii").strip() if path.exists() else ""


def test_it_is_tried_published_and_taken_back(called: Path) -> None:
    tried = run("learn", "acme", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "24 calls, 24 solved" in tried.output
    assert tried.stdout[0] != "\n"
    assert "nDCG@10" in tried.output
    assert "Not worse on the 6 latest solved calls: not published." in tried.output
    assert current(called) == ""
    done = json.loads(run("learn", "acme", "--json").output)
    assert (done["verdict"], done["published"], done["replay"]["count"]) == ("not_worse", "memory-1", 6)
    assert current(called) == "memory-1"
    again = run("learn", "acme").output
    assert "using memory-2" in again
    rows = {
        line.split()[0]: line.split()[-1]
        for line in again.splitlines()
        if line.startswith((" no ", " used", " learned"))
    }
    assert rows == {"no": "1.000", "used": "1.000", "learned": "1.000"}
    held = "again, until `kbsearch learn acme` is run by hand.\n"
    assert run("learn", "acme", "--restore").output == f"acme: using memory-1 {held}"
    assert run("learn", "acme", "--restore").output == f"acme: using no evidence {held}"
    assert run("learn", "acme", "--restore").exit_code == 3
    assert run("learn", "acme", "--restore", "--dry-run").exit_code == 2


def test_too_few_calls_prove_nothing(called: Path) -> None:
    for at in range(19, 24):
        run("privacy", "forget", "acme", f"c{at}")
    tried = run("learn", "acme")
    assert tried.exit_code == 1
    assert "19 solved calls, 20 are needed, as the latest quarter is replayed: search stays as it was." in tried.output
    assert "nothing learned from it" not in tried.output
    assert current(called) == ""


def test_why_calls_taught_nothing_is_said(called: Path) -> None:
    now = datetime.now(UTC)

    def line(call: str, days: float, **more: object) -> str:
        at = (now - timedelta(days=days)).isoformat()
        usual = {"symptom": "tunnel", "outcome": "resolved", "used": ["vpn"], "caller": call}
        return json.dumps({"call_id": call, "started_at": at, "closed_at": at} | usual | more)

    lines = [line("n1", 20, caller=""), line("n2", 20, caller=""), line("u1", 2), line("d1", 20, confirmed=False)]
    lines += [line("p1", 20, used=["acme/reseau/vpn.md"]), line("p2", 19, used=["b"]), line("w1", 20, symptom="")]
    (called / "more.jsonl").write_text("\n".join(lines), "utf-8")
    imported = run("calls", "import", "acme", "more.jsonl")
    assert "sans appelant (caller) ni confirmation : 2." in imported.output
    tried = run("learn", "acme", "--dry-run").output
    assert "2 of articles that the client does not have (first of them: “acme/reseau/vpn.md”, “b”)." in tried
    assert (
        "Resolved with an article, and nothing learned from it: 1 not solved, as the caller says, 2 without a caller, "
        "and not confirmed, 1 whose window (call_back_days, 7 by default) is not over, 1 without a search or symptom."
    ) in tried
    told = json.loads(run("learn", "acme", "--dry-run", "--json").output)
    assert (told["gone"], told["gone_articles"]) == (2, ["acme/reseau/vpn.md", "b"])
    why = {"incident": 0, "denied": 1, "no_caller": 2, "called_back": 0, "unripe": 1, "no_words": 1}
    assert told["left_out"] == why


def test_forgotten_calls_leave_the_evidence_too(called: Path) -> None:
    run("learn", "acme")
    assert run("privacy", "forget", "acme", "c3").exit_code == 0
    kb = opened()
    memory = kb.memory_store.open(ACME)
    kb.close()
    assert memory is not None
    assert sorted({row.call for row in memory.rows}) == sorted(f"c{at}" for at in range(24) if at != 3)


def test_forgotten_calls_leave_the_evidence_also_where_the_disk_is_full(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: SqliteCalls) -> bool:
        raise StateError("The disk is full.")

    run("learn", "acme")
    monkeypatch.setattr(SqliteCalls, "compact", full)
    done = run("privacy", "forget", "acme", "c3", "--compact")
    assert (done.exit_code, "Deleted: 1 call" in done.output, "The disk is full." in done.output) == (3, True, True)
    kb = opened()
    memory = kb.memory_store.open(ACME)
    kb.close()
    assert memory is not None
    assert "c3" not in {row.call for row in memory.rows}


def test_a_search_uses_it_but_for_the_share_that_explores(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("learn", "acme")
    monkeypatch.setenv("KBSEARCH_EXPLORE_SHARE", "0")
    kb = opened()
    read = kb.understand(ACME, "tunnel bleu", call="any")
    with_it = kb.answer(ACME, read)
    monkeypatch.setenv("KBSEARCH_EXPLORE_SHARE", "1")
    exploring = opened()
    drawn = exploring.understand(ACME, "tunnel bleu", call="any")
    without = exploring.answer(ACME, drawn)
    no_call = exploring.answer(ACME, exploring.understand(ACME, "tunnel bleu"))
    kb.close()
    exploring.close()
    assert with_it.results[0].signals.solved is not None
    assert without.results[0].signals.solved is None
    assert no_call.results[0].signals.solved is not None
    assert (read.drawn, drawn.drawn) == (Drawn("memory-1"), Drawn("memory-1", is_withheld=True))


def test_what_evidence_is_worth_is_measured_in_calls(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "what it is worth is not known" in run("learn", "acme").output
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    for call, share in (("w1", "0"), ("w2", "0"), ("x1", "1")):
        monkeypatch.setenv("KBSEARCH_EXPLORE_SHARE", share)
        assert run("ask", "acme", "le tunnel bleu", "--call", call).exit_code == 0
        kb = opened()
        now = datetime.now(UTC)
        said = (ev.Used("vpn"), ev.Confirmed(True), ev.Closed(ev.Outcome.RESOLVED))
        events = [Event(f"{call}-{at}", "acme", call, now, what) for at, what in enumerate(said)]
        kb.calls.record(ACME, events, None)
        kb.close()
    done = json.loads(run("learn", "acme", "--dry-run", "--json").output)
    assert done["used"] == "memory-1"
    for scope in ("current", "all"):
        found = done["in_calls"][scope]
        assert (found["with"]["calls"], found["without"]["calls"], found["is_enough"]) == (2, 1, False)
        assert (found["with"]["resolved"]["of"], found["with"]["first_used"]["of"]) == (0, 2)
    printed = run("learn", "acme", "--dry-run").output
    assert "calls that had memory-1" in printed
    assert "Too few to tell: ten points show from 291 calls on either side" in printed


def test_a_server_learns_by_itself(called: Path) -> None:
    kb = opened()
    try:
        Housekeeper(kb).run_once()
        assert current(called) == "memory-1"
        housekeeping.learn_from_calls(kb, ACME, datetime.now(UTC))
        assert learning.restore(kb, ACME) == "memory-1"
    finally:
        kb.close()


def test_a_restore_holds_until_somebody_learns_by_hand(called: Path, caplog: pytest.LogCaptureFixture) -> None:
    run("learn", "acme")
    run("learn", "acme", "--restore")
    kb = opened()
    try:
        with caplog.at_level(logging.INFO, "kbsearch"):
            for _ in range(2):
                Housekeeper(kb).run_once()
        assert kb.memory_store.open(ACME) is None
        assert "restored is held; `kbsearch learn acme` by hand lifts that" in caplog.text
        assert "using memory-2" in run("learn", "acme").output
        housekeeping.learn_from_calls(kb, ACME, datetime.now(UTC))
        assert kb.memory_store.current(ACME) == "memory-3"
    finally:
        kb.close()


def test_a_restore_while_the_schedule_learns_is_not_undone(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("learn", "acme")
    kb = opened()
    real = learning.learn

    def interrupted(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        learning.restore(kb, ACME)
        return found

    monkeypatch.setattr(learning, "learn", interrupted)
    try:
        with pytest.raises(StateError, match="changed meanwhile"):
            housekeeping.learn_from_calls(kb, ACME, datetime.now(UTC))
        assert kb.memory_store.current(ACME) == ""
    finally:
        kb.close()


def test_a_crash_between_erasing_and_forgetting_is_made_good(called: Path) -> None:
    run("learn", "acme")
    kb = opened()
    try:
        kb.calls.erase(ACME, datetime.now(UTC))  # and the process ends here
        housekeeping.forget_old_calls(kb, ACME, datetime.now(UTC))
        assert kb.memory_store.open(ACME) is None
    finally:
        kb.close()
    assert [path.name for path in (called / "indexes/acme/evidence").glob("memory-*")] == []


def test_another_stores_calls_do_not_decide_over_evidence(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("learn", "acme")
    evidence = called / "indexes/acme/evidence"
    before = {path.name: path.read_bytes() for path in evidence.iterdir()}
    monkeypatch.setenv("KBSEARCH_DATA", str(called / "other"))
    purged = run("privacy", "purge", "acme")
    assert purged.exit_code == 3, purged.output
    assert "was made from other calls (store " in purged.output
    assert "Not reached: copies" in purged.output
    assert "indexes/*/evidence, which holds symptoms and call ids" in purged.output
    assert run("learn", "acme").exit_code == 3
    assert {path.name: path.read_bytes() for path in evidence.iterdir()} == before
    kb = opened()
    try:
        with pytest.raises(StateError, match="other calls"):
            housekeeping.forget_old_calls(kb, ACME, datetime.now(UTC))
    finally:
        kb.close()
