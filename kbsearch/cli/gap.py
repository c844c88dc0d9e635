"""`kbsearch gap`: what is done about one gap."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kbsearch import app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import progress_bar
from kbsearch.settings import Settings


@click.group()
def command() -> None:
    """Something that callers bring and no article solves, as `kbsearch gaps` lists it: begin the article."""


@command.command()
@click.argument("client")
@click.argument("gap", metavar="ID")
@click.option("--since", default="", metavar="DAY", help="First day, as for kbsearch gaps.")
@click.option("--until", default="", metavar="DAY", help="Last day, as for kbsearch gaps.")
@click.option("--print", "is_printed", is_flag=True, help="Print the draft; commit nothing.")
@with_settings
def draft(settings: Settings, client: str, gap: str, since: str, until: str, is_printed: bool) -> None:
    """Write a draft of the article that the gap ID of CLIENT lacks, on a Git branch of its own.

    It is pre-filled from the gap's calls: what callers said, what they were asked and answered, how calls ended, who
    they were handed to; all of it without personal data, as it is kept. The working tree and your branches stay as they
    are, and nobody is served a draft: complete it, set its state, merge the branch.

    \b
    Examples
      kbsearch gap draft caissio 1f0c9a3e
      kbsearch gap draft caissio 1f0c9a3e --print > brouillon.md
    """
    kb = app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            task = bar.add_task("symptoms", total=None)
            found = app.gaps.gaps(
                kb, one, since, until, datetime.now(UTC),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip
        made = app.gaps.draft(kb, one, gap, found, is_committed=not is_printed)
    finally:
        kb.close()
    if is_printed:
        click.echo(made.text, nl=False)
        return
    click.echo(f"{made.path} is on the branch {made.branch}. Go on with it: git switch {made.branch}")
