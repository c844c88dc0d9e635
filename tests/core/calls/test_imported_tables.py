"""The header of a table of calls, and what may stand above it."""

from __future__ import annotations

import pytest

from kbsearch.core.calls.call import fold
from tests.core.calls.test_imported import read, said_of


@pytest.mark.parametrize("blank", ["\n", "\r\n\r\n", "  \n", ";;;\n\n", ",,\r\n"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_blank_lines_before_the_header_settle_nothing(blank: str, separator: str) -> None:
    """The separator was that of the first line, so that a table with semicolons under a blank one had no header."""
    table = "call_id;started_at;queue\nc1;2026-11-02 09:14;caisse\nc2;hier;\n".replace(";", separator)
    found = read(f"\ufeff{blank}{table}".encode(), "csv")
    assert [fold(call.events).start.queue for call in found.calls] == ["caisse"]
    lines = blank.count("\n")
    assert ([one.line for one in found.calls], [one.line for one in found.faults]) == ([lines + 2], [lines + 3])


def test_a_column_that_there_is_not_is_said_once() -> None:
    """And not of each row, nor of those alone that have something in it."""
    found = read(b"call_id;started_at;Agent;Lieu 2;\nc1;2026-11-02 09:14;Mme Durand\nc2;2026-11-02 09:15;\n", "csv")
    (only,) = found.faults
    assert (found.calls, only.line, only.field, only.code) == ((), 1, "agent", "row-unknown-column")
    assert "(agent, #4)" in said_of(only)
    assert "call_id, started_at, closed_at" in said_of(only)
    assert "Durand" not in said_of(only)
    nameless = read(b"call_id;started_at;\nc1;2026-11-02 09:14;\nc2;2026-11-02 09:15;x\n", "csv")
    assert ([call.line for call in nameless.calls], [one.line for one in nameless.faults]) == ([2], [3])


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;", "sep=|", "sep=,", "sep= ;", "sep=;;;"])
def test_the_separator_may_be_said_above_the_header(said: str) -> None:
    """As spreadsheets want it; it was taken for a header that named no column."""
    separator = said.strip('"')[-1]
    table = "call_id;started_at;ivr\nc1;2026-11-02 09:14;a\nc2;hier;\n".replace(";", separator)
    found = read(f"\ufeff{said}\r\n{table}".encode(), "csv")
    assert ([call.line for call in found.calls], [one.line for one in found.faults]) == ([3], [4])


def test_a_table_without_a_header_says_so_once() -> None:
    found = read(b"c1;2026-11-02 09:14;Mme Durand\nc2;2026-11-02 09:15;vpn\n", "csv")
    (only,) = found.faults
    assert (found.calls, only.line, only.field) == ((), 1, "")
    assert said_of(only).startswith(
        "No header: the first line has to name the columns, call_id, started_at among them."
    )
    assert "Durand" not in said_of(only)
