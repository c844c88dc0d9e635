"""`kbsearch serve --metrics`: where totals may be read, and that the listener begins and ends with the server."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from kbsearch.cli import main
from kbsearch.cli.serve import listen, listeners
from kbsearch.errors import BadSettings
from kbsearch.settings import load_settings
from tests.served import write_articles

ELSEWHERE = ["0.0.0.0:9464", ":9464", "[::]:9464", "192.168.1.10:9464", "kb.example.org:9464", "127.0.0.1.evil.org:1"]
NO_ADDRESS = ["9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:x", "http://127.0.0.1:9464"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_other_machines_are_refused_with_the_reason(tmp_path: Path, address: str) -> None:
    refused = CliRunner().invoke(main, ["serve", "--metrics", address, "--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "an address of this machine alone" in refused.stderr
    assert "put the scraper or a proxy that asks on this one" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    refused = CliRunner().invoke(main, ["serve", "--metrics", address, "--data", str(tmp_path)])
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert "'metrics' (option)" in refused.stderr


def test_it_is_a_setting_like_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({}).metrics is None
    (tmp_path / "kbsearch.toml").write_text('metrics = "[::1]:9464"\n')
    assert load_settings({}).metrics == ("::1", 9464)
    monkeypatch.setenv("KBSEARCH_METRICS", "localhost:9465")
    assert load_settings({}).metrics == ("localhost", 9465)
    monkeypatch.setenv("KBSEARCH_METRICS", "10.0.0.1:9464")
    with pytest.raises(BadSettings, match="KBSEARCH_METRICS"):
        load_settings({})


@pytest.mark.parametrize("command", ["serve", "up"])
def test_a_port_in_use_is_one_line_and_leaves_none_open(tmp_path: Path, command: str) -> None:
    with listen("127.0.0.1", 0) as taken, listen("127.0.0.1", 0) as free:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        port = free.getsockname()[1]
        free.close()
        arguments = [command, "--port", str(port), "--metrics", address, "--data", str(tmp_path)]
        refused = CliRunner().invoke(main, arguments)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.count("\n") == 1
        assert "already in use" in refused.stderr
        assert "--metrics 127.0.0.1:0" in refused.stderr
        listen("127.0.0.1", port).close()
    with pytest.raises(BadSettings, match="already in use"):
        listeners(load_settings({"port": port, "metrics": f"127.0.0.1:{port}"}))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_begins_and_ends_with_the_server(tmp_path: Path, how: signal.Signals) -> None:
    write_articles(tmp_path / "articles")
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", "0", "--models", str(tmp_path / "models")]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "KBSEARCH_METRICS": "127.0.0.1:0"}
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        address, _, told = (server.stdout.readline() for _ in range(3))
        url, metrics = (re.search(r"http://[^ \n]+", line) for line in (address, told))
        assert url is not None
        assert metrics is not None
        assert httpx.get(f"{url[0]}/livez", trust_env=False).status_code == 200
        assert httpx.get(f"{url[0]}/metrics", trust_env=False).status_code == 404
        with httpx.Client(
            trust_env=False, timeout=30
        ) as kept:  # a scraper keeps its connection, and must not hold the end up
            families = {one.name: one for one in text_string_to_metric_families(kept.get(metrics[0]).text)}
            counted = [one.labels for one in families["kbsearch_requests"].samples]
            assert {"operation": "live", "status": "200"} in counted
            server.send_signal(how)
            assert server.wait(20) == 0
        assert "Stopped." in server.stdout.read()
        port = int(metrics[0].rpartition(":")[2].partition("/")[0])
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
