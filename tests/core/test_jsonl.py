"""One reading of JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kbsearch.core.jsonl import read, rows
from kbsearch.errors import BadRequest


def test_only_line_ends_end_a_line() -> None:
    text = '\ufeff{"a": "x\u2028y\u2029z\x85"}\r\n\n  \r{"a": 2}\n{"a": 3}'
    assert [(row.line, row.fields, row.problem) for row in rows(text.encode())] == [
        (1, {"a": "x\u2028y\u2029z\x85"}, ""),
        (4, {"a": 2}, ""),
        (5, {"a": 3}, ""),
    ]
    assert list(rows(b"\xef\xbb\xbf")) == list(rows(b"")) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"a": "\xff"}', "not UTF-8 text"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8 text"),
        (b'{"a": }', "not a JSON object: Expecting value, column 7"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"query": "a", "id": 1, "query": "b"}', "not a JSON object: “query” is said twice in it"),
        (b'{"grades": {"a.md": 1, "a.md": 2}}', "not a JSON object: “a.md” is said twice in it"),
        (b"9" * 10_000, "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
    ],
)
def test_what_cannot_be_read_is_a_row_too(line: bytes, problem: str) -> None:
    found = list(rows(b"{}\n" + line))[1]
    assert (found.line, found.fields, found.problem) == (2, {}, problem)


def number(line: int, fields: Mapping[str, Any]) -> int:
    if "n" not in fields:
        raise ValueError("no n")
    return int(fields["n"])


def test_all_rows_or_all_faults() -> None:
    assert read(b'{"n": 1}\n{"n": 2}', number, source="f") == [1, 2]
    with pytest.raises(BadRequest, match=r"^f:2: no n; f:3: not a JSON object: .*column 1$"):
        read(b'{"n": 1}\n{}\nx', number, source="f")
    with pytest.raises(BadRequest, match=r"f:5: no n \(and 15 more\)$"):
        read(b"{}\n" * 20, number, source="f")
