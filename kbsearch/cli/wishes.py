"""How a question in the terminal is to be answered: options that stand together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from kbsearch.cli.call_ids import addressable
from kbsearch.core.questions import MOST_CHOICES, Chosen, read_chosen
from kbsearch.errors import BadRequest

ANSWERED = "What the caller answered to a question asked."


@dataclass(frozen=True, slots=True)
class Wishes:
    """How every question of one command is to be answered."""

    limit: int
    """Most articles."""
    chosen: tuple[Chosen, ...] = ()
    """What the caller answered already."""
    call: str | None = None
    """Id of the call with which it is kept; None = it is not."""


def with_wishes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Wishes`, as the argument `wishes`."""

    @click.option(
        "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most articles per answer."
    )
    @click.option(
        "--choice",
        "choices",
        multiple=True,
        metavar="FACET=VALUE",
        help=ANSWERED,
    )
    @click.option(
        "--call",
        callback=addressable,
        help="Your id of the call it is for: the question, redacted, and its answer are kept with it.",
    )
    @wraps(function)
    def wished(limit: int, choices: tuple[str, ...], call: str | None, **options: Any) -> Any:
        return function(wishes=Wishes(limit, read_choices(choices), call), **options)

    return wished


def read_choices(choices: Sequence[str]) -> tuple[Chosen, ...]:
    """`facet=value` each. Raises `BadRequest`."""
    if len(choices) > MOST_CHOICES:
        raise BadRequest(f"At most {MOST_CHOICES} --choice.", field="choice")
    try:
        return tuple(map(read_chosen, choices))
    except ValueError as error:
        raise BadRequest(f"--choice: {error}.", field="choice") from None
