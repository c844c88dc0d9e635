"""A server, a provider that it sends people to, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.elsewhere.identity_provider import (
    CLIENT_ID,
    SECRET,
    Provider,
    running_provider,
)
from tests.served import UNLIMITED, Served, make_app, running

GROUPS = {"kb-acme-agents": ["acme=agent"], "kb-chiefs": ["*=supervisor"]}


@pytest.fixture
def idp() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def served(tmp_path: Path, idp: Provider) -> Iterator[Served]:
    (tmp_path / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    oidc = {"oidc_issuer": idp.issuer, "oidc_client_id": CLIENT_ID, "oidc_groups": GROUPS}
    overrides = {**UNLIMITED, **oidc, "oidc_client_secret_file": tmp_path / "secret.txt"}
    kb, live = make_app(tmp_path, overrides=overrides)
    with running(kb) as (url, http):
        yield Served(url, kb, live, http)


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=20) as http:
        yield http
