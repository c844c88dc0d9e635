"""A client's figures: every event of its calls read and folded, in the memory of one call."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from benchmarks.measure import resident_mb, spread
from benchmarks.report import Row, at_most, row
from benchmarks.world import World
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core import happenings as ev
from kbsearch.core.events import Event
from kbsearch.core.figures import WINDOW, ClientFigures, Period, count
from kbsearch.core.happenings import Outcome
from kbsearch.core.one_client import OneClient

CLIENT = OneClient("caissio")
PERIOD = Period(date(2025, 12, 1), date(2026, 11, 30), ZoneInfo("Europe/Paris"))
COMMIT = "c" * 40
EVENTS = 8
"""Of each call."""
CALLERS = 20_000
BATCH = 500


def run(world: World) -> Iterator[Row]:
    """Processor time, for nothing of it waits; the first count warms up: it is in the memory and not in the time."""
    calls = world.plan.sizes[-1]
    path = world.plan.work / "figures" / f"{calls}.db"
    with closing(SqliteCalls(path)) as store:
        if not store.clients():
            world.say(f"writing {calls:,} calls of {EVENTS} events each")
            _fill(store, calls)
        before, took = resident_mb(os.getpid()), list[float]()
        _count(store)
        for _ in range(min(world.plan.rounds, 3)):
            started = time.process_time()
            found = _count(store)
            took.append(time.process_time() - started)
        grown = resident_mb(os.getpid(), "VmHWM") - before
    assert found.began == calls
    what = f"{calls:,} calls of {EVENTS} events"
    yield row("figures", f"{what}: counted, processor time", f"{spread(took)} s")
    yield row("figures", f"{what}: events per second", spread([calls * EVENTS / one for one in took]))
    yield at_most("figures", f"{what}: memory taken", max(0.0, grown), 20, "MB")


def _count(store: SqliteCalls) -> ClientFigures:
    calls = store.each(CLIENT, PERIOD.begins - WINDOW, PERIOD.ends + WINDOW)
    return count(CLIENT, PERIOD, calls, PERIOD.ends)


def _fill(store: SqliteCalls, calls: int) -> None:
    """Over a year, every outcome as often as the others."""
    step, outcomes = (PERIOD.ends - PERIOD.begins) / calls, [*Outcome]
    for first in range(0, calls, BATCH):
        numbers = range(first, min(first + BATCH, calls))
        store.append(CLIENT, [one for at in numbers for one in _call(at, step * at, outcomes[at % len(outcomes)])])


def _call(number: int, after: timedelta, outcome: Outcome) -> Iterator[Event]:
    happened = (
        ev.Started("phone", "support", ("1", "3"), f"{number % CALLERS:032}"),
        ev.Described("le terminal ne se connecte plus"),
        ev.Searched("terminal connexion impossible", "hybrid", COMMIT, "gen-1"),
        ev.Displayed("tpe-hors-ligne", 1, COMMIT, "tpe-hors-ligne#2"),
        ev.Displayed("tpe-ethernet-desk-c5", 2, COMMIT, "tpe-ethernet-desk-c5#3"),
        ev.Opened("tpe-hors-ligne"),
        ev.Used("tpe-hors-ligne"),
        ev.Closed(outcome),
    )
    for at, what in enumerate(happened):
        when = PERIOD.begins + after + timedelta(seconds=20 * at)
        yield Event(f"{number}:{at}", CLIENT.id, f"call-{number}", when, what)
