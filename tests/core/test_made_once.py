"""What was found once is found once, client by client, and no more of it is kept than said."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kbsearch.core.made_once import MadeOnce
from kbsearch.core.one_client import OneClient
from tests.clients import ACME, ZETA


def test_the_same_is_found_once_and_something_else_anew() -> None:
    made, found = MadeOnce[str](), list[str]()

    def get(client: OneClient, asked: str) -> str:
        def find() -> str:
            found.append(f"{client.id} {asked}")
            return found[-1]

        return made.get(client, asked, find)

    said = [get(ACME, "a"), get(ACME, "a"), get(ZETA, "a"), get(ACME, "b"), get(ZETA, "a")]
    assert said == ["acme a", "acme a", "zeta a", "acme b", "zeta a"]
    assert found == ["acme a", "zeta a", "acme b"]


def test_what_is_to_be_found_again_is() -> None:
    made, found = MadeOnce[int](each=2), iter(range(10))

    def get(asked: str, least: int) -> int:
        return made.get(ACME, asked, lambda: next(found), again=lambda kept: kept < least)

    assert [get("a", 0), get("b", 0), get("a", 0), get("a", 2), get("a", 2)] == [0, 1, 0, 2, 2]
    assert made.of(ACME) == [1, 2], "what was found last stays longest"


def test_no_more_is_kept_than_said_and_what_was_used_last_stays() -> None:
    made = MadeOnce[int](each=2, most=3)
    for n in (1, 2, 1, 3):
        made.get(ACME, n, lambda n=n: n)  # type: ignore[misc]
    assert made.of(ACME) == [1, 3]
    made.get(ZETA, 4, lambda: 4)
    made.get(ZETA, 5, lambda: 5)
    assert (made.of(ACME), made.of(ZETA)) == ([3], [4, 5])
    assert made.of(OneClient("nobody")) == []


def test_what_fails_is_not_kept() -> None:
    made = MadeOnce[int]()

    def fails() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        made.get(ACME, "a", fails)
    assert made.get(ACME, "a", lambda: 7) == 7


def test_who_asks_the_same_meanwhile_waits_for_it_and_another_client_does_not() -> None:
    made, begun, go_on = MadeOnce[str](), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert go_on.wait(10)
        return "slow"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(made.get, ACME, "a", slow)
        assert begun.wait(10)
        second = pool.submit(made.get, ACME, "a", lambda: "found twice")
        assert made.get(ZETA, "a", lambda: "at once") == "at once"
        assert not second.done()
        go_on.set()
        assert (first.result(10), second.result(10)) == ("slow", "slow")
