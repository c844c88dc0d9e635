"""`kbsearch backup`: everything that cannot be made again, or one client's part of it, in one file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from kbsearch import app
from kbsearch.cli.acting import acting, operator
from kbsearch.cli.calls import opened
from kbsearch.cli.entry import let_in
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.access.audit import Action
from kbsearch.settings import Settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """The data folder in one file: calls, incidents, keys, people, sessions, the audit trail, secrets.

    Not in it: articles, indexes and models, which are made again; what search learnt too, with `kbsearch learn`.
    One of a single client (--client) holds its calls, incidents, replies and secret, and nothing else.

    The file is readable by its owner alone, and is not encrypted. With age:

    \b
      age -r age1... -o kb.backup.age kb.backup && rm kb.backup
      age -d -i key.txt -o kb.backup kb.backup.age
    """


@command.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="FILE|DIR")
@click.option("--client", metavar="ID", help="What is this client's alone: it leaves, or asks for its data.")
@with_settings
def make(settings: Settings, place: Path, client: str | None) -> None:
    """Back up into a new FILE, or one named after the moment in DIR; whole or not at all. The server may run.

    \b
    Examples
      kbsearch backup make /mnt/backups
      kbsearch backup make --client caissio /mnt/caissio
    """
    app.backups.require_data(settings)
    now, id = datetime.now(UTC), app.backups.new_id()
    one = None if client is None else let_in(client)
    target = app.backups.target_of(place, now, client or "")
    with opened(settings) as kb, acting(kb, Action.BACKUP_MAKE, client or "", id), _shown() as progress:
        if one is None:
            manifest = app.backups.make(settings, target, id, now, progress)
        else:
            manifest = app.backups.make_client(one, settings, target, id, now, progress)
    of_whom = f" of {client} alone" if client else ""
    click.echo(f"{target}: {counted(len(manifest.files), 'file')}{of_whom}, {manifest.size:,} bytes, backup {id}.")
    if one is None and (trouble := app.backups.trail_trouble(settings)):
        click.echo(f"kbsearch: the audit trail is broken, and so it is in the backup: {trouble}.", err=True)


@command.command()
@click.argument("backup", type=_FILE)
@click.pass_context
@with_settings
def verify(settings: Settings, ctx: click.Context, backup: Path) -> None:
    """Check every hash, database, call and seal of BACKUP. Unpacks it below TMPDIR, and removes that."""
    with _shown() as progress:
        _report(ctx, app.backups.verify(settings, backup, progress))


@command.command()
@click.argument("backup", type=_FILE)
@click.option("--replace", is_flag=True, help="Also where the data folder holds something; that is kept beside it.")
@click.pass_context
@with_settings
def restore(settings: Settings, ctx: click.Context, backup: Path, replace: bool) -> None:
    """Put BACKUP in the data folder's place, after checking all of it. Stop the server first.

    One of a single client is added to what is there instead, without what is there already; a second time changes
    nothing. Where the two contradict, nothing is added.

    Keys revoked, people disabled and calls deleted after the backup was made are there again: end and delete them anew.
    """
    if client := app.backups.owner(backup):
        if replace:
            raise click.UsageError(f"--replace is for whole backups: this one is added to what is kept of {client}.")
        _add(settings, ctx, backup, client)
        return
    with _shown() as progress:
        done = app.backups.restore(
            settings, backup, operator(), datetime.now(UTC), may_replace=replace, progress=progress
        )
    if done.before is not None:
        click.echo(f"What was there before is now {done.before}")
    click.echo(f"Restored as of {done.checked.manifest.made}. Revoked or deleted since: do it again.")
    _report(ctx, done.checked)


def _add(settings: Settings, ctx: click.Context, backup: Path, client: str) -> None:
    with _shown() as progress:
        done = app.backups.restore_client(let_in(client), settings, backup, operator(), datetime.now(UTC), progress)
    new = f"{counted(done.added.events, 'event')} and {counted(done.added.incidents, 'incident')}"
    click.echo(f"{client}: added {new}; {done.added.known} were there already.")
    click.echo(f"As of {done.checked.manifest.made}. Calls deleted since: delete them again.")
    _report(ctx, done.checked)


def _report(ctx: click.Context, checked: app.backups.Checked) -> None:
    held, client = checked.held, checked.manifest.client
    counts = f"{counted(held.calls, 'call')}, {counted(held.events, 'event')}, {counted(held.incidents, 'incident')}"
    if client:
        click.echo(f"Whole, of {client} alone: {counts}.")
        return
    click.echo(f"Whole: {counts}, {counted(checked.entries, 'audit entry', 'audit entries')}.")
    if checked.trail_trouble:
        click.echo(f"The audit trail was broken when the backup was made: {checked.trail_trouble}.")
        ctx.exit(1)


@contextmanager
def _shown() -> Iterator[Callable[[int, int], None]]:
    with progress_bar() as progress:
        task = progress.add_task("bytes", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
