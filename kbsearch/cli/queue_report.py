"""What became of a telephone system's log, as a terminal shows it and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from kbsearch import api, flows
from kbsearch.core.faults import printable, shown

COLUMNS = ("calls", "offered", "answered", "abandoned", "overflowed", "new", "repeated")
"""Of `ClientCount`; the last two count events."""
_FIELDS = {
    "epoch": "time",
    "before": "time",
    "future": "time",
    "order": "time",
    "call-id": "call",
    "call-id-personal": "call",
    "queue": "queue",
    "nobody": "queue",
    "event": "event",
    "contradicts": "event",
}
"""Code of a fault, without its beginning → the field that it is about."""


def field_of(code: str) -> str:
    """The field of the line that a fault is about; empty = the line as a whole."""
    return _FIELDS.get(code.removeprefix("queue-log-"), "")


@dataclass(frozen=True, slots=True)
class Words:
    """How faults are said."""

    lang: api.catalogue.Lang
    redact: Callable[[str], str]
    """Key of a queue → its name without personal data."""
    unready: Mapping[str, str]
    """Key of a queue → its client, of clients that are not built."""

    def said(self, fault: flows.load_queue_log.QueueFault) -> str:
        if fault.code == flows.load_queue_log.NOBODYS:
            return self.nobodys(str(fault.values["queue"]))
        return api.catalogue.text(self.lang, fault.code, **fault.values)

    def nobodys(self, queue: str) -> str:
        name = shown(self.redact(queue))
        if client := self.unready.get(queue):
            return api.catalogue.text(self.lang, "queue-log-unready", queue=name, client=client)
        return api.catalogue.text(self.lang, flows.load_queue_log.NOBODYS, queue=name)


def report_out(report: flows.load_queue_log.QueueReport, words: Words) -> dict[str, Any]:
    """The same for programs."""
    return {
        "lines": report.lines,
        "skipped": report.skipped,
        "clients": {client: _numbers(count) for client, count in sorted(report.clients.items())},
        "unknown": {
            "lines": report.unknown_lines,
            "queues": [
                {"queue": words.redact(key), "file": one.source, "line": one.line, "lines": one.lines}
                for key, one in report.unknown.items()
            ],
        },
        "faulty": report.faulty.total(),
        "reasons": dict(sorted(report.faulty.items())),
        "faults": [
            {"file": one.source, "line": one.line, "reason": one.code, "message": words.said(one)}
            for one in report.faults
        ],
        "unfinished": [{"file": one.source, "line": one.line} for one in report.unfinished],
        "going_on": report.going_on,
        "empty": report.empty,
    }


def report_lines(report: flows.load_queue_log.QueueReport, words: Words) -> Iterator[str]:
    """Faults and queues that are nobody's, each with its line, then what was kept of each client's calls."""
    lang = words.lang
    for fault in report.faults:
        yield f"{_place(fault.source, fault.line)}: {words.said(fault)}"
    if (more := report.faulty.total() - len(report.faults)) > 0:
        yield api.catalogue.text(lang, "queue-log-more", more=more)
    for key, one in report.unknown.items():
        said = api.catalogue.text(lang, "queue-log-left-out", said=words.nobodys(key), lines=one.lines)
        yield f"{_place(one.source, one.line)}: {said}"
    for fault in report.unfinished:
        yield f"{_place(fault.source, fault.line)}: {words.said(fault)}"
    for source in report.empty:
        yield f"{printable(source)}: {api.catalogue.text(lang, 'queue-log-empty')}"
    if report.going_on:
        yield api.catalogue.text(lang, "queue-log-going-on", calls=report.going_on)
    if report.clients:
        yield _table(report.clients, api.catalogue.text(lang, "queue-log-columns").split("|"))
    if report.faulty:
        reasons = ", ".join(f"{code} {number}" for code, number in report.faulty.most_common())
        yield api.catalogue.text(lang, "queue-log-reasons", reasons=reasons)
    yield api.catalogue.text(
        lang,
        "queue-log-read",
        lines=report.lines,
        faulty=report.faulty.total(),
        unknown=report.unknown_lines,
        skipped=report.skipped,
    )


def _place(source: str, line: int) -> str:
    return f"{printable(source)}:{line}"


def _numbers(count: flows.load_queue_log.ClientCount) -> dict[str, int]:
    return {name: getattr(count, name) for name in COLUMNS}


def _table(clients: Mapping[str, flows.load_queue_log.ClientCount], headings: list[str]) -> str:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at else "left")
    for client, count in sorted(clients.items()):
        table.add_row(client, *(str(number) for number in _numbers(count).values()))
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")
