"""Which article is published when is drawn, and can be drawn again."""

from __future__ import annotations

import doctest
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.effects import waves
from kbsearch.core.effects.waves import plan
from kbsearch.errors import BadRequest

MONDAY = date(2026, 11, 30)
IDS = st.lists(st.text(min_size=1).filter(lambda one: one.isprintable()), min_size=2, max_size=12, unique=True)


def test_the_example_holds() -> None:
    tried = doctest.testmod(waves)
    assert (tried.failed, tried.attempted) == (0, 1)


@given(IDS, st.integers(1, 8), st.integers(0), st.randoms())
def test_each_comes_once_and_the_order_given_says_nothing(ids: list[str], apart: int, seed: int, rng: object) -> None:
    found = plan(ids, apart, MONDAY, seed)
    assert sorted(one.article for one in found) == sorted(ids)
    assert found[0].day == MONDAY
    assert {after.day - before.day for before, after in pairwise(found)} == {timedelta(weeks=apart)}
    assert plan(ids[::-1], apart, MONDAY, seed) == found


def test_every_order_is_as_likely() -> None:
    orders = Counter(tuple(one.article for one in plan("abc", 1, MONDAY, seed)) for seed in range(6000))
    assert len(orders) == 6
    assert all(abs(times - 1000) < 120 for times in orders.values()), "four standard deviations"


@pytest.mark.parametrize(
    ("articles", "starts", "field", "words"),
    [
        (["vpn"], MONDAY, "articles", "fewer than two"),
        (["vpn", "tpe", "vpn"], MONDAY, "articles", "Named twice: vpn"),
        (["vpn", "tpe"], MONDAY + timedelta(days=2), "starts", "2026-12-02 is no Monday"),
        (["vpn", "tpe"], date(9999, 12, 27), "starts", "never end"),
    ],
)
def test_what_cannot_be_planned(articles: list[str], starts: date, field: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words) as refused:
        plan(articles, 2, starts, 1)
    assert refused.value.field == field
