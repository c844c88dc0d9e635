"""Options that every command takes, and the settings made of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kbsearch.errors import ScopeViolation

FOLDERS = (
    ("articles", "Folder of articles, one sub-folder per client."),
    ("indexes", "Folder of built snapshots."),
    ("models", "Folder of prepared models."),
    ("data", "Folder of calls and secrets: what cannot be made again."),
)


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--articles`, `--indexes`, `--models` and `--data`; the function receives `settings` first.

    An option of the command whose name is also a setting (`host`, `port`) is passed through and can be folded in with
    `load_settings` by the command itself.
    """

    @functools.wraps(function)
    def wrapped(*args: Any, **options: Any) -> Any:
        from kbsearch.settings import load_settings

        overrides = {name: options.pop(name) for name, _ in FOLDERS}
        given = {name: value for name, value in overrides.items() if value is not None}
        settings = load_settings(given)
        try:
            return function(settings, *args, **options)
        except ScopeViolation:
            count_violation(settings)
            raise

    for name, text in reversed(FOLDERS):
        kind = click.Path(file_okay=False, path_type=Path)
        wrapped = click.option(f"--{name}", type=kind, metavar="DIR", help=text)(wrapped)
    return wrapped


def count_violation(settings: Any) -> None:
    """What a command met of another client's counts with what the server did."""
    from kbsearch.app import note_scope_violation

    note_scope_violation(settings)


def folder_arguments(settings: Any) -> list[str]:
    """The same folders as command line arguments, for a command that starts another one."""
    return [part for name, _ in FOLDERS for part in (f"--{name}", str(getattr(settings, name)))]
