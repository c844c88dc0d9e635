from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served, serving


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    with serving(folder) as served:
        yield served


@pytest.fixture
def server(shared_server: Served) -> Iterator[Served]:
    """One server for all tests; what a test changed behind it is put back."""
    entries, embedder = dict(shared_server.live.entries), shared_server.kb.model.embedder
    yield shared_server
    shared_server.live.entries = entries
    shared_server.live.fallen_back = {}
    model = shared_server.kb.model
    model.embedder, model.state, model.why, model.cause = embedder, "ready", "", ""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    """A server of its own, with a store of calls on disk."""
    with serving(tmp_path) as served:
        yield served
