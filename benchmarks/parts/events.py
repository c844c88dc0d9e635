"""Durable events: one writer with group commit against a connection per thread with a transaction per event."""

from __future__ import annotations

import itertools
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import servers
from benchmarks.measure import over_rounds, resident_mb, spread
from benchmarks.report import Row, at_least, at_most, row
from benchmarks.traffic import Traffic, post
from benchmarks.world import World
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_writing
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.calls.happenings import Displayed
from kbsearch.core.one_client import OneClient

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
WHAT = Displayed("reseau/vpn-ne-se-connecte-pas", 1, "c" * 40, "reseau/vpn-ne-se-connecte-pas#3")
INSERT = "INSERT INTO events (client, id, call, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
TIMEOUT_S = 10.0

Append = Callable[[Event], object]


@dataclass(frozen=True, slots=True)
class Load:
    """What some threads, each appending one event after the other, saw."""

    per_second: float
    times_ms: list[float]


def run(world: World) -> Iterator[Row]:
    """Both write the same events into the same table with the same pragmas; each round has files of its own."""
    folder = world.plan.work / "events"
    seconds = min(2.0, world.plan.seconds / 4)
    ours: dict[int, list[Load]] = {8: [], 32: []}
    theirs: list[Load] = []
    for turn in range(world.plan.rounds):
        ways: list[Callable[[], None]] = [
            lambda: ours[8].append(_group_commit(folder, 8, seconds)),
            lambda: theirs.append(_one_by_one(folder, 8, seconds)),
            lambda: ours[32].append(_group_commit(folder, 32, seconds)),
        ]
        for way in ways if turn % 2 == 0 else ways[::-1]:
            way()
    ratio = spread([a.per_second / b.per_second for a, b in zip(ours[8], theirs, strict=True)])
    yield at_least("events", "8 writers: events per second, ours / a transaction per event", ratio, 2, "×")
    for name, loads in (("ours", ours[8]), ("a transaction per event", theirs)):
        yield row("events", f"8 writers: {name}, events per second", spread([load.per_second for load in loads]))
        yield row("events", f"8 writers: {name}, p99", f"{over_rounds([load.times_ms for load in loads], 99)} ms")
        yield row("events", f"8 writers: {name}, longest", f"{max(max(load.times_ms) for load in loads):.3g} ms")
    many = [load.times_ms for load in ours[32]]
    yield row("events", "32 writers: ours, events per second", spread([load.per_second for load in ours[32]]))
    yield at_most("events", "32 writers: ours, p99", over_rounds(many, 99), 15, "ms")
    yield at_most("events", "32 writers: ours, longest of all rounds", max(map(max, many)), 100, "ms")


def run_http(world: World) -> Iterator[Row]:
    """Tools that post events to `kbsearch serve`, one a request or ten; each is on disk when it is answered."""
    size = world.plan.sizes[0]
    settings = world.indexes(f"one-{size}", 1, size)
    shutil.rmtree(settings.data, ignore_errors=True)
    seconds = min(3.0, world.plan.seconds / 4)
    found: dict[tuple[int, int], list[Traffic]] = {(8, 1): [], (32, 1): [], (8, 10): []}
    with servers.kbsearch(settings) as server:
        clients = [path.removesuffix("/search") for path in server.paths]
        for turn in range(world.plan.rounds):
            for (agents, each), done in found.items():
                requests = list(_posts(clients[0], f"{turn}-{agents}", each, count=int(6_000 * seconds / each)))
                done.append(post(server, requests, agents=agents, seconds=seconds))
        memory = resident_mb(server.pid)
    for (agents, each), done in found.items():
        what = f"{agents} tools posting {each} at a time"
        rates = spread([each * len(one.times_ms) / one.seconds for one in done])
        yield at_least("events-http", f"{what}: events per second", rates, 1_500 if agents == 32 else None, "/s")
        yield row("events-http", f"{what}: p99 of a request", f"{over_rounds([one.times_ms for one in done], 99)} ms")
    errors = sum(one.errors for done in found.values() for one in done)
    yield at_most("events-http", "requests that failed", float(errors), 0)
    yield row("events-http", "resident memory of the server", f"{memory:.0f} MB")


def _posts(client: str, name: str, each: int, *, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    what = msgspec.to_builtins(WHAT)
    for at in range(count):
        events = [{"id": f"{name}-{each}-{at}-{part}", "at": AT.isoformat(), "what": what} for part in range(each)]
        yield f"{client}/calls/call-{name}-{at // 30}/events", {"events": events}


def _group_commit(folder: Path, writers: int, seconds: float) -> Load:
    with closing(SqliteCalls(_fresh(folder), timeout_s=TIMEOUT_S)) as store:
        return _load(lambda: lambda event: store.append(OneClient(event.client), [event]), writers, seconds)


def _one_by_one(folder: Path, writers: int, seconds: float) -> Load:
    path = _fresh(folder)
    SqliteCalls(path).close()  # makes the table

    def connect() -> Append:
        connection = open_writing(path, timeout_s=TIMEOUT_S)

        def append(event: Event) -> None:
            at = int(event.at.timestamp() * 1_000_000)
            # In autocommit mode one statement is one transaction: the cheapest way there is to make one.
            connection.execute(INSERT, (event.client, event.id, event.call, at, encode(event).decode()))

        return append

    return _load(connect, writers, seconds)


def _load(connect: Callable[[], Append], writers: int, seconds: float) -> Load:
    """`connect` is called in each thread, before the clock starts. Each event bears the moment of its writing, as an
    agent's do: with one moment for all, indexes by time would be written all over, and not at their end."""
    times: list[list[float]] = [[] for _ in range(writers)]
    begin = threading.Barrier(writers + 1)
    begun, until = [0.0], [0.0]

    def work(writer: int) -> None:
        append = connect()
        begin.wait()
        begin.wait()
        for at in itertools.count():
            started = time.perf_counter()
            if started >= until[0]:
                return
            now = AT + timedelta(seconds=started - begun[0])
            append(Event(f"{writer}-{at}", "acme", f"call-{writer}-{at // 30}", now, WHAT))
            times[writer].append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = begun[0] = time.perf_counter()
    until[0] = started + seconds
    begin.wait()
    for thread in threads:
        thread.join()
    every = [taken for of_one in times for taken in of_one]
    return Load(len(every) / (time.perf_counter() - started), every)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder / "calls.db"
