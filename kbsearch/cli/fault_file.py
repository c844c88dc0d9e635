"""`--faults FILE`: every faulty line of an import as CSV, written as it is found, whatever their number."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from kbsearch import api
from kbsearch.core.faults import printable
from kbsearch.errors import BadRequest

HEADER = ("file", "line", "field", "reason", "message")
faults_option = click.option(
    "--faults",
    "faults_to",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every faulty line there, as CSV: file, line, field, reason, message.",
)


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """One row of the file."""

    source: str
    """The file in which the line is."""
    line: int
    field: str
    """Empty = the line as a whole."""
    reason: str
    """Code of the text."""
    message: str


class FaultFile:
    """Where faulty lines are written."""

    def __init__(self, path: Path, write: Callable[[Sequence[object]], object]) -> None:
        self.path, self.written = path, 0
        self._write = write

    def add(self, row: FaultyLine) -> None:
        self._write((printable(row.source), row.line, row.field, row.reason, row.message))
        self.written += 1


@contextmanager
def fault_file(path: Path | None, sources: Sequence[Path]) -> Iterator[FaultFile | None]:
    """A new file with its header, in place of what was there; None where none is wanted.

    Raises `BadRequest` for one of the files that are to be read.
    """
    if path is None:
        yield None
        return
    if path.exists() and any(path.samefile(source) for source in sources):
        raise BadRequest(f"{printable(str(path))} is to be read. Name another file for its faults.", field="--faults")
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(HEADER)
        yield FaultFile(path, write)


def faults_told(lang: api.catalogue.Lang, file: FaultFile | None, faulty: int) -> Iterator[str]:
    """Where all the faulty lines are, or how to have them; nothing where there are none and no file."""
    if file is not None:
        yield api.catalogue.text(lang, "faults-written", file=printable(str(file.path)), written=file.written)
    elif faulty:
        yield api.catalogue.text(lang, "faults-option")
