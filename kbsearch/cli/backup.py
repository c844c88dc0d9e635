"""`kbsearch backup`: everything that cannot be made again, in one file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import Progress

from kbsearch.app import backups
from kbsearch.cli.acting import acting, operator
from kbsearch.cli.calls import opened
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.settings import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """The data folder in one file: calls, incidents, keys, people, sessions, the audit trail, secrets.

    Not in it: articles, indexes and models, which are made again; what search learnt too, with `kbsearch learn`.

    The file is readable by its owner alone, and is not encrypted. With age:

    \b
      age -r age1... -o kb.backup.age kb.backup && rm kb.backup
      age -d -i key.txt -o kb.backup kb.backup.age
    """


@command.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="FILE|DIR")
@with_settings
def make(settings: Settings, place: Path) -> None:
    """Back up into a new FILE, or one named after the moment in DIR; whole or not at all. The server may run.

    \b
    Example
      kbsearch backup make /mnt/backups
    """
    backups.require_data(settings)
    now, id = datetime.now(UTC), backups.new_id()
    target = backups.target_of(place, now)
    with opened(settings) as kb, acting(kb, "backup.make", "", id), _shown() as progress:
        manifest = backups.make(settings, target, id, now, progress)
    click.echo(f"{target}: {counted(len(manifest.files), 'file')}, {manifest.size:,} bytes, backup {id}.")


@command.command()
@click.argument("backup", type=_FILE)
@click.pass_context
@with_settings
def verify(settings: Settings, ctx: click.Context, backup: Path) -> None:
    """Check every hash, database, call and seal of BACKUP. Unpacks it below TMPDIR, and removes that."""
    with _shown() as progress:
        _report(ctx, backups.verify(settings, backup, progress))


@command.command()
@click.argument("backup", type=_FILE)
@click.option("--replace", is_flag=True, help="Also where the data folder holds something; that is kept beside it.")
@click.pass_context
@with_settings
def restore(settings: Settings, ctx: click.Context, backup: Path, replace: bool) -> None:
    """Put BACKUP in the data folder's place, after checking all of it. Stop the server first.

    Keys revoked, people disabled and calls deleted after the backup was made are there again: end and delete them anew.
    """
    with _shown() as progress:
        done = backups.restore(settings, backup, operator(), datetime.now(UTC), may_replace=replace, progress=progress)
    if done.before is not None:
        click.echo(f"What was there before is now {done.before}")
    click.echo(f"Restored as of {done.checked.manifest.made}. Revoked or deleted since: do it again.")
    _report(ctx, done.checked)


def _report(ctx: click.Context, checked: backups.Checked) -> None:
    counts = f"{counted(checked.calls, 'call')}, {counted(checked.events, 'event')}"
    click.echo(f"Whole: {counts}, {counted(checked.entries, 'audit entry', 'audit entries')}.")
    if checked.trail_trouble:
        click.echo(f"The audit trail was broken when the backup was made: {checked.trail_trouble}.")
        ctx.exit(1)


@contextmanager
def _shown() -> Iterator[Callable[[int, int], None]]:
    with Progress(transient=True) as progress:
        task = progress.add_task("bytes", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
