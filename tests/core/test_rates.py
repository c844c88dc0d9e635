"""Token buckets: a burst, then a rate, for each name alone, in bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.rates import UNKNOWN, Buckets, Rate, asker

moments = st.lists(st.floats(0, 5), max_size=60)


def test_a_burst_and_then_the_rate() -> None:
    buckets = Buckets(Rate(2.0, 3))
    assert [buckets.take("a", 0.0).is_allowed for _ in range(4)] == [True, True, True, False]
    refused = buckets.take("a", 0.25)
    assert (refused.is_allowed, refused.remaining, refused.wait_s, refused.retry_after_s) == (False, 0, 0.25, 1)
    assert refused.full_s == pytest.approx(1.25)
    assert buckets.take("a", 0.5).is_allowed
    assert buckets.take("b", 0.5).remaining == 2


@given(steps=moments, per_second=st.integers(1, 50), burst=st.integers(1, 20))
def test_no_more_than_the_burst_and_the_rate_ever_pass(steps: list[float], per_second: int, burst: int) -> None:
    buckets, now, passed = Buckets(Rate(per_second, burst)), 0.0, 0
    for step in steps:
        now += step
        taken = buckets.take("a", now)
        passed += taken.is_allowed
        assert 0 <= taken.remaining <= burst
        assert taken.is_allowed or buckets.take("a", now + taken.wait_s + 1e-9).is_allowed or taken.wait_s > 0
    assert passed <= burst + per_second * now + 1e-6


@given(steps=moments)
def test_who_stays_below_the_rate_never_meets_it(steps: list[float]) -> None:
    buckets, now = Buckets(Rate(10.0, 1)), 0.0
    for step in steps:
        now += step + 0.1 + 1e-9
        assert buckets.take("a", now).is_allowed


def test_the_wait_that_was_said_is_enough() -> None:
    buckets = Buckets(Rate(3.0, 1))
    buckets.take("a", 0.0)
    wait = buckets.take("a", 0.0).wait_s
    assert not buckets.take("a", wait - 0.01).is_allowed
    assert buckets.take("a", wait + 1e-9).is_allowed


def test_a_charge_takes_what_there_is() -> None:
    buckets = Buckets(Rate(1.0, 5))
    assert buckets.charge("a", 0.0, cost=2).remaining == 3
    assert buckets.charge("a", 0.0, cost=20).remaining == 0
    assert buckets.take("a", 1.0).is_allowed, "a debt is not carried on"


def test_no_rate_is_no_limit() -> None:
    buckets = Buckets(Rate(0, 1))
    assert all(buckets.take("a", 0.0, cost=50).is_allowed for _ in range(100))
    assert len(buckets) == 0


def test_a_flood_of_names_stays_bounded_and_who_goes_on_is_still_held() -> None:
    buckets = Buckets(Rate(1.0, 2), most=100)
    for at in range(10_000):
        buckets.take(f"flood {at}", 0.0)
        buckets.take("busy", 0.0)
    assert len(buckets) == 100
    assert not buckets.take("busy", 0.0).is_allowed


def test_a_clock_that_goes_back_gives_nothing() -> None:
    buckets = Buckets(Rate(1.0, 1))
    assert buckets.take("a", 100.0).is_allowed
    assert not buckets.take("a", 50.0).is_allowed


def test_an_ipv6_household_is_one_asker() -> None:
    assert asker("2001:db8:1:2::1") == asker("2001:db8:1:2:ffff::9") != asker("2001:db8:1:3::1")
    assert asker("::ffff:192.0.2.7") == asker("192.0.2.7") != asker("192.0.2.8")
    assert asker("fe80::1%eth0") == "fe80::/64"


@given(st.text())
def test_whatever_names_no_address_is_one_asker(text: str) -> None:
    assert asker(f"x{text}") == UNKNOWN
