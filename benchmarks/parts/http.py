"""Whole searches over HTTP: real server process, separate client process, queries that were never asked before."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import servers
from benchmarks.measure import over_rounds, percentile, ratio, resident_mb, spread
from benchmarks.report import Row, at_least, at_most, row
from benchmarks.traffic import send
from benchmarks.world import World

TOKENS = 8
AGENTS, EVERY_S = 20, 0.3
TYPING_CLIENTS = 10
CONCURRENT = 8
WARM_UP = 50
FLAT_MB = 10.0


def run(world: World) -> Iterator[Row]:
    """One agent, and as much as the server can take; kbsearch and the bare handler in turn."""
    size = world.plan.sizes[min(1, len(world.plan.sizes) - 1)]
    settings = world.indexes(f"one-{size}", 1, size)
    each, rounds = world.plan.queries_per_round, world.plan.rounds
    queries = iter(world.queries(TOKENS, (each * rounds + WARM_UP) * 12, seed=1))

    def take(count: int) -> list[str]:
        return [query for query, _ in zip(queries, range(count), strict=False)]

    with servers.kbsearch(settings) as ours, servers.bare(settings) as bare:
        send(ours, take(WARM_UP))
        send(bare, take(WARM_UP))
        times: dict[str, list[list[float]]] = {"ours": [], "bare": []}
        rates: dict[str, list[float]] = {"ours": [], "bare": []}
        by_words: list[float] = []
        for _ in range(rounds):
            asked = take(each)
            for name, server in (("ours", ours), ("bare", bare)):
                times[name].append(send(server, asked).times_ms)
        for _ in range(rounds):
            asked = take(5 * each)
            for name, server in (("ours", ours), ("bare", bare)):
                done = send(server, asked, agents=CONCURRENT, seconds=world.plan.seconds / 4)
                rates[name].append(len(done.times_ms) / done.seconds)
                if server is ours:
                    by_words.append(100 * done.by_words / len(done.times_ms))
        memory = resident_mb(ours.pid)
    what = f"one agent, {size:,} chunks, {TOKENS}-token queries"
    yield at_most("http", f"{what}: p50", over_rounds(times["ours"], 50), 12, "ms")
    yield at_most("http", f"{what}: p95", over_rounds(times["ours"], 95), 25, "ms")
    yield row("http", "bare handler: p50", f"{over_rounds(times['bare'], 50)} ms")
    yield row("http", "bare handler: p95", f"{over_rounds(times['bare'], 95)} ms")
    yield row("http", "ours / bare handler, p50", f"{ratio(times['ours'], times['bare'])} ×")
    shares = [a / b for a, b in zip(rates["ours"], rates["bare"], strict=True)]
    yield at_least("http", f"{CONCURRENT} at once: requests per second, ours / bare", spread(shares), 0.7, "×")
    yield row("http", f"{CONCURRENT} at once: ours, requests per second", spread(rates["ours"]))
    yield row("http", f"{CONCURRENT} at once: bare, requests per second", spread(rates["bare"]))
    yield row("http", f"{CONCURRENT} at once: ours, answered by words alone", f"{spread(by_words)} %")
    yield at_most("http", f"resident memory of the server, {size:,} chunks", memory, 450, "MB")


def run_walls(world: World) -> Iterator[Row]:
    """One agent on the same server with and without all that asks who comes, in turn."""
    size = world.plan.sizes[min(1, len(world.plan.sizes) - 1)]
    settings = world.indexes(f"one-{size}", 1, size)
    each, rounds = world.plan.queries_per_round, 2 * world.plan.rounds
    queries = iter(world.queries(TOKENS, each * rounds + WARM_UP, seed=5))
    times: dict[str, list[list[float]]] = {"walled": [], "open": []}
    with (
        servers.kbsearch(settings) as walled,
        servers.kbsearch(settings, module=servers.UNWALLED) as unwalled,
    ):
        warm = [query for query, _ in zip(queries, range(WARM_UP), strict=False)]
        for server in (walled, unwalled):
            send(server, warm)
        for _ in range(rounds):
            asked = [query for query, _ in zip(queries, range(each), strict=False)]
            for name, server in (("walled", walled), ("open", unwalled)):
                times[name].append(send(server, asked).times_ms)
    what = "key, scope, limits, deadlines"
    added = [percentile(a, 50) - percentile(b, 50) for a, b in zip(times["walled"], times["open"], strict=True)]
    yield at_most("walls", f"{what} add to a search, p50", spread(added), 3, "ms")
    yield row("walls", "with them / without, p50", f"{ratio(times['walled'], times['open'])} ×")
    yield row("walls", "with them, p50", f"{over_rounds(times['walled'], 50)} ms")
    yield row("walls", "without, p50", f"{over_rounds(times['open'], 50)} ms")


def run_typing(world: World) -> Iterator[Row]:
    """Twenty agents, one request each 300 ms, spread over ten clients."""
    chunks = 5 * world.plan.chunks_per_client
    settings = world.indexes(f"typing-{chunks}", TYPING_CLIENTS, chunks)
    count = int(world.plan.seconds / EVERY_S * AGENTS)
    p95, p99, errors = [], [], 0
    with servers.kbsearch(settings) as ours:
        send(ours, world.queries(TOKENS, WARM_UP, seed=3))
        for turn in range(min(3, world.plan.rounds)):
            queries = world.queries(TOKENS, count, seed=4 + turn)
            done = send(ours, queries, agents=AGENTS, every_s=EVERY_S, seconds=world.plan.seconds)
            p95.append(percentile(done.times_ms, 95))
            p99.append(percentile(done.times_ms, 99))
            errors += done.errors
        memory = resident_mb(ours.pid)
    what = f"{AGENTS} agents typing, {TYPING_CLIENTS * chunks:,} chunks in {TYPING_CLIENTS} clients"
    yield at_most("typing", f"{what}: p95", spread(p95), 100, "ms")
    yield at_most("typing", f"{what}: p99", spread(p99), 250, "ms")
    yield at_most("typing", f"{what}: errors", float(errors), 0)
    yield row("typing", f"{what}: resident memory", f"{memory:.0f} MB")


def run_memory(world: World) -> Iterator[Row]:
    """Many different queries, one after the other as fast as they are answered, on one server."""
    size = world.plan.sizes[min(1, len(world.plan.sizes) - 1)]
    settings = world.indexes(f"one-{size}", 1, size)
    queries = world.queries(TOKENS, world.plan.requests, seed=9)
    step = max(1, len(queries) // 10)
    seen, errors = [], 0
    with servers.kbsearch(settings) as ours:
        for at in range(0, len(queries), step):
            errors += send(ours, queries[at : at + step], agents=4).errors
            seen.append(resident_mb(ours.pid))
            world.say(f"{at + step} of {len(queries)} requests, {seen[-1]:.0f} MB")
    what = f"{len(queries):,} requests"
    yield at_most("memory", f"{what}: growth after the first tenth", seen[-1] - seen[0], FLAT_MB, "MB")
    yield row("memory", f"{what}: after each tenth", " ".join(f"{value:.0f}" for value in seen) + " MB")
    yield at_most("memory", f"{what}: errors", float(errors), 0)
