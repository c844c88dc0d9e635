"""A real `kbsearch serve` with faults in it (`faulty_server`), in a process and a folder of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from kbsearch.core.access.principals import Scope
from tests.served import write_articles

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Desk:
    """The server, and the folder it has to itself."""

    http: httpx.Client
    folder: Path
    run: Callable[..., str]
    """A command beside the server; what it prints."""

    def post(self, path: str, body: object) -> httpx.Response:
        return self.http.post(f"/api/v1/clients/acme{path}", json=body)

    def search(self, query: str, **more: str) -> httpx.Response:
        return self.post("/search", {"query": query, **more})

    def search_by_meaning(self, query: str) -> httpx.Response:
        """Asked again while a busy machine has words answer alone: the model never sees those."""
        for _ in range(30):
            found = self.search(query)
            if "busy" not in found.json()["notes"]:
                return found
            time.sleep(0.5)
        raise TimeoutError(found.text)


@contextlib.contextmanager
def desk(folder: Path, models: Path) -> Iterator[Desk]:
    """Built and served below `folder`, what is printed going to `out` and `err` beside it."""
    write_articles(folder / "base" / "articles")
    env = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH_")}
    env |= {"KBSEARCH_MODELS": str(models), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    env |= {"KBSEARCH_LOG_LEVEL": "debug", "KBSEARCH_MODEL_ENGLISH": "none", "TMPDIR": str(folder / "base")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "kbsearch", *arguments]
        done = subprocess.run(command, cwd=folder / "base", env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("build")
    everything = [part for scope in Scope for part in ("--scope", scope.value)]
    key = run("keys", "create", "essai", "--client", "acme", *everything).strip()
    command = [sys.executable, "-m", "tests.abuse.faulty_server", "serve", "--port", "0"]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        server = subprocess.Popen(command, cwd=folder / "base", env=env, stdout=out, stderr=err)
        try:
            url = wait_for_address(folder / "out")
            headers = {"Authorization": f"Bearer {key}"}
            with httpx.Client(base_url=url, trust_env=False, timeout=30, headers=headers) as http:
                wait_until_ready(http)
                yield Desk(http, folder, run)
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0


def wait_for_address(out: Path) -> str:
    for _ in range(600):
        if found := re.search(r"http://[\d.]+:\d+", out.read_text("utf-8")):
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(out.read_text("utf-8"))


def wait_until_ready(http: httpx.Client) -> None:
    for _ in range(600):
        if http.get("/readyz").json().get("model") == "ready":
            return
        time.sleep(0.1)
    raise TimeoutError(http.get("/readyz").text)
