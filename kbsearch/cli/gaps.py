"""`kbsearch gaps`: what callers bring and no article solves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kbsearch.app import gaps as app_gaps
from kbsearch.app import open_terminal
from kbsearch.cli.ask import report_model
from kbsearch.cli.entry import enter
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.gaps import Gap, Gaps
from kbsearch.settings import Settings

MOST_SHOWN = 12
WIDEST = 60


@click.command()
@click.argument("client")
@click.option("--since", default="", metavar="DAY", help="First day, 2026-11-02; default: 30 days with the last one.")
@click.option("--until", default="", metavar="DAY", help="Last day, included; default: today, where the client is.")
@click.option("--limit", type=click.IntRange(min=1), default=MOST_SHOWN, show_default=True, help="Most gaps shown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the ids of the calls.")
@with_settings
def command(settings: Settings, client: str, since: str, until: str, limit: int, as_json: bool) -> None:
    """What CLIENT's callers bring and no article solves, in groups that are about the same, the largest first.

    A call is looked at when it is closed, was for us and not given up, and no article served in it. It counts when the
    search found nothing reliable, a gap was reported, all that was opened was ruled out, other words were tried in
    vain, or it was handed over. Words are as they were said or searched, without personal data. Groups are made anew
    each time; one keeps its id while the first of its calls is in it. kbsearch gap draft writes what it lacks.

    \b
    Examples
      kbsearch gaps caissio
      kbsearch gaps caissio --since 2026-11-01 --until 2026-11-30
      kbsearch gaps caissio --limit 50 --json
    """
    kb = open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            task = bar.add_task("symptoms", total=None)
            found = app_gaps.gaps(
                kb, one, since, until, datetime.now(UTC),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip
        show(found, limit, as_json=as_json)
    finally:
        kb.close()


def show(found: Gaps, limit: int, *, as_json: bool) -> None:
    """Print them for a program, or for a person."""
    if as_json:
        click.echo(msgspec.json.encode(summary(found, limit)))
        return
    days = f"{found.period.since} to {found.period.until}"
    looked_at = counted(found.looked_at, "call")
    click.echo(f"{found.client}, {days}: of {looked_at} looked at, {found.unsolved} that no article solved")
    if found.wordless:
        click.echo(f"{counted(found.wordless, 'call')} of these without a word of what it was about")
    if found.unread.calls:
        wordings = counted(found.unread.wordings, "different wording")
        click.echo(f"{counted(found.unread.calls, 'call')} of these left unread, of {wordings}, the least frequent")
    if not found.gaps:
        return
    table = Table("id", "gap", "calls", "callers", "half / half", "minutes", "by", "also said")
    for gap in found.gaps[:limit]:
        said = "\n".join(one[:WIDEST] for one in gap.wordings[:2])
        table.add_row(gap.id, escape(gap.label[:WIDEST]), *_figures(gap), escape(said))
    Console().print(table)
    most = len(found.gaps)
    click.echo(f"The first {found.pareto} of {most} hold four fifths of the calls.")


def _figures(gap: Gap) -> tuple[str, ...]:
    by = ", ".join(f"{reason.value} {n}" for reason, n in sorted(gap.reasons.items(), key=lambda one: -one[1]))
    minutes = f"{gap.minutes:.0f}" if gap.timed else "–"
    return (str(len(gap.calls)), str(gap.callers), f"{gap.earlier} / {gap.later}", minutes, by)


def summary(found: Gaps, limit: int) -> dict[str, Any]:
    """What `--json` prints. `minutes` is null where the length of no call is known."""
    return {
        "client": found.client,
        "since": found.period.since,
        "until": found.period.until,
        "looked_at": found.looked_at,
        "unsolved": found.unsolved,
        "wordless": found.wordless,
        "unread_wordings": found.unread.wordings,
        "unread_calls": found.unread.calls,
        "pareto": found.pareto,
        "gaps": [
            {
                "id": gap.id,
                "label": gap.label,
                "calls": gap.calls,
                "callers": gap.callers,
                "earlier": gap.earlier,
                "later": gap.later,
                "minutes": round(gap.minutes, 1) if gap.timed else None,
                "timed": gap.timed,
                "wordings": gap.wordings,
                "reasons": gap.reasons,
            }
            for gap in found.gaps[:limit]
        ],
    }
