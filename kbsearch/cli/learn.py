"""`kbsearch learn`: search learns from solved calls, and proves it first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil

import click
import msgspec
from rich.console import Console
from rich.table import Table

from kbsearch import app, flows
from kbsearch.cli.acting import acting
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.access.audit import Action
from kbsearch.core.faults import shown
from kbsearch.core.learning.exploration import FEWEST, Comparison, Share, difference
from kbsearch.core.learning.left_out import Reason
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings

EXIT_NOT_PROVED = 1
LEFT_OUT: Mapping[Reason, str] = {
    Reason.INCIDENT: "part of a known incident",
    Reason.DENIED: "not solved, as the caller says",
    Reason.NO_CALLER: "without a caller, and not confirmed",
    Reason.CALLED_BACK: "called back, or with one number (a switchboard?) for many callers",
    Reason.UNRIPE: "whose window (call_back_days, 7 by default) is not over",
    Reason.NO_WORDS: "without a search or symptom",
}


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
    kb = app.open_records(settings) if restore else app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        if restore:
            with acting(kb, Action.EVIDENCE_RESTORE, client):
                name = app.learning.restore(kb, one)
            said = f"{client}: using {name or 'no evidence'} again, until `kbsearch learn {client}` is run by hand."
            click.echo(msgspec.json.encode({"client": client, "uses": name}) if as_json else said)
        elif not run(kb, one, dry_run=dry_run, as_json=as_json):
            click.get_current_context().exit(EXIT_NOT_PROVED)
    finally:
        kb.close()


def run(kb: app.App, client: OneClient, *, dry_run: bool, as_json: bool) -> bool:
    """Learn, publish if it helps, say what was found; whether it proved itself."""
    report_model(kb)
    with progress_bar() as bar:
        task = bar.add_task("symptoms", total=None)
        learned = app.learning.learn(
            kb, client, datetime.now(UTC), progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    used, worth = app.learning.worth(kb, client, datetime.now(UTC))
    name = "" if dry_run else promote(kb, client, learned)
    if as_json:
        sides = {scope: measured(found) for scope, found in worth.items()}
        click.echo(msgspec.json.encode({**summary(client.id, learned, name), "used": used, "in_calls": sides}))
    else:
        show_worth(used, worth)
        show(client.id, learned, name)
    return learned.is_promoted


def promote(kb: app.App, client: OneClient, learned: flows.learn.Learned) -> str:
    """Like `learning.promote`, on the audit trail where there is something to publish."""
    if not learned.is_promoted:
        return ""
    with acting(kb, Action.EVIDENCE_PUBLISH, client.id):
        return app.learning.promote(kb, client, learned)


def summary(client: str, learned: flows.learn.Learned, name: str) -> dict[str, object]:
    """What a program wants to know."""
    return {
        "client": client,
        "calls": learned.calls,
        "solved": learned.solved,
        "refused": learned.refused,
        "gone": learned.gone,
        "gone_articles": learned.gone_articles,
        "left_out": learned.left_out,
        "replay": learned.replay,
        "trust": learned.memory.trust,
        "verdict": learned.verdict,
        "published": name,
    }


def show(client: str, learned: flows.learn.Learned, name: str) -> None:
    """The table and the verdict, for a person."""
    named = f" (first of them: {', '.join(map(shown, learned.gone_articles))})" if learned.gone else ""
    click.echo(
        f"{client}: {counted(learned.calls, 'call')}, {learned.solved} solved an article's way and not called back, "
        f"{learned.refused} refused, {learned.gone} of articles that the client does not have{named}."
    )
    why = [f"{count} {LEFT_OUT[reason]}" for reason, count in learned.left_out.items() if count]
    if why:
        click.echo(f"Resolved with an article, and nothing learned from it: {', '.join(why)}.")
    replay = learned.replay
    if replay.count:
        rows = {"no evidence": replay.without, "used now": replay.served, "learned": replay.with_evidence}
        table = Table(f"{replay.count} calls again", *flows.learn.TABLE, box=None)
        for which, run in rows.items():
            table.add_row(which, *(f"{run[measure]:.3f}" if run else "–" for measure in flows.learn.TABLE))
        Console().print(table)
    match learned.verdict:
        case flows.learn.Verdict.NOT_WORSE:
            said = (
                f"Not worse on the {replay.count} latest solved calls: {f'using {name}' if name else 'not published'}."
            )
        case flows.learn.Verdict.WORSE:
            said = f"Worse on the {replay.count} latest solved calls: search stays as it was."
        case flows.learn.Verdict.TOO_FEW:
            fewest = ceil(flows.learn.FEWEST_HELD_OUT / flows.learn.HELD_OUT)
            said = (
                f"{counted(learned.solved, 'solved call')}, {fewest} are needed, as the latest quarter is replayed: "
                "search stays as it was."
            )
    click.echo(said)


SHARES = {"resolved": "resolved at N1, not called back", "first_used": "the first result was used"}


def measured(found: Comparison) -> dict[str, object]:
    """One comparison as a program wants it: counts, intervals and differences."""
    sides = {"with": found.with_evidence, "without": found.without}
    told: dict[str, object] = {"is_enough": found.is_enough}
    for name, side in sides.items():
        shares: dict[str, Share] = {of: getattr(side, of) for of in SHARES}
        told[name] = {"calls": side.calls} | {
            of: {"count": share.count, "of": share.of, "interval": share.interval()} for of, share in shares.items()
        }
    return told | {"difference": {of: difference(*_pair(found, of)) for of in SHARES}}


def show_worth(used: str, worth: Mapping[str, Comparison]) -> None:
    """What evidence did in real calls, for a person."""
    everything = worth["all"]
    if not everything.with_evidence.calls + everything.without.calls:
        click.echo("No closed call has searched with evidence at hand yet: what it is worth is not known.")
        return
    for scope, found in worth.items():
        sides = (found.with_evidence, found.without)
        since = f"calls that had {used}" if scope == "current" else "calls that had any evidence"
        table = Table(since, "with it", "without it", "difference in points", box=None)
        table.add_row("closed", *(str(side.calls) for side in sides), "")
        for of, words in SHARES.items():
            pair = _pair(found, of)
            middle, low, high = (f"{100 * value:+.1f}" for value in difference(*pair))
            table.add_row(
                words, *map(_percent, pair), f"{middle} ({low} to {high})" if all(s.of for s in pair) else "–"
            )
        Console(width=max(110, Console().width)).print(table)
    if not everything.is_enough:
        click.echo(f"Too few to tell: ten points show from {FEWEST} calls on either side, window over.")


def _pair(found: Comparison, of: str) -> tuple[Share, Share]:
    return getattr(found.with_evidence, of), getattr(found.without, of)


def _percent(share: Share) -> str:
    low, high = share.interval()
    if not share.of:
        return "–"
    return f"{100 * share.value:.1f} % of {share.of} ({100 * low:.1f} to {100 * high:.1f})"
