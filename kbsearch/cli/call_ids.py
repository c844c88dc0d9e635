"""The id of a call, as a command that keeps something of it takes it."""

from __future__ import annotations

import re

import click

from kbsearch.core.calls.happenings import ADDRESS_ID
from kbsearch.errors import BadRequest


def addressable(_: click.Context, parameter: click.Parameter, call: str | None) -> str | None:
    """The same, if the API and the pages can open the call. Raises `BadRequest`, without the id: it may hold a name."""
    if call is not None and not re.search(ADDRESS_ID, call):
        message = "A call's id has 1 to 128 characters, none of them “/” or a control character, and is not “.”."
        raise BadRequest(message, field=parameter.name or "call", key="field-id-of-address")
    return call


with_call = click.argument("call", callback=addressable)
