"""`kbsearch check`: every fault of every article, with how to mend it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, place
from kbsearch.core.faults import printable
from kbsearch.core.model import Fault, Severity
from kbsearch.errors import BadRequest

if TYPE_CHECKING:
    from kbsearch.flows.check import Report

EXIT_FAULTS = 1
MANY = 20
"""Faults, which no longer fit on a screen."""
SAME = 3
"""Files of which one warning is told each by itself."""

Format = Literal["text", "json", "github"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--changed-from",
    metavar="REF",
    help="Only what concerns files that differ from this Git reference, or came with them.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@with_settings
def command(settings: Any, paths: tuple[Path, ...], changed_from: str | None, form: Format, strict: bool) -> None:
    """Check the articles as they stand on disk: all of them, or PATHS only.

    Exit code 1 if there is an error (with --strict: a warning), 0 otherwise. Formats: text for people, json, and
    github for annotations in a merge request.
    """
    from kbsearch.app import open_each

    each = open_each(begin=True)  # it starts beside what is imported next: a good part of a check of one article
    from kbsearch.app import changed_paths, library_before, open_library
    from kbsearch.flows.check import Change, check

    root: Path = settings.articles
    only = {within(root, path) for path in paths} if paths else None
    change = None
    if changed_from is not None:
        change = Change(changed_paths(root, changed_from), partial(library_before, root, changed_from))
    today = datetime.now().astimezone().date()
    report = check(open_library(root, "worktree"), today=today, only=only, change=change, each=each)
    for line in _FORMATS[form](report, root):
        click.echo(line)
    if report.errors or (strict and report.faults):
        click.get_current_context().exit(EXIT_FAULTS)


def within(root: Path, path: Path) -> str:
    """`path`, as given on the command line, from the articles folder. It may also be given from there already, and lead
    there through links; one that is a link itself stays the link, unless it is from elsewhere."""
    folder = root.resolve()
    asked = Path.cwd() / path
    for candidate in (asked, asked.parent.resolve() / asked.name, folder / path, asked.resolve()):
        absolute = Path(os.path.normpath(candidate))
        if absolute.is_relative_to(folder) and absolute.exists():
            return absolute.relative_to(folder).as_posix().removeprefix(".")
    raise BadRequest(f"There is no {path} in {root}. Give paths of articles or of their folders.", field="paths")


def as_text(report: Report, root: Path) -> list[str]:
    """`path:line: severity: message [code]`, the way compilers do, the mending below, a count at the end.

    A folder of another tool has hundreds: a warning that more than `SAME` files have in the same words is told of the
    first of them alone, and of more than `MANY` faults the kinds are counted too, errors first.
    """
    lines = []
    same: dict[Fault, list[str]] = {}
    for fault in report.faults:
        files = same.setdefault(_words(fault), [])
        files.extend([fault.path] if fault.path not in files[-1:] else [])
    for fault in report.faults:
        files = same[_words(fault)] if fault.severity is Severity.WARNING else []
        if len(files) > SAME and fault.path != files[0]:
            continue
        at = f"{place(root, fault.path)}:{fault.line}"
        lines.append(f"{at}: {fault.severity}: {printable(fault.message)} [{fault.code}]")
        if fault.hint:
            lines.append(f"    → {printable(fault.hint)}")
        if len(files) > SAME:
            lines.append(f"    The same in {len(files) - 1} more files, which --format json names.")
    if len(report.faults) > MANY:
        kinds = Counter((fault.severity is Severity.WARNING, fault.code) for fault in report.faults)
        ordered = sorted(kinds.items(), key=lambda kind: (kind[0][0], -kind[1], kind[0][1]))
        told = (f"{counted(count, 'warning' if mild else 'error')} [{code}]" for (mild, code), count in ordered)
        lines.append(f"Of a kind: {', '.join(told)}.")
    counts = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    lines.append(f"{counts} in {counted(report.articles, 'article')} of {counted(report.owners, 'folder')}.")
    return lines


def _words(fault: Fault) -> Fault:
    """The same for what is said alike of several places."""
    return replace(fault, path="", line=0)


def as_json(report: Report, root: Path) -> list[str]:
    """One object: counts, and the faults with paths from the articles folder."""
    faults = [
        {"path": f.path, "line": f.line, "severity": f.severity, "code": f.code, "message": f.message, "hint": f.hint}
        for f in report.faults
    ]
    counts = {"errors": report.errors, "warnings": report.warnings, "articles": report.articles}
    return [json.dumps({**counts, "faults": faults}, ensure_ascii=False, indent=2)]


def as_github(report: Report, root: Path) -> list[str]:
    """Workflow commands that CI shows at the line of the merge request: its paths are from the repository's folder,
    wherever the check is run."""
    whole = next((folder for folder in (root.resolve(), *root.resolve().parents) if (folder / ".git").exists()), None)
    lines = []
    for fault in report.faults:
        kind = "error" if fault.severity is Severity.ERROR else "warning"
        file = place(root, fault.path) if whole is None else (root.resolve() / fault.path).relative_to(whole).as_posix()
        at = f"file={_property(file)},line={fault.line},title={_property(fault.code)}"
        lines.append(f"::{kind} {at}::{_data(f'{fault.message} {fault.hint}'.strip())}")
    return lines


_FORMATS: dict[Format, Callable[[Report, Path], Sequence[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
