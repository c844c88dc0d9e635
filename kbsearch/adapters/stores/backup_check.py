"""Whether SQLite files that came out of a backup can be used."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from kbsearch.adapters.stores.database import open_reading, told
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import decode
from kbsearch.errors import KbsearchError, StateError

_TIMEOUT_S = 5.0


def check_database(path: Path) -> None:
    """Raises `StateError` for a damaged one."""
    with told(path), closing(open_reading(path, timeout_s=_TIMEOUT_S)) as connection:
        said = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(3)")]
    if said != ["ok"]:
        raise StateError(f"the database is damaged ({'; '.join(said)[:200]}).")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a calls file holds."""

    calls: int = 0
    events: int = 0
    incidents: int = 0


def count_calls(path: Path) -> Counted:
    """What the calls file has, all calls read and folded. Raises `StateError`."""
    calls = events = 0
    with told(path), closing(open_reading(path, timeout_s=_TIMEOUT_S)) as connection:
        try:
            incidents = connection.execute("SELECT count(*) FROM incidents").fetchone()[0]
            rows = connection.execute("SELECT client, call, body FROM events ORDER BY client, call")
            for (client, call), group in groupby(rows, key=lambda row: row[:2]):
                of_call = [decode(body.encode()) for _, _, body in group]
                if any((event.client, event.call) != (client, call) for event in of_call):
                    raise ValueError("an event of another call is kept in it.")
                fold(of_call)
                calls, events = calls + 1, events + len(of_call)
        except (KbsearchError, msgspec.MsgspecError, ValueError) as error:
            raise StateError(f"Call {calls + 1} of {path.name} cannot be read: {error}") from error
    return Counted(calls, events, incidents)
