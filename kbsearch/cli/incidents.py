"""`kbsearch incidents`: known incidents of one client, in the terminal."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import msgspec

from kbsearch import api, app
from kbsearch.cli.acting import acting
from kbsearch.cli.entry import enter
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.access.audit import Action
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.faults import printable
from kbsearch.settings import Settings


@click.group()
def command() -> None:
    """Known incidents: what is broken for many at once. Searches of that client that are about one show it."""


@command.command("open")
@click.argument("client")
@click.argument("incident")
@click.argument("title")
@click.option("--symptom", "symptoms", multiple=True, help="In callers' words; more than once if there are several.")
@click.option("--message", default="", help="What to tell callers.")
@with_settings
def open_(settings: Settings, client: str, incident: str, title: str, symptoms: tuple[str, ...], message: str) -> None:
    """Declare INCIDENT, an id of your own, for CLIENT. Title, symptoms and message are kept and shown redacted.

    The same again changes nothing.

    \b
    Example
      kbsearch incidents open caissio INC-118 "Autorisations bancaires en panne" --symptom "paiement refusé partout"
    """
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        with acting(kb, Action.INCIDENT_OPEN, client, kb.calls.name_on_trail(one, incident)):
            known = kb.calls.incidents.incident(one, incident)
            opened = known.opened if known else datetime.now(UTC)  # said again, it did not begin again
            is_new = kb.calls.open_incident(one, Incident(one.id, incident, title, symptoms, message, opened))
    finally:
        kb.close()
    told = f"is open: searches of {client} that are about it show it." if is_new else "was declared before."
    click.echo(f"{incident} {told}")


@command.command()
@click.argument("client")
@click.argument("incident")
@with_settings
def close(settings: Settings, client: str, incident: str) -> None:
    """INCIDENT is over."""
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        with acting(kb, Action.INCIDENT_CLOSE, client, kb.calls.name_on_trail(one, incident)):
            now = datetime.now(UTC)
            is_new = kb.calls.incidents.close_incident(one, incident, now, now=now)
    finally:
        kb.close()
    click.echo(f"{incident} is closed." if is_new else f"{incident} was closed before.")


@command.command("list")
@click.argument("client")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an incident.")
@with_settings
def list_(settings: Settings, client: str, limit: int, as_json: bool) -> None:
    """CLIENT's incidents, newest first."""
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        found = kb.calls.incidents.incidents(one, limit)
    finally:
        kb.close()
    for incident in found:
        state = incident.state(datetime.now(UTC))
        ends = f", ends {incident.closed:%Y-%m-%d %H:%M} UTC" if incident.closed else ""
        line = f"{incident.opened:%Y-%m-%d %H:%M} UTC  {incident.id}  {printable(incident.title)}  {state}{ends}"
        click.echo(msgspec.json.encode(api.incidents.shapes.incident_out(one, incident)) if as_json else line)
    if not as_json:
        click.echo(f"{counted(len(found), 'incident')}.")
