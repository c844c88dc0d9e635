"""How the operator enters a client, as who has this terminal has them all, and what is said of a missing model."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from kbsearch import app
from kbsearch.core.faults import shown
from kbsearch.core.one_client import OneClient
from kbsearch.errors import IndexMissing, NotFound, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.core.snapshot import Snapshot


MOST_CLIENTS_SHOWN = 20


def let_in(name: str) -> OneClient:
    """The client of this name, whether there is one or not. The only place where a command makes one.

    Raises `NotFound` for what can be no client's name.
    """
    return OneClient(name)


def enter(kb: app.App, name: str) -> tuple[OneClient, Snapshot]:
    """The client of this name and its snapshot, with a word on stderr if that is not the one built last.

    An unknown one is named with those that there are. Raises `IndexMissing` where there are none.
    """
    try:
        client = let_in(name)
        snapshot = kb.snapshot(client)
    except NotFound:
        if not (known := kb.names()):
            raise nothing_built(kb.settings) from None
        raise unknown(name, known) from None
    if trouble := kb.trouble(client):
        click.echo(f"kbsearch: {trouble}", err=True)
    return client, snapshot


def report_model(kb: app.App) -> None:
    """Say on stderr when words alone will be compared; a model that is there but fails is an error."""
    if kb.model.state == "failed":
        raise StateError(f"The model cannot be loaded: {kb.model.why}", remedy="kbsearch model prepare --again")
    if kb.model.state != "ready":
        click.echo(f"kbsearch: comparing words only. {kb.model.why}", err=True)


def nothing_built(settings: Settings) -> IndexMissing:
    """What to say of any client where there is none, neither built nor with articles."""
    return IndexMissing(f"Nothing was built in {settings.indexes} yet.", remedy="kbsearch build")


def unknown(name: str, known: Sequence[str]) -> NotFound:
    """What to say of a client that there is not."""
    near = get_close_matches(name, known, 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    more = f" and {len(known) - MOST_CLIENTS_SHOWN} more" if len(known) > MOST_CLIENTS_SHOWN else ""
    listed = (", ".join(known[:MOST_CLIENTS_SHOWN]) or "none") + more
    return NotFound(f"There is no client {shown(name)}.{meant} Known: {listed}.")
