"""What the file sums up of what telephone systems tell, in whatever order: the same as the events make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import encode
from kbsearch.core.moments import microseconds
from tests.adapters.stores.test_call_list import CLOSED, of, summed
from tests.clients import ACME
from tests.happenings import START, event


def second(at: float) -> datetime:
    return START + timedelta(seconds=at)


OVERFLOWED = ev.Telephoned(ended_at=second(60), disposition=ev.Disposition.OVERFLOW)
TALKED = ev.Telephoned(ended_at=second(400), disposition=ev.Disposition.ANSWERED)
ENDS = st.sampled_from([60, 61, 61.000001, 400]).map(second)
CAME_OF = st.sampled_from([ev.Disposition.ANSWERED, ev.Disposition.DISSUADED, None])
STEPS = (
    st.builds(ev.Telephoned, ended_at=ENDS, disposition=CAME_OF)
    | st.builds(ev.Telephoned, ended_at=ENDS, disposition=st.just(ev.Disposition.OVERFLOW))
    | st.builds(ev.Telephoned, answered_at=ENDS)
    | st.just(CLOSED)
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[TALKED, OVERFLOWED], arrival=[0, 1, 2, 3])
@example(steps=[OVERFLOWED, TALKED], arrival=[1, 0, 2, 3])
@given(steps=st.lists(STEPS, min_size=2, max_size=4), arrival=st.permutations(range(4)))
def test_who_was_sent_on_ends_alike_in_whatever_order_it_is_told(
    store: SqliteCalls, path: Path, steps: list[ev.Happening], arrival: list[int]
) -> None:
    """From one group's queue to another's: the end of the first one is none where it went on."""
    told = [event(f"e{at}", what) for at, what in enumerate(steps)]
    store.erase(ACME, ["call-1"])
    for at in arrival:
        store.append(ACME, told[at : at + 1])
    assert summed(path) == [of(fold(told))]


def test_a_file_that_took_the_end_of_one_queue_for_that_of_the_call_is_put_right(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    told = [event("e1", TALKED, minute=1), event("e2", OVERFLOWED, minute=2), event("x", CLOSED, call="call-2")]
    with closing(sqlite3.connect(path)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m022_sent_on")
        rows = [(one.client, one.id, one.call, microseconds(one.at), encode(one).decode()) for one in told]
        connection.executemany("INSERT INTO events (client, id, call, at, body) VALUES (?, ?, ?, ?, ?)", rows)
        was = "came_of = 'overflow', came_at = 9, came_by = 'e2', outcome = 'unanswered'"
        connection.execute(f"UPDATE calls SET {was} WHERE call = 'call-1'")  # noqa: S608
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert summed(path) == [of(fold(told[:2])), of(fold(told[2:]))]
        store.append(ACME, [event("e0", OVERFLOWED, minute=3)])
        assert summed(path)[0][3] == ""


def test_a_file_that_did_not_hear_when_the_telephone_says_a_call_began_is_put_right(tmp_path: Path) -> None:
    path, answered = tmp_path / "older.db", ev.Telephoned(answered_at=second(-0.5))
    told = [event("e1", answered, minute=1), event("e2", ev.Telephoned(offered_at=second(-9)), minute=2)]
    with closing(sqlite3.connect(path)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m023_phoned")
        rows = [(one.client, one.id, one.call, microseconds(one.at), encode(one).decode()) for one in told]
        connection.executemany("INSERT INTO events (client, id, call, at, body) VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE calls SET said = NULL")
        connection.execute("DELETE FROM calls_changed")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert [row[2] for row in summed(path)] == [microseconds(second(-0.5))]
        assert store.numbers.waiting(ACME) == 1, "it is counted anew"
