"""`kbsearch people`: who may sign in with a password, and what each may do for which client."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

import click
import msgspec

from kbsearch import app
from kbsearch.cli.acting import operator
from kbsearch.cli.keys import opened, require_known
from kbsearch.cli.options import with_settings
from kbsearch.core.access.passwords import account_named
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import Role, read_roles
from kbsearch.errors import BadRequest
from kbsearch.settings import Settings

Roles = dict[str, tuple[Role, ...]]


def _roles(_ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]) -> Roles:
    try:
        return read_roles(texts)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


def with_roles(function: Callable[..., object]) -> Callable[..., object]:
    return click.option(
        "--role",
        "roles",
        multiple=True,
        required=True,
        metavar="CLIENT=ROLE",
        callback=_roles,
        help="What they are for a client, * for every client; repeat it.",
    )(function)


def with_password(function: Callable[..., object]) -> Callable[..., object]:
    return click.option(
        "--password-file",
        type=click.File("r", encoding="utf-8"),
        metavar="FILE",
        help="Its first line is the password; - reads standard input. Default: ask for it, twice.",
    )(function)


@click.group()
def command() -> None:
    """Accounts of people who sign in with a password of at least 12 characters.

    \b
    Roles, each for one client or with * for every client, those included that come later
      agent          search, take calls, ask who takes over
      editor         search, see what is wrong in articles and who changed them
      supervisor     all of that, figures, known incidents
      client-reader  see the client's figures, and nothing else
      admin          everything, and with * the state of the whole instance

    Whatever changes an account ends its sessions at once, and is on the audit trail. There is no rule on which signs a
    password holds: three or four words that do not belong together are easy to keep and hard to guess.
    """


@command.command()
@click.argument("account")
@click.option("--name", metavar="TEXT", help="Who it is, for people to read. Default: the account.")
@with_roles
@with_password
@with_settings
def add(settings: Settings, account: str, name: str | None, roles: Roles, password_file: TextIO | None) -> None:
    """Make an ACCOUNT, such as marie.duval.

    \b
    Examples
      kbsearch people add marie.duval --name "Marie Duval" --role caissio=agent --role soldea=agent
      kbsearch people add chef --role '*=supervisor' --password-file chef.txt
      pwgen 20 1 | tee /dev/tty | kbsearch people add paul --role caissio=editor --password-file -
    """
    require_known(settings, tuple(roles))
    with accounts(settings) as kept:
        asked = app.accounts.NewAccount(account, name or account, roles, typed_password(password_file))
        made = kept.add(operator(), datetime.now(UTC), asked)
    click.echo(f"{made.id} may sign in: {app.accounts.said(made.roles)}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@with_settings
def list_people(settings: Settings, as_json: bool) -> None:
    """Everybody who may sign in, or might once: those who sign in elsewhere stand here since they did."""
    with accounts(settings) as kept:
        people = kept.all()
    if as_json:
        click.echo(msgspec.json.encode([_row(person) for person in people]))
    elif not people:
        click.echo("There is no account. Make one with: kbsearch people add ACCOUNT --role CLIENT=ROLE")
    for person in () if as_json else people:
        state = "disabled" if person.is_disabled else "enabled"
        click.echo(
            f"{person.id}  {state}  {person.source}  {app.accounts.said(person.roles) or 'no role'}  {person.name}"
        )


@command.command()
@click.argument("account")
@with_password
@with_settings
def password(settings: Settings, account: str, password_file: TextIO | None) -> None:
    """Give ACCOUNT another password. Its sessions end.

    \b
    Examples
      kbsearch people password marie.duval
      kbsearch people password marie.duval --password-file new.txt
    """
    id = account_named(account)
    with accounts(settings) as kept:
        kept.set_password(operator(), datetime.now(UTC), id, typed_password(password_file))
    click.echo(f"{id} has a new password; whoever was signed in with the old one is out.")


@command.command()
@click.argument("account")
@with_roles
@with_settings
def roles(settings: Settings, account: str, roles: Roles) -> None:
    """Give ACCOUNT these roles and no others. Its sessions end.

    \b
    Examples
      kbsearch people roles marie.duval --role caissio=supervisor
    """
    id = account_named(account)
    require_known(settings, tuple(roles))
    with accounts(settings) as kept:
        kept.set_roles(operator(), datetime.now(UTC), id, roles)
    click.echo(f"{id} is now: {app.accounts.said(roles)}")


@command.command()
@click.argument("account")
@with_settings
def disable(settings: Settings, account: str) -> None:
    """Shut ACCOUNT out, at once and until it is enabled again. One that signs in elsewhere is named as in `list`."""
    _set_disabled(settings, account, is_disabled=True)
    click.echo(f"{account} cannot sign in any more, and is signed out.")


@command.command()
@click.argument("account")
@with_settings
def enable(settings: Settings, account: str) -> None:
    """Let a disabled ACCOUNT sign in again, with the password and the roles that it had."""
    _set_disabled(settings, account, is_disabled=False)
    click.echo(f"{account} may sign in again.")


@contextmanager
def accounts(settings: Settings) -> Iterator[app.accounts.Accounts]:
    with opened(settings) as access:
        yield app.accounts.Accounts(access)


def typed_password(file: TextIO | None) -> str:
    """From the file's first line, else typed twice on the terminal. Raises `BadRequest`."""
    if file is not None:
        return file.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadRequest("There is no terminal to ask for a password on. Use --password-file FILE, or - to pipe it in.")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    return typed


def _set_disabled(settings: Settings, account: str, *, is_disabled: bool) -> None:
    id = account if "|" in account else account_named(account)
    with accounts(settings) as kept:
        kept.set_disabled(operator(), datetime.now(UTC), id, is_disabled=is_disabled)


def _row(person: Person) -> dict[str, object]:
    roles = {client: [role.value for role in held] for client, held in sorted(person.roles.items())}
    return {
        "account": person.id,
        "name": person.name,
        "source": person.source,
        "enabled": not person.is_disabled,
        "roles": roles,
    }
