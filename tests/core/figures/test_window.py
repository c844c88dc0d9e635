"""Within how many days a later call is a call-back: as the client agreed, in every figure that depends on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.figures import count
from kbsearch.core.figures.by_topic import count_by_topic
from kbsearch.core.figures.parts import count_parts
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.health import count_by_article
from tests.clients import ACME
from tests.core.figures.test_contacts import NOVEMBER, Rung, call_of

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
CALLS: list[Call] = [
    call_of(number, one)
    for number, one in enumerate(
        (
            Rung("11-02T09:00", caller="a"),  # called back after three days
            Rung("11-05T09:00", caller="a"),  # after ten
            Rung("11-15T09:00", caller="a"),
            Rung("11-16T09:00", caller="b"),  # never, nine days before now
        )
    )
]


def table(days: int) -> CallTable:
    return tabulate(ACME, CALLS, timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "kept", "ripe", "first", "unripe"),
    [
        (1, 4, 4, 4, 0),  # nobody called again so soon: each is a first contact
        (3, 2, 3, 3, 0),  # the first one was called back, to the hour, and the second is no first contact
        (7, 2, 3, 3, 0),  # the second call of a is no first one, the third is
        (15, 0, 1, 2, 1),  # a's third is no first one either, and b may still call
        (30, 0, 0, 2, 2),
    ],
)
def test_what_is_a_call_back_is_as_agreed(days: int, kept: int, ripe: int, first: int, unripe: int) -> None:
    found = count(ACME, NOVEMBER, table(days), NOW)
    fcr = next(one for one in found.figures if one.name == "fcr_no_call_back")
    assert (found.contacts.first, found.contacts.unripe) == (first, unripe)
    assert (fcr.numerator, fcr.denominator) == (kept, ripe)
    assert (found.window, fcr.window) == (timedelta(days=days),) * 2


@pytest.mark.parametrize("days", [1, 7, 15, 30])
def test_parts_topics_and_articles_go_by_the_same(days: int) -> None:
    whole = {one.name: one for one in count(ACME, NOVEMBER, table(days), NOW).figures}["fcr_no_call_back"]
    parts = count_parts(ACME, NOVEMBER, "month", table(days), NOW).parts[0].figures
    part = next(one for one in parts if one.name == "fcr_no_call_back")
    topics = count_by_topic(ACME, NOVEMBER, table(days), {}, NOW)
    counts = (whole.numerator, whole.denominator, whole.window)
    assert (part.numerator, part.denominator, part.window) == counts
    assert (topics.low.numerator, topics.low.denominator, topics.low.window) == counts
    found = count_by_article(ACME, NOVEMBER, CALLS, {}, NOW, timedelta(days=days))
    assert found.window == timedelta(days=days)


def test_where_nothing_was_agreed_it_is_a_week() -> None:
    assert tabulate(ACME, CALLS).window == WINDOW == timedelta(days=7)
