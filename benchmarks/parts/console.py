"""The agent's console in a real Chromium: from a key to its answer in the list, and how a call is ended by keys."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks import desk, servers
from benchmarks.desk import calls
from benchmarks.desk.typing import Shown, fetch_all, type_all, typeable
from benchmarks.measure import over_rounds, percentile, ratio, spread
from benchmarks.plan import ROOT
from benchmarks.report import Row, at_most, row
from benchmarks.world import World
from kbsearch.settings import Settings, load_settings
from kbsearch.workshop import Workshop
from tests.e2e import chromium

CLIENT = "client000"
LETTERS = range(15, 46)
"""Length of the queries that are typed."""
P95_MS, MEDIAN_S, KEYS = 150, 5, 8
TOY_KEY_MS = 60.0
"""Between two keys of a toy run's calls, whose seconds nobody looks at."""


def run(world: World) -> Iterator[Row]:
    """Typing over a large base, then twenty calls on the sample base. Without a Chromium, a sentence and no row."""
    if chromium.executable() is None:
        world.say(f"console: {chromium.HOW_TO_GET_IT}")
        return
    yield from _typing(world)
    yield from _calls(world)


def _typing(world: World) -> Iterator[Row]:
    size = world.plan.sizes[min(1, len(world.plan.sizes) - 1)]
    settings = world.indexes(f"one-{size}", 1, size)
    each = max(1, world.plan.queries_per_round // 50)
    wanted = (typeable(query) for query in world.real_queries)
    queries = iter([query for query in wanted if len(query) in LETTERS])
    rng = random.Random(5)  # noqa: S311

    def take(count: int) -> list[str]:
        return [query for query, _ in zip(queries, range(count), strict=False)]

    typed: list[list[Shown]] = []
    fetched: list[list[float]] = []
    with servers.kbsearch(settings) as server, desk.opened(server, settings) as page:
        page.goto(f"/c/{CLIENT}")
        type_all(page, take(1), rng)
        for turn in range(world.plan.rounds):
            world.say(f"round {turn + 1} of {world.plan.rounds}")
            typed.append(type_all(page, take(each), rng))
            fetched.append(fetch_all(page, CLIENT, take(each), rng))
    yield from _typing_rows(f"{size:,} chunks", typed, fetched)


def _typing_rows(what: str, typed: list[list[Shown]], fetched: list[list[float]]) -> Iterator[Row]:
    whole = [[one.whole_ms for one in its] for its in typed]
    pause, answer = [[one.pause_ms for one in its] for its in typed], [[one.answer_ms for one in its] for its in typed]
    yield row("console", f"{what}: letters that led to an answer", sum(map(len, typed)))
    yield at_most("console", f"{what}: from the key to its answer in the list, p50", over_rounds(whole, 50), None, "ms")
    yield at_most(
        "console", f"{what}: from the key to its answer in the list, p95", over_rounds(whole, 95), P95_MS, "ms"
    )
    yield row("console", f"{what}: of which the page waits for another letter, p50", f"{over_rounds(pause, 50)} ms")
    yield row("console", f"{what}: of which request to list, p50", f"{over_rounds(answer, 50)} ms")
    yield row("console", f"{what}: of which request to list, p95", f"{over_rounds(answer, 95)} ms")
    yield row("console", f"{what}: bare fetch from the same page, p50", f"{over_rounds(fetched, 50)} ms")
    yield row("console", f"{what}: bare fetch from the same page, p95", f"{over_rounds(fetched, 95)} ms")
    yield row("console", f"{what}: request to list / bare fetch, p50", f"{ratio(answer, fetched)} ×")
    yield row("console", f"{what}: from the key / bare fetch, p50", f"{ratio(whole, fetched)} ×")


def _calls(world: World) -> Iterator[Row]:
    settings = _sample(world)
    taken = calls.scripted()
    if world.is_toy:
        taken = list({call.kind: call for call in taken}.values())
    with servers.kbsearch(settings) as server, desk.opened(server, settings) as page:
        of = f"{server.url}/api/v1/clients/{calls.CLIENT}"
        servers.post(f"{of}/incidents", calls.INCIDENT | {"opened_at": datetime.now(UTC).isoformat()}, server.key)
        page.goto(f"/c/{calls.CLIENT}")
        agent = calls.Caller(page, TOY_KEY_MS if world.is_toy else calls.KEY_MS)
        closed = [agent.take(call) for call in taken]
        kept = servers.get(f"{of}/calls?limit=100", server.key)["items"]
    assert isinstance(kept, list)
    ended = Counter(calls.KINDS.get(one["outcome"]) for one in kept)
    wrong = (ended - (due := Counter(one.kind for one in taken))) + (due - ended)
    yield at_most("console", "calls kept otherwise than they were ended", float(wrong.total()), 0)
    seconds = percentile([one.seconds for one in closed], 50)
    yield at_most("console", f"{len(closed)} calls: Ctrl+Enter to the closed line, median", seconds, MEDIAN_S, "s")
    for kind, said in (("find", "find, use, close"), ("nothing", "find nothing, hand over"), ("incident", "incident")):
        its = [one for one in closed if one.kind == kind]
        letters = f" (and {its[0].letters} letters of facts)" if its[0].letters else ""
        took = spread([one.seconds for one in its])
        yield row("console", f"{said}: Ctrl+Enter to the closed line, {calls.KEY_MS} ms a key", f"{took} s")
        yield at_most("console", f"{said}: keys after the symptom{letters}", spread([one.keys for one in its]), KEYS)


def _sample(world: World) -> Settings:
    """The sample base, built; nothing is known of earlier calls."""
    work = world.plan.work / "desk"
    shutil.rmtree(work / "data", ignore_errors=True)
    folders = {name: work / name for name in ("indexes", "data")}
    known = {"articles": ROOT / "articles", "models": world.plan.models, "source": "worktree", "model_english": "none"}
    settings = load_settings(known | folders)
    workshop = Workshop(settings, warn=world.say)
    for outcome in workshop.build(workshop.library(), [calls.CLIENT], progress=lambda _: lambda *_: None):
        if isinstance(outcome, Exception):
            raise outcome
    return settings
