"""`kbsearch calls import`: calls of another tool, from its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec

from kbsearch import api, app, flows
from kbsearch.cli.acting import acting
from kbsearch.cli.entry import enter
from kbsearch.cli.fault_file import FaultFile, FaultyLine, fault_file, faults_option, faults_told
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.access.audit import Action
from kbsearch.core.calls.imported import ImportFault, each_call
from kbsearch.core.calls.imported_rows import Clock
from kbsearch.core.calls.imported_tables import Format
from kbsearch.core.faults import printable
from kbsearch.settings import Settings

EXIT_FAULTS = 1
ON_THE_TRAIL = "file of calls"
"""How the audit trail names it: a file's own name may say anything."""


@click.command("import")
@click.argument("client")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name.")
@faults_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def import_calls(
    settings: Settings, client: str, file: Path, form: Format | None, faults_to: Path | None, as_json: bool
) -> None:
    """Keep the calls of FILE, which another tool wrote, as calls of CLIENT.

    One call a row: JSON Lines, or CSV (comma, semicolon or tab) with a header. Columns: call_id and started_at;
    closed_at and outcome together; channel, queue, ivr, caller; received_at, offered_at, answered_at, ended_at,
    wrapup_ended_at and disposition, as the telephone system has them; symptom, used, tried, refused, confirmed,
    satisfaction (1 to 5), recommendation (0 to 10), comment. Times without an offset are local to the client. Callers
    become keys, symptoms and comments are redacted before anything is written; a row whose call_id holds personal
    data is not kept.

    Good rows are kept; the others are counted and the first 200 of them listed, each with its line, in the client's
    language; then the exit code is 1. --faults FILE has all of them. An article that CLIENT does not have is listed
    too, as a warning: the call is kept. Importing a file again changes nothing; a row that tells otherwise or less of a
    call than the row that was imported before is listed, and nothing of it is kept. One that tells more adds that.

    \b
    Examples
      kbsearch calls import caissio novembre.csv
      kbsearch calls import caissio novembre.csv --faults faults.csv
      kbsearch calls import caissio export.txt --format jsonl --json
    """
    chosen: Format = form or ("csv" if file.suffix.lower() == ".csv" else "jsonl")
    with (
        closing(app.open_records(settings)) as kb,
        progress_bar() as bar,
        file.open("rb") as opened,
        fault_file(faults_to, [file]) as written,
    ):
        one, snapshot = enter(kb, client)
        lang = language(snapshot)
        now = datetime.now(UTC)
        clock = Clock(ZoneInfo(snapshot.client.time_zone), now)
        found = each_call(opened, chosen, client=client, clock=clock)
        tell = partial(_write, written, str(file), lang) if written else _nobody_listens
        with acting(kb, Action.CALLS_IMPORT, client, ON_THE_TRAIL) as made:
            known = flows.load_calls.known_to(snapshot, now)
            loaded = kb.calls.load(one, bar.track(found, description="calls"), known, tell=tell)
            made.append(counted(loaded.calls, "call"))
        if as_json:
            click.echo(msgspec.json.encode(_out(loaded, lang)))
        else:
            for line in (*_lines(str(file), loaded, lang), *faults_told(lang, written, loaded.faulty + loaded.warned)):
                click.echo(line)
    if loaded.faulty:
        click.get_current_context().exit(EXIT_FAULTS)


def _nobody_listens(_: ImportFault) -> None:
    """Without `--faults`."""


def _write(written: FaultFile, source: str, lang: api.catalogue.Lang, fault: ImportFault) -> None:
    said = api.calls.imports.fault_out(fault, lang)
    written.add(FaultyLine(source, said.line, said.field, fault.code, said.message))


def _out(loaded: flows.load_calls.Loaded, lang: api.catalogue.Lang) -> dict[str, Any]:
    faults = [api.calls.imports.fault_out(fault, lang) for fault in loaded.faults]
    counts = {"calls": loaded.calls, "new": loaded.new, "repeated": loaded.repeated, "faulty": loaded.faulty}
    warnings = [api.calls.imports.fault_out(warning, lang) for warning in loaded.warnings]
    beside = {"expiring": loaded.expiring, "unvouched": loaded.unvouched}
    return {**counts, "faults": faults, "warned": loaded.warned, "warnings": warnings, **beside}


def _lines(source: str, loaded: flows.load_calls.Loaded, lang: api.catalogue.Lang) -> Iterator[str]:
    listed = sorted((*loaded.faults, *loaded.warnings), key=lambda one: one.line)[: flows.load_calls.MOST_FAULTS]
    for fault in (api.calls.imports.fault_out(one, lang) for one in listed):
        where = f"{fault.field}: " if fault.field else ""
        yield f"{printable(source)}:{fault.line}: {where}{fault.message}"
    if (more := loaded.faulty + loaded.warned - len(listed)) > 0:
        yield api.catalogue.text(lang, "queue-log-more", more=more)
    if loaded.warned:
        yield api.catalogue.text(lang, "import-warned", warned=loaded.warned)
    if loaded.expiring:
        yield api.catalogue.text(lang, "import-expiring", n=loaded.expiring)
    if loaded.unvouched:
        yield api.catalogue.text(lang, "import-unvouched", n=loaded.unvouched)
    if not loaded.calls and not loaded.faulty:
        yield f"{printable(source)}: {api.catalogue.text(lang, 'import-nothing')}"
    yield api.catalogue.text(
        lang, "import-read", calls=loaded.calls, new=loaded.new, known=loaded.repeated, faulty=loaded.faulty
    )
