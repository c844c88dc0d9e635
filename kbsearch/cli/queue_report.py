"""What became of a telephone system's log, as a terminal shows it and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from kbsearch.api import catalogue
from kbsearch.cli.words import counted
from kbsearch.core.faults import printable, shown
from kbsearch.flows.load_queue_log import ClientCount, QueueFault, QueueReport

COLUMNS = ("calls", "offered", "answered", "abandoned", "overflowed", "new", "repeated")
"""Of `ClientCount`; the last two count events."""


def report_out(report: QueueReport, lang: catalogue.Lang, names: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs. `names`: each unknown queue as it may be shown."""
    return {
        "lines": report.lines,
        "skipped": report.skipped,
        "clients": {client: _numbers(count) for client, count in sorted(report.clients.items())},
        "unknown": {
            "lines": report.unknown_lines,
            "queues": [
                {"queue": names[key], "file": one.source, "line": one.line, "lines": one.lines}
                for key, one in report.unknown.items()
            ],
        },
        "faulty": report.faulty.total(),
        "reasons": dict(sorted(report.faulty.items())),
        "faults": [
            {"file": one.source, "line": one.line, "reason": one.code, "message": _said(one, lang)}
            for one in report.faults
        ],
    }


def report_lines(report: QueueReport, lang: catalogue.Lang, names: Mapping[str, str]) -> Iterator[str]:
    """Faults and queues that are nobody's, each with its line, then what was kept of each client's calls."""
    for fault in report.faults:
        yield f"{_place(fault.source, fault.line)}: {_said(fault, lang)}"
    if (more := report.faulty.total() - len(report.faults)) > 0:
        yield f"… and {counted(more, 'more faulty line')}: see the counts below."
    for key, one in report.unknown.items():
        lines = counted(one.lines, "line")
        yield f"{_place(one.source, one.line)}: the queue {shown(names[key])} is no client's: {lines} left out."
    if report.clients:
        yield _table(report.clients)
    for code, number in report.faulty.most_common():
        yield f"{counted(number, 'line')} left out: {code.removeprefix('queue-log-')}"
    yield (
        f"{counted(report.lines, 'line')} read: {counted(report.faulty.total(), 'faulty line')}, "
        f"{report.unknown_lines} of queues that are no client's, {report.skipped} of no call in a queue."
    )


def _said(fault: QueueFault, lang: catalogue.Lang) -> str:
    return catalogue.text(lang, fault.code, **fault.values)


def _place(source: str, line: int) -> str:
    return f"{printable(source)}:{line}"


def _numbers(count: ClientCount) -> dict[str, int]:
    return {name: getattr(count, name) for name in COLUMNS}


def _table(clients: Mapping[str, ClientCount]) -> str:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("client")
    for heading in COLUMNS:
        table.add_column({"new": "events new", "repeated": "known"}.get(heading, heading), justify="right")
    for client, count in sorted(clients.items()):
        table.add_row(client, *(str(number) for number in _numbers(count).values()))
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
