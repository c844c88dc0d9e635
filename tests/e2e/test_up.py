"""The newcomer's path, with the real model: init, check, up, ask; a second `up` only does what changed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.client import Kbsearch

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]

KBSEARCH = (sys.executable, "-m", "kbsearch")


@pytest.fixture(scope="module")
def models(default_model: PreparedModel, english_model: PreparedModel) -> Path:
    return default_model.folder.parent


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer") / "base"
    subprocess.run([*KBSEARCH, "init", str(folder)], check=True, capture_output=True, timeout=60)
    return folder


@contextlib.contextmanager
def up(base: Path, models: Path) -> Iterator[tuple[httpx.Client, float]]:
    """`kbsearch up` on a free port until the block ends: an HTTP client, and the seconds until words answered."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH_")}
    env |= {"KBSEARCH_MODELS": str(models), "PYTHONUNBUFFERED": "1"}
    started = time.monotonic()
    with subprocess.Popen(
        [*KBSEARCH, "up", "--port", "0"], cwd=base, stdout=subprocess.PIPE, text=True, env=env
    ) as server:
        assert server.stdout is not None
        address = next(found for line in server.stdout if (found := re.match(r"http://\S+", line)))
        link = re.search(r"http://\S+/sign-in\?link=\S+", server.stdout.readline())
        assert link is not None
        make = ("keys", "create", "essai", "--client", "exemple", "--scope", "search")
        key = subprocess.run([*KBSEARCH, *make], cwd=base, env=env, check=True, capture_output=True, text=True).stdout
        headers = {"Authorization": f"Bearer {key.strip()}"}
        try:
            with httpx.Client(base_url=address[0], trust_env=False, timeout=30, headers=headers) as http:
                assert "/c/exemple" in httpx.get(link[0], follow_redirects=True, trust_env=False).text
                assert http.get("/readyz").json()["status"] == "ready"
                yield http, time.monotonic() - started
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(20) == 0


def wait_for_meaning(http: httpx.Client) -> None:
    for _ in range(200):
        if http.get("/readyz").json()["model"] == "ready":
            return
        time.sleep(0.1)
    raise AssertionError(http.get("/readyz").text)


def test_from_nothing_to_the_right_article(base: Path, models: Path) -> None:
    with up(base, models) as (http, _):
        wait_for_meaning(http)
        key = http.headers["Authorization"].removeprefix("Bearer ")
        with Kbsearch(str(http.base_url), client="exemple", key=key) as kb:
            answer = kb.search("mon deuxieme moniteur reste noir")
            assert answer.mode == "hybrid"
            assert answer.results[0].article == "second-ecran-non-detecte"
            assert kb.article(answer.results[0].article).commit == kb.snapshot().commit == answer.commit
        assert http.get("/c/exemple").status_code == 200


def test_a_second_time_nothing_is_embedded(base: Path, models: Path) -> None:
    with up(base, models) as (http, seconds):
        assert http.get("/livez").status_code == 200
    assert seconds < 20  # seconds on an idle machine; the measured figure is in the README


def test_an_edit_is_live_without_a_restart(base: Path, models: Path) -> None:
    with up(base, models) as (http, _):
        article = base / "articles" / "exemple" / "postes" / "clavier-colle.md"
        article.write_text("# Clavier collant après un café renversé\n\nÉteindre, retourner, sécher.\n", "utf-8")
        env = {**os.environ, "KBSEARCH_MODELS": str(models)}
        subprocess.run([*KBSEARCH, "build"], cwd=base, env=env, check=True, capture_output=True, timeout=120)
        query, until, first = {"query": "clavier café"}, time.monotonic() + 10, ""
        while first != "postes/clavier-colle" and time.monotonic() < until:
            time.sleep(0.1)
            results = http.post("/api/v1/clients/exemple/search", json=query).json()["results"]
            first = results[0]["article"] if results else ""
        assert first == "postes/clavier-colle"
