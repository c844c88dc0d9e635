"""`kbsearch build`: make each client's articles searchable."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from kbsearch import app, flows
from kbsearch.cli import build_report
from kbsearch.cli.acting import accounted
from kbsearch.cli.keys import opened
from kbsearch.cli.options import folder_arguments, with_settings
from kbsearch.core.faults import NESTED_CLIENT, UNREADABLE, in_order
from kbsearch.core.model import Fault
from kbsearch.core.ports import WORKTREE
from kbsearch.errors import BadRequest, ModelMissing, StateError, UserError
from kbsearch.settings import Settings
from kbsearch.workshop import BrokenClientError, Outcome, RefusedError, Workshop

EXIT_FAULTS, EXIT_STATE = 1, 3
LOOK_EVERY_MS = 1000
"""How often `--watch` asks Git for a new commit."""
RETRY_S = 5.0
"""How long `--watch` waits before it builds again what failed: another build may hold the lock, or the disk be full."""

STEPS: dict[flows.build.Step, str] = {"chunks": "articles", "vectors": "embeddings", "publish": "publishing"}

MOST_AGAIN = 6
"""How often `--watch` reads again, ever later, what was lost in passing, before it waits for a change."""

messages = Console(stderr=True, highlight=False)


@click.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@click.option("--strict", is_flag=True, help="Do not build a client that has a faulty article.")
@click.option("--force", is_flag=True, help="Publish a new generation even if nothing changed.")
@click.option("--prune", is_flag=True, help="Remove the indexes of clients that the articles folder no longer has.")
@click.option("--watch", is_flag=True, help="Go on, and build again after every change, until Ctrl-C.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object instead of the table; with --watch one per build."
)
@with_settings
def command(settings: Settings, clients: tuple[str, ...], watch: bool, **wanted: bool) -> None:
    """Make the articles of every client, or of CLIENT only, searchable. Only what changed is embedded.

    A faulty article is left out and the rest is built. What was published before is served until the new index stands.
    A new generation is published when what the client can find changed, or a setting or the model. It states the last
    commit that changed what it is made from: others' commits leave it as it is.

    A plain folder of Markdown works too: with files right in it, it is one client named after the folder; else each
    folder in it is one.

    \b
    Exit codes: 0 built · 1 built, but faulty articles were left out, or --strict held a client back ·
    2 the request is wrong · 3 something could not be built (a client.toml that cannot be read, for instance).

    \b
    Examples
      kbsearch build
      kbsearch build caissio --strict
      KBSEARCH_SOURCE=worktree kbsearch build --watch
    """
    want = Wanted(**wanted)
    if want.prune and clients:
        raise BadRequest("--prune looks at all clients: leave CLIENT out.", field="prune")
    app.quiet_openmp()
    with opened(settings) as access:
        workshop = Workshop(settings, warn=warn, accounted=partial(accounted, access))
        prepare_if_missing(settings)
        first = run(settings, workshop, clients, want)
        if watch:
            with suppress(KeyboardInterrupt):
                follow(settings, workshop, clients, first, replace(want, force=False, prune=False))
    click.get_current_context().exit(first.code)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The switches, as they were given."""

    strict: bool
    force: bool
    prune: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Pass:
    """One build of everything asked for."""

    commit: str
    """What was read: later commits are not in it."""
    code: int
    """Exit code."""
    failed: bool
    """Whether building the same again may go better."""
    has_lost: bool
    """Whether reading the same again may: an article was left out because the process that reads was ended."""


class Again:
    """When to build once more for what was lost in passing, without a change: ever later, and not for ever."""

    def __init__(self) -> None:
        self._times, self._at = 0, math.inf

    def note(self, last: Pass) -> None:
        """What came of a build."""
        goes_on = last.has_lost and self._times < MOST_AGAIN
        self._at = time.monotonic() + RETRY_S * 2**self._times if goes_on else math.inf
        self._times += goes_on

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self._at


def run(settings: Settings, workshop: Workshop, clients: Sequence[str], want: Wanted) -> Pass:
    """Build everything asked for, and say what came of it."""
    library = workshop.library()
    names = workshop.clients(library, clients)
    lost, uncommitted = () if clients else in_order(library.faults()), workshop.uncommitted(library, clients)
    outcomes: dict[str, Outcome] = {}
    with bars(want.as_json) as shown:
        built = workshop.build(
            library, names, strict=want.strict, afresh=want.force, progress=lambda name: teller(shown, name)
        )
        outcomes.update(zip(names, built, strict=True))
    is_astray = any(isinstance(o, BrokenClientError) and o.fault.code == NESTED_CLIENT for o in outcomes.values())
    pruned = workshop.prune(library) if want.prune and not is_astray else []
    if want.as_json:
        built_now = [build_report.as_json(name, outcome) for name, outcome in outcomes.items()]
        rest = {"uncommitted": uncommitted, "pruned": pruned, "faults": [asdict(fault) for fault in lost]}
        click.echo(json.dumps({"commit": library.commit, **rest, "clients": built_now}))
    else:
        for line in build_report.as_text(outcomes, lost, settings.articles):
            click.echo(line)
    if want.prune and is_astray:
        warn("Nothing was pruned: the articles folder holds a client inside another, so it may be the wrong one.")
    tell_the_rest(settings, uncommitted, pruned, [] if clients or is_astray else workshop.forgotten(library))
    failed = any(isinstance(o, StateError) and not is_held_back(o) for o in outcomes.values())
    return Pass(library.commit, exit_code(outcomes, lost), failed, workshop.has_lost_in_passing)


def is_held_back(outcome: StateError) -> bool:
    """Whether the articles alone decide it: without a change, building again would end the same.

    What the system does not let be read may be read the next time, without a change.
    """
    if isinstance(outcome, BrokenClientError):
        return outcome.fault.code != UNREADABLE
    return isinstance(outcome, RefusedError)


def tell_the_rest(settings: Settings, uncommitted: int, pruned: Sequence[str], forgotten: Sequence[str]) -> None:
    """What was not read, and the indexes that nothing is read for any more."""
    if uncommitted:
        differ = "1 file differs" if uncommitted == 1 else f"{uncommitted} files differ"
        which, them = ("is", "it") if uncommitted == 1 else ("are", "them")
        warn(f"{differ} from the commit and {which} not in it; commit {them}, or set KBSEARCH_SOURCE=worktree.")
    for name in pruned:
        warn(f"{name} has no articles any more: its index {settings.indexes / name} was removed.")
    for name in forgotten:
        where = settings.indexes / name
        warn(f"{name} has an index but no articles any more, and is still served: {where}. Run: kbsearch build --prune")


def follow(settings: Settings, workshop: Workshop, clients: Sequence[str], last: Pass, want: Wanted) -> None:
    """Build after each change since `last` until interrupted, and again, after a moment, what failed in passing; ever
    later, and `MOST_AGAIN` times at most, where articles were lost alone.

    The watcher only says that something changed: all is compared again.
    """
    what = "files" if last.commit == WORKTREE else "commits"
    messages.print(f"Watching {settings.articles} ({what}); Ctrl-C to stop.", markup=False, soft_wrap=True)
    first, stale, due, again = True, last.failed, 0.0, Again()
    again.note(last)
    for changed in looks(settings.articles):
        if time.monotonic() < due:  # only while something is to be built again anyway
            continue
        try:
            library = workshop.library()
            # The watcher did not yet run during the first build; later, it collects while a build goes on.
            touched = library.commit == WORKTREE and (changed or (first and workshop.is_outdated(library)))
            is_new, first = bool(touched) or library.commit != last.commit, False
            stale = stale or is_new
            if stale or again.is_due:
                again, reads = (Again(), True) if is_new else (again, again.is_due)
                if reads:
                    workshop.read_again()
                last = run(settings, workshop, clients, want)
                stale = last.failed
                if reads:
                    again.note(last)
        except (UserError, StateError) as error:  # a half-done checkout, for instance; the next look may be better
            warn(str(error))
            stale = True
        due = time.monotonic() + RETRY_S if stale else 0.0


def looks(folder: Path) -> Iterator[bool]:
    """Whether something below `folder` changed since the last look; one a second, until Ctrl-C.

    The system watches a folder, not a name: one that was replaced, as by a fresh checkout, is watched anew.
    """
    from watchfiles import watch

    while True:
        watched = identity(folder)
        if watched is None:
            time.sleep(LOOK_EVERY_MS / 1000)
        else:
            with suppress(FileNotFoundError):
                for changes in watch(folder, rust_timeout=LOOK_EVERY_MS, yield_on_timeout=True):
                    if identity(folder) != watched or any(Path(path) == folder for _, path in changes):
                        break
                    yield bool(changes)
        yield True


def identity(folder: Path) -> tuple[int, int] | None:
    """Which folder this name stands for at this moment."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def prepare_if_missing(settings: Settings) -> None:
    """Prepare the models in a process of its own, so that what preparing loads (torch) does not stay in this one."""
    try:
        app.load_model(settings)
    except ModelMissing:
        messages.print("Preparing the models, once (about two minutes).")
        arguments = [sys.executable, "-P", "-m", "kbsearch", "model", "prepare", *folder_arguments(settings)]
        if subprocess.run(arguments, stdout=sys.stderr, check=False).returncode:
            raise ModelMissing("The model could not be prepared, see above.", remedy="kbsearch model prepare") from None


def exit_code(outcomes: Mapping[str, Outcome], lost: Sequence[Fault]) -> int:
    """`lost` is what lies in the articles folder and can be no client's."""
    if any(isinstance(o, StateError) and not isinstance(o, RefusedError) for o in outcomes.values()):
        return EXIT_STATE
    every = [*lost, *(fault for outcome in outcomes.values() for fault in build_report.faults_of(outcome))]
    return EXIT_FAULTS if build_report.errors(every) else 0


def bars(quiet: bool) -> Progress:
    """Progress on stderr, with the time left as embeddings go."""
    columns = TextColumn("{task.description:32}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
    times = TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(elapsed_when_finished=False)
    return Progress(*columns, *times, console=messages, transient=True, disable=quiet or not messages.is_terminal)


def teller(shown: Progress, client: str) -> flows.build.Progress:
    """What a build calls as it goes on: one bar per step."""
    tasks: dict[flows.build.Step, Any] = {}

    def tell(step: flows.build.Step, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = shown.add_task(f"{client}: {STEPS[step]}", total=total)
        shown.update(tasks[step], completed=done, total=total)

    return tell


def warn(sentence: str) -> None:
    messages.print(f"kbsearch: {sentence}", markup=False, soft_wrap=True)
