"""What tries say of where they went, as it is kept with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.alerts.deliveries import BACK_OFF, Fate, State
from kbsearch.core.alerts.failing import AT_LEAST, TRIES, Failing, Tried, after
from tests.alerts.conftest import NOON
from tests.clients import ACME

HOUR = timedelta(hours=1)
REFUSED, GIVEN_UP = (Fate(state, NOON, "503") for state in (State.PENDING, State.FAILED))
ARRIVED, GONE = Fate(State.SENT, NOON, "200"), Fate(State.FAILED, NOON, "410")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def failed(tries: int, last: timedelta, fate: Fate = GIVEN_UP) -> Failing | None:
    """After so many, the last of them then."""
    found = None
    for _ in range(tries - 1):
        found = after(ACME, found, REFUSED, Tried("there", NOON))
    return after(ACME, found, fate, Tried("there", NOON + last))


@pytest.mark.parametrize(
    ("tries", "last", "fate", "is_disabled"),
    [
        (TRIES, AT_LEAST, GIVEN_UP, True),
        (TRIES - 1, AT_LEAST, GIVEN_UP, False),  # who stood still for days has not tried
        (TRIES, AT_LEAST - timedelta(seconds=1), GIVEN_UP, False),
        (TRIES, AT_LEAST, REFUSED, False),  # it is still tried
        (1, timedelta(), GONE, True),
        (100, timedelta(), GIVEN_UP, False),  # many at once
    ],
)
def test_it_takes_days_and_tries_and_one_given_up(tries: int, last: timedelta, fate: Fate, is_disabled: bool) -> None:
    found = failed(tries, last, fate)
    assert found == Failing("acme", "there", NOON, tries, fate.told, NOON + last if is_disabled else None)


def test_a_weekend_is_shorter_and_one_post_alone_too() -> None:
    assert timedelta(hours=63) < AT_LEAST
    assert sum(BACK_OFF, timedelta()) < AT_LEAST


def test_what_arrives_or_goes_elsewhere_begins_anew() -> None:
    found = failed(5, HOUR)
    assert after(ACME, found, ARRIVED, Tried("there", NOON + HOUR)) is None
    elsewhere = after(ACME, found, REFUSED, Tried("elsewhere", NOON + HOUR))
    assert elsewhere == Failing("acme", "elsewhere", NOON + HOUR, 1, "503")


def test_it_was_disabled_when_it_was_first() -> None:
    found = after(ACME, failed(1, timedelta(), GONE), GONE, Tried("there", NOON + HOUR))
    assert found == Failing("acme", "there", NOON, 2, "410", NOON)


def test_who_took_too_long_says_nothing_of_it(store: SqliteCalls) -> None:
    store.deliveries.add(ACME, "msg_1", b"{}", NOON)
    for who, at in (("one", NOON), ("other", NOON + HOUR)):
        assert store.deliveries.claim(ACME, who, at) is not None
    assert not store.deliveries.settle(ACME, "msg_1", "one", GONE, Tried("there", NOON))
    assert store.failing.of(ACME) is None


def test_a_post_on_its_way_that_arrives_after_all_shows_that_it_works(store: SqliteCalls) -> None:
    for number in range(3):
        store.deliveries.add(ACME, f"msg_{number}", b"{}", NOON)
    for _ in range(2):
        assert store.deliveries.claim(ACME, "me", NOON, "there") is not None
    store.deliveries.settle(ACME, "msg_0", "me", GONE, Tried("there", NOON))
    assert store.deliveries.claim(ACME, "me", NOON + HOUR, "there") is None
    assert store.deliveries.settle(ACME, "msg_1", "me", ARRIVED, Tried("there", NOON))
    assert store.failing.of(ACME) is None
    assert store.deliveries.claim(ACME, "me", NOON + HOUR, "there") is not None
