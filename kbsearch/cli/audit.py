"""`kbsearch audit`: the trail of who did what, and the proof that it is whole."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import msgspec

from kbsearch.cli.keys import opened
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.access.audit import Entry, Verdict
from kbsearch.settings import Settings


@click.group()
def command() -> None:
    """Who did what, to what, with which result. Entries are added and never changed, each sealed with the one before.

    Kept are signing in and out, keys, incidents, imports, deletions, backups, and what makes search learn. Searches are
    not: a call keeps its own.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
@with_settings
def verify(settings: Settings, ctx: click.Context, as_json: bool) -> None:
    """Check every entry, first to last, and the anchors. Exit code 1 if one is not what was written.

    An anchor is a seal written down outside the trail, once a day by a running server and by `kbsearch audit anchor`;
    copied to another machine, it also shows that the end was cut off. It vouches for the entries up to its own: newer
    ones could be missing, and the command says how many there are.
    """
    with opened(settings) as access:
        verdict = access.verify()
    if as_json:
        shown = {"entries": verdict.entries, "head": verdict.head.hex(), "broken": verdict.broken, "why": verdict.why}
        click.echo(msgspec.json.encode(shown | {"anchored": verdict.anchored}))
    elif verdict.broken is None:
        click.echo(f"Whole: {counted(verdict.entries, 'entry', 'entries')}. Last seal: {verdict.head.hex()}")
        click.echo(vouched(verdict))
    else:
        click.echo(f"Broken at entry {verdict.broken}: {verdict.why}. The {verdict.entries} before it are whole.")
    if verdict.broken is not None:
        ctx.exit(1)


def vouched(verdict: Verdict) -> str:
    """What anchors say of the end of a whole trail, and what they do not."""
    if verdict.entries == verdict.anchored:
        return "Anchors vouch for every entry." if verdict.entries else "There is nothing to anchor yet."
    newer = counted(verdict.unanchored, "entry is", "entries are")
    until = f"the trail up to entry {verdict.anchored}" if verdict.anchored else "nothing"
    return f"Anchors vouch for {until}: the last {newer} newer than the last anchor, and could be cut off unnoticed."


@command.command("list")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="So many, the newest last.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_settings
def list_entries(settings: Settings, last: int, as_json: bool) -> None:
    """The newest entries."""
    with opened(settings) as access:
        newest = access.file.last()
        kept = list(access.file.trail(max(0, newest.seq - last) if newest else 0))
    for one in kept:
        entry = msgspec.json.decode(one.body, type=Entry)
        if as_json:
            click.echo(msgspec.json.encode({"seq": one.seq, **msgspec.to_builtins(entry)}))
        else:
            about = " ".join(filter(None, (entry.client, entry.object, entry.detail)))
            click.echo(f"{one.seq:6}  {entry.at[:19]}  {entry.result:7}  {entry.action:16}  {entry.actor}  {about}")


@command.command()
@with_settings
def anchor(settings: Settings) -> None:
    """Write the trail's last seal into audit-anchors.jsonl in the data folder; keep a copy of that file elsewhere."""
    with opened(settings) as access:
        made = access.anchor(datetime.now(UTC))
    click.echo(f"Entry {made.seq} is anchored: {made.seal}" if made else "Nothing new since the last anchor.")
