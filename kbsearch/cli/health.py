"""`kbsearch health`: how a client's articles fare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kbsearch import app
from kbsearch.cli.entry import enter
from kbsearch.cli.figure_out import figure_out
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.health import FEWEST, SOON, ArticleHealth, Health, SearchHealth
from kbsearch.settings import Settings

MOST_SHOWN = 20
WIDEST = 48


@click.command()
@click.argument("client")
@click.option("--since", default="", metavar="DAY", help="First day, 2026-11-02; default: 30 days with the last one.")
@click.option("--until", default="", metavar="DAY", help="Last day, included; default: today, where the client is.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=MOST_SHOWN,
    show_default=True,
    help="Most rows of each table; --json has all.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the ids of the calls.")
@with_settings
def command(settings: Settings, client: str, since: str, until: str, limit: int, as_json: bool) -> None:
    """How CLIENT's articles fare: what was done with each in the calls of these days, and which need somebody.

    Counts of calls, and never a gain: what an article did to first call resolution is told by kbsearch effect. Of the
    contacts solved at N1 with an article, how many were not called back within 7 days, or as many as client.toml says;
    an article after which callers call again more often than after all articles together stands apart, where chance
    does not explain it. Any later call counts, whatever it is about. Calls without a caller are counted for each
    article, and are in no such share: nobody knows whether they called again. Articles that are alike may be two of the
    same: on the page of the health of articles, who keeps them says that they are not.

    Thirty days are few for one article: 90 are better.

    \b
    Examples
      kbsearch health caissio
      kbsearch health caissio --since 2026-09-01 --until 2026-11-30
      kbsearch health caissio --json
    """
    kb = app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        known = app.health.knowledge(kb, one, since, until, datetime.now(UTC))
    finally:
        kb.close()
    if as_json:
        click.echo(msgspec.json.encode(summary(known)))
        return
    found = known.health
    _calls(found, limit)
    _search(found.search)
    _returning(found, limit)
    _alike(known, limit)
    _never_used(found, limit)
    _reviews(found, limit)


def _calls(found: Health, limit: int) -> None:
    click.echo(f"{found.client}, {found.period.since} to {found.period.until}: {counted(found.calls, 'call')}")
    click.echo(
        f"An article was used in {found.using}; solved with one, without a caller, so in no share: {found.unattached}"
    )
    table = Table("article", "shown", "opened", "tried", "used", "refused", "not called back")
    met = [one for one in found.articles if one.is_met]
    for one in met[:limit]:
        counts = (one.shown, one.opened, one.tried, one.used, one.refused)
        id = escape(one.article) if one.title else f"{escape(one.article)} (not served)"
        table.add_row(id, *map(str, counts), _share(one.not_called_back))
    _print(table, len(met))
    if found.unripe:
        waiting = counted(found.unripe, "contact")
        click.echo(f"In no share yet: {waiting} younger than {found.window.days} days. They may still be called back.")


def _search(found: SearchHealth) -> None:
    rates = (_share(one) for one in (found.no_answer, found.ruled_out, found.worded_again))
    nothing, ruled_out, again = rates
    click.echo(f"Searches: {found.searches}; nothing reliable in {nothing}")
    click.echo(f"Of the calls with a search, an article was ruled out in {ruled_out}; worded again: {again}")
    if spread := found.first_help.spread:
        calls = counted(found.first_help.denominator, "call")
        click.echo(f"First useful article after {spread.median:.0f} s (median of {calls}), p90 {spread.p90:.0f} s")


def _returning(found: Health, limit: int) -> None:
    click.echo(f"Used but called back; of all contacts solved with an article, the norm: {_share(found.norm)}")
    if not found.returning:
        told = f"of {counted(found.compared, 'article')} with {FEWEST} such contacts or more"
        click.echo(f"  None, {told}, is above it by more than chance explains.")
        return
    table = Table("article", "its title", "called back")
    for one in found.returning[:limit]:
        table.add_row(escape(one.article), escape(one.title[:WIDEST]), _share(one.returning))
    _print(table, len(found.returning))
    told = f"{counted(found.compared, 'article')} with {FEWEST} such contacts or more"
    click.echo(f"Compared: {told}. By chance alone one in forty at most would stand here.")


def _alike(known: app.health.Knowledge, limit: int) -> None:
    told = f"; {counted(len(known.apart), 'pair')} told apart" if known.apart else ""
    click.echo(f"Alike, perhaps two of the same: {counted(len(known.alike), 'pair')}{told}")
    table = Table("article", "and", "likeness")
    for one in known.alike[:limit]:
        table.add_row(escape(one.first.id), escape(one.second.id), f"{one.likeness:.2f}")
    _print(table, len(known.alike))


def _never_used(found: Health, limit: int) -> None:
    never = len(found.unused) + len(found.unseen)
    served = found.verified.denominator
    click.echo(f"Used in no call: {never} of {counted(served, 'article')} served; {len(found.unseen)} not even shown")
    table = Table("article", "its title", "shown", "opened")
    for one in [*found.unused, *found.unseen][:limit]:
        counts = (str(one.shown), str(one.opened)) if one.is_met else ("–", "–")
        table.add_row(escape(one.article), escape(one.title[:WIDEST]), *counts)
    _print(table, never)


def _reviews(found: Health, limit: int) -> None:
    overdue = sum(one.is_overdue for one in found.due)
    click.echo(f"Review overdue: {overdue}; due within {SOON.days} days: {len(found.due) - overdue}")
    table = Table("article", "its title", "until", "")
    for one in found.due[:limit]:
        table.add_row(
            escape(one.article), escape(one.title[:WIDEST]), f"{one.due}", "overdue" if one.is_overdue else ""
        )
    _print(table, len(found.due))
    verified = found.verified
    if verified.value is not None:
        said = f"{verified.numerator} of {counted(verified.denominator, 'article')} served ({verified.value:.0%})"
        click.echo(
            f"Verified, that is validated and not overdue: {said}; {found.undated} of these say no day of review"
        )


def _print(table: Table, rows: int) -> None:
    """Nothing where there is no row; how many are left out where some are."""
    if not rows:
        return
    Console().print(table)
    if rows > table.row_count:
        click.echo(f"and {rows - table.row_count} more")


def _share(figure: Figure) -> str:
    if figure.value is None or (interval := figure.interval) is None:
        return "–"
    return f"{figure.value:.0%} of {figure.denominator} ({interval.low:.0%}–{interval.high:.0%})"


def summary(known: app.health.Knowledge) -> dict[str, Any]:
    """What `--json` prints."""
    found = known.health
    return {
        "client": found.client,
        "since": found.period.since,
        "until": found.period.until,
        "calls": found.calls,
        "using": found.using,
        "unattached": found.unattached,
        "unripe": found.unripe,
        "window_days": found.window.days,
        "confidence": CONFIDENCE,
        "articles": [_article(one) for one in found.articles],
        "called_back": {
            "norm": figure_out(found.norm),
            "fewest_contacts": FEWEST,
            "compared": found.compared,
            "articles": [
                {"article": one.article, "called_back": figure_out(one.returning), "calls": one.called_back}
                for one in found.returning
            ],
        },
        "alike": [
            {"first": one.first.id, "second": one.second.id, "likeness": round(one.likeness, 3)} for one in known.alike
        ],
        "told_apart": len(known.apart),
        "search": {
            "searches": found.search.searches,
            "no_answer": figure_out(found.search.no_answer),
            "ruled_out": figure_out(found.search.ruled_out),
            "worded_again": figure_out(found.search.worded_again),
            "first_help": {"calls": found.search.first_help.denominator, "mean_s": found.search.first_help.value},
        },
        "never_used": _ids(found.unused),
        "never_shown": _ids(found.unseen),
        "review_due": [
            {"article": one.article, "title": one.title, "due": one.due, "is_overdue": one.is_overdue}
            for one in found.due
        ],
        "verified": {
            "value": found.verified.value,
            "numerator": found.verified.numerator,
            "denominator": found.verified.denominator,
            "undated": found.undated,
        },
    }


def _article(one: ArticleHealth) -> dict[str, Any]:
    return {
        "article": one.article,
        "title": one.title,
        "is_served": bool(one.title),
        "shown": one.shown,
        "opened": one.opened,
        "tried": one.tried,
        "used": one.used,
        "refused": one.refused,
        "not_called_back": figure_out(one.not_called_back),
        "called_back": one.called_back,
    }


def _ids(articles: Iterable[ArticleHealth]) -> Sequence[str]:
    return [one.article for one in articles]
