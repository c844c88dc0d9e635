"""An access file to test with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kbsearch.app import open_access
from kbsearch.app.access import Access, NewKey
from kbsearch.core.access.principals import Scope
from kbsearch.settings import load_settings

T0 = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEARCH = NewKey("GLPI", ("acme",), frozenset({Scope.SEARCH}))


def opened(folder: Path) -> Access:
    return open_access(load_settings({"data": folder / "data"}))


def actions(access: Access) -> list[str]:
    return [one.body.decode() for one in access.file.trail()]
