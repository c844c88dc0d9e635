"""`kbsearch calls import-queue-log`: what became of calls in the queues of an Asterisk telephone system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kbsearch import api, app, flows
from kbsearch.cli.acting import acting
from kbsearch.cli.entry import enter
from kbsearch.cli.fault_file import FaultFile, FaultyLine, fault_file, faults_option, faults_told
from kbsearch.cli.options import with_settings
from kbsearch.cli.queue_report import Words, field_of, report_lines, report_out
from kbsearch.cli.words import progress_bar
from kbsearch.core.access.audit import Action
from kbsearch.core.faults import printable
from kbsearch.core.one_client import OneClient
from kbsearch.core.telephone.queue_calls import QueueCall
from kbsearch.core.telephone.queue_map import MOST_BYTES, read_queue_map
from kbsearch.errors import BadRequest, BadSettings, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.core.snapshot import Snapshot


EXIT_FAULTS = 1
_GZIP = b"\x1f\x8b"
ON_THE_TRAIL = "queue log"
"""How the audit trail names it: a file's own name may say anything."""


@dataclass(frozen=True, slots=True)
class Held:
    """The clients whose queues may be in the log."""

    entered: dict[str, tuple[OneClient, Snapshot]]
    client_of: Callable[[str], str]
    """Queue → client; empty = nobody's, or that of a client which is not built."""
    unready: Mapping[str, str]
    """Queue → client, of clients that are named and not built."""

    @property
    def lang(self) -> api.catalogue.Lang:
        """English where all of them speak it."""
        return "en" if all(snapshot.client.lang == "en" for _, snapshot in self.entered.values()) else "fr"


@click.command("import-queue-log")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--client-map",
    "map_",
    metavar="MAP",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML: [queues], a queue's name = a client. Default: the [telephone] lines of each client.toml.",
)
@faults_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def import_queue_log(
    settings: Settings, files: tuple[Path, ...], map_: Path | None, faults_to: Path | None, as_json: bool
) -> None:
    """Keep what the queue_log of an Asterisk telephone system tells of calls: offered, answered, ended, and what came
    of them.

    A call that agents took is joined by its id, Asterisk's UNIQUEID. Callers become keys before anything is written;
    who took a call is not read. A caller sent on to another queue of the same client stays one call. The choice in the
    voice menu comes along where the dial plan logs it: QueueLog(${QUEUE},${UNIQUEID},NONE,INFO,IVR|path=1-3).

    MAP says whose each queue is; a queue that is nobody's is listed once, and never guessed. Where one of the clients
    is not built, the others' calls are kept:

    \b
      [queues]
      support-caissio = "caissio"
      support-soldea = "soldea"

    Lines that cannot be true, or contradict an earlier one, are counted, the first 200 of them listed, and the rest
    kept; then, or where a queue is nobody's, the exit code is 1. --faults FILE has all of them, and each line of a
    queue that is nobody's. A last line that is half written is left for the next import, and is no fault; so is the end
    of a call that left a queue less than an hour ago, and may be on its way to another. A log of any
    size is read in the same memory. Importing it again changes nothing, nor does a rotated log that overlaps; logs that
    follow each other are best given together, oldest first.

    \b
    Examples
      kbsearch calls import-queue-log /var/log/asterisk/queue_log --client-map queues.toml
      kbsearch calls import-queue-log queue_log.2 queue_log.1 queue_log --client-map queues.toml --json
      kbsearch calls import-queue-log queue_log --client-map queues.toml --faults faults.csv
    """
    with closing(app.open_records(settings)) as kb, progress_bar() as bar, fault_file(faults_to, files) as written:
        held = _mapped(kb, map_) if map_ else _by_lines(kb)
        task = bar.add_task("queue_log", total=sum(file.stat().st_size for file in files))
        words = Words(held.lang, lru_cache(flows.load_queue_log.MOST_QUEUES)(kb.calls.as_kept), held.unready)
        tell = partial(_write, written, words) if written else _nobody_listens
        report = _read(kb, held, files, partial(bar.advance, task), tell)
        if as_json:
            click.echo(msgspec.json.encode(report_out(report, words)))
        else:
            faulty = report.faulty.total() + report.unknown_lines
            for line in (*report_lines(report, words), *faults_told(held.lang, written, faulty)):
                click.echo(line)
    if report.faulty or report.unknown_lines:
        click.get_current_context().exit(EXIT_FAULTS)


def _nobody_listens(_: flows.load_queue_log.QueueFault) -> None:
    """Without `--faults`."""


def _write(file: FaultFile, words: Words, fault: flows.load_queue_log.QueueFault) -> None:
    file.add(FaultyLine(fault.source, fault.line, field_of(fault.code), fault.code, words.said(fault)))


def _read(
    kb: app.App,
    held: Held,
    files: Sequence[Path],
    progress: Callable[[int], None],
    tell: Callable[[flows.load_queue_log.QueueFault], None],
) -> flows.load_queue_log.QueueReport:
    """What of it was kept is on the audit trail of each client before its first call is."""
    begun: dict[str, list[str]] = {}
    with ExitStack() as trail:

        def keep(client: str, calls: Sequence[QueueCall]) -> flows.load_queue_log.QueueLoaded:
            if client not in begun:
                begun[client] = trail.enter_context(acting(kb, Action.CALLS_IMPORT, client, ON_THE_TRAIL))
            return kb.calls.load_queue_calls(held.entered[client][0], calls)

        log = flows.load_queue_log.QueueImport(held.client_of, keep, datetime.now(UTC), tell=tell)
        for file in files:
            with file.open("rb") as opened:
                _require_plain(file, opened)
                log.read(str(file), opened, progress=progress)
        report = log.end()
        for client, made in begun.items():
            made.append(f"{report.clients[client].calls} calls")
    return report


def _require_plain(path: Path, file: BufferedReader) -> None:
    """Raises `BadRequest` for what logrotate compressed: every line of it would be a fault."""
    if file.peek(2)[:2] == _GZIP:
        name = printable(str(path))
        message = f"{name} is compressed. Give it as it was: zcat {name} | kbsearch calls import-queue-log /dev/stdin …"
        raise BadRequest(message, field="FILE")


def _mapped(kb: app.App, path: Path) -> Held:
    """The clients that the map names. Raises `NotFound` where there is no such client, and `StateError` where none of
    them is built; one that is not keeps no other waiting."""
    with path.open("rb") as file:
        queues = read_queue_map(file.read(MOST_BYTES + 1))
    entered: dict[str, tuple[OneClient, Snapshot]] = {}
    refused: dict[str, StateError] = {}
    for name in sorted({*queues.values()}):
        try:
            entered[name] = enter(kb, name)
        except StateError as error:
            refused[name] = error
    if not entered:
        raise next(iter(refused.values()))
    for name, why in refused.items():
        click.echo(f"kbsearch: the queues of {name} are left out: {why}", err=True)
    of_ready = {queue: name for queue, name in queues.items() if name in entered}
    unready = {queue: name for queue, name in queues.items() if name in refused}
    return Held(entered, lambda queue: of_ready.get(queue, ""), unready)


def _by_lines(kb: app.App) -> Held:
    """The clients that have lines of their own. Raises `BadSettings` where none has."""
    entered: dict[str, tuple[OneClient, Snapshot]] = {}
    for name in kb.names():
        try:
            one, snapshot = enter(kb, name)
        except StateError as error:
            click.echo(f"kbsearch: the lines of {name} are not known: {error}", err=True)
            continue
        if snapshot.client.telephone.lines:
            entered[name] = one, snapshot
    if not entered:
        raise BadSettings(
            "Whose the queues are is not said: no client.toml has [telephone] lines. Write --client-map MAP, a TOML "
            'file with [queues] and lines such as support-caissio = "caissio".'
        )
    return Held(entered, kb.client_of_line, {})
