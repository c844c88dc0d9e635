"""Real server processes to send requests to: kbsearch itself, and the least that could answer a search."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.plan import ROOT
from kbsearch.app import load_model, open_access
from kbsearch.app.access import NewKey
from kbsearch.cli.options import folder_arguments
from kbsearch.core.access.principals import EVERY_CLIENT, Scope
from kbsearch.settings import Settings

PATIENCE_S = 300
SERVE = ("kbsearch", "serve")
UNWALLED = ("benchmarks.servers.unwalled",)
"""See there."""
UNLIMITED = {f"KBSEARCH_RATE_{who}_{what}": "100000" for who in ("ADDRESS", "KEY") for what in ("SEARCHES", "WRITES")}
"""All traffic of a benchmark is from one address: it would measure the rate limit."""
ONE_KEY_FOR_ALL = {f"KBSEARCH_RATE_KEY_{what}": "0" for what in ("SEARCHES", "WRITES")}
"""The rates of addresses as they are by default, for traffic from many of them that has one key."""
_URL = re.compile(r"http://[\d.]+:\d+")


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers."""

    url: str
    pid: int
    paths: tuple[str, ...]
    """Where searches are posted, one per client."""
    key: str = ""
    """For all of it; empty where nobody asks for one."""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@contextlib.contextmanager
def kbsearch(
    settings: Settings,
    *,
    log: Path | None = None,
    module: Sequence[str] = SERVE,
    rates: Mapping[str, str] = UNLIMITED,
) -> Iterator[Server]:
    """`kbsearch serve` over these settings, once the model is there and every client was asked for once.

    `module`: another that serves in its place.
    """
    command = [sys.executable, "-m", *module, "--port", "0", *folder_arguments(settings)]
    clients = sorted(path.name for path in settings.indexes.iterdir() if not path.name.startswith("."))
    key = key_for(settings)
    with _running(command, log, rates) as server:
        server = replace(server, key=key)
        wait_for(lambda: get(f"{server.url}/readyz").get("model") == "ready")
        paths = tuple(f"/api/v1/clients/{client}/search" for client in clients)
        for path in paths:
            post(server.url + path, {"query": "bonjour"}, key)
        yield replace(server, paths=paths)


def key_for(settings: Settings) -> str:
    """A key that opens everything."""
    access = open_access(settings)
    try:
        asked = NewKey("benchmarks", (EVERY_CLIENT,), frozenset(Scope))
        return access.create_key("terminal:benchmarks", datetime.now(UTC), asked)[1]
    finally:
        access.close()


@contextlib.contextmanager
def bare(settings: Settings) -> Iterator[Server]:
    """Litestar handler that only encodes and asks FAISS, over the first client's vectors."""
    vectors = sorted(settings.indexes.glob("*/gen-*/vectors.*"))[-1]
    command = [sys.executable, "-m", "benchmarks.servers.bare", str(vectors), str(load_model(settings).folder)]
    with _running(command, None, {}) as server:
        yield Server(server.url, server.pid, ("/search",))


@contextlib.contextmanager
def _running(command: Sequence[str], log: Path | None, settings: Mapping[str, str]) -> Iterator[Server]:
    with contextlib.ExitStack() as stack:
        errors = stack.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        process = stack.enter_context(
            subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := _URL.search(line):
                    yield Server(found[0], process.pid, ())
                    break
            else:
                raise RuntimeError(
                    f"{' '.join(command[:4])} ended with {process.wait()} before it said where it listens."
                )
        finally:
            process.terminate()
            process.wait(30)


def wait_for(condition: object, every_s: float = 0.02) -> float:
    """Seconds until `condition()` is true; errors of connection count as not yet."""
    assert callable(condition)
    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE_S:
        with contextlib.suppress(OSError):
            if condition():
                return time.perf_counter() - started
        time.sleep(every_s)
    raise TimeoutError(f"Waited {PATIENCE_S} s for a server.")


def get(url: str, key: str = "") -> dict[str, object]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return _asked(urllib.request.Request(url, headers=headers))  # noqa: S310 - our own loopback URL


def post(url: str, document: dict[str, object], key: str) -> dict[str, object]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    return _asked(urllib.request.Request(url, json.dumps(document).encode(), headers))  # noqa: S310


def _asked(request: urllib.request.Request) -> dict[str, object]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as response:
        answer: dict[str, object] = json.load(response)
        return answer
