"""`kbsearch calls`: what happened in the calls of one client, and calls from another tool's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec
from rich.progress import Progress

from kbsearch.api.call_shapes import call_out, replay_out
from kbsearch.api.imports import fault_out
from kbsearch.app import App, open_records
from kbsearch.cli.acting import acting
from kbsearch.cli.call_steps import COMMANDS
from kbsearch.cli.entry import enter
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language
from kbsearch.cli.queue_log import import_queue_log
from kbsearch.cli.words import counted
from kbsearch.core.access.audit import Action
from kbsearch.core.call_import import read_calls
from kbsearch.core.call_tables import Format
from kbsearch.core.calls import Call, fold
from kbsearch.core.local_time import exact
from kbsearch.settings import Settings

EXIT_FAULTS = 1


@click.group()
def command() -> None:
    """What happened in the calls of one client.

    Calls are kept in --data, whichever door they came through; the server may run meanwhile.
    """


@command.command("import")
@click.argument("client")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def import_(settings: Settings, client: str, file: Path, form: Format | None, as_json: bool) -> None:
    """Keep the calls of FILE, which another tool wrote, as calls of CLIENT.

    One call a row: JSON Lines, or CSV (comma or semicolon) with a header. Columns: call_id and started_at; closed_at
    and outcome together; channel, queue, caller, symptom, used, tried, refused, confirmed, comment. Times without an
    offset are local to the client. Callers become keys, symptoms and comments are redacted before anything is written;
    a row whose call_id holds personal data is not kept.

    Good rows are kept and the others listed, each with its line, in the client's language; then the exit code is 1.
    Importing a file again changes nothing.

    \b
    Examples
      kbsearch calls import caissio novembre.csv
      kbsearch calls import caissio export.txt --format jsonl --json
    """
    chosen: Format = form or ("csv" if file.suffix.lower() == ".csv" else "jsonl")
    with opened(settings) as kb, Progress(transient=True, disable=as_json) as progress:
        one, snapshot = enter(kb, client)
        zone = ZoneInfo(snapshot.client.time_zone)
        read = read_calls(file.read_bytes(), chosen, client=client, zone=zone)
        task = progress.add_task("calls", total=len(read.calls))
        with acting(kb, Action.CALLS_IMPORT, client, counted(len(read.calls), "call")):
            loaded = kb.calls.load(one, read, progress=lambda done, _: progress.update(task, completed=done))
    faults = [fault_out(fault, language(snapshot)) for fault in loaded.faults]
    if as_json:
        counts = {"calls": loaded.calls, "new": loaded.new, "repeated": loaded.repeated}
        click.echo(msgspec.json.encode({**counts, "faults": faults}))
    else:
        for fault in faults:
            where = f"{fault.field}: " if fault.field else ""
            click.echo(f"{file}:{fault.line}: {where}{fault.message}")
        kept = (
            f"{counted(loaded.calls, 'call')} on record: {counted(loaded.new, 'event')} new, {loaded.repeated} known."
        )
        click.echo(f"{kept} {counted(len(loaded.faults), 'row')} left out.")
    if loaded.faults:
        click.get_current_context().exit(EXIT_FAULTS)


@command.command("list")
@click.argument("client")
@click.option("--since", type=click.DateTime(), help="Local time of the client. Default: a week ago.")
@click.option("--until", type=click.DateTime(), help="Local time of the client. Default: now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a call.")
@with_settings
def list_(settings: Settings, client: str, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """CLIENT's calls that began between two times, oldest first.

    \b
    Examples
      kbsearch calls list caissio
      kbsearch calls list caissio --since 2026-11-01 --until 2026-12-01 --json
    """
    with opened(settings) as kb:
        one, snapshot = enter(kb, client)
        zone = ZoneInfo(snapshot.client.time_zone)
        last = exact(until, zone, field="--until") if until else datetime.now(UTC)
        first = exact(since, zone, field="--since") if since else last - timedelta(days=7)
        found = kb.calls.between(one, first, last)
    for call in found:
        click.echo(msgspec.json.encode(call_out(one, call)) if as_json else _line(call, zone))
    if not as_json:
        click.echo(f"{counted(len(found), 'call')}.")


@command.command()
@click.argument("client")
@click.argument("call")
@click.option("--json", "as_json", is_flag=True, help="The call and its timeline as one JSON object.")
@with_settings
def show(settings: Settings, client: str, call: str, as_json: bool) -> None:
    """Everything that happened in one CALL of CLIENT, with what stood on the screen.

    \b
    Example
      kbsearch calls show caissio 1763805600.10
    """
    with opened(settings) as kb:
        one, snapshot = enter(kb, client)
        zone = ZoneInfo(snapshot.client.time_zone)
        history = kb.calls.history(one, call)
    folded = fold(kept.event for kept in history)
    replay = replay_out(one, folded, history)
    if as_json:
        click.echo(msgspec.json.encode(replay))
        return
    click.echo(_line(folded, zone))
    for moment in replay.timeline:
        what: dict[str, Any] = msgspec.to_builtins(moment.what)
        kind = what.pop("kind")
        said = ", ".join(f"{name} {_plain(value)}" for name, value in what.items())
        click.echo(f"  {moment.at.astimezone(zone):%H:%M:%S}  {click.style(kind, bold=True)}  {said}")
        if moment.shown and "excerpt" in moment.shown:
            text = "".join(piece for piece, _ in moment.shown["excerpt"])
            click.echo(click.style(f"            {moment.shown['title']} — {text}", dim=True))


for step in (import_queue_log, *COMMANDS):
    command.add_command(step)


@contextmanager
def opened(settings: Settings) -> Iterator[App]:
    kb = open_records(settings)
    try:
        yield kb
    finally:
        kb.close()


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(call: Call, zone: ZoneInfo) -> str:
    outcome = call.outcome.value if call.outcome else "open"
    used = f"  used {', '.join(call.used)}" if call.used else ""
    faults = "".join(f"  {fault}" for fault in call.faults)
    return f"{call.started.astimezone(zone):%Y-%m-%d %H:%M}  {call.id}  {click.style(outcome, bold=True)}{used}{faults}"
