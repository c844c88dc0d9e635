"""A server, a provider that it sends people to, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.elsewhere.going import sending_to
from tests.elsewhere.identity_provider import Provider, running_provider
from tests.served import Served


@pytest.fixture
def idp() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def served(tmp_path: Path, idp: Provider) -> Iterator[Served]:
    with sending_to(idp, tmp_path) as served:
        yield served


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=20) as http:
        yield http
