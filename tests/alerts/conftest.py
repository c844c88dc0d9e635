"""An instance whose client acme has alerts and a webhook on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.app import App
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.snapshot import Snapshot
from tests.alerts.receiver import Receiver, receiving
from tests.served import UNLIMITED, MemoryLive, make_app

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""A Monday."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def kb(tmp_path: Path, receiver: Receiver) -> Iterator[App]:
    with closing(made_for(tmp_path, receiver)) as made:
        yield made


def made_for(folder: Path, receiver: Receiver) -> App:
    allowed = {"webhook_hosts": receiver.place, "webhook_networks": "127.0.0.1"}
    kb, live = make_app(folder, overrides={**UNLIMITED, **allowed})
    give(live, "acme", AlertRules(is_on=True, webhook=receiver.url))
    return kb


def give(live: MemoryLive, client: str, rules: AlertRules) -> None:
    entry = live.entries[client]
    assert isinstance(entry, Snapshot)
    live.entries[client] = replace(entry, client=replace(entry.client, alerts=rules))
