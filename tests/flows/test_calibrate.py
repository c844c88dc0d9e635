"""Which calls say whether an answer was right, and what their own evidence has to do with it: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core import happenings as ev
from kbsearch.core.calls import Call, fold
from kbsearch.core.events import Event
from kbsearch.core.evidence import Rules
from kbsearch.core.happenings import Outcome as End
from kbsearch.core.memory import Memory
from kbsearch.core.model import Mode
from kbsearch.core.recalibration import Outcome
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import ask, understand
from kbsearch.flows.calibrate import outcomes
from kbsearch.flows.gathering import Understood
from kbsearch.flows.learn import Models, learn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXT = "terminal carte hors ligne"


def call(id: str, days: float, used: Sequence[str], end: End = End.RESOLVED, *, caller: str = "") -> Call:
    what = (ev.Started(caller=caller or id), ev.Described(TEXT), *map(ev.Used, used), ev.Closed(end))
    start = NOW - timedelta(days=days)
    return fold(Event(f"{id}-{at}", "caissio", id, start + timedelta(minutes=at), one) for at, one in enumerate(what))


def told(calls: Sequence[Call], snapshot: Snapshot, memory: Memory | None, embedder: GraphEmbedder) -> list[Outcome]:
    def read(text: str, mode: Mode) -> Understood:
        return understand(snapshot, text, embedder=embedder if mode == "hybrid" else None, memory=memory)

    return [row for row in outcomes(calls, read, NOW, Rules()) if row.mode == "hybrid"]


@pytest.mark.model
def test_a_call_counts_once_its_window_is_over(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    calls = [
        call("right", 20, [first]),
        call("wrong", 19, [snapshot.articles[0].id if snapshot.articles[0].id != first else snapshot.articles[1].id]),
        call("handed over", 1, [], End.ESCALATED_N2),
        call("unripe", 6.9, [first]),
        call("called back", 18, [first], caller="k"),
        call("calling back", 15, [], End.ABANDONED, caller="k"),
    ]
    found = {row.at: row.right for row in told(calls, snapshot, None, embedder)}
    closed = {one.id: one.closed_at for one in calls}
    assert found == {closed["right"]: True, closed["wrong"]: False, closed["handed over"]: False}


@pytest.mark.model
def test_a_calls_own_evidence_is_left_out(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    last = ask(snapshot, TEXT, embedder=embedder).results[-1].article
    alone = [call(f"c{at}", 100 - 10 * at, [last], caller="k") for at in range(3)]
    memory = learn(alone, snapshot, Models(embedder), NOW).memory
    assert len(memory.rows) == 3
    assert {row.clues.solved for row in told(alone, snapshot, memory, embedder)} == {0.0}
    others = [replace(one, start=ev.Started(caller=f"k{at}")) for at, one in enumerate(alone)]
    memory = learn(others, snapshot, Models(embedder), NOW).memory
    with_it = told(others, snapshot, memory, embedder)
    assert any(row.clues.solved > 0 for row in with_it)
    assert [row.right for row in with_it] == [row.clues.solved > 0 for row in with_it]
    assert memory.without({"c0", "c1"}).rows == memory.rows[2:]
    assert memory.without({"absent"}) is memory
