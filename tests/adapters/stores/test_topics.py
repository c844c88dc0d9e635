"""What calls are about, kept: frozen, added to, and gone with the call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from kbsearch.core.topics import Member, Topics
from kbsearch.errors import NotFound, ScopeViolation, StateError
from tests.clients import ACME, ZETA
from tests.happenings import START, event

DAY = timedelta(days=1)
FROZEN = Topics(
    "acme", START + DAY, START - 30 * DAY, START, [Member("c1", "vpn", 0), Member("c2", "vpn"), Member("c3", "")]
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        for client in (ACME, ZETA):
            events = [event(f"e{at}", ev.Described("panne"), client=client.id, call=f"c{at}") for at in range(6)]
            made.append(client, events)
        yield made


def test_they_are_read_as_they_were_frozen(store: SqliteCalls) -> None:
    store.topics.freeze(ACME, FROZEN)
    assert store.topics.last(ACME, START) == FROZEN
    assert FROZEN.founders == {"vpn": ["c1"]}
    assert store.topics.last(ACME, START - timedelta(microseconds=1)) is None
    assert store.topics.last(ZETA, START) is None


def test_the_last_are_those_of_the_latest_calls(store: SqliteCalls) -> None:
    later = replace(FROZEN, frozen=START, until=START + DAY)
    again = replace(later, frozen=START + 2 * DAY, members=[])
    for one in (FROZEN, later, again):
        store.topics.freeze(ACME, one)
    assert store.topics.last(ACME, START + DAY) == again
    assert store.topics.last(ACME, START) == FROZEN
    assert (store.topics.newest(ACME), store.topics.newest(ZETA)) == (again.frozen, None)


def test_later_calls_come_to_them_and_what_is_known_stays(store: SqliteCalls) -> None:
    store.topics.freeze(ACME, FROZEN)
    store.topics.assign(ACME, FROZEN.frozen, [Member("c4", "vpn"), Member("c1", ""), Member("c3", "vpn")])
    found = store.topics.last(ACME, START)
    assert found is not None
    assert found.of_call == {"c1": "vpn", "c2": "vpn", "c3": "", "c4": "vpn"}
    assert found.founders == FROZEN.founders


def test_it_is_told_of_topics_that_were_not_frozen(store: SqliteCalls) -> None:
    store.topics.freeze(ACME, FROZEN)
    for client, at in ((ZETA, FROZEN.frozen), (ACME, FROZEN.frozen + DAY)):
        with pytest.raises(NotFound):
            store.topics.assign(client, at, [Member("c4", "vpn")])
    with pytest.raises(ScopeViolation):
        store.topics.freeze(ZETA, FROZEN)
    with pytest.raises(StateError):
        store.topics.freeze(ACME, FROZEN)  # at the same moment


def test_who_deletes_a_call_takes_it_out_of_its_topic(store: SqliteCalls) -> None:
    store.topics.freeze(ACME, FROZEN)
    store.topics.freeze(ZETA, replace(FROZEN, client="zeta"))
    store.erase(ACME, ["c1"])
    store.topics.assign(ACME, FROZEN.frozen, [Member("c1", "vpn"), Member("c9", "vpn")])  # made out before it went
    found = store.topics.last(ACME, START)
    assert found is not None
    assert found.of_call == {"c2": "vpn", "c3": ""}
    assert found.founders == {}
    kept = store.topics.last(ZETA, START)
    assert kept is not None
    assert [*kept.of_call] == ["c1", "c2", "c3"]
