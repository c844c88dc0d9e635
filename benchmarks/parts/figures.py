"""A client's figures, at ten thousand calls and at a million: what one event more costs, all from nothing, a quarter
and a year."""

from __future__ import annotations

import os
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.measure import resident_mb, spread
from benchmarks.report import Row, at_least, at_most, row
from benchmarks.world import World
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_writing
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import WINDOW, ClientFigures, Period, count
from kbsearch.core.figures.parts import InTurn, count_with_parts
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.one_client import OneClient

CLIENT = OneClient("caissio")
PERIOD = Period(date(2025, 12, 1), date(2026, 11, 30), ZoneInfo("Europe/Paris"))
QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30), PERIOD.zone)
TIMEOUT_S = 30.0
EACH = 200
"""Events more, one after the other."""
MOST_TO_FOLD = 100_000
COMMIT = "c" * 40
EVENTS = 8
"""Of each call."""
CALLERS = 20_000
BATCH = 500


def run(world: World) -> Iterator[Row]:
    """Each size by itself, then one event more of each in turns."""
    paths = {calls: _path(world, calls) for calls in world.plan.calls}
    for calls, path in paths.items():
        with closing(store_of(world, calls)) as store:
            what = f"{calls:,} calls of {EVENTS} events"
            yield from _rebuilt(store, path, what, calls)
            yield from _counted(world, store, what, calls)
    least, most = min(paths), max(paths)
    took: dict[int, list[float]] = {calls: [] for calls in paths}
    with ExitStack() as stack:
        stores = {calls: stack.enter_context(closing(SqliteCalls(path))) for calls, path in paths.items()}
        for at in range(EACH):
            for calls, store in stores.items():
                took[calls].append(_one_event_more(store, at))
    middle = {calls: statistics.median(times) * 1000 for calls, times in took.items()}
    for calls, ms in middle.items():
        yield row("figures", f"{calls:,} calls: one event more, written and folded, median", f"{ms:.3g} ms")
    yield at_most("figures", f"one event more: {most:,} calls / {least:,}", middle[most] / middle[least], 1.5, "×")


def _path(world: World, calls: int) -> Path:
    return world.plan.work / "figures" / f"{calls}.db"


def store_of(world: World, calls: int) -> SqliteCalls:
    """With so many calls, written the first time."""
    store = SqliteCalls(_path(world, calls))
    if not store.clients():
        world.say(f"writing {calls:,} calls of {EVENTS} events each")
        _fill(store, calls)
    return store


def _rebuilt(store: SqliteCalls, path: Path, what: str, calls: int) -> Iterator[Row]:
    """All of it, from the events alone."""
    with closing(open_writing(path, timeout_s=TIMEOUT_S)) as connection:
        connection.execute("DELETE FROM call_numbers")
        connection.execute("INSERT OR REPLACE INTO calls_changed SELECT client, call, random() FROM calls")
    started = time.perf_counter()
    assert store.numbers.catch_up(CLIENT, 2 * calls)
    rate = calls * EVENTS / (time.perf_counter() - started)
    yield at_least("figures", f"{what}: all folded again, events per second", rate, 50_000, "/s")


def _one_event_more(store: SqliteCalls, at: int) -> float:
    """Seconds until it is in the figures."""
    name = f"more-{secrets.token_hex(8)}"
    event = Event(name, CLIENT.id, f"call-{at}", PERIOD.begins + timedelta(days=1), ev.Opened("tpe-hors-ligne"))
    started = time.perf_counter()
    store.append(CLIENT, [event])
    assert store.numbers.catch_up(CLIENT, EACH)
    return time.perf_counter() - started


def _counted(world: World, store: SqliteCalls, what: str, calls: int) -> Iterator[Row]:
    """A quarter and the year, beside reading and folding every event for it, and beside the bare reading of the
    rows."""
    rounds = min(world.plan.rounds, 5)
    parts: tuple[tuple[str, Period, float, InTurn], ...] = (
        ("a quarter", QUARTER, 1, "week"),
        ("the year", PERIOD, 3, "month"),
    )
    for name, period, goal, by in parts:
        before = resident_mb(os.getpid())
        found = _count(store, period)
        grown = resident_mb(os.getpid(), "VmHWM") - before
        assert name != "the year" or found.began == calls
        took = [seconds_of(lambda period=period: _count(store, period)) for _ in range(rounds)]
        read = [seconds_of(lambda period=period: table_of(store, period)) for _ in range(rounds)]
        said = f"{what}: {name}, {found.began:,} of them"
        yield at_most("figures", f"{said}: counted", spread(took), goal, "s")
        on_page = [seconds_of(lambda period=period, by=by: shown(store, period, by)) for _ in range(rounds)]
        yield at_most("figures", f"{said}: on the dashboard, by {by}", spread(on_page), goal, "s")
        yield row(
            "figures",
            f"{said}: counted / their rows read",
            f"{spread([a / b for a, b in zip(took, read, strict=True)])} ×",
        )
        yield at_most("figures", f"{said}: memory taken", max(0.0, grown), 20 if calls <= 100_000 else None, "MB")
    if calls <= MOST_TO_FOLD:
        slow = [seconds_of(lambda: _every_event(store)) / seconds_of(lambda: _count(store, PERIOD)) for _ in range(2)]
        yield row("figures", f"{what}: every event read and folded for it / this", f"{spread(slow)} ×")


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def table_of(store: SqliteCalls, period: Period) -> CallTable:
    return store.numbers.table(CLIENT, period.begins - WINDOW, period.ends + WINDOW)


def _count(store: SqliteCalls, period: Period) -> ClientFigures:
    return count(CLIENT, period, table_of(store, period), PERIOD.ends)


def shown(store: SqliteCalls, period: Period, by: InTurn) -> None:
    """What `app.today.history` counts: in all and part by part, every figure with its interval."""
    table = table_of(store, period)
    whole, found = count_with_parts(CLIENT, period, by, table, PERIOD.ends)
    for figure in [*whole.figures, *(one for part in found.parts for one in part.figures)]:
        _ = figure.interval


def _every_event(store: SqliteCalls) -> ClientFigures:
    calls = store.each(CLIENT, PERIOD.begins - WINDOW, PERIOD.ends + WINDOW)
    return count(CLIENT, PERIOD, tabulate(CLIENT, calls), PERIOD.ends)


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
