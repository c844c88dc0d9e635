"""The tables of the calls file, and how they came to be."""

from __future__ import annotations

import secrets

from sqlite_utils import Database, Migrations

from kbsearch.adapters.stores.call_sums import (
    ARTICLE,
    BEGAN,
    CAME_OF,
    CLOSED,
    ENDED,
    IS_TELEPHONED,
    KIND,
    SUM_UP,
    TAKEN,
    TELEPHONED,
    began_of,
)
from kbsearch.adapters.stores.counted_anew import AGAIN, count_all_anew, count_anew
from kbsearch.core.calls.events import decode

MIGRATIONS = Migrations("calls")

_OF_A_CALL = ("call_numbers", "calls_changed")


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
    changed = f"INSERT INTO calls_changed (client, call, mark) VALUES (NEW.client, NEW.call, random()) {AGAIN}"  # noqa: S608
    db.execute(f"CREATE TRIGGER calls_marked AFTER INSERT ON events BEGIN {changed}; END")
    gone = (f"DELETE FROM {table} WHERE client = OLD.client AND call = OLD.call" for table in _OF_A_CALL)  # noqa: S608
    db.execute(f"CREATE TRIGGER numbers_gone AFTER DELETE ON calls BEGIN {'; '.join(gone)}; END")


@MIGRATIONS()
def m015_alerts(db: Database) -> None:
    """`opened`, `closed`, `missed`, `made`, `due`, `leased`: as above. `body` of an alert: what was measured, of a
    delivery: the very bytes that are sent. `missed`: when it was seen first that an open alert no longer holds. What is
    `told` of a delivery is what became of the last try; `holder` is sending it until `leased`."""
    columns = {"client": str, "kind": str, "opened": int, "body": str}
    alerts = db.table("alerts").create(
        {**columns, "closed": int, "missed": int}, pk=("client", "kind", "opened"), not_null=set(columns), strict=True
    )
    alerts.create_index(["client", "opened", "kind"])
    columns = {"client": str, "id": str, "body": bytes, "made": int, "state": str, "tries": int, "due": int}
    more = {"told": str, "holder": str, "leased": int}
    db.table("webhook_deliveries").create({**columns, **more}, pk=("client", "id"), not_null=set(columns), strict=True)
    db.execute("CREATE INDEX idx_deliveries_due ON webhook_deliveries (client, due) WHERE state = 'pending'")


@MIGRATIONS()
def m016_apart(db: Database) -> None:
    """Pairs of articles, `first` before `second` in the alphabet. `at`: microseconds since 1970, UTC."""
    columns = {"client": str, "first": str, "second": str, "at": int}
    pk = ("client", "first", "second")
    db.table("articles_apart").create(columns, pk=pk, not_null=set(columns), strict=True)


@MIGRATIONS()
def m017_judged(db: Database) -> None:
    """What a level says of a call is in the call's numbers since: those that have it are counted anew."""
    count_anew(db, f"{KIND} = 'reviewed'")


@MIGRATIONS()
def m018_searched(db: Database) -> None:
    """Numbers of a call say how long was searched in it, and its kind whether its times can be true: all are counted
    anew."""
    count_all_anew(db)


@MIGRATIONS()
def m019_failing_webhooks(db: Database) -> None:
    """A row while nothing arrives. `destination`: see `failing.destination`; `since`, `disabled`: microseconds since
    1970, UTC. `tries` in a row failed, and `told` is what became of the last."""
    columns = {"client": str, "destination": str, "since": int, "tries": int, "told": str}
    db.table("failing_webhooks").create({**columns, "disabled": int}, pk="client", not_null=set(columns), strict=True)


@MIGRATIONS()
def m020_talked(db: Database) -> None:
    """Numbers of a call say how much of it was talk, and how long who gave up had waited: all are counted anew."""
    count_all_anew(db)


@MIGRATIONS()
def m021_met(db: Database) -> None:
    """`met`: when a purge first met an event whose own time was still to come, as above; NULL of all others."""
    db.table("events").add_column("met", int)


@MIGRATIONS()
def m022_sent_on(db: Database) -> None:
    """`came_of` is without the ends of those who were sent on to another queue, in whatever order that is told."""
    db.execute(f"UPDATE calls SET came_of = {CAME_OF.format('calls')} WHERE came_of IS NOT NULL")  # noqa: S608
    db.execute(f"UPDATE calls SET outcome = {ENDED} WHERE came_at IS NOT NULL")  # noqa: S608
    db.execute("DROP TRIGGER calls_summed")
    for column in ("came_at", "came_by"):
        db.execute(f"ALTER TABLE calls DROP COLUMN {column}")
    sums = (*SUM_UP[:-1], CLOSED, TAKEN)
    db.execute(f"CREATE TRIGGER calls_summed AFTER INSERT ON events BEGIN {'; '.join(sums)}; END")
    told = "; ".join((SUM_UP[0], *TELEPHONED))  # the first too: which of two triggers comes first is not said
    db.execute(f"CREATE TRIGGER calls_telephoned AFTER INSERT ON events WHEN {IS_TELEPHONED} BEGIN {told}; END")


@MIGRATIONS()
def m023_phoned(db: Database) -> None:
    """`said`: where no event says when the call began, what the telephone system does; such calls are counted anew.
    Nobody looks for `events.began` any more."""
    untold = "SELECT client, call, random() FROM calls WHERE said IS NOT NULL AND said_at IS NULL"
    db.execute(f"UPDATE calls SET said = {BEGAN.format('calls')} WHERE said_at IS NULL")  # noqa: S608
    db.execute(f"INSERT INTO calls_changed (client, call, mark) {untold} {AGAIN}")
    db.execute("DROP INDEX idx_events_client_began")


@MIGRATIONS()
def m024_put_right(db: Database) -> None:
    """What is closed again without being opened was over before: calls closed more than once are counted anew."""
    count_anew(db, f"{KIND} = 'closed' GROUP BY client, call HAVING count(*) > 1")


@MIGRATIONS()
def m025_stood(db: Database) -> None:
    """Numbers say how long a call is closed, or was until it was reopened. Bytes 33 to 36 are its kind, by which kinds
    of which no call is any more are found."""
    count_all_anew(db)
    db.execute("CREATE INDEX IF NOT EXISTS idx_numbers_kind ON call_numbers (client, substr(numbers, 33, 4))")


@MIGRATIONS()
def m026_ends(db: Database) -> None:
    """Each end of a call ends searching: calls that were searched in or reopened after one are counted anew."""
    first, later = f"min(iif({KIND} = 'closed', at, NULL))", f"max(iif({KIND} = 'closed', NULL, at))"
    count_anew(db, f"{KIND} IN ('closed', 'reopened', 'searched') GROUP BY client, call HAVING {later} >= {first}")
