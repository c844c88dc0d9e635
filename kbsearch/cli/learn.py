"""`kbsearch learn`: search learns from solved calls, and proves it first."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kbsearch.app import App, learning, open_records, open_terminal
from kbsearch.cli.ask import report_model, snapshot_of
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.flows.learn import FEWEST_HELD_OUT, TABLE, Learned, Verdict
from kbsearch.settings import Settings

EXIT_NOT_PROVED = 1


@click.command()
@click.argument("client")
@click.option("--dry-run", is_flag=True, help="Replay only; search stays as it is.")
@click.option("--restore", is_flag=True, help="Go back to the evidence used before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def command(settings: Settings, client: str, dry_run: bool, restore: bool, as_json: bool) -> None:
    """Build evidence from CLIENT's calls that were resolved without a call-back, and use it if it helps.

    The latest solved calls are asked again: without evidence, with what is used now, and with what the calls before
    them teach. The last goes live when the articles that solved them do not stand lower than with either; otherwise the
    exit code is 1 and search stays as it was. A server does this once a day and takes over what is published here
    within a second. Once --restore has gone back it no longer does: what was restored is held until this command, run
    by hand, publishes again.

    \b
    Examples
      kbsearch learn caissio --dry-run
      kbsearch learn caissio
      kbsearch learn caissio --restore
    """
    if restore and dry_run:
        raise click.UsageError("--restore and --dry-run exclude each other.")
    kb = open_records(settings) if restore else open_terminal(settings)
    try:
        snapshot_of(kb, client)
        if restore:
            name = learning.restore(kb, client)
            click.echo(
                f"{client}: using {name or 'no evidence'} again, until `kbsearch learn {client}` is run by hand."
            )
        elif not run(kb, client, dry_run=dry_run, as_json=as_json):
            click.get_current_context().exit(EXIT_NOT_PROVED)
    finally:
        kb.close()


def run(kb: App, client: str, *, dry_run: bool, as_json: bool) -> bool:
    """Learn, publish if it helps, say what was found; whether it proved itself."""
    report_model(kb)
    with Progress(transient=True, disable=as_json) as bar:
        task = bar.add_task("symptoms", total=None)
        learned = learning.learn(
            kb, client, datetime.now(UTC), progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    name = "" if dry_run else learning.promote(kb, learned)
    if as_json:
        click.echo(msgspec.json.encode(summary(client, learned, name)))
    else:
        show(client, learned, name)
    return learned.is_promoted


def summary(client: str, learned: Learned, name: str) -> dict[str, object]:
    """What a program wants to know."""
    return {
        "client": client,
        "calls": learned.calls,
        "solved": learned.solved,
        "refused": learned.refused,
        "gone": learned.gone,
        "replay": learned.replay,
        "trust": learned.memory.trust,
        "verdict": learned.verdict,
        "published": name,
    }


def show(client: str, learned: Learned, name: str) -> None:
    """The table and the verdict, for a person."""
    click.echo(
        f"{client}: {counted(learned.calls, 'call')}, {learned.solved} solved an article's way and not called back, "
        f"{learned.refused} refused, {learned.gone} of articles that are gone."
    )
    replay = learned.replay
    if replay.count:
        rows = {"no evidence": replay.without, "used now": replay.served, "learned": replay.with_evidence}
        table = Table(f"{replay.count} calls again", *TABLE, box=None)
        for which, run in rows.items():
            table.add_row(which, *(f"{run[measure]:.3f}" if run else "–" for measure in TABLE))
        Console().print(table)
    match learned.verdict:
        case Verdict.NOT_WORSE:
            said = (
                f"Not worse on the {replay.count} latest solved calls: {f'using {name}' if name else 'not published'}."
            )
        case Verdict.WORSE:
            said = f"Worse on the {replay.count} latest solved calls: search stays as it was."
        case Verdict.TOO_FEW:
            said = f"{replay.count} solved calls to replay, {FEWEST_HELD_OUT} are needed: search stays as it was."
    click.echo(said)
