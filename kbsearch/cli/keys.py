"""`kbsearch keys`: what other tools sign in with."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import click
import msgspec

from kbsearch import app
from kbsearch.cli.acting import operator
from kbsearch.cli.entry import unknown
from kbsearch.cli.options import with_settings
from kbsearch.core.access.api_keys import ApiKey
from kbsearch.core.access.principals import EVERY_CLIENT, Scope
from kbsearch.settings import Settings

_SPAN = re.compile(r"(\d{1,5})([hd])", re.ASCII)


def span(text: str) -> timedelta:
    """`90d` or `24h`."""
    found = _SPAN.fullmatch(text)
    if not found:
        raise click.BadParameter(f"{text!r} is not a time; write days as 90d or hours as 24h.")
    return timedelta(days=int(found[1])) if found[2] == "d" else timedelta(hours=int(found[1]))


@click.group()
def command() -> None:
    """Keys of other tools: shown once, bound to clients and scopes, replaced and revoked at any time.

    \b
    Scopes
      search          search, read articles, see known incidents
      record          open calls, post what happens in them, close them, read them back
      escalate        ask who takes over, make hand-over sheets
      read-figures    see the client's figures
      edit-incidents  open and close known incidents
      edit-articles   see what is wrong in the articles' files, and who changed them
      admin           see and change keys and people; of use in a browser session only
    """


@command.command()
@click.argument("name")
@click.option(
    "--client", "clients", multiple=True, required=True, metavar="ID", help="A client; repeat it, or * for all."
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may do; repeat it.",
)
@click.option("--expires", type=span, metavar="90d|24h", help="When it ends, from now. Default: when it is revoked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def create(
    settings: Settings, name: str, clients: tuple[str, ...], scopes: tuple[str, ...], expires: timedelta | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Make a key called NAME, and show it, this once.

    \b
    Examples
      kbsearch keys create "GLPI de Caissio" --client caissio --scope search --scope record
      kbsearch keys create essai --client caissio --scope search --expires 7d
    """
    now = datetime.now(UTC)
    asked = app.access.NewKey(name, clients, frozenset(map(Scope, scopes)), now + expires if expires else None)
    require_known(settings, clients)
    with opened(settings) as access:
        made, text = access.create_key(operator(), now, asked)
    if as_json:
        click.echo(msgspec.json.encode({**_row(made, now), "key": text}))
        return
    click.echo(text)
    click.echo(
        "It is not kept and cannot be shown again. Send it as: Authorization: Bearer kbs_…\n"
        f"Replace it with: kbsearch keys rotate {made.id} · end it with: kbsearch keys revoke {made.id}",
        err=True,
    )


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@with_settings
def list_keys(settings: Settings, as_json: bool) -> None:
    """Every key there is or was: for whom, what it may do, when it was last used. Never its secret."""
    now = datetime.now(UTC)
    with opened(settings) as access:
        rows = [_row(key, now) for key in access.keys.all()]
    if as_json:
        click.echo(msgspec.json.encode(rows))
    elif not rows:
        click.echo("There is no key. Make one with: kbsearch keys create NAME --client ID --scope search")
    else:
        _table(rows)


@command.command()
@click.argument("key")
@click.option(
    "--overlap",
    type=span,
    metavar="90d|24h",
    default="24h",
    show_default=True,
    help="For so long the old one still holds.",
)
@with_settings
def rotate(settings: Settings, key: str, overlap: timedelta) -> None:
    """Give KEY (its id, as `list` shows it) a new secret, and show it, this once.

    Until the overlap is over both hold, so that the other tool can be changed without an interruption. Id, clients
    and scopes stay.

    \b
    Examples
      kbsearch keys rotate k3xq81mz0a
      kbsearch keys rotate k3xq81mz0a --overlap 0h      the old secret may be known to somebody
    """
    with opened(settings) as access:
        text = access.rotate_key(operator(), datetime.now(UTC), key, overlap)
    click.echo(text)
    click.echo(f"It is not kept and cannot be shown again. The old one ends in {_said(overlap)}.", err=True)


@command.command()
@click.argument("key")
@with_settings
def revoke(settings: Settings, key: str) -> None:
    """End KEY (its id, as `list` shows it) for good. Running servers refuse it from their next request on."""
    with opened(settings) as access:
        access.revoke_key(operator(), datetime.now(UTC), key)
    click.echo(f"The key {key} is revoked.")


def require_known(settings: Settings, clients: Sequence[str]) -> None:
    """Raises `NotFound`, with those that there are: a key for a misspelt client would only be found out in a call."""
    kb = app.open_records(settings)
    try:
        known = kb.names()
    finally:
        kb.close()
    for client in clients:
        if client not in (EVERY_CLIENT, *known):
            raise unknown(client, known)


@contextmanager
def opened(settings: Settings) -> Iterator[app.Access]:
    access = app.open_access(settings)
    try:
        yield access
    finally:
        access.close()


def _row(key: ApiKey, now: datetime) -> dict[str, object]:
    clients = "every client" if key.clients == (EVERY_CLIENT,) else " ".join(key.clients)
    return {
        "id": key.id,
        "name": key.name,
        "state": key.state(now),
        "clients": clients,
        "scopes": tuple(sorted(scope.value for scope in key.scopes)),
        "created": key.created,
        "expires": key.expires,
        "last_used": key.last_used,
    }


def _table(rows: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in rows[0]:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "–" if value is None else str(value)


def _said(span: timedelta) -> str:
    hours = span // timedelta(hours=1)
    return "no time" if not hours else f"{hours} hours" if hours < 48 else f"{hours // 24} days"
