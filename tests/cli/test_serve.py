"""Where the server may listen, and how it starts and stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme
from click.testing import CliRunner

from kbsearch.app import open_access
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.cli import main
from kbsearch.cli.acting import operator
from kbsearch.cli.binding import require_safe_address
from kbsearch.cli.serve import announce, greeting, listen, url_of
from kbsearch.core.access.principals import Role
from kbsearch.errors import BadSettings
from kbsearch.settings import Settings, load_settings
from tests.served import make_app, write_articles
from tests.waiting import wait_for

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


ELSEWHERE = ["0.0.0.0", "::", "192.168.1.10", "example.org", "", "127.0.0.1.example.org"]  # noqa: S104


def set_up(folder: Path, **more: object) -> Settings:
    return load_settings({"data": folder / "data", "host": "0.0.0.0", **more})  # noqa: S104


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, Path]:
    """A certificate made here, and its key."""
    made = trustme.CA().issue_cert("kb.example.test")
    made.cert_chain_pems[0].write_to_path(tmp_path / "tls.pem")
    made.private_key_pem.write_to_path(tmp_path / "tls.key")
    return {"tls_certificate": tmp_path / "tls.pem", "tls_key": tmp_path / "tls.key"}


@pytest.mark.parametrize("host", ELSEWHERE)
def test_other_machines_are_refused_with_everything_that_is_missing(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSettings) as refused:
        require_safe_address(set_up(tmp_path, host=host))
    for missing in ("kbsearch people add", "tls_certificate", "proxies", "hosts"):
        assert missing in str(refused.value)
    assert not (tmp_path / "data").exists(), "asking makes no file"


def test_each_of_the_three_is_asked_for(tmp_path: Path, pair: dict[str, Path]) -> None:
    def missing(**more: object) -> str:
        with pytest.raises(BadSettings) as refused:
            require_safe_address(set_up(tmp_path, **more))
        return str(refused.value)

    names = {"hosts": ("kb.example.test",)}
    said = missing(**pair, **names)
    assert "nobody could sign in" in said
    assert "in clear" not in said
    access = open_access(set_up(tmp_path))
    accounts = Accounts(access)
    accounts.add("terminal:tests", NOW, NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, "quatre tasses bleues"))
    said = missing(**names)
    assert "in clear" in said
    assert "nobody could sign in" not in said
    assert "set hosts" in missing(**pair)
    for safe in (pair, {"proxies": "10.0.0.5"}):
        require_safe_address(set_up(tmp_path, **names, **safe))
    accounts.set_disabled("terminal:tests", NOW, "marie", is_disabled=True)
    access.close()
    assert "nobody could sign in" in missing(**pair, **names)
    provider = {"oidc_issuer": "https://idp.example", "oidc_client_id": "kb"}
    assert "nobody could sign in" in missing(**pair, **names, **provider)
    require_safe_address(set_up(tmp_path, **pair, **names, **provider, oidc_groups={"agents": ["acme=agent"]}))


def test_half_a_certificate_or_a_wrong_one_is_refused_on_any_address(tmp_path: Path, pair: dict[str, Path]) -> None:
    for wrong, said in (
        ({"tls_certificate": pair["tls_certificate"]}, "both or neither"),
        ({**pair, "tls_key": tmp_path / "absent"}, "No such file"),
        ({**pair, "tls_key": pair["tls_certificate"]}, "belong together"),
    ):
        with pytest.raises(BadSettings, match=said):
            require_safe_address(set_up(tmp_path, host="127.0.0.1", **wrong))
    require_safe_address(set_up(tmp_path, host="127.0.0.1", **pair))


def test_the_command_refuses_before_it_listens(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path)])  # noqa: S104
    assert refused.exit_code == 2
    assert "not of this machine alone" in refused.stderr


def test_the_link_is_printed_until_there_is_another_way_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kb, _ = make_app(tmp_path)
    with listen("127.0.0.1", 0) as listener:
        announce(kb, greeting(kb.settings, listener))
        assert "/sign-in?link=" in capsys.readouterr().out
        account = NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, "quatre tasses bleues")
        Accounts(kb.access).add("terminal:tests", NOW, account)
        announce(kb, greeting(kb.settings, listener))
        assert "/sign-in?link=" not in capsys.readouterr().out
    kb.close()
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["sign-in-link"])
    assert made.output.startswith("http://127.0.0.1:8321/sign-in?link=")
    trail = CliRunner().invoke(main, ["audit", "list"]).output.splitlines()
    assert [operator() in line for line in trail if "link.create" in line] == [True, True]


def test_addresses_are_shown_as_people_open_them(tmp_path: Path, pair: dict[str, Path]) -> None:
    names = {"hosts": ("kb.example.test",)}
    assert url_of(set_up(tmp_path, **names, **pair), 8443) == "https://kb.example.test:8443"
    assert url_of(set_up(tmp_path, **names, proxies="10.0.0.5"), 8321) == "https://kb.example.test"
    assert url_of(set_up(tmp_path, host="::1"), 8321) == "http://[::1]:8321"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.9"])
def test_loopback_is_taken(host: str) -> None:
    listener = listen(host, 0)
    try:
        with pytest.raises(BadSettings, match="already in use"):
            listen(host, listener.getsockname()[1])
    finally:
        listener.close()


@pytest.fixture
def heard() -> Iterator[None]:
    """Below `nohup`, where tests may run too, a hang-up is ignored, and so would it be by what they start."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
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
        with httpx.Client(base_url=address[0], trust_env=False, timeout=30) as http:
            assert http.get("/livez").status_code == 200
            elapsed = time.monotonic() - started
            assert http.get("/readyz").json()["remedy"] == "kbsearch build"
        server.send_signal(how)
        assert server.wait(20) == 0
        assert "Stopped." in server.stdout.read()
    assert elapsed < 10  # 3 s on an idle machine; the measured figure is in the README


def free_port() -> int:
    with listen("127.0.0.1", 0) as listener:
        return int(listener.getsockname()[1])


def damage(data: Path) -> None:
    (data / "access.db").write_bytes(b"no database" * 1000)


def lose_key(data: Path) -> None:
    (data / "secrets" / ".access.key").unlink()


@pytest.mark.parametrize(("happened", "said"), [(damage, "access.db is damaged"), (lose_key, ".access.key, is gone")])
def test_what_cannot_be_started_with_is_told_in_one_line(
    tmp_path: Path, happened: Callable[[Path], None], said: str
) -> None:
    data = tmp_path / "data"
    open_access(set_up(tmp_path)).make_link(NOW)
    happened(data)
    port = free_port()
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", str(port), "--data", str(data)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_greeting_that_cannot_be_written_keeps_nothing_from_being_served(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", str(port), "--models", str(tmp_path / "models")]

    def is_alive() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/livez", trust_env=False, timeout=30).status_code == 200
        except httpx.ConnectError:
            return False

    with (
        Path("/dev/full").open("w") as full,
        subprocess.Popen(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True) as server,
    ):
        is_served = wait_for(lambda: is_alive() or server.poll() is not None) and server.poll() is None
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=20)[1]
    assert is_served
    assert server.returncode == 0
    assert "Traceback" not in said
    assert "No space left" not in said
