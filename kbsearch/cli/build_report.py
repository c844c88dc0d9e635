"""What `kbsearch build` says at its end: a table per client, and why something is missing from it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kbsearch import flows
from kbsearch.cli.words import counted, place
from kbsearch.core.faults import printable
from kbsearch.core.model import Fault, Severity
from kbsearch.errors import StateError
from kbsearch.workshop import BrokenClientError, Outcome, RefusedError

MOST_FAULTS = 20
"""Of one client, and as many warnings."""


def as_text(outcomes: Mapping[str, Outcome], lost: Sequence[Fault], root: Path) -> Iterator[str]:
    """The table, what is wrong at the top, why articles were left out, what the model cannot see whole, what failed.

    A fault of a shared article is told once, with the first client it concerns. Paths are said like `check` says them.
    """
    yield _drawn(_table(outcomes))
    told: set[Fault] = set()
    yield from _capped([f"{_line(fault, root)} {printable(fault.hint)}" for fault in lost], "faults")
    for name, outcome in outcomes.items():
        faults = [fault for fault in errors(faults_of(outcome)) if fault not in told]
        told.update(faults)
        yield from _capped([_line(fault, root) for fault in faults], f"faults of {name}")
        if isinstance(outcome, StateError):
            yield _failure(name, outcome, root)
        else:
            yield from _capped([f"{name}: {warning}" for warning in outcome.warnings], f"warnings about {name}")


def as_json(name: str, outcome: Outcome) -> dict[str, Any]:
    """One client, with paths from the articles folder."""
    faults = [asdict(fault) for fault in faults_of(outcome)]
    if isinstance(outcome, StateError):
        return {"client": name, "published": False, "error": str(outcome), "faults": faults}
    return {**asdict(outcome), "faults": faults}


def errors(faults: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def faults_of(outcome: Outcome) -> Sequence[Fault]:
    match outcome:
        case flows.build.BuildReport():
            return outcome.faults
        case RefusedError() | BrokenClientError():
            return outcome.base.faults
        case _:
            return ()


def _failure(name: str, outcome: StateError, root: Path) -> str:
    """Why a client was not built, with its name once."""
    if isinstance(outcome, BrokenClientError):
        fault = outcome.fault
        return f"{name} was not built: {_line(fault, root)} {printable(fault.hint)} Run: {outcome.remedy}"
    said = str(outcome)
    return said if said.startswith(f"{name} ") else f"{name}: {said}"


def _line(fault: Fault, root: Path) -> str:
    return f"{place(root, fault.path)}:{fault.line}: {printable(fault.message)}"


def _capped(lines: Sequence[str], what: str) -> Iterator[str]:
    yield from lines[:MOST_FAULTS]
    if len(lines) > MOST_FAULTS:
        yield f"{len(lines) - MOST_FAULTS} more {what}. See them all: kbsearch check"


def _table(outcomes: Mapping[str, Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("client")
    for heading in ("articles", "left out", "chunks", "embedded", "cached", "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("generation")
    table.add_column("commit")
    for name, outcome in outcomes.items():
        if isinstance(outcome, StateError):
            table.add_row(name, *["–"] * 6, "not built", "")
            continue
        o = outcome
        numbers = [str(o.articles), _left_out(o), *map(str, (o.chunks, o.embedded, o.cached))]
        state = o.generation if o.published else f"{o.generation} (unchanged)"
        table.add_row(name, *numbers, f"{o.seconds:.1f}", state, o.commit[:12])
    return table


def _left_out(report: flows.build.BuildReport) -> str:
    """`0`, or how many for each reason."""
    faulty = report.left_out - report.drafts - report.archived
    reasons = (
        (report.drafts, "draft", "drafts"),
        (report.archived, "archived", "archived"),
        (faulty, "faulty", "faulty"),
    )
    return ", ".join(counted(number, one, many) for number, one, many in reasons if number) or "0"


def _drawn(table: Table) -> str:
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
