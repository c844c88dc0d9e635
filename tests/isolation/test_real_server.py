"""The same hunt over a socket, in a server process of its own; and what anybody may read, which tells of nobody."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.isolation import canaries
from tests.isolation.desk import Desk
from tests.isolation.lists import reads_lists
from tests.isolation.places import look_through
from tests.isolation.sweep import neighbours, settle
from tests.isolation.world import Got, World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CLIENTS = 4
PUBLIC = (
    "/livez",
    "/readyz",
    "/schema/openapi.json",
    "/docs",
    "/problems",
    "/sign-in",
    "/assets/console.js",
    "/nowhere",
)


class RemoteWorld(World):
    """A world in whose folder another process serves; operators' work is done beside it."""

    http: httpx.AsyncClient

    async def _ask(self, client: str, method: str, path: str, body: bytes, kind: str, headers: dict[str, str]) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"authorization": f"Bearer {self.keys[client]}", "content-type": kind} | named
        got = await self.http.request(method, path, content=body, headers=sent)
        pairs = tuple((name, value) for name, value in got.headers.raw if name.lower() not in (b"date", b"server"))
        return Got(got.status_code, pairs, got.content)


@contextlib.contextmanager
def serving(world: RemoteWorld, log: Path) -> Iterator[None]:
    """`kbsearch serve` in the world's folder, without a model: words alone are compared."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH_")}
    for name in ("articles", "indexes", "models", "data"):
        env[f"KBSEARCH_{name.upper()}"] = str(world.folder / name)
    env |= {"KBSEARCH_SOURCE": "worktree", "KBSEARCH_LOG_LEVEL": "debug", "PYTHONUNBUFFERED": "1"}
    env |= {f"KBSEARCH_{name.upper()}": "0" for name in world.settings.__slots__ if name.startswith("rate_key")}
    env |= {f"KBSEARCH_{name.upper()}": "0" for name in world.settings.__slots__ if name.startswith("rate_address")}
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", "0"]
    with log.open("wb") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=env) as server:
        assert server.stdout is not None
        found = next(match for line in server.stdout if (match := re.search(rb"http://[\d.]+:\d+", line)))
        world.http = httpx.AsyncClient(base_url=found[0].decode(), trust_env=False, timeout=30)
        try:
            yield
        finally:
            world.loop.run_until_complete(world.http.aclose())
            server.send_signal(signal.SIGINT)
            server.stdout.read()
            assert server.wait(20) == 0


def test_nobody_sees_anothers_canary_over_a_socket(tmp_path: Path) -> None:
    with closing(World(tmp_path / "world", CLIENTS)) as before:
        settle(before, with_evidence=False)
    log = tmp_path / "log"
    with closing(RemoteWorld(tmp_path / "world", CLIENTS)) as world:
        world.holder, world.owners = dict(before.holder), dict(before.owners)
        with serving(world, log):
            desk = Desk(world)
            for client, other in neighbours(world):
                for two in (
                    desk.searches, desk.reads_articles, desk.calls_at_others_doors, desk.declares_an_incident,
                    desk.takes_a_call, desk.hands_over, desk.ends_a_call, desk.escalates, desk.imports, desk.goes_wrong,
                    desk.posts_again,
                ):  # fmt: skip
                    two(client, other)
                reads_lists(world, client, other)
                for alone in (desk.reads_an_incident, desk.closes_an_incident, desk.looks_around):
                    alone(client)
            for _ in range(10):
                desk.all_at_once(world.names)
        look_through(world)
        print(f"\n{sum(world.counts.values()):,} requests over a socket, no canary of another's")
        assert sum(world.counts.values()) > 500
    assert canaries.seen_in(log.read_bytes()) == set()
    assert not (tmp_path / "world" / "data" / "scope-violations.log").exists()


def test_what_anybody_may_read_is_the_same_however_many_clients_there_are(tmp_path: Path) -> None:
    read = []
    for count in (1, 3):
        with closing(World(tmp_path / str(count), count)) as world:
            if count == 3:
                settle(world)
            found = [world.ask("c00", "GET", path, authorization="") for path in PUBLIC]
            read.append([(got.status, got.body.replace(dict(got.headers)[b"x-request-id"], b"")) for got in found])
    assert read[0] == read[1]
    assert [status for status, _ in read[0]] == [200] * 7 + [404]
