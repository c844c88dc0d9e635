"""A file of calls, and the store on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(path)) as made:
        yield made
