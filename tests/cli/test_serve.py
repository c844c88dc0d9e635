"""Where the server may listen, and how it starts and stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from kbsearch.cli.serve import listen
from kbsearch.errors import BadSettings
from tests.served import write_articles


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "example.org", "", "127.0.0.1.example.org"])  # noqa: S104
def test_other_machines_are_refused_with_the_reason(host: str) -> None:
    with pytest.raises(BadSettings, match="no keys yet"):
        listen(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.9"])
def test_loopback_is_taken(host: str) -> None:
    listener = listen(host, 0)
    try:
        with pytest.raises(BadSettings, match="already in use"):
            listen(host, listener.getsockname()[1])
    finally:
        listener.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_starts_in_seconds_and_stops_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    write_articles(tmp_path / "articles")
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", "0", "--models", str(tmp_path / "models")]
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address is not None
        with httpx.Client(base_url=address[0], trust_env=False) as http:
            assert http.get("/livez").status_code == 200
            elapsed = time.monotonic() - started
            assert http.get("/readyz").json()["remedy"] == "kbsearch build"
        server.send_signal(how)
        assert server.wait(20) == 0
        assert "Stopped." in server.stdout.read()
    assert elapsed < 10  # 3 s on an idle machine; the measured figure is in the README
