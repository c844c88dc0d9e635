"""The rows of a file of calls, JSON Lines or CSV: what stands in each, as it stands there, or what is wrong with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO, Literal, TextIO, TypeAlias

from kbsearch.core import jsonl

Format: TypeAlias = Literal["jsonl", "csv"]

_NAME = re.compile(r"[^\W\d]{1,30}")
"""A column's name that may be repeated: in a row without a header, a caller's number would stand in its place."""

_SEPARATORS = ",;\t"
_SEPARATOR_SAID = re.compile(r'"?sep=[ ]?([,;\t|])"?[\s,;|]*', re.IGNORECASE)
"""The line by which a spreadsheet is told the separator of the table below, filled up as its other lines are."""
_NOTHING = f" \r\n|{_SEPARATORS}"


class RowError(Exception):
    """What is wrong with one row, without a word of it: `code` names a text, `values` fill it.

    Codes are keys of the doors' texts, which are in more than one language.
    """

    def __init__(self, field: str, code: str, **values: str | int) -> None:
        """`field` is a column's name, empty = the row as a whole; a name that says too much is left out."""
        super().__init__(code)
        self.field = field if _NAME.fullmatch(field) else ""
        self.code, self.values = code, values


Fields: TypeAlias = Mapping[str, Any] | RowError


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns there may be."""

    names: Sequence[str]
    required: Sequence[str]


def rows(file: BinaryIO, form: Format, columns: Columns) -> Iterator[tuple[int, Fields]]:
    """Each row that is not blank with its line, 1-based, of which one at a time is in memory. A CSV header has to name
    the required columns and may name no other than there are: the table has one fault then, and no row."""
    if form == "csv":
        with jsonl.text_of(file) as text:
            yield from _table(text, columns)
        return
    for row in jsonl.rows_of(file):
        yield row.line, _problem(row) if row.problem else row.fields


def _problem(row: jsonl.Row) -> RowError:
    if row.problem == jsonl.NOT_UTF8:
        return RowError("", "row-not-utf8")
    return RowError("", "row-not-json-at", column=row.column) if row.column else RowError("", "row-not-json")


def _table(text: TextIO, columns: Columns) -> Iterator[tuple[int, Fields]]:
    """Comma, semicolon or tab, whichever the first line that says anything has more of, or as `sep=;` above it says.
    Empty cells are left out."""
    names: list[str] = []
    for line, cells in _records(text):
        if isinstance(cells, RowError):
            yield line, cells
        elif not all(map(jsonl.is_text, cells)):
            yield line, RowError("", "row-not-utf8" if names else "row-file-not-utf8")
            if not names:
                return
        elif not names:
            names = [name.strip().lower() for name in cells]
            if wrong := _of_header(names, columns):
                yield line, wrong
                return
        elif len(cells) > len(names):
            yield line, RowError("", "row-cells", cells=len(cells), header=len(names))
        else:
            yield line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}


def _of_header(names: Sequence[str], columns: Columns) -> RowError | None:
    """What is wrong with a table's header, if anything. A column without a name is nobody's, and has to be empty."""
    if not set(columns.required) <= set(names):
        return RowError("", "row-no-header", required=", ".join(columns.required))
    if any(name and names.count(name) > 1 for name in names):
        return RowError("", "row-header-twice")
    unknown = [(at, name) for at, name in enumerate(names, 1) if name and name not in columns.names]
    if not unknown:
        return None
    told = ", ".join(name if _NAME.fullmatch(name) else f"#{at}" for at, name in unknown)
    return RowError(unknown[0][1], "row-unknown-column", unknown=told, columns=", ".join(columns.names))


def _records(source: TextIO) -> Iterator[tuple[int, Sequence[str] | RowError]]:
    """Every record that is not blank with the line it begins on; one that cannot be read does not end the others."""
    line, first, said = 1, source.readline(), ""
    while first and (not first.strip(_NOTHING) or _SEPARATOR_SAID.fullmatch(first)):
        told = _SEPARATOR_SAID.fullmatch(first)
        line, first, said = line + 1, source.readline(), told[1] if told else said
    taken: list[str] = []
    """Lines of the record under way."""

    def lines() -> Iterator[str]:
        for line in chain([first] if first else [], source):
            taken.append(line)
            yield line

    is_so = said and said in first
    reader = csv.reader(lines(), delimiter=said if is_so else max(_SEPARATORS, key=first.count), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, _unreadable(error, taken, source)
        else:
            if any(cell.strip() for cell in cells):
                yield line, cells
        line += len(taken)
        taken.clear()


def _unreadable(error: csv.Error, taken: list[str], source: TextIO) -> RowError:
    """Why a record could not be read. The rest of a cell that is too long is taken too, over more lines perhaps."""
    quotes = sum(line.count('"') for line in taken)
    if not str(error).startswith("field larger"):
        return RowError("", "row-quote-open" if str(error).startswith("unexpected end") else "row-not-csv")
    while quotes % 2 and (line := source.readline()):
        taken.append(line)
        quotes += line.count('"')
    return RowError("", "row-cell-too-long", limit=csv.field_size_limit())
