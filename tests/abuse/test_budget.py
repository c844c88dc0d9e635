"""P9: one agent's answers from a real server process on the sample base, within the budget of a keystroke.

The budget is for 10,000 passages, where `python -m benchmarks http` measures it. Here, with 500, it holds with room to
spare: a change that makes every search slow does not pass.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks import flood, servers
from benchmarks.measure import percentile
from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.settings import Settings, load_settings
from tests.conftest import ROOT, of_sample

pytestmark = [pytest.mark.alone, pytest.mark.model, pytest.mark.slow]

BUDGET_MS = 25.0
BUSY_MS = 15.0
"""From which a bare handler, which only encodes and asks FAISS, takes so long that other work has the machine: it takes
8 to 13. Such a round says nothing of ours."""
SECONDS = 4
ROUNDS, MOST_ROUNDS = 3, 12
"""The middle one of three counts: neither what else ran during one of them, nor one that was lucky."""


@pytest.fixture
def server(sample_indexes: Path, default_model: PreparedModel, tmp_path: Path) -> Iterator[servers.Server]:
    with servers.kbsearch(settings(sample_indexes, default_model, tmp_path)) as running:
        yield running


@pytest.fixture
def bare(sample_indexes: Path, default_model: PreparedModel, tmp_path: Path) -> Iterator[servers.Server]:
    with servers.bare(settings(sample_indexes, default_model, tmp_path)) as running:
        yield running


def settings(indexes: Path, model: PreparedModel, folder: Path) -> Settings:
    return load_settings({**of_sample(indexes), "data": folder / "data", "models": model.folder.parent})


def p95(server: servers.Server, queries: Sequence[str], seconds: float = SECONDS) -> float:
    asked = flood.result(flood.start(server, queries, senders=1, per_second=0, seconds=seconds))
    assert set(asked.kinds) == {"hybrid"}
    return percentile(asked.accepted_ms, 95)


def test_one_agents_answers_come_within_the_budget(server: servers.Server, bare: servers.Server) -> None:
    lines = (ROOT / "articles" / "caissio" / "golden.jsonl").read_text("utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines]
    for one in (server, bare):
        p95(one, queries, seconds=1)
    found = []
    for _ in range(MOST_ROUNDS):
        ours, least = p95(server, queries), p95(bare, queries)
        print(f"\np95 {ours:.1f} ms, bare {least:.1f} ms")
        if least <= BUSY_MS:
            found.append(ours)
        if len(found) == ROUNDS:
            break
    else:
        pytest.skip(f"other work has the machine: a bare handler takes more than {BUSY_MS} ms")
    assert statistics.median(found) <= BUDGET_MS
