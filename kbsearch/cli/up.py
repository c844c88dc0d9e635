"""`kbsearch up`: everything a newcomer needs, in order; a second time it only does what changed."""

from __future__ import annotations

import subprocess
import sys

import click

from kbsearch import app
from kbsearch.cli.binding import require_safe_address
from kbsearch.cli.options import folder_arguments, with_settings
from kbsearch.cli.serve import listeners, listening, metering, serve, with_address
from kbsearch.errors import BadSettings, ModelMissing, StateError
from kbsearch.settings import Settings, with_options

BUILD_FOUND_FAULTS = 1
"""Exit code of a build that left faulty articles out: what is sound was built and is served."""


@click.command()
@listening
@metering
@with_settings
def command(settings: Settings, host: str | None, port: int | None, metrics: str | None) -> None:
    """Prepare the models if they are missing, build every client, then serve the page and the API.

    The first run takes a minute or two; later ones embed only what changed and start in seconds.

    \b
    Examples
      kbsearch up
      kbsearch up --articles ~/notes --port 9000
    """
    settings = with_options(with_address(settings, host, port), metrics=metrics)
    require_safe_address(settings)
    for one in listeners(settings):  # a refused address is better known before minutes of work
        one.close()
    if not settings.articles.is_dir():
        raise BadSettings(
            f"There is no articles folder {settings.articles}. "
            "Start one with: kbsearch init DIR && cd DIR && kbsearch up"
        )
    try:
        for name in app.model_names(settings):
            app.load_model(settings, name)
    except ModelMissing:
        click.echo("Preparing the models, once (about two minutes).", err=True)
        step(settings, "model", "prepare")
    click.echo("Building what changed.", err=True)
    step(settings, "build")
    serve(settings)


def step(settings: Settings, *command: str) -> None:
    """Run another command in a process of its own, so that what it loads (torch) never weighs on the server."""
    arguments = [sys.executable, "-P", "-m", "kbsearch", *command, *folder_arguments(settings)]
    code = subprocess.run(arguments, check=False).returncode
    if code in (0, BUILD_FOUND_FAULTS):
        return
    if command == ("build",) and app.open_store(settings).clients():
        click.echo("Not everything could be built, see above; what stands is served.", err=True)
        return
    raise StateError(f"`kbsearch {' '.join(command)}` failed, see above.", remedy=f"kbsearch {' '.join(command)}")
