"""JSON Lines, read in one way everywhere: one object a line.

Lines end with LF, CRLF or CR and with nothing else: U+2028 and its like may stand in a text. Blank lines and a byte
order mark before the first are passed over.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO, TypeVar

from kbsearch.core.faults import shown
from kbsearch.errors import BadRequest

MOST_FAULTS_SHOWN = 5
NOT_UTF8 = "not UTF-8 text"

_NO_TEXT = re.compile(r"[\udc80-\udcff]")
_BLANK = " \t\n\r\x0b\x0c"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not blank."""

    line: int
    """1-based."""
    fields: Mapping[str, Any]
    """Empty when the line cannot be read."""
    problem: str = ""
    """Why it cannot be read: the end of a sentence that begins with “The row is”. Empty when it can."""
    column: int = 0
    """Where it stops being JSON, 1-based; 0 when it does not, or is not known."""


def rows(data: bytes) -> Iterator[Row]:
    """Every line of a file that is not blank, readable or not, in order."""
    yield from rows_of(io.BytesIO(data))


def rows_of(file: BinaryIO) -> Iterator[Row]:
    """`rows` of an open file, of which one line at a time is in memory."""
    with text_of(file) as text:
        for number, line in enumerate(text, start=1):
            if line.strip(_BLANK):
                yield _row(number, line.rstrip("\r\n"))


@contextmanager
def text_of(file: BinaryIO) -> Iterator[TextIO]:
    """A file's lines with their ends, without a byte order mark. What is not UTF-8 is kept for `is_text` to tell."""
    text = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")
    try:
        yield text
    finally:
        if not file.closed:
            text.detach()  # or it would close a file that is not its own


def is_text(decoded: str) -> bool:
    """Whether everything in it was UTF-8."""
    return _NO_TEXT.search(decoded) is None


def read(data: bytes, parse: Callable[[int, Mapping[str, Any]], T], *, source: str) -> list[T]:
    """What `parse` (line number, fields) makes of every row; its `ValueError` says what is wrong with one.

    Raises `BadRequest` that names `source` and the first `MOST_FAULTS_SHOWN` bad lines, and counts the others.
    """
    found, faults = [], []
    for row in rows(data):
        try:
            if row.problem:
                raise ValueError(row.problem)
            found.append(parse(row.line, row.fields))
        except ValueError as error:
            faults.append(f"{source}:{row.line}: {error}")
    if faults:
        more = f" (and {len(faults) - MOST_FAULTS_SHOWN} more)" if len(faults) > MOST_FAULTS_SHOWN else ""
        raise BadRequest("; ".join(faults[:MOST_FAULTS_SHOWN]) + more, field="queries")
    return found


class RepeatedId(ValueError):
    """A row has the id of a line before it."""

    def __init__(self, id: str, first: int) -> None:
        super().__init__(f"repeats the id {id!r} of line {first}")
        self.id, self.first = id, first


class Ids:
    """The ids of one file's rows, each of them once."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def take(self, row: Mapping[str, Any], line: int) -> str | int:
        """The row's id as it is written. `ValueError` when there is none, or what is none; `RepeatedId` when it is that
        of a line before (`2` is `"2"`)."""
        if "id" not in row:
            raise ValueError('"id" is missing')
        name = row["id"]
        if isinstance(name, bool) or not isinstance(name, str | int):
            raise ValueError('"id" is neither a text nor a whole number')
        first = self._lines.setdefault(str(name), line)
        if first != line:
            raise RepeatedId(str(name), first)
        return name


class _SaidTwice(ValueError):
    """The message is the key."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's fields. One said twice would be dropped without a word, whichever was meant."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _SaidTwice(next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1))
    return fields


def _row(number: int, line: str) -> Row:
    if not is_text(line):
        return Row(number, {}, NOT_UTF8)
    try:
        fields = json.loads(line, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        return Row(number, {}, f"not a JSON object: {error.msg}, column {error.colno}", error.colno)
    except _SaidTwice as error:
        return Row(number, {}, f"not a JSON object: {shown(str(error))} is said twice in it")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        return Row(number, {}, "not a JSON object")
    return Row(number, fields) if isinstance(fields, dict) else Row(number, {}, "not a JSON object")
