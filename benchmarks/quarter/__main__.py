"""`python -m benchmarks.quarter`: a simulated year of the three sample clients, and what the product makes of it.

More than 60,000 calls in the last quarter, with telephone times, callers who come back, 32 subjects of which no
base has an article, and 16 articles a client that come on their days and raise what is solved of their subjects by 8
points. In small shares there are known incidents, withheld numbers, surveys and hand-overs to N3 (`traps`). Figures
must be those that were planted, to the call; the effect must be in its interval; the gaps must be found.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import click

from benchmarks.plan import ROOT
from benchmarks.quarter import repository
from benchmarks.quarter.calls import EFFECT, QUARTER, Truth, Year
from benchmarks.quarter.picture import draw, draw_dashboard, write
from benchmarks.quarter.subjects import subject_of
from kbsearch.app import App, open_terminal
from kbsearch.app.effects import effect
from kbsearch.app.figures import figures
from kbsearch.app.folding import ALL
from kbsearch.app.gaps import gaps
from kbsearch.app.topics import freeze
from kbsearch.core.figures import ClientFigures
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings, load_settings
from kbsearch.workshop import Workshop
from tests.core.effects.planted import PUBLISHED, WEEKS

CLIENTS = ("caissio", "embalor", "soldea")
MONDAY = datetime(2025, 11, 17, tzinfo=UTC)
ENDS = MONDAY + timedelta(weeks=WEEKS)
NOW = ENDS + timedelta(days=9)
"""When everybody looks: all contacts of the year are ripe."""
QUARTER_BEGINS = ENDS - timedelta(weeks=QUARTER)
MONTH = "2026-10"
"""The last whole one."""
FIRST = 12
"""Gaps of a list that somebody reads."""
AT_ONCE = 4000
"""Events in one write."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was planted, and what was found of it."""

    client: str
    what: str
    planted: str
    found: str
    is_met: bool


@click.command()
@click.option("--calls", default=60_000, show_default=True, help="Of the last quarter, all clients together.")
@click.option("--seed", default=1, show_default=True)
@click.option("--work", type=click.Path(path_type=Path), default=ROOT / "benchmarks" / "results" / "work" / "quarter")
@click.option("--picture", type=click.Path(path_type=Path), help="A PNG of the first client's report.")
@click.option("--dashboard", type=click.Path(path_type=Path), help="A PNG of the quarter on that client's dashboard.")
def main(calls: int, seed: int, work: Path, picture: Path | None, dashboard: Path | None) -> None:
    """Make the base and the calls, look at them, print a Markdown table; fails where something planted is not found."""
    shutil.rmtree(work, ignore_errors=True)
    a_week = -(-calls // len(CLIENTS) // QUARTER)
    years = {client: _year(client, seed * 10 + at) for at, client in enumerate(CLIENTS)}
    late = [
        (year.published[one.article], client, one)
        for client, year in years.items()
        for one in year.subjects
        if one.article
    ]
    repository.make(work, MONDAY, late)
    settings = load_settings({"articles": work / "articles", "indexes": work / "indexes", "data": work / "data"})
    _build(settings)
    kb = open_terminal(settings)
    try:
        started = time.perf_counter()
        written = sum(_write(kb, year, a_week) for year in years.values())
        click.echo(f"{written:,} events of a year written in {time.perf_counter() - started:.0f} s", err=True)
        lines = [line for client, year in years.items() for line in _looked_at(kb, OneClient(client), year)]
        report = work / f"{CLIENTS[0]}.html"
        write(kb, OneClient(CLIENTS[0]), MONTH, NOW, report)  # with both ends of FCR, now that topics are frozen
        if picture is not None:
            draw(report.resolve(), picture)
    finally:
        kb.close()
    if dashboard is not None:
        days = _day(QUARTER_BEGINS), _day(ENDS - timedelta(days=1))
        draw_dashboard(settings, OneClient(CLIENTS[0]), days, dashboard)
    click.echo("| client | what | planted | found | |\n|---|---|---|---|---|")
    for one in lines:
        click.echo(f"| {one.client} | {one.what} | {one.planted} | {one.found} | {'yes' if one.is_met else '**no**'} |")
    raise SystemExit(not all(one.is_met for one in lines))


def _year(client: str, seed: int) -> Year:
    return Year(client, MONDAY, seed, [subject_of(one) for one in repository.sample_articles(client)])


def _build(settings: Settings) -> None:
    workshop = Workshop(settings, warn=lambda said: click.echo(said, err=True))
    library = workshop.library()
    for outcome in workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None):
        if isinstance(outcome, Exception):
            raise outcome


def _write(kb: App, year: Year, a_week: int) -> int:
    written, client = 0, OneClient(year.client)
    for week in range(WEEKS):
        events = year.week(week, a_week)
        while some := [*islice(events, AT_ONCE)]:
            written += kb.calls.file().append(client, some).new
    kb.calls.numbers.catch_up(client, ALL)
    return written


def _looked_at(kb: App, client: OneClient, year: Year) -> Iterator[Line]:
    truth, last = year.truth, _day(ENDS - timedelta(days=1))
    yield from compared(figures(kb, client, _day(QUARTER_BEGINS), last, NOW), truth)
    yield _gaps_found(kb, client, year, last)
    freeze(kb, client, _day(MONDAY), _day(MONDAY + timedelta(weeks=PUBLISHED[0] - 1)), NOW)
    did = effect(kb, client, (_day(MONDAY), last), {}, NOW).effect
    said = f"+{EFFECT * 100:.0f} points"
    if did.points is None:
        yield Line(client.id, "effect", said, f"not told: {did.unknown}", is_met=False)
        return
    low, value, high = did.points.low, did.points.value, did.points.high
    shown = f"{value:+.1f} ({low:+.1f} to {high:+.1f}), {did.treated} subjects, {did.compared} others"
    yield Line(client.id, "effect of articles on FCR", said, shown, low <= EFFECT * 100 <= high)


def compared(found: ClientFigures, truth: Truth) -> Iterator[Line]:
    """Every figure in which something was planted, net ones too where the client agreed on some."""
    for one in found.figures:
        for what, figure, planted in ((one.name, one, truth.figures), (f"{one.name}, net", one.net, truth.net)):
            if figure is not None and one.name in planted:
                wanted, seen = planted[one.name], (figure.numerator, figure.denominator)
                yield Line(found.client, what, _share(*wanted), _share(*seen), seen == wanted)
    unattached = found.contacts.unattached
    yield Line(
        found.client,
        "calls of withheld numbers, in no contact",
        f"{truth.unattached:,}",
        f"{unattached:,}",
        unattached == truth.unattached,
    )


def _share(above: int, below: int) -> str:
    return f"{above:,} / {below:,}"


def _gaps_found(kb: App, client: OneClient, year: Year, last: str) -> Line:
    """Of the ten largest, as many as the issue asks for are in the first twelve: one of those holds most of its
    calls."""
    largest = sorted(year.truth.lacking.values(), key=len, reverse=True)[:10]
    listed = [{*one.calls} for one in gaps(kb, client, _day(QUARTER_BEGINS), last, NOW).gaps[:FIRST]]
    found = sum(any(2 * len(calls & one) > len(calls) for one in listed) for calls in largest)
    return Line(client.id, f"ten largest gaps in the first {FIRST}", "10", str(found), found >= 9)


def _day(at: datetime) -> str:
    return date(at.year, at.month, at.day).isoformat()


if __name__ == "__main__":
    main()
