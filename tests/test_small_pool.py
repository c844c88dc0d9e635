"""A few threads with a short line in front of them, which owners take turns in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future

import pytest

from kbsearch.app.small_pool import SmallPool
from kbsearch.errors import StateError
from tests.waiting import wait_for

EACH, WAITING = 3, 4


class Held:
    """A pool of one thread, which is kept from its work until `over`."""

    def __init__(self) -> None:
        self.pool = SmallPool(1, WAITING, "held", each=EACH)
        self.over = threading.Event()
        self.done: list[str] = []

    def submit(self, name: str, owner: str) -> Future[None]:
        def work() -> None:
            self.over.wait(10)
            self.done.append(name)

        return self.pool.submit(work, owner)


@pytest.fixture
def held() -> Iterator[Held]:
    one = Held()
    try:
        yield one
    finally:
        one.over.set()
        one.pool.close()


def test_owners_take_turns_whoever_has_more(held: Held) -> None:
    first = held.submit("a1", "a")
    assert wait_for(lambda: first.running())
    sent = [held.submit(name, name[0]) for name in ("a2", "a3", "b1", "b2")]
    assert held.pool.waiting == 4
    held.over.set()
    for one in sent:
        one.result(10)
    assert held.done == ["a1", "b1", "a2", "b2", "a3"]
    assert held.pool.waiting == 0


def test_one_owner_has_its_share_and_all_have_theirs(held: Held) -> None:
    sent = [held.submit(f"a{at}", "a") for at in range(EACH)]
    with pytest.raises(StateError, match="busy"):
        held.submit("a", "a")
    sent += [held.submit(f"b{at}", "b") for at in range(1 + WAITING - EACH)]
    with pytest.raises(StateError, match="busy"):
        held.submit("c", "c")
    held.over.set()
    for one in sent:
        one.result(10)
    assert wait_for(lambda: not held.pool._held), "somebody who has nothing here is remembered"
    assert [held.submit("a", "a").result(10) for _ in range(EACH + 1)] == [None] * (EACH + 1)


def test_who_hangs_up_gives_the_place_back(held: Held) -> None:
    sent = [held.submit(f"a{at}", "a") for at in range(EACH)]
    assert wait_for(lambda: sent[0].running())
    assert sent[-1].cancel()
    last = held.submit("late", "a")
    held.over.set()
    last.result(10)
    assert held.done == ["a0", "a1", "late"]


def test_what_goes_wrong_is_the_askers(held: Held) -> None:
    def fail() -> None:
        raise ValueError("as expected")

    with pytest.raises(ValueError, match="as expected"):
        held.pool.submit(fail, "a").result(10)
    held.over.set()
    assert held.submit("next", "a").result(10) is None


def test_closing_ends_what_is_under_way_and_drops_the_rest(held: Held) -> None:
    first = held.submit("a1", "a")
    assert wait_for(lambda: first.running())
    second = held.submit("a2", "a")
    closing = threading.Thread(target=held.pool.close)
    closing.start()
    with pytest.raises(CancelledError):
        second.result(10)
    held.over.set()
    closing.join(10)
    assert not closing.is_alive()
    assert (first.result(0), held.done) == (None, ["a1"])
    with pytest.raises(RuntimeError):
        held.submit("late", "a")
    assert not held.pool._held
