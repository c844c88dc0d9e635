"""What calls did with an article: counted as their folds say, read along an index, one client's alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kbsearch.adapters.stores.article_use import COUNTED, USING
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.happenings import Outcome
from tests.clients import ACME, ZETA
from tests.happenings import START, event

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def test_each_call_counts_once_for_each_thing_done(store: SqliteCalls) -> None:
    done = (ev.Opened("vpn"), ev.Opened("vpn"), ev.Used("vpn"), ev.Refused("vpn"), ev.Opened("autre"), ev.Tried("vpn"))
    for call in ("c1", "c2"):
        store.append(ACME, [replace(event(f"{call}-{n}", what), call=call) for n, what in enumerate(done)])
    store.append(ACME, [replace(event("old", ev.Opened("vpn")), call="c3", at=START - HOUR)])
    assert store.use_of(ACME, "vpn", START) == ArticleUse("acme", opened=2, used=2, refused=2)
    assert store.use_of(ACME, "vpn", START - HOUR) == ArticleUse("acme", opened=3, used=2, refused=2)
    assert store.use_of(ACME, "absent", START) == ArticleUse("acme", 0, 0, 0)


def test_a_use_that_was_taken_back_does_not_count_unless_it_was_said_again(store: SqliteCalls) -> None:
    used, back = ev.Used("vpn"), ev.Unused("vpn")
    for call, said in {"back": (used, back), "again": (used, back, used), "other": (used, ev.Unused("autre"))}.items():
        events = [event(f"{call}-{n}", what, minute=n) for n, what in enumerate(said)]
        store.append(ACME, [replace(one, call=call) for one in events])
    folded = store.calls(ACME, START - HOUR, START + HOUR)
    counting = {call.id for call in folded if call.used}
    assert (len(folded), counting) == (3, {"again", "other"})
    assert store.use_of(ACME, "vpn", START) == ArticleUse("acme", 0, used=2, refused=0)
    assert {call.id for call in store.calls_using(ACME, "vpn", 10)} == counting


def test_another_clients_calls_count_for_nothing(store: SqliteCalls) -> None:
    store.append(ZETA, [replace(event("e1", ev.Used("vpn")), client="zeta")])
    assert store.use_of(ACME, "vpn", START) == ArticleUse("acme", 0, 0, 0)
    assert store.calls_using(ACME, "vpn", 10) == []
    assert [call.client for call in store.calls_using(ZETA, "vpn", 10)] == ["zeta"]


def test_the_last_that_used_it_come_first_and_whole(store: SqliteCalls) -> None:
    for n, call in enumerate(("a", "b", "c")):
        used = replace(event(f"u-{call}", ev.Used("vpn")), call=call, at=START + n * HOUR)
        closed = replace(event(f"f-{call}", ev.Closed(Outcome.RESOLVED)), call=call, at=START + n * HOUR)
        store.append(ACME, [used, closed])
    store.append(ACME, [replace(event("again", ev.Used("vpn")), call="a", at=START + 9 * HOUR)])
    store.append(ACME, [replace(event("seen", ev.Opened("vpn")), call="d", at=START + 10 * HOUR)])
    found = store.calls_using(ACME, "vpn", 2)
    assert [(call.id, call.outcome) for call in found] == [("a", Outcome.RESOLVED), ("c", Outcome.RESOLVED)]


def test_it_is_read_along_its_index(store: SqliteCalls, tmp_path: Path) -> None:
    with closing(open_reading(tmp_path / "calls.db", timeout_s=5)) as connection:
        for statement, bound in ((COUNTED, 0), (USING, 10)):
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("acme", "vpn", bound))]
            reads = [line for line in plan if line.startswith(("SCAN", "SEARCH"))]
            assert len(reads) == 2, plan  # what was done, and what took it back
            assert all("INDEX idx_events_article (client=? AND <expr>=? AND <expr>=?" in one for one in reads), plan
