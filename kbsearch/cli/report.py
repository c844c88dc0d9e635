"""`kbsearch report`: one client's month, for its own management."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from kbsearch import api, app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language
from kbsearch.cli.words import progress_bar
from kbsearch.core.local_time import in_utc
from kbsearch.errors import BadRequest
from kbsearch.settings import Settings

KINDS = (".html", ".pdf")


@click.command()
@click.argument("client")
@click.option(
    "--month", default="", metavar="MONTH", help="2026-11; default: the last that is over, where the client is."
)
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Default: the client's own language.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="FILE.html or FILE.pdf, written over; default: the page on standard output.",
)
@click.option(
    "--made", default="", metavar="MOMENT", help="As if it were made then: 2026-12-01T09:00:00+01:00; default: now."
)
@with_settings
def command(
    settings: Settings, client: str, month: str, lang: api.catalogue.Lang | None, output: Path | None, made: str
) -> None:
    """What CLIENT's month came to, for its own management, as one page that needs nothing but itself.

    Figures with their counts and intervals, gross and net where a net was agreed; the six months to this one; by queue
    and by hour; between which two values FCR is, where topics are frozen; what callers bring and no article solves;
    articles, as counts and never as a gain; known incidents; alerts, where the client asks for them; and in words how
    each figure is counted. "No value" is written where nothing was counted. Nothing of any other client is
    in it. With `hosts` in kbsearch.toml, counts are links to their calls on the server of that name. The same data,
    --made and hosts give the same bytes, a PDF on a machine with the same libraries and fonts.

    \b
    A PDF needs WeasyPrint, pip install 'kbsearch[report]', and the system's Pango.

    \b
    Examples
      kbsearch report caissio --output caissio.html
      kbsearch report caissio --month 2026-11 --lang en --output caissio-2026-11.pdf
    """
    if output is not None and output.suffix.lower() not in KINDS:
        raise BadRequest(
            f"A report is a page or a PDF: name a file {' or '.join(KINDS)}, not {output}.", field="output"
        )
    printed = app.printing.pdf_printer() if output is not None and output.suffix.lower() == ".pdf" else str.encode
    moment = _moment(made)
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            task = bar.add_task("symptoms", total=None)
            found = app.report.report(
                kb, one, month, moment,
                read_with=lambda own: app.topics.reader_of(
                    kb, own, lambda done, total: bar.update(task, completed=done, total=total)
                ),
            )  # fmt: skip
        html = api.report.words.page(
            api.pages.web.open_web(), one, found, lang or language(snapshot), app.address.public_address(settings)
        )
    finally:
        kb.close()
    if output is None:
        click.echo(html.encode(), nl=False)
        return
    output.write_bytes(printed(html))
    click.echo(f"{found.client}, {found.period.since:%Y-%m}: {output}")


def _moment(made: str) -> datetime:
    """UTC. Raises `BadRequest` for what is no moment with its offset."""
    if not made:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(made)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadRequest(f"“made” is no moment such as 2026-12-01T09:00:00+01:00: {made}", field="made")
    return in_utc(found, field="made")
