"""`kbsearch wave`: several ready articles, published in an order that is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import click

from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.faults import printable, shown
from kbsearch.core.model import Article, ArticleState
from kbsearch.errors import NotFound

SEEDS = 1_000_000
ENOUGH = 8
"""Topics that an effect can be told of (`core.effects`)."""


@click.group()
def command() -> None:
    """Publish articles so that what they did can be measured."""


@command.command("plan")
@click.argument("client")
@click.argument("ready", nargs=-1, required=True, metavar="ARTICLE…")
@click.option("--starts", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The first Monday.")
@click.option("--every", required=True, type=click.IntRange(1, 52), metavar="WEEKS", help="From one to the next.")
@click.option(
    "--seed", type=click.IntRange(min=0), help="Draw the same order again; default: a new one, which is told."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def plan_(settings: Any, client: str, ready: tuple[str, ...], starts: datetime, every: int, **how: Any) -> None:
    """In which week to publish each ARTICLE of CLIENT, in an order drawn by lot.

    Articles are mostly written after a bad spell, which ends by itself: whatever is published then seems to help. If
    chance decides which topic gets its article first, the topics that wait are as good or bad as those that have
    theirs, and the difference between them is what the articles did: an experiment, not a comparison. It needs eight
    topics of either kind at a time, and it needs you to keep to the plan. Draw once, before anything is published.

    Articles are looked for in the client's folder as it stands on disk, drafts too. Nothing is changed: take
    `state: draft` out of each on its day.

    \b
    Examples
      kbsearch wave plan caissio cloture-z-impossible ecart-de-caisse licence-expiree --starts 2026-11-30 --every 2
      kbsearch wave plan caissio cloture-z-impossible ecart-de-caisse --starts 2026-11-30 --every 3 --seed 42 --json
    """
    from kbsearch.core.effects.waves import plan

    known = found_articles(settings, client)
    if missing := [one for one in ready if one not in known]:
        raise unknown_article(client, missing[0], [*known])
    seed = secrets.randbelow(SEEDS) if how["seed"] is None else how["seed"]
    rows = [
        {"week": f"{one.day:%G-W%V}", "day": one.day.isoformat(), "article": one.article}
        for one in plan(ready, every, starts.date(), seed)
    ]
    for row in rows:
        article = known[row["article"]]
        row |= {"state": article.state.value, "title": article.title}
        if article.state is not ArticleState.DRAFT:
            click.echo(f"kbsearch: {article.id} is no draft: if it is published already, leave it out.", err=True)
    show({"client": client, "seed": seed, "every": every, "publications": rows}, as_json=how["as_json"])


def found_articles(settings: Any, client: str) -> Mapping[str, Article]:
    """The client's own by id, as they stand on disk. Raises `NotFound` for a client that has no folder there."""
    from kbsearch.app import open_each, open_library
    from kbsearch.cli.entry import unknown
    from kbsearch.core.articles.bases import read_folder
    from kbsearch.core.model import SHARED

    library = open_library(settings.articles, "worktree")
    owners = library.owners()
    if client == SHARED or client not in owners:
        raise unknown(client, [one for one in owners if one != SHARED])
    return {article.id: article for article in read_folder(client, library.read(client), open_each()).articles}


def unknown_article(client: str, name: str, known: Sequence[str]) -> NotFound:
    near = get_close_matches(name, known, 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return NotFound(f"{client} has no article {shown(name)} of its own that can be read.{meant}")


def show(planned: Mapping[str, Any], *, as_json: bool) -> None:
    """Print it for a program, or for a person."""
    if as_json:
        import json

        click.echo(json.dumps(planned, ensure_ascii=False))
        return
    rows = planned["publications"]
    width = max(len(row["article"]) for row in rows)
    for row in rows:
        click.echo(f"{row['week']}  {row['day']}  {row['article']:{width}}  {printable(row['title'])}")
    click.echo(f"Seed {planned['seed']}: the same articles with --seed {planned['seed']} give the same order.")
    if len(rows) < ENOUGH:
        few = counted(len(rows), "article")
        click.echo(f"{few}: an effect is told of {ENOUGH} topics or more, those of other waves included.")
