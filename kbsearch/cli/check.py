"""`kbsearch check`: every fault of every article, with how to mend it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, place
from kbsearch.core.faults import printable
from kbsearch.core.model import Severity
from kbsearch.errors import BadRequest

if TYPE_CHECKING:
    from kbsearch.flows.check import Report

EXIT_FAULTS = 1

Format = Literal["text", "json", "github"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--changed-from", metavar="REF", help="Only what concerns files that differ from this Git reference.")
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
    from kbsearch.app import changed_paths, open_library
    from kbsearch.flows.check import check

    root: Path = settings.articles
    only: set[str] | None = None
    if paths or changed_from is not None:
        only = {within(root, path) for path in paths}
        if changed_from is not None:
            changed = changed_paths(root, changed_from)
            wanted = only or {""}  # "" is the folder itself
            only = {path for path in changed if any(p in ("", path) or path.startswith(f"{p}/") for p in wanted)}
    today = datetime.now().astimezone().date()
    report = check(open_library(root, "worktree"), today=today, only=only, each=each)
    for line in _FORMATS[form](report, root):
        click.echo(line)
    if report.errors or (strict and report.faults):
        click.get_current_context().exit(EXIT_FAULTS)


def within(root: Path, path: Path) -> str:
    """`path`, as given on the command line, from the articles folder. It may also be given from there already."""
    folder = root.resolve()
    for candidate in (Path.cwd() / path, folder / path):
        absolute = Path(os.path.normpath(candidate))
        if absolute.is_relative_to(folder) and absolute.exists():
            return absolute.relative_to(folder).as_posix().removeprefix(".")
    raise BadRequest(f"There is no {path} in {root}. Give paths of articles or of their folders.", field="paths")


def as_text(report: Report, root: Path) -> list[str]:
    """`path:line: severity: message [code]`, the way compilers do, the mending below, a count at the end."""
    lines = []
    for fault in report.faults:
        at = f"{place(root, fault.path)}:{fault.line}"
        lines.append(f"{at}: {fault.severity}: {printable(fault.message)} [{fault.code}]")
        if fault.hint:
            lines.append(f"    → {printable(fault.hint)}")
    counts = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    lines.append(f"{counts} in {counted(report.articles, 'article')} of {counted(report.owners, 'folder')}.")
    return lines


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
