"""What else could count a client's calls: SQL in place, DuckDB and Polars over a copy, beside all figures as we count
them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from benchmarks import peers
from benchmarks.measure import ratio, spread
from benchmarks.parts.figures import PERIOD, QUARTER, seconds_of, shown, store_of, table_of
from benchmarks.report import Row, row
from benchmarks.world import World
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Period
from kbsearch.core.figures.table import CallTable
from kbsearch.core.moments import microseconds

PEERS = ("sql", "duckdb", "polars")
COLUMNS = np.dtype([("began", "<i8"), ("hung_up", "<i8"), ("caller", "<i8"), ("took", "<i4"), ("resolved", "<i1")])


def run(world: World) -> Iterator[Row]:
    """The peers count five figures of each week; ours is all of them, each with its interval, in all and by week."""
    calls = max(world.plan.calls)
    peers.make(world.say)
    folder = world.plan.work / "columns"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with closing(store_of(world, calls)) as store:
        np.save(folder / "calls.npy", _columns(table_of(store, PERIOD)))
        for name, period in (("a quarter", QUARTER), ("the year", PERIOD)):
            with ExitStack() as stack:
                others = {one: stack.enter_context(closing(_peer(world, one, folder))) for one in PEERS}
                taken: dict[str, list[list[float]]] = {one: [] for one in ("ours", "rows read", *PEERS)}
                for _ in range(min(world.plan.rounds, 5)):
                    taken["ours"].append([seconds_of(lambda period=period: shown(store, period, "week"))])
                    taken["rows read"].append([seconds_of(lambda period=period: table_of(store, period))])
                    found = {one: _ask(other, period, taken[one]) for one, other in others.items()}
                    assert len({*map(tuple, found.values())}) == 1, f"The peers counted differently: {found}"
            yield from _rows(f"{calls:,} calls, {name}", taken)


def _rows(what: str, taken: dict[str, list[list[float]]]) -> Iterator[Row]:
    for name, its in taken.items():
        yield row("columns", f"{what}: {name}", f"{spread([one for [one] in its])} s")
    for name in PEERS:
        yield row("columns", f"{what}: five figures by {name} / all of ours", f"{ratio(taken[name], taken['ours'])} ×")


def _peer(world: World, name: str, folder: Path) -> peers.Peer:
    own = folder / name
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir()
    shutil.copy(folder / "calls.npy", own)
    started = time.perf_counter()
    peer = peers.Peer("columns", name, str(own))
    peer.ask(since=0, until=0)
    world.say(f"{name}: {time.perf_counter() - started:.1f} s to write its copy")
    return peer


def _ask(peer: peers.Peer, period: Period, taken: list[list[float]]) -> list[int]:
    answer = peer.ask(since=microseconds(period.begins), until=microseconds(period.ends))
    taken.append([answer["seconds"]])
    found: list[int] = answer["found"]
    return found


def _columns(table: CallTable) -> np.ndarray:
    """What the five figures ask of a call."""
    columns = np.zeros(len(table.rows), COLUMNS)
    for name in ("began", "hung_up", "took"):
        columns[name] = table.rows[name]
    columns["caller"] = table.rows["caller"].astype(np.int64)
    columns["resolved"] = table.of_kinds(np.array([kind.outcome is Outcome.RESOLVED for kind in table.kinds]))
    return columns
