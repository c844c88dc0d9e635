"""Calls that are counted anew since their numbers say another thing than when they were made of the same events: they
are marked as those of which more was written."""

from __future__ import annotations

from sqlite_utils import Database

AGAIN = "ON CONFLICT (client, call) DO UPDATE SET mark = excluded.mark"
"""What becomes of a call in `calls_changed` that is marked already."""


def count_anew(db: Database, which: str) -> None:
    """`which`: SQL, of which of their events calls are chosen by."""
    told = f"SELECT DISTINCT client, call, random() FROM events WHERE {which}"  # noqa: S608
    db.execute(f"INSERT INTO calls_changed (client, call, mark) {told} {AGAIN}")


def count_all_anew(db: Database) -> None:
    """All numbers, whose layout is another one since."""
    db.execute("DELETE FROM call_numbers")
    every = "SELECT client, call, random() FROM calls WHERE true"  # else ON would be taken for a join's
    db.execute(f"INSERT INTO calls_changed (client, call, mark) {every} {AGAIN}")
