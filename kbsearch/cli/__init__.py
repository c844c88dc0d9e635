"""The command line door: one file per command, imported only when that command is called.

`kbsearch --help` must answer at once, so this module knows each command by name and one line of help, nothing more.
This is also the one place where errors become exit codes: `UserError` 2, every other of ours 3, and 3 for what the
system refuses (`OSError`), each as one line on stderr. What a terminal or a file gave that is no UTF-8 text, half a
character or a byte alone, is an error of whoever gave it where it cannot be kept, and an escape where it is printed.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import Any

import click

from kbsearch import __version__
from kbsearch.errors import ScopeViolation, StateError, UserError

EXIT_USER, EXIT_STATE = 2, 3

SHELVES: dict[str, dict[str, tuple[str, str]]] = {
    "Start": {
        "up": ("up", "Prepare the models, build every client, serve."),
        "init": ("init", "Write a starter knowledge base to edit."),
    },
    "Write articles": {
        "check": ("check", "Every fault of every article, and how to mend it."),
        "build": ("build", "Make each client's articles searchable."),
        "status": ("status", "What is built: commit, counts, health."),
    },
    "Search": {
        "serve": ("serve", "The search page and the HTTP API."),
        "ask": ("ask", "One question, or a file of them, in the terminal."),
        "path": ("path", "Who takes a call next, and until when."),
        "eval": ("evaluate", "How good search is on labelled queries."),
        "learn": ("learn", "Let search learn from solved calls."),
    },
    "Calls": {
        "calls": ("calls", "Take a call through its steps; list, show, import, hand over."),
        "report": ("report", "One client's month for its own management: a page or a PDF."),
        "alerts": ("alerts", "Figures that need somebody to look, and where that is told."),
        "gaps": ("gaps", "What callers bring and no article solves."),
        "gap": ("gap", "Begin the article that a gap lacks."),
        "health": ("health", "How articles fare: used, called back, never used, review due."),
        "topics": ("topics", "What callers call about: frozen groups, and their figures."),
        "effect": ("effect", "What articles did to first call resolution."),
        "wave": ("wave", "Publish articles so that what they did can be measured."),
        "incidents": ("incidents", "Known incidents, shown to the searches that are about them."),
        "calibrate": ("calibrate", "How sure answers are, learnt from a client's own calls."),
        "privacy": ("privacy", "Delete calls for good, and prove it."),
        "backup": ("backup", "What cannot be made again, in one file: make, verify, restore."),
    },
    "Access": {
        "sign-in-link": ("sign_in_link", "A link that signs this machine's browser in, once."),
        "people": ("people", "Accounts of people: add, list, password, roles, disable."),
        "keys": ("keys", "Keys of other tools: make, list, replace, revoke."),
        "audit": ("audit", "Who did what: read the trail, prove that it is whole."),
    },
    "Connect": {
        "openapi": ("openapi", "The API's contract; what a change of it breaks."),
    },
    "Model": {
        "model": ("model", "Prepare, show or verify the embedding models."),
    },
}
"""Heading → command name → (module below `kbsearch.cli` that exports `command`, short help)."""

COMMANDS = {name: entry for shelf in SHELVES.values() for name, entry in shelf.items()}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, and turns our errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kbsearch.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in SHELVES.items():
            with formatter.section(heading):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])

    def main(self, *args: Any, **extra: Any) -> Any:
        """Like click's, which handles a broken pipe (a reader that had enough) in silence and no other `OSError`."""
        take_any_text()
        try:
            return super().main(*args, **extra)
        except OSError as error:
            give_up_output()
            click.echo(f"kbsearch: {what_the_system_refused(error)}", err=True)
            sys.exit(EXIT_STATE)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            fail(ctx, error, EXIT_USER)
        except (ScopeViolation, StateError) as error:
            fail(ctx, error, EXIT_STATE)
        except UnicodeEncodeError as error:
            if not "\ud800" <= error.object[error.start] <= "\udfff":
                raise
            fail(ctx, UserError(f"{error.object} is not UTF-8 text. Give it again as UTF-8."), EXIT_USER)


def fail(ctx: click.Context, error: Exception, code: int) -> None:
    """One line on stderr, never a traceback."""
    from kbsearch.core.faults import printable

    click.echo(f"kbsearch: {printable(' '.join(str(error).split()))}", err=True)
    ctx.exit(code)


def take_any_text() -> None:
    """Let stdout, like stderr, print as an escape what it cannot: the name of a file may be no text."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def what_the_system_refused(error: OSError) -> str:
    """What, where, and what to do, in one line."""
    why = " ".join((error.strerror or str(error) or type(error).__name__).split())
    if error.filename is None:
        return f"The system refused to read or write: {why}. Is there room where the output goes?"
    paths = " or ".join(
        os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)
    )
    return f"{paths}: {why}. Check that this place exists, may be written to and has room, or choose another."


def give_up_output() -> None:
    """Send what could not be written nowhere, so that the interpreter does not try once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


EPILOG = """\b
Examples
  kbsearch init ma-base && cd ma-base     a starter base to edit
  kbsearch check                          is every article sound?
  kbsearch up                             model, index, page and API on http://127.0.0.1:8321
  kbsearch ask exemple "second écran noir"
  kbsearch ask exemple --queries articles/exemple/golden.jsonl --json > answers.jsonl

\b
Folders come from --articles, --indexes, --models and --data, else from KBSEARCH_ARTICLES and so on, else from
kbsearch.toml in the current folder, else ./articles, ./indexes and ./data.

\b
Exit codes: 0 done · 1 done, but something was found wrong · 2 the request is wrong · 3 the machine is not ready
(the message ends with the command to run)."""


@click.group(
    cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="kbsearch")
@click.pass_context
def main(ctx: click.Context) -> None:
    """From a Git folder of Markdown to the right article of the right client, while the caller is still talking."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org: set and not empty, whatever it is
        ctx.color = False
