from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbsearch.app.access import Access
from tests.access.keeping import opened


@pytest.fixture
def access(tmp_path: Path) -> Iterator[Access]:
    made = opened(tmp_path)
    yield made
    made.close()
