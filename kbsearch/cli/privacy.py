"""`kbsearch privacy`: calls deleted for good, with the proof that nothing of them is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import msgspec

from kbsearch import app
from kbsearch.cli.acting import acting
from kbsearch.cli.calls import opened
from kbsearch.cli.entry import enter, let_in
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.access.audit import Action
from kbsearch.core.client import Client
from kbsearch.core.faults import shown
from kbsearch.core.local_time import in_utc
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Erased
from kbsearch.errors import NotFound, StateError
from kbsearch.settings import Settings

EXIT_FOUND = 1

compact_option = click.option(
    "--compact", "is_compact", is_flag=True, help="Rewrite the file too; who writes meanwhile waits, or sends again."
)


@click.group()
def command() -> None:
    """What is kept of people, and how it goes.

    Callers are kept as keys that mean nothing outside their client, and what was typed is redacted before it is
    written. Ids of calls, events and incidents are kept as the other tool sends them: those with a name, a mailbox or
    a number written as people write it are refused, a number in one run of digits is taken for a ticket's.
    """


@command.command()
@click.argument("client")
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), help="A day, local to the client. Default: its retention_days ago."
)
@compact_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def purge(settings: Settings, client: str, before: datetime | None, is_compact: bool, as_json: bool) -> None:
    """Delete CLIENT's calls in which nothing happened since a day, and prove it.

    A server does this once a day for what is older than `retention_days` in client.toml (365 where it says nothing,
    and for a client whose articles are gone).
    What is deleted is overwritten, the write-ahead log is emptied, and both files are then read from end to end for
    every deleted event. The server may run meanwhile. In parts of the file that are not in use ids of deleted calls
    and articles may stand, with times, until --compact rewrites it.

    \b
    Examples
      kbsearch privacy purge caissio
      kbsearch privacy purge caissio --before 2026-05-01 --compact
    """
    with opened(settings) as kb:
        one, known = client_of(kb, client)
        kept = timedelta(days=known.retention_days)
        zone = ZoneInfo(known.time_zone)
        # The first instant of that day where clocks change at midnight, and it has none or two.
        day = in_utc(before.replace(tzinfo=zone), field="--before") if before else datetime.now(UTC) - kept
        if day > datetime.now(UTC):
            raise click.UsageError("--before is in the future: every call would be deleted, those going on included.")
        with acting(kb, Action.CALLS_PURGE, client, f"before {day.astimezone(zone):%Y-%m-%d}"):
            erased = kb.calls.erase(one, day)
        try:
            app.learning.forget(kb, one)
        finally:  # the calls are gone, whatever became of the evidence
            _conclude(kb, one, erased, is_compact=is_compact, as_json=as_json)


@command.command()
@click.argument("client")
@click.argument("calls", nargs=-1, required=True, metavar="CALL...")
@compact_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def forget(settings: Settings, client: str, calls: tuple[str, ...], is_compact: bool, as_json: bool) -> None:
    """Delete single CALLs of CLIENT, for a caller who asks for it, and prove it.

    A CALL that there is not is named, and the exit code is 1: nothing was deleted for it. The others are.

    \b
    Example
      kbsearch privacy forget caissio 1763805600.10 --compact
    """
    with opened(settings) as kb:
        one, _ = client_of(kb, client)
        absent = tuple(call for call in dict.fromkeys(calls) if not kb.calls.file().history(one, call))
        with acting(kb, Action.CALLS_FORGET, client, counted(len(calls), "call")):  # their ids are to be forgotten too
            erased = kb.calls.erase(one, calls)
        try:
            app.learning.forget(kb, one)
        finally:  # the calls are gone, whatever became of the evidence
            for call in absent:
                warn = f"There is no call {shown(call)} of {one.id}, or not any more: nothing was deleted for it."
                click.echo(f"kbsearch: {warn}", err=True)
            _conclude(kb, one, erased, is_compact=is_compact, as_json=as_json, absent=absent)
    if absent:
        click.get_current_context().exit(EXIT_FOUND)


def _conclude(
    kb: app.App, client: OneClient, erased: Erased, *, is_compact: bool, as_json: bool, absent: Sequence[str] = ()
) -> None:
    """Report what is gone, also where the file cannot be rewritten: a full disk has no room for a second one."""
    try:
        if is_compact:
            is_log_empty = kb.calls.file().compact()
            left = kb.calls.erase(client, ()).left  # what stood in the parts that were not used is gone
            erased = replace(erased, left=left, is_log_empty=is_log_empty, is_compact=True)
    finally:
        report(kb.settings, erased, as_json=as_json, absent=absent)


def client_of(kb: app.App, name: str) -> tuple[OneClient, Client]:
    """The client, also one whose articles are gone; its calls are still there."""
    try:
        client = let_in(name)
        return client, app.housekeeping.known_client(kb, client)
    except NotFound:
        client, snapshot = enter(kb, name)  # raises, with the names that there are
        return client, snapshot.client


def report(settings: Settings, erased: Erased, *, as_json: bool, absent: Sequence[str] = ()) -> None:
    """Say what was deleted, what is left, and what was not reached. Raises `StateError` when something is left.

    `absent` are calls that were asked for and that there are not.
    """
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.to_builtins(erased), "absent": absent}))
    else:
        events = (
            f"{counted(erased.calls, 'call')}, {counted(erased.events, 'event')}, {counted(erased.texts, 'screen')}"
        )
        log = "emptied" if erased.is_log_empty else "still in use"
        click.echo(f"Deleted: {events}. Log: {log}. Deleted events found in the files afterwards: {erased.left}.")
        if not erased.is_compact:
            click.echo(
                "Unused parts of the file may still hold ids of deleted calls and articles: --compact rewrites it."
            )
        click.echo(
            f"Not reached: copies of {settings.data / 'calls.db'} made before {datetime.now(UTC):%Y-%m-%d %H:%M} UTC "
            f"and of {settings.indexes}/*/evidence, which holds symptoms and call ids: backups, those of "
            "`kbsearch backup` too, and disk snapshots. A backup that is restored brings deleted calls back: delete "
            "it, or repeat this after every restore."
        )
    if not erased.is_log_empty:
        raise StateError("Somebody was reading: older pages are still in the log. Do the same again in a moment.")
    if erased.left:
        raise StateError("Copies are left in parts of the file that are not used: do the same again with --compact.")
