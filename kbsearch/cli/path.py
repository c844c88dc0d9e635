"""`kbsearch path`: who takes a call next, in the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from kbsearch import api, app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language, lines
from kbsearch.cli.wishes import ANSWERED, read_choices
from kbsearch.core.escalation import Asked, Path
from kbsearch.core.escalation.words import Lang, moment
from kbsearch.core.levels import DEFAULT_PRIORITY, PRIORITIES, TAKERS
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings


@click.command()
@click.argument("client")
@click.argument("symptom", default="")
@click.option("--at", default="", metavar="TIME", help="Another instant, 2026-12-25T03:00: local time of the client.")
@click.option("--priority", type=click.Choice(PRIORITIES), default=DEFAULT_PRIORITY, show_default=True)
@click.option("--article", default="", metavar="ID", help="The article that the call is about.")
@click.option("--category", default="", help="In the article's category's place.")
@click.option("--level", type=click.Choice(TAKERS), help="Hand it to this level, whatever the hour leads to.")
@click.option("--choice", "choices", multiple=True, metavar="FACET=VALUE", help=ANSWERED)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as the API gives it.")
@with_settings
def command(
    settings: Settings,
    client: str,
    symptom: str,
    level: str | None,
    choices: tuple[str, ...],
    as_json: bool,
    **known: Any,
) -> None:
    """Who takes over a call of CLIENT, in order, with hours, delay and the facts to ask first.

    Without --article, the best reliable article for the SYMPTOM counts. Texts are in the client's language.

    \b
    Examples
      kbsearch path embalor "odeur de brûlé dans le coffret"
      kbsearch path caissio --at 2026-12-25T03:00 --priority P1
      kbsearch path soldea --article dsn-rejet-nir --json
      kbsearch path caissio "terminal hors ligne" --level N3
    """
    asked = Asked(datetime.now(UTC), symptom=symptom, level=level or "", chosen=read_choices(choices), **known)
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        lang = language(snapshot)
        if symptom:
            report_model(kb)
        show(one, kb.escalation(one, asked), lang, as_json=as_json)
    finally:
        kb.close()


def show(client: OneClient, path: Path, lang: Lang, *, as_json: bool) -> None:
    """Print a path for a program, or for a person."""
    if as_json:
        click.echo(msgspec.json.encode(api.search.path_shapes.path_out(client, path, lang)))
        return
    click.secho(f"{moment(path.at, lang)} ({path.at.tzname()}), {path.priority}", dim=True)
    for line in lines(path, lang):
        click.echo(line)
