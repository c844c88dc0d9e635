"""`kbsearch gaps`: what callers bring and no article solves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kbsearch import app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.gaps.over_time import GapOverTime, GapsOverTime, Trend
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
    kb = app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            task = bar.add_task("symptoms", total=None)
            found = app.gaps.gaps_compared(
                kb, one, since, until, datetime.now(UTC),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip
        show(found, limit, as_json=as_json)
    finally:
        kb.close()


def show(known: GapsOverTime, limit: int, *, as_json: bool) -> None:
    """Print them for a program, or for a person."""
    found = known.found
    if as_json:
        click.echo(msgspec.json.encode(summary(known, limit)))
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
    table = Table("id", "gap", "calls", "callers", "trend", "minutes", "by", "also said")
    for one in known.gaps[:limit]:
        said = "\n".join(wording[:WIDEST] for wording in one.gap.wordings[:2])
        table.add_row(one.gap.id, escape(one.gap.label[:WIDEST]), *_figures(one), escape(said))
    Console().print(table)
    most = len(found.gaps)
    click.echo(f"The first {found.pareto} of {most} hold four fifths of the calls.")
    click.echo(_compared_with(known))


def _compared_with(known: GapsOverTime) -> str:
    days = known.before
    if days is None or not known.looked_at_before:
        return "Trend: unknown, for no calls of as many days before were looked at."
    looked_at = counted(known.looked_at_before, "call")
    unread = f", {counted(known.unread_before.calls, 'call')} left unread" if known.unread_before.calls else ""
    return (
        f"Trend: against {looked_at} looked at from {days.since} to {days.until}{unread}; "
        "rising or falling only where chance explains it less than once in a hundred."
    )


def _figures(one: GapOverTime) -> tuple[str, ...]:
    gap = one.gap
    by = ", ".join(f"{reason.value} {n}" for reason, n in sorted(gap.reasons.items(), key=lambda one: -one[1]))
    trend = one.trend.value if one.trend is Trend.UNKNOWN else f"{one.trend.value}, {one.before} before"
    minutes = f"{gap.minutes:.0f}" if gap.timed else "–"
    return (str(len(gap.calls)), str(gap.callers), trend, minutes, by)


def summary(known: GapsOverTime, limit: int) -> dict[str, Any]:
    """What `--json` prints. `minutes` is null where the length of no call is known."""
    found, days = known.found, known.before
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
        "before_since": days.since if days else None,
        "before_until": days.until if days else None,
        "looked_at_before": known.looked_at_before,
        "unread_calls_before": known.unread_before.calls,
        "gaps": [
            {
                "id": one.gap.id,
                "label": one.gap.label,
                "calls": one.gap.calls,
                "callers": one.gap.callers,
                "earlier": one.gap.earlier,
                "later": one.gap.later,
                "before": one.before,
                "calls_before": one.calls_before,
                "trend": one.trend,
                "minutes": round(one.gap.minutes, 1) if one.gap.timed else None,
                "timed": one.gap.timed,
                "wordings": one.gap.wordings,
                "reasons": one.gap.reasons,
            }
            for one in known.gaps[:limit]
        ],
    }
