"""`kbsearch build`: make each client's articles searchable."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from kbsearch import app
from kbsearch.cli.options import folder_arguments, with_settings
from kbsearch.core.faults import in_order, printable
from kbsearch.core.model import Fault, Severity
from kbsearch.core.ports import WORKTREE
from kbsearch.errors import ModelMissing, StateError, UserError
from kbsearch.flows.build import BuildReport, Step
from kbsearch.flows.build import Progress as Told
from kbsearch.settings import Settings
from kbsearch.workshop import BrokenClientError, Outcome, RefusedError, Workshop

EXIT_FAULTS, EXIT_STATE = 1, 3
MOST_FAULTS = 20
"""Of one client, and as many warnings."""
LOOK_EVERY_MS = 1000
"""How often `--watch` asks Git for a new commit."""
RETRY_S = 5.0
"""How long `--watch` waits before it builds again what failed: another build may hold the lock, or the disk be full."""

STEPS: dict[Step, str] = {"chunks": "articles", "vectors": "embeddings", "publish": "publishing"}

HELD_BACK = (RefusedError, BrokenClientError)
"""Outcomes that the articles alone decide: without a change, building again would end the same."""

messages = Console(stderr=True, highlight=False)


@click.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@click.option("--strict", is_flag=True, help="Do not build a client that has a faulty article.")
@click.option("--force", is_flag=True, help="Publish a new generation even if nothing changed.")
@click.option("--watch", is_flag=True, help="Go on, and build again after every change, until Ctrl-C.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object instead of the table; with --watch one per build."
)
@with_settings
def command(
    settings: Settings, clients: tuple[str, ...], strict: bool, force: bool, watch: bool, as_json: bool
) -> None:
    """Make the articles of every client, or of CLIENT only, searchable. Only what changed is embedded.

    A faulty article is left out and the rest is built. What was published before is served until the new index stands.
    A new generation is published when an article, a setting, the model or the commit changed.

    \b
    Exit codes: 0 built · 1 built, but faulty articles were left out, or --strict held a client back ·
    2 the request is wrong · 3 something could not be built (a client.toml that cannot be read, for instance).

    \b
    Examples
      kbsearch build
      kbsearch build caissio --strict
      KBSEARCH_SOURCE=worktree kbsearch build --watch
    """
    app.quiet_openmp()
    workshop = Workshop(settings, warn=warn)
    prepare_if_missing(settings)
    first = run(workshop, clients, strict=strict, force=force, as_json=as_json)
    if watch:
        with suppress(KeyboardInterrupt):
            follow(settings, workshop, clients, first, strict=strict, as_json=as_json)
    click.get_current_context().exit(first.code)


@dataclass(frozen=True, slots=True)
class Pass:
    """One build of everything asked for."""

    commit: str
    """What was read: later commits are not in it."""
    code: int
    """Exit code."""
    failed: bool
    """Whether building the same again may go better."""


def run(workshop: Workshop, clients: Sequence[str], *, strict: bool, force: bool, as_json: bool) -> Pass:
    """Build everything asked for, and say what came of it."""
    library = workshop.library()
    names = workshop.clients(library, clients)
    lost, uncommitted = () if clients else in_order(library.faults()), workshop.uncommitted(library, clients)
    outcomes: dict[str, Outcome] = {}
    with bars(as_json) as shown:
        built = workshop.build(library, names, strict=strict, afresh=force, progress=lambda name: teller(shown, name))
        outcomes.update(zip(names, built, strict=True))
    if as_json:
        built_now = [_as_json(name, outcome) for name, outcome in outcomes.items()]
        rest = {"uncommitted": uncommitted, "faults": [asdict(fault) for fault in lost]}
        click.echo(json.dumps({"commit": library.commit, **rest, "clients": built_now}))
    else:
        for line in report(outcomes, lost):
            click.echo(line)
    if uncommitted:
        differ = "1 file differs" if uncommitted == 1 else f"{uncommitted} files differ"
        which, them = ("is", "it") if uncommitted == 1 else ("are", "them")
        warn(f"{differ} from the commit and {which} not in it; commit {them}, or set KBSEARCH_SOURCE=worktree.")
    for name in [] if clients else workshop.forgotten(library):
        warn(f"{name} has an index but no articles any more, and is still served. Remove its folder to stop that.")
    failed = any(isinstance(o, StateError) and not isinstance(o, HELD_BACK) for o in outcomes.values())
    return Pass(library.commit, exit_code(outcomes, lost), failed)


def follow(
    settings: Settings, workshop: Workshop, clients: Sequence[str], last: Pass, *, strict: bool, as_json: bool
) -> None:
    """Build after each change since `last` until interrupted, and again, after a moment, what failed in passing.

    The watcher only says that something changed: all is compared again.
    """
    from watchfiles import watch

    what = "files" if last.commit == WORKTREE else "commits"
    messages.print(f"Watching {settings.articles} ({what}); Ctrl-C to stop.", markup=False, soft_wrap=True)
    looks = watch(settings.articles, rust_timeout=LOOK_EVERY_MS, yield_on_timeout=True, raise_interrupt=False)
    first, stale, due = True, last.failed, 0.0
    for changes in looks:
        if time.monotonic() < due:  # only while something is to be built again anyway
            continue
        try:
            library = workshop.library()
            # The watcher did not yet run during the first build; later, it collects while a build goes on.
            touched = library.commit == WORKTREE and (changes or (first and workshop.is_outdated(library)))
            stale, first = stale or bool(touched) or library.commit != last.commit, False
            if stale:
                last = run(workshop, clients, strict=strict, force=False, as_json=as_json)
                stale = last.failed
        except (UserError, StateError) as error:  # a half-done checkout, for instance; the next look may be better
            warn(str(error))
            stale = True
        due = time.monotonic() + RETRY_S if stale else 0.0


def prepare_if_missing(settings: Settings) -> None:
    """Prepare the model in a process of its own, so that what preparing loads (torch) does not stay in this one."""
    try:
        app.load_model(settings)
    except ModelMissing:
        messages.print("Preparing the model, once (about a minute).")
        arguments = [sys.executable, "-P", "-m", "kbsearch", "model", "prepare", *folder_arguments(settings)]
        if subprocess.run(arguments, stdout=sys.stderr, check=False).returncode:
            raise ModelMissing("The model could not be prepared, see above.", remedy="kbsearch model prepare") from None


def exit_code(outcomes: dict[str, Outcome], lost: Sequence[Fault]) -> int:
    """`lost` is what lies in the articles folder and can be no client's."""
    if any(isinstance(o, StateError) and not isinstance(o, RefusedError) for o in outcomes.values()):
        return EXIT_STATE
    return EXIT_FAULTS if any(_errors([*lost, *_faults(o)]) for o in outcomes.values()) else 0


def report(outcomes: dict[str, Outcome], lost: Sequence[Fault]) -> Iterator[str]:
    """The table, what is wrong at the top, why articles were left out, what the model cannot see whole, what failed.

    A fault of a shared article is told once, with the first client it concerns.
    """
    yield _drawn(_table(outcomes))
    told: set[Fault] = set()
    yield from _capped([f"{_line(fault)} {printable(fault.hint)}" for fault in lost], "faults")
    for name, outcome in outcomes.items():
        errors = [fault for fault in _errors(_faults(outcome)) if fault not in told]
        told.update(errors)
        yield from _capped([_line(fault) for fault in errors], f"faults of {name}")
        if isinstance(outcome, StateError):
            yield f"{name}: {outcome}"
        else:
            yield from _capped([f"{name}: {warning}" for warning in outcome.warnings], f"warnings about {name}")


def _errors(faults: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def _line(fault: Fault) -> str:
    return f"{fault.path}:{fault.line}: {printable(fault.message)}"


def _capped(lines: Sequence[str], what: str) -> Iterator[str]:
    yield from lines[:MOST_FAULTS]
    if len(lines) > MOST_FAULTS:
        yield f"{len(lines) - MOST_FAULTS} more {what}. See them all: kbsearch check"


def _faults(outcome: Outcome) -> Sequence[Fault]:
    match outcome:
        case BuildReport():
            return outcome.faults
        case RefusedError() | BrokenClientError():
            return outcome.base.faults
        case _:
            return ()


def _table(outcomes: dict[str, Outcome]) -> Table:
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
        numbers = [str(n) for n in (o.articles, o.left_out, o.chunks, o.embedded, o.cached)]
        state = o.generation if o.published else f"{o.generation} (as it was)"
        table.add_row(name, *numbers, f"{o.seconds:.1f}", state, o.commit[:12])
    return table


def _drawn(table: Table) -> str:
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip("\n")


def _as_json(name: str, outcome: Outcome) -> dict[str, Any]:
    faults = [asdict(fault) for fault in _faults(outcome)]
    if isinstance(outcome, StateError):
        return {"client": name, "published": False, "error": str(outcome), "faults": faults}
    return {**asdict(outcome), "faults": faults}


def bars(quiet: bool) -> Progress:
    """Progress on stderr, with the time left as embeddings go."""
    columns = TextColumn("{task.description:32}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
    times = TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(elapsed_when_finished=False)
    return Progress(*columns, *times, console=messages, transient=True, disable=quiet or not messages.is_terminal)


def teller(shown: Progress, client: str) -> Told:
    """What a build calls as it goes on: one bar per step."""
    tasks: dict[Step, Any] = {}

    def tell(step: Step, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = shown.add_task(f"{client}: {STEPS[step]}", total=total)
        shown.update(tasks[step], completed=done, total=total)

    return tell


def warn(sentence: str) -> None:
    messages.print(f"kbsearch: {sentence}", markup=False, soft_wrap=True)
