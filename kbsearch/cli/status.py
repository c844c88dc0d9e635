"""`kbsearch status`: what is built, from which commit, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import click

from kbsearch import app
from kbsearch.cli.entry import nothing_built
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.errors import ModelMissing, NotFound
from kbsearch.settings import Settings

EXIT_FOUND = 1


@click.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per client and line.")
@with_settings
def command(settings: Settings, clients: tuple[str, ...], as_json: bool) -> None:
    """Every byte of each client's index is compared with its manifest.

    Exit code 1 if an index is damaged, missing, or was made by another model than the one configured, or if a server
    ever had to hold back something of another client.
    """
    store = app.open_store(settings)
    known = store.clients()
    for name in clients:
        if name not in known:
            raise NotFound(f"There is no index of {name!r} in {settings.indexes}. Built: {', '.join(known) or 'none'}.")
    if not known:
        raise nothing_built(settings)
    main, english = (configured_model(settings, name) for name in ("main", "english"))
    statuses = [_told(store.status(name), main, english) for name in clients or known]
    for status in statuses:
        click.echo(json.dumps(asdict(status)) if as_json else line(status, datetime.now(UTC)))
    met = app.scope_violations(settings)
    if met:
        click.echo(f"! {violations_line(met)}", err=True)
    if met or any(status.problem for status in statuses):
        click.get_current_context().exit(EXIT_FOUND)


def configured_model(settings: Settings, name: app.ModelName) -> str:
    """Fingerprint of a configured model, empty when it is not prepared."""
    try:
        return app.load_model(settings, name).fingerprint
    except ModelMissing:
        return ""


def line(status: app.Status, now: datetime) -> str:
    """One client, for people."""
    if status.damaged:
        return f"{status.client:20}  damaged: {status.problem}"
    if not status.generation:
        return f"{status.client:20}  {status.problem.replace('Nothing was built yet', 'not built')}"
    facts: list[Any] = [
        f"{status.client:20}",
        f"{status.generation:20}",
        f"commit {status.commit[:12]}",
        f"{age(status.published, now):>12}",
        f"{counted(status.articles, 'article'):>15}",
        f"{counted(status.chunks, 'chunk'):>14}",
        f"{status.size / 1e6:7.1f} MB",
        f"model {status.fingerprint[:12]}",
    ]
    return "  ".join(facts) + (f"\n{'':20}  ! {status.problem}" if status.problem else "")


def violations_line(met: Sequence[str]) -> str:
    """What became of requests, commands and jobs that met another client's things."""
    many = counted(len(met), "time")
    return (
        f"{many}, what is another client's was met and held back; the last at {met[-1]}. This is a fault of "
        "kbsearch: for requests and jobs, the server's log says where it was met."
    )


def age(published: str, now: datetime) -> str:
    """`5 min ago`; a time that lies ahead (the clock went back) counts as now."""
    seconds = max(0.0, (now - datetime.fromisoformat(published)).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit} ago"
    return "just now"


def _told(status: app.Status, main: str, english: str) -> app.Status:
    """Another model than the configured one is a problem too, and each problem ends with the command that mends it."""
    problem = status.problem
    for built_with, configured in ((status.fingerprint, main), (status.english, english)):
        if built_with and configured and built_with != configured and not problem:
            problem = f"built with the model {built_with[:12]}, {configured[:12]} is configured."
    return replace(status, problem=f"{problem} Run: kbsearch build {status.client}") if problem else status
