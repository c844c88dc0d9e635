from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served, serving


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    """A server of its own, with stores on disk."""
    with serving(tmp_path) as served:
        yield served
