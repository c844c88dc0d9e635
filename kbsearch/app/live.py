"""What an instance needs of the snapshots that it serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot


class Live(Protocol):
    """Any thread may call."""

    def clients(self) -> Sequence[str]: ...

    def get(self, client: OneClient) -> Snapshot: ...

    def held(self) -> Mapping[str, Snapshot]: ...

    def problems(self) -> Mapping[str, str]: ...

    def close(self) -> None: ...
