"""The tables of the calls file, and how a batch of rows is written into them."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import NamedTuple, TypeAlias

from sqlite_utils import Database, Migrations

from kbsearch.adapters.stores.call_sums import ARTICLE, CLOSED, KIND, SUM_UP, TAKEN, TELEPHONED
from kbsearch.core.events import Event, decode, encode
from kbsearch.core.faults import shown as quoted
from kbsearch.core.happenings import Started
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import EventConflict, KbsearchError

MIGRATIONS = Migrations("calls")

_ROW = "(?, ?, ?, ?, ?, ?, ?)"
_INSERT = "INSERT INTO events (client, id, call, at, body, shown, began) VALUES "
_INSERT_NEW = f"{_INSERT}{_ROW} ON CONFLICT DO NOTHING"
_INSERT_TEXT = "INSERT INTO texts (client, hash, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_AGAIN = "ON CONFLICT (client, call) DO UPDATE SET mark = excluded.mark"
_OF_A_CALL = ("call_numbers", "calls_changed")
_MOST_AT_ONCE = 140
"""Rows in one statement: 980 variables, which every SQLite accepts."""
_KNOWN = "SELECT body FROM events WHERE client = ? AND id = ?"


@MIGRATIONS()
def m001_events(db: Database) -> None:
    """`at`: microseconds since 1970, UTC. `body`: the whole event as `events.encode` writes it."""
    columns = {"client": str, "id": str, "call": str, "at": int, "body": str}
    events = db.table("events").create(columns, pk=("client", "id"), not_null=set(columns), strict=True)
    events.create_index(["client", "call"])
    events.create_index(["client", "at", "call"])


@MIGRATIONS()
def m002_texts(db: Database) -> None:
    """What stood on the screen: once per client and text, since callers share problems. `events.shown` is its hash."""
    columns = {"client": str, "hash": str, "body": str}
    db.table("texts").create(columns, pk=("client", "hash"), not_null=set(columns), strict=True)
    db.table("events").add_column("shown", str)


@MIGRATIONS()
def m003_incidents(db: Database) -> None:
    """`opened`, `closed`: microseconds since 1970, UTC. `body`: title, symptoms and message as a JSON array."""
    opened = {"client": str, "id": str, "opened": int, "body": str}
    db.table("incidents").create(opened, pk=("client", "id"), not_null=set(opened), strict=True)
    closed = {"client": str, "id": str, "closed": int}
    db.table("incidents_closed").create(closed, pk=("client", "id"), not_null=set(closed), strict=True)


@MIGRATIONS()
def m004_events_by_text(db: Database) -> None:
    """So that the texts that no event shows any more are found without reading every event."""
    db.execute("CREATE INDEX idx_events_client_shown ON events (client, shown) WHERE shown IS NOT NULL")


@MIGRATIONS()
def m005_began(db: Database) -> None:
    """`began`: microseconds since 1970, UTC, where a call is said to have begun at another moment than the event's."""
    db.table("events").add_column("began", int)
    known = db.execute("SELECT client, id, body FROM events WHERE body LIKE '%\"began\":%'").fetchall()
    rows = [(began_of(decode(body.encode())), client, id) for client, id, body in known]
    db.conn.executemany("UPDATE events SET began = ? WHERE client = ? AND id = ?", rows)
    db.execute("CREATE INDEX idx_events_client_began ON events (client, began) WHERE began IS NOT NULL")


@MIGRATIONS()
def m006_identity(db: Database) -> None:
    """What the store says of itself: `id`, drawn once, so that what is made from its calls can name it."""
    columns = {"name": str, "value": str}
    db.table("meta").create(columns, pk="name", not_null=set(columns), strict=True)
    db.table("meta").insert({"name": "id", "value": secrets.token_hex(16)})


@MIGRATIONS()
def m007_replies(db: Database) -> None:
    """`key`, `digest`: keyed hashes. `reply`: the first answer as it was, NULL while there is none. `at`: as above."""
    columns = {"client": str, "principal": str, "key": str, "digest": str, "call": str, "at": int}
    pk = ("client", "principal", "key")
    table = db.table("replies").create({**columns, "reply": bytes}, pk=pk, not_null=set(columns), strict=True)
    table.create_index(["at"])
    table.create_index(["client", "call"])


@MIGRATIONS()
def m008_calls(db: Database) -> None:
    """What lists of calls are ordered and filtered by, kept by the file itself whoever writes events: `SUM_UP`.

    `first`: of all its events; `started`: of those of that kind; `said`: what the last event that says when it began
    says; `turned`: when it was closed or reopened last. `outcome`: empty while it is open. All times as above.
    """
    db.execute(
        """CREATE TABLE calls (
            client TEXT NOT NULL, call TEXT NOT NULL, first INTEGER NOT NULL, started INTEGER,
            said INTEGER, said_at INTEGER, said_by TEXT,
            outcome TEXT NOT NULL, turned_at INTEGER, turned_by TEXT,
            began INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(said, started, first)) VIRTUAL,
            PRIMARY KEY (client, call)
        ) STRICT, WITHOUT ROWID"""
    )
    names = ("client", "id", "call", "at", "body", "began")
    for statement in SUM_UP:
        events = db.execute(f"SELECT {', '.join(names)} FROM events")  # noqa: S608
        db.conn.executemany(statement.replace("NEW.", ":"), (dict(zip(names, row, strict=True)) for row in events))
    db.execute("CREATE INDEX idx_calls_began ON calls (client, began, call)")
    db.execute("CREATE INDEX idx_calls_closed ON calls (client, began, call) WHERE outcome <> ''")
    db.execute("CREATE INDEX idx_calls_outcome ON calls (client, outcome, began, call)")
    db.execute(f"CREATE TRIGGER calls_summed AFTER INSERT ON events BEGIN {'; '.join(SUM_UP)}; END")
    gone = "DELETE FROM calls WHERE client = OLD.client AND call = OLD.call"
    db.execute(f"CREATE TRIGGER calls_gone AFTER DELETE ON events BEGIN {gone}; END")


@MIGRATIONS()
def m009_holders(db: Database) -> None:
    """Which process does what was marked, and since when: microseconds since 1970, UTC."""
    db.table("replies").add_column("holder", str)
    db.table("replies").add_column("held", int)


@MIGRATIONS()
def m010_agents(db: Database) -> None:
    """`agent`: the key of who took the call last, NULL while nobody is said to have; no event before this says it."""
    for column, kind in (("agent", str), ("agent_at", int), ("agent_by", str)):
        db.table("calls").add_column(column, kind)
    taken = "agent IS NOT NULL"
    db.execute(f"CREATE INDEX idx_calls_agent ON calls (client, agent, began, call) WHERE {taken}")
    db.execute(
        f"CREATE INDEX idx_calls_agent_closed ON calls (client, agent, began, call) WHERE {taken} AND outcome <> ''"
    )
    db.execute(f"CREATE INDEX idx_calls_agent_outcome ON calls (client, agent, outcome, began, call) WHERE {taken}")
    db.execute("DROP TRIGGER calls_summed")
    db.execute(f"CREATE TRIGGER calls_summed AFTER INSERT ON events BEGIN {'; '.join((*SUM_UP, TAKEN))}; END")


@MIGRATIONS()
def m011_articles(db: Database) -> None:
    """So that what was done with one article is found without reading what was done with the others."""
    whole = f"CREATE INDEX idx_events_article ON events (client, {ARTICLE}, {KIND}, at, call)"
    db.execute(f"{whole} WHERE {ARTICLE} IS NOT NULL")


@MIGRATIONS()
def m012_telephony(db: Database) -> None:
    """`closed_as`: as it was closed last, empty while it is open; `came_of`: what the telephone system said last that
    came of it; `picked`: 1 where it says when it was answered. `outcome` is made of the three."""
    db.execute("ALTER TABLE calls ADD COLUMN closed_as TEXT NOT NULL DEFAULT ''")
    for column, kind in (("came_of", str), ("came_at", int), ("came_by", str), ("picked", int)):
        db.table("calls").add_column(column, kind)
    db.execute("UPDATE calls SET closed_as = outcome")
    db.execute("DROP TRIGGER calls_summed")
    sums = (*SUM_UP[:-1], CLOSED, TAKEN, *TELEPHONED)
    db.execute(f"CREATE TRIGGER calls_summed AFTER INSERT ON events BEGIN {'; '.join(sums)}; END")


@MIGRATIONS()
def m013_topics(db: Database) -> None:
    """What calls were about, as it was settled at a moment: `frozen`, `since`, `until` as above. `topic`: empty = none.
    `place`: see `topics.Member`. A row goes with the last event of its call."""
    columns = {"client": str, "frozen": int, "since": int, "until": int}
    db.table("topics").create(columns, pk=("client", "frozen"), not_null=set(columns), strict=True)
    columns = {"client": str, "frozen": int, "call": str, "topic": str}
    pk = ("client", "frozen", "call")
    members = db.table("topic_calls").create({**columns, "place": int}, pk=pk, not_null=set(columns), strict=True)
    members.create_index(["client", "call"])
    gone = "DELETE FROM topic_calls WHERE client = OLD.client AND call = OLD.call"
    db.execute(f"CREATE TRIGGER topic_calls_gone AFTER DELETE ON calls BEGIN {gone}; END")


@MIGRATIONS()
def m014_numbers(db: Database) -> None:
    """What figures are counted from: `numbers` of a call as `figures.table.ROW` has them, `began` among them, and what
    kinds of calls there are. `calls_changed`: calls of which more was written since; `mark`: another one each time."""
    db.execute(
        """CREATE TABLE call_numbers (
            client TEXT NOT NULL, began INTEGER NOT NULL, call TEXT NOT NULL, numbers BLOB NOT NULL,
            PRIMARY KEY (client, began, call)
        ) STRICT, WITHOUT ROWID"""
    )
    db.table("call_numbers").create_index(["client", "call"])
    kinds = db.table("call_kinds").create({"id": int, "client": str, "body": str}, pk="id", strict=True)
    kinds.create_index(["client", "body"], unique=True)
    db.execute(
        """CREATE TABLE calls_changed (
            client TEXT NOT NULL, call TEXT NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (client, call)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("INSERT INTO calls_changed (client, call, mark) SELECT client, call, random() FROM calls")
    changed = f"INSERT INTO calls_changed (client, call, mark) VALUES (NEW.client, NEW.call, random()) {_AGAIN}"  # noqa: S608
    db.execute(f"CREATE TRIGGER calls_marked AFTER INSERT ON events BEGIN {changed}; END")
    gone = (f"DELETE FROM {table} WHERE client = OLD.client AND call = OLD.call" for table in _OF_A_CALL)  # noqa: S608
    db.execute(f"CREATE TRIGGER numbers_gone AFTER DELETE ON calls BEGIN {'; '.join(gone)}; END")


class EventRow(NamedTuple):
    """In the order of `_INSERT`."""

    client: str
    id: str
    call: str
    at: int
    body: str
    shown: str | None
    began: int | None


class TextRow(NamedTuple):
    """In the order of `_INSERT_TEXT`."""

    client: str
    hash: str
    body: str


Row: TypeAlias = EventRow | TextRow


def rows_of(client: OneClient, events: Sequence[Event], shown: Mapping[str, str]) -> list[Row]:
    """What `write` takes for these events: each once, the texts first.

    Raises `ScopeViolation` when one is another client's, `EventConflict` when one id stands for two different events,
    `BadRequest` for what cannot be read back.
    """
    require_own(client, (event.client for event in events))
    texts: dict[tuple[str, str], TextRow] = {}
    rows: dict[tuple[str, str], EventRow] = {}
    for event in events:
        body, digest = encode(event).decode(), None
        if text := shown.get(event.id):
            digest = hashlib.sha256(text.encode()).hexdigest()
            texts[event.client, digest] = TextRow(event.client, digest, text)
        row = EventRow(event.client, event.id, event.call, microseconds(event.at), body, digest, began_of(event))
        if rows.setdefault((row.client, row.id), row).body != row.body:
            raise _conflict(row)
    return [*texts.values(), *rows.values()]


def write(connection: sqlite3.Connection, batches: Sequence[Sequence[Row]]) -> list[int | KbsearchError]:
    """One transaction. Per batch, how many events are new, or the `EventConflict` that kept all of them out.

    Nearly always all are new, so that is tried first. Without texts it is one statement, which is a transaction by
    itself: each further statement costs this thread two more waits for the interpreter's lock.
    """
    texts = {row for row in chain.from_iterable(batches) if isinstance(row, TextRow)}
    events = [[row for row in batch if isinstance(row, EventRow)] for batch in batches]
    rows = list(chain.from_iterable(events))
    if not texts and len(rows) <= _MOST_AT_ONCE:
        with suppress(sqlite3.IntegrityError):  # some are known: nothing was written
            connection.execute(_INSERT + ", ".join([_ROW] * len(rows)), list(chain.from_iterable(rows)))
            return [len(batch) for batch in events]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT_TEXT, texts)
    answers = [_write_batch(connection, batch) for batch in events]
    connection.execute("COMMIT")
    return answers


def began_of(event: Event) -> int | None:
    """When the call began, as this event says; None when it says nothing of it."""
    began = event.what.began if isinstance(event.what, Started) else None
    return None if began is None else microseconds(began)


def _write_batch(connection: sqlite3.Connection, rows: Sequence[EventRow]) -> int | KbsearchError:
    whole = len(rows) == 1  # one row has nothing to undo: a conflict wrote nothing
    if not whole:
        connection.execute("SAVEPOINT rows")
    new = 0
    for row in rows:
        written = connection.execute(_INSERT_NEW, row).rowcount
        new += written
        if not written and connection.execute(_KNOWN, (row.client, row.id)).fetchone() != (row.body,):
            if not whole:
                connection.execute("ROLLBACK TO rows")
                connection.execute("RELEASE rows")
            return _conflict(row)
    if not whole:
        connection.execute("RELEASE rows")
    return new


def _conflict(row: EventRow) -> EventConflict:
    message = f"The event id {quoted(row.id)} of {row.client} is that of another event. Give each event its own id."
    return EventConflict(message, event=row.id)
