from __future__ import annotations

from tests.api.conftest import desk
from tests.cli.conftest import folder

__all__ = ["desk", "folder"]
