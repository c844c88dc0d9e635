"""Writing the audit trail, inside the transaction of what it is about."""

from __future__ import annotations

import sqlite3

from kbsearch.core.access.audit import NO_SEAL, Entry, sealed

_LAST = "SELECT seq, seal FROM audit ORDER BY seq DESC LIMIT 1"


def append(connection: sqlite3.Connection, secret: bytes, entry: Entry) -> None:
    """Add `entry` after the last one. The caller's transaction must have begun as one that writes."""
    last = connection.execute(_LAST).fetchone()
    seq, before = last if last is not None else (0, NO_SEAL)
    kept = sealed(secret, seq + 1, before, entry)
    connection.execute("INSERT INTO audit (seq, body, seal) VALUES (?, ?, ?)", (kept.seq, kept.body, kept.seal))
