"""`kbsearch effect`: what a client's articles did to first call resolution."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
from kbsearch.core.effects import Effect, Estimate, Unknown, UnknownUse
from kbsearch.settings import Settings

WIDEST = 48
WHY = {
    Unknown.FEW_TREATED: "fewer than eight topics that got an article can be judged",
    Unknown.FEW_COMPARED: "fewer than eight topics have no article to compare them with",
    Unknown.FEW_CALLS: "there are too few calls to tell even ten points from chance",
    Unknown.NO_SPREAD: "all topics changed alike, so that nothing tells what chance does",
}
WHY_NO_USE = {
    UnknownUse.RARELY_USED: "cannot be known, it was used too little to tell that share from zero",
    UnknownUse.BEYOND: "cannot be known, so little use cannot have changed so much (more than 100 points each time)",
}


def article_days(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, date]:
    """`article=2026-11-02` → the article and the day."""
    found = {}
    for one in given:
        article, _, day = one.rpartition("=")
        try:
            found[article] = date.fromisoformat(day if article else "")
        except ValueError:
            message = f"{one!r} is not an article's id and a day, such as tpe-hors-ligne=2026-11-02."
            raise click.BadParameter(message, ctx, param) from None
    return found


@click.command()
@click.argument("client")
@click.option("--since", default="", metavar="DAY", help="First day, 2026-11-02; default: a year with the last one.")
@click.option("--until", default="", metavar="DAY", help="Last day, included; default: today, where the client is.")
@click.option(
    "--published",
    metavar="ARTICLE=DAY",
    multiple=True,
    callback=article_days,
    help="Since when an article is there, where Git does not know or says otherwise; as often as needed.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def command(settings: Settings, client: str, since: str, until: str, published: dict[str, date], as_json: bool) -> None:
    """By how much more FCR rose on CLIENT's topics that got an article than on those that have none yet.

    Freeze topics first, from calls before the first article came (kbsearch topics freeze): a topic must not depend on
    what its article did. An article is about the topic that its symptoms come to. Since when it is served is read from
    Git. The weeks before the first bad spell are compared with the weeks since; a topic counts once, however many calls
    it has. It takes eight topics with an article and eight without, some months of calls before and weeks after: else
    it says that there is not enough data. The placebo pretends that the articles had come earlier, and should be about
    0, as should the trend before.

    Not told, because it would mislead: what calls with an article have more than calls without, and what came after
    compared with just before. Articles are written after bad spells, and used in hard calls.

    \b
    Examples
      kbsearch effect caissio
      kbsearch effect caissio --since 2026-01-05 --until 2026-10-31 --published tpe-hors-ligne=2026-06-15
    """
    kb = app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            task = bar.add_task("symptoms", total=None)
            found = app.effects.effect(
                kb, one, (since, until), published, datetime.now(UTC),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip
    finally:
        kb.close()
    if as_json:
        click.echo(msgspec.json.encode(summary(found)))
    else:
        show(found)


def show(found: app.effects.EffectRead) -> None:
    """Print it for a person: the effect or why there is none, what it stands on, the articles."""
    effect = found.effect
    days = f"{found.period.since} to {found.period.until}, {counted(found.weeks.count, 'ripe week')}"
    click.echo(
        f"{found.client}, {days}: {counted(effect.treated, 'topic')} with an article, {effect.compared} to compare"
    )
    if effect.points is None:
        why = WHY[effect.unknown] if effect.unknown else ""
        click.echo(f"Not enough data to tell what articles did (pas assez de données): {why}.")
    else:
        click.echo(f"FCR on topics with an article: {_points(effect.points)} more than on those without")
        if effect.per_use is not None and effect.used is not None:
            click.echo(f"  in a contact that used the article ({effect.used:.0%} did): {_points(effect.per_use)}")
        elif effect.per_use_unknown:
            click.echo(f"  in a contact that used the article: {WHY_NO_USE[effect.per_use_unknown]}")
    for name, estimate in (("placebo", effect.placebo), ("trend before", effect.pre_trend)):
        click.echo(f"  {name}: {_points(estimate) if estimate else 'not enough weeks or topics'}")
    if effect.seconds is not None:
        low, high = effect.seconds.low, effect.seconds.high
        click.echo(f"  handling time: {effect.seconds.value:+.0f} s (95 %: {low:+.0f} to {high:+.0f})")
    could = "nothing" if effect.could_show is None else f"{effect.could_show:.1f} points at best"
    click.echo(f"  so many calls ({effect.calls} in the smallest part) could show {could}")
    _show_articles(found)


def _show_articles(found: app.effects.EffectRead) -> None:
    table = Table("since", "article", "topic", "its name")
    zone, within = found.period.zone, found.published_within
    for one in within:
        words = found.read.wordings.get(one.topic, ()) if found.read else ()
        name = escape(words[0][:WIDEST]) if words else "about none of the topics"
        table.add_row(str(one.at.astimezone(zone).date()), one.article, one.topic or "–", name)
    if within:
        Console().print(table)
    click.echo(f"{counted(len(found.published) - len(within), 'article')} came before these days or after them")
    if found.forgotten:
        click.echo(
            f"{counted(len(found.forgotten), 'topic')} on neither side: the calls that told what it is are deleted"
        )
    if found.undated:
        click.echo(
            f"Since when {counted(len(found.undated), 'article')} are there is not known: say it with --published"
        )


def _points(estimate: Estimate) -> str:
    return f"{estimate.value:+.1f} points (95 %: {estimate.low:+.1f} to {estimate.high:+.1f})"


def summary(found: app.effects.EffectRead) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "client": found.client,
        "since": found.period.since,
        "until": found.period.until,
        "weeks": found.weeks.count,
        "topics_frozen": found.read.topics.frozen if found.read else None,
        **_effect(found.effect),
        "articles": [
            {"article": one.article, "published": one.at, "topic": one.topic or None} for one in found.published
        ],
        "undated": found.undated,
        "forgotten": len(found.forgotten),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "points": effect.points,
        "per_use": effect.per_use,
        "per_use_unknown": effect.per_use_unknown,
        "used": effect.used,
        "seconds": effect.seconds,
        "placebo": effect.placebo,
        "pre_trend": effect.pre_trend,
        "treated": effect.treated,
        "left_out": effect.left_out,
        "compared": effect.compared,
        "before_weeks": [effect.before.start, effect.before.stop],
        "calls": effect.calls,
        "could_show": effect.could_show,
        "unknown": effect.unknown,
    }
