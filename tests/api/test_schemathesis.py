"""The published contract against a real server, by schemathesis: no 5xx, no undocumented status, no other shape."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbsearch.api.contract.document import FILE
from kbsearch.cli.openapi import read
from tests.served import Served

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = 40
SEED = 20261102


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_whole_api_is_what_its_document_says(desk: Served) -> None:
    """Examples, boundaries, generated requests and chains of them; some 2,500 requests, the same in every run."""
    assert desk.http.put("/api/v1/clients/acme/calls/c-118", json={}).status_code == 200
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("--config-file", str(Path(__file__).parent / "schemathesis.toml")),
        *("run", f"{desk.url}/schema/openapi.json", "--no-color"),
        *("--header", f"Authorization: {desk.http.headers['Authorization']}"),
        *("--max-examples", str(EXAMPLES), "--seed", str(SEED), "--generation-database", "none"),
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=desk.kb.settings.data.parent, env=env, capture_output=True, text=True, timeout=580
    )
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]
    count = sum(map(len, read(FILE)["paths"].values()))
    assert f"Selected: {count}/{count}" in done.stdout
    assert "❌" not in done.stdout
    assert "errored" not in done.stdout, "a request that could not be sent, or got no answer, passes otherwise"
