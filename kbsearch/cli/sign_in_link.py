"""`kbsearch sign-in-link`: another way into the pages of a server on this machine."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kbsearch.cli.acting import operator
from kbsearch.cli.keys import opened
from kbsearch.cli.options import with_settings
from kbsearch.cli.serve import listening, url_of, with_address
from kbsearch.settings import Settings


@click.command()
@listening
@with_settings
def command(settings: Settings, host: str | None, port: int | None) -> None:
    """Print a link that signs a browser in to the server that runs on this machine with the same --data.

    It works once, within half an hour, and for every client: whoever can run this can read the articles' files too.

    \b
    Examples
      kbsearch sign-in-link
      kbsearch sign-in-link --port 9000
    """
    settings = with_address(settings, host, port)
    with opened(settings) as access:
        token = access.make_link(datetime.now(UTC), actor=operator())
    click.echo(f"{url_of(settings, settings.port)}/sign-in?link={token}")
