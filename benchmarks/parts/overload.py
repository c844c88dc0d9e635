"""Ten times what the server can sustain: memory, those it accepts, those it refuses, and how soon all is well again."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Sequence

from benchmarks import flood, servers
from benchmarks.flood import Outcome
from benchmarks.measure import percentile, resident_mb
from benchmarks.report import Row, at_most, row
from benchmarks.world import World

TOKENS = 8
NORMAL_SENDERS = 8
TIMES = 10
SENDERS = {"many addresses": 600, "one address": 150}
"""Less than the connections that a server, and one address, may have: what is refused with them is no request."""
MOST_GROWTH_MB = 60.0
RECOVERY_S = 5.0
ANSWERED = ("hybrid", "keyword", "429", "503")
RECOVERED = 10
"""Answers by meaning in a row, each as quick as twice the normal p95, that count as recovered."""


def run(world: World) -> Iterator[Row]:
    """Normal: as many requests as eight senders get answered. Then ten times as many a second are sent, first from many
    addresses, which only the bounded lines hold up against, then from one, which its rate limit stops.
    """
    chunks = world.plan.chunks_per_client
    settings = world.indexes(f"overload-{chunks}", 4, chunks)
    queries = world.queries(TOKENS, 50 if world.is_toy else 2_000, seed=11)
    normal_s, flood_s = (1.0, 2.0) if world.is_toy else (world.plan.seconds / 2, 3 * world.plan.seconds)
    with servers.kbsearch(settings, rates=servers.ONE_KEY_FOR_ALL) as server:
        flood.result(flood.start(server, queries, senders=NORMAL_SENDERS, per_second=0, seconds=normal_s / 2))
        normal = flood.result(flood.start(server, queries, senders=NORMAL_SENDERS, per_second=0, seconds=normal_s))
        before = resident_mb(server.pid)
        rate = TIMES * len(normal.accepted_ms) / normal.seconds
        limit_ms = 2 * percentile(normal.accepted_ms, 95)
        yield row("overload", "normal, 8 at once: answered per second", f"{rate / TIMES:.0f}")
        yield row("overload", "normal, 8 at once: p95", f"{limit_ms / 2:.1f} ms")
        for name, senders in SENDERS.items():
            is_one = name == "one address"
            how = {"senders": senders, "per_second": rate, "seconds": flood_s, "is_one_address": is_one}
            most, outcome = watched(server.pid, flood.start(server, queries, **how))
            recovered = recovery(server, queries, limit_ms)
            yield from _rows(f"10 × from {name}, {flood_s:.0f} s", outcome, limit_ms)
            yield at_most(
                "overload", f"10 × from {name}: most memory above before", most - before, MOST_GROWTH_MB, "MB"
            )
            yield at_most("overload", f"10 × from {name}: recovered after", recovered, RECOVERY_S, "s")


def _rows(what: str, outcome: Outcome, limit_ms: float) -> Iterator[Row]:
    said = ", ".join(f"{kind} {outcome.share(kind):.1f} %" for kind in sorted(outcome.kinds))
    answered = (
        f"{outcome.total / outcome.seconds:.0f} per second, {outcome.late} not sent since the last was waited for"
    )
    yield row("overload", f"{what}: answered", answered)
    yield row("overload", f"{what}: of which", said)
    failed = outcome.total - sum(outcome.kinds.get(kind, 0) for kind in ANSWERED)
    yield at_most("overload", f"{what}: neither answered nor told to come back", float(failed), 0)
    times = outcome.accepted_ms or [0.0]
    yield at_most(
        "overload", f"{what}: p95 of the accepted, at most twice the normal", percentile(times, 95), limit_ms, "ms"
    )
    yield row(
        "overload", f"{what}: p50 and longest of the accepted", f"{percentile(times, 50):.1f}, {max(times):.0f} ms"
    )


def watched(pid: int, process: subprocess.Popen[str]) -> tuple[float, Outcome]:
    """The most memory of `pid` while the flood goes on, in MB, and what became of the flood."""
    seen, is_over = [resident_mb(pid)], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.1):
            seen.append(resident_mb(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        outcome = flood.result(process)
    finally:
        is_over.set()
        watcher.join()
    return max(seen), outcome


def recovery(server: servers.Server, queries: Sequence[str], limit_ms: float) -> float:
    """Seconds from the end of the flood until answers are by meaning and quick again."""
    ended, in_a_row = time.perf_counter(), 0
    for number in range(10_000):
        began = time.perf_counter()
        try:
            answer = servers.post(server.url + server.paths[0], {"query": f"{queries[0]} {number}"}, server.key)
        except OSError:
            answer = {}
        is_well = answer.get("mode") == "hybrid" and (time.perf_counter() - began) * 1e3 <= max(limit_ms, 50)
        in_a_row = in_a_row + 1 if is_well else 0
        if in_a_row == RECOVERED:
            return time.perf_counter() - ended
        time.sleep(0.02)
    return float("inf")
