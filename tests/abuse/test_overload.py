"""A short overload of a real server process: nothing is timed, all is answered or refused, and all is well after."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import flood, servers
from benchmarks.measure import resident_mb
from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.api.crowd import MOST_IN_HAND
from kbsearch.settings import Settings, load_settings
from tests.served import write_articles

pytestmark = [pytest.mark.alone, pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parent.parent.parent
QUERIES = ["vpn connexion impossible", "imprimante hors ligne", "session verrouillée", "le poste ne redémarre plus"]
MOST_GROWTH_MB = 80.0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, default_model: PreparedModel) -> Settings:
    folder = tmp_path_factory.mktemp("overload")
    write_articles(folder / "articles")
    folders = {name: folder / name for name in ("articles", "indexes", "data")}
    settings = load_settings({**folders, "models": default_model.folder.parent, "source": "worktree"})
    environment = {**os.environ, "KBSEARCH_SOURCE": "worktree", "KBSEARCH_MODEL_ENGLISH": "none"}
    given = [f"--{name}={getattr(settings, name)}" for name in ("articles", "indexes", "data", "models")]
    command = [sys.executable, "-m", "kbsearch", "build", *given]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    return settings


@pytest.fixture
def server(built: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[servers.Server]:
    monkeypatch.setenv("KBSEARCH_MODEL_ENGLISH", "none")
    with servers.kbsearch(built, rates=servers.ONE_KEY_FOR_ALL) as running:
        yield running


def is_well(server: servers.Server, number: int) -> bool:
    answer = servers.post(server.url + server.paths[0], {"query": f"vpn coupé {number}"}, server.key)
    return answer["mode"] == "hybrid"


def test_ten_times_too_much_is_refused_and_forgotten(server: servers.Server) -> None:
    normal = flood.result(flood.start(server, QUERIES, senders=4, per_second=0, seconds=1.5))
    assert set(normal.kinds) <= {"hybrid", "keyword"}, "as many as are answered are all answered"
    before = resident_mb(server.pid)
    rate = 10 * normal.total / normal.seconds
    over = flood.result(flood.start(server, QUERIES, senders=MOST_IN_HAND * 10, per_second=rate, seconds=4))
    assert set(over.kinds) <= {"hybrid", "keyword", "503", "429"}, over.kinds
    assert over.kinds.get("hybrid", 0) + over.kinds.get("keyword", 0) > 0, "some are still answered"
    assert over.kinds.get("503", 0) > 0, "and the others told to come back"
    assert resident_mb(server.pid) - before < MOST_GROWTH_MB
    deadline = time.monotonic() + 20
    while not all(is_well(server, number) for number in range(5)):
        assert time.monotonic() < deadline, "answers by meaning do not come back"


def test_a_flood_from_one_address_is_held_by_its_rate_and_others_are_answered(server: servers.Server) -> None:
    loud = flood.start(server, QUERIES, senders=100, per_second=2_000, seconds=8, is_one_address=True)
    time.sleep(1.0)
    quiet = flood.result(flood.start(server, QUERIES, senders=2, per_second=4, seconds=4))
    outcome = flood.result(loud)
    assert outcome.kinds.get("429", 0) > 0, outcome.kinds
    assert quiet.kinds.get("429", 0) == 0, "another address has a bucket of its own"
    assert quiet.kinds.get("hybrid", 0) + quiet.kinds.get("keyword", 0) > 0, quiet.kinds
