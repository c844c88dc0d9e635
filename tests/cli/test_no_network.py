"""P8: nothing asks the network at run time, neither a name nor a connection; P5: what is built is the same anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

import kbsearch
from kbsearch.adapters.embedders.prepared import PreparedModel
from tests.cli.building import GOOD

pytestmark = pytest.mark.model

WATCH = """
import os, sys

LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", None, "")


def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        place = arguments[1]
        host = place[0] if isinstance(place, tuple) else "localhost"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        host = arguments[0][0] if isinstance(arguments[0], tuple) else arguments[0]
    elif event == "subprocess.Popen":
        note("started", os.path.basename(os.fsdecode(arguments[1][0])))
        return
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOCAL:
        note(event, host)
        raise OSError("there is no network here")


def note(*words):
    with open(os.environ["WATCHED"], "a") as file:
        print(*words, file=file)


sys.addaudithook(watch)
with open(os.environ["WATCHED"], "a") as file:
    print("watching", file=file)
"""
"""A `sitecustomize`: Python runs it before anything of ours, and every socket of the process passes it."""

CHANGES_WHAT_IS_SENT = ("KBSEARCH_", "HF_", "ORT_", "XDG_", "CI", "GITHUB_", "PYTEST_")
"""Some libraries report less where they are being tested."""


@pytest.fixture
def environment(tmp_path: Path, default_model: PreparedModel) -> dict[str, str]:
    """Of processes that are watched, in a Git repository with one article."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, "utf-8")
    article = tmp_path / "base" / "articles" / "acme" / "vpn.md"
    article.parent.mkdir(parents=True)
    article.write_text(GOOD, "utf-8")
    names = ["-c", "user.name=a", "-c", "user.email=a@b.fr"]
    for arguments in (["init", "-q"], ["add", "articles"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *names, *arguments], cwd=tmp_path / "base", check=True)
    (tmp_path / "home").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CHANGES_WHAT_IS_SENT)}
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": f"{tmp_path / 'watch'}:{Path(kbsearch.__file__).parents[1]}",
        "PYTHONUNBUFFERED": "1",
        "KBSEARCH_MODELS": str(default_model.folder.parent),
        "WATCHED": str(tmp_path / "watched"),
    }


def watched(environment: dict[str, str]) -> set[str]:
    return set(Path(environment["WATCHED"]).read_text("utf-8").splitlines())


def left_at_home(tmp_path: Path) -> list[Path]:
    """Files of whoever reports from native code, which the watch does not see: what waits to be sent is kept there."""
    return [path for path in (tmp_path / "home").rglob("*") if path.is_file()]


def run(base: Path, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "kbsearch", *arguments]
    done = subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_watch_sees_names_and_connections(tmp_path: Path, environment: dict[str, str]) -> None:
    for code in ("socket.getaddrinfo('a.example', 1)", "socket.socket().connect(('192.0.2.1', 1))"):
        command = [sys.executable, "-c", f"import socket; {code}"]
        assert subprocess.run(command, env=environment, capture_output=True).returncode == 1
    assert watched(environment) == {"watching", "socket.getaddrinfo a.example", "socket.connect 192.0.2.1"}


def test_build_ask_and_serve_ask_nothing_of_the_network(tmp_path: Path, environment: dict[str, str]) -> None:
    base = tmp_path / "base"
    run(base, environment, "build")
    asked = json.loads(run(base, environment, "ask", "acme", "vpn coupé", "--json"))
    assert [one["article"] for one in asked["results"]] == ["vpn"]
    made = run(base, environment, "keys", "create", "t", "--client", "acme", "--scope", "search", "--json")
    key = next(value for value in json.loads(made).values() if str(value).startswith("kbs_"))
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=base, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = next(found[0] for line in server.stdout if (found := re.search(r"http://[\d.]+:\d+", line)))
            with httpx.Client(
                base_url=url, trust_env=False, headers={"Authorization": f"Bearer {key}"}, timeout=30
            ) as http:
                until, mode = time.monotonic() + 60, ""
                while mode != "hybrid" and time.monotonic() < until:
                    time.sleep(0.5)
                    answer = http.post("/api/v1/clients/acme/search", json={"query": "vpn coupé"})
                    assert answer.status_code == 200, answer.text
                    body = answer.json()
                    mode = body["mode"]
                assert (mode, body["results"][0]["article"]) == ("hybrid", "vpn")
                assert http.get("/docs").status_code == 200
        finally:
            server.terminate()
    reader = f"started {Path(sys.executable).name}"  # where articles are read
    assert watched(environment) == {"watching", "started git", reader}
    assert left_at_home(tmp_path) == [], "a library keeps what it means to send"


def test_two_builds_of_one_commit_in_two_folders_are_the_same_bytes(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """P5: all files but `seal.json`, with the generation's name, its time, and a checksum over both."""
    shutil.copytree(tmp_path / "base", tmp_path / "elsewhere")
    found = []
    for name in ("base", "elsewhere"):
        run(tmp_path / name, environment, "build")
        client = tmp_path / name / "indexes" / "acme"
        generation = client / (client / "CURRENT").read_text("utf-8").strip()
        found.append({path.name: path.read_bytes() for path in generation.iterdir()})
    first, second = found
    assert {"manifest.json", "vectors.faiss", "articles.jsonl"} < set(first) == set(second)
    assert [name for name in sorted(first) if first[name] != second[name]] == ["seal.json"]
    seals = [json.loads(one["seal.json"]) for one in found]
    assert {name for name in seals[0] if seals[0][name] != seals[1][name]} == {
        "generation",
        "published",
        "checksum",
    }
    assert seals[0]["manifest"] == seals[1]["manifest"]
