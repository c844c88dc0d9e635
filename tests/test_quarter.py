"""The simulated quarter: what is planted besides comes back to the call, net and gross."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from benchmarks.quarter.__main__ import ENDS, MONDAY, NOW, compared
from benchmarks.quarter.calls import QUARTER, Year
from benchmarks.quarter.subjects import Subject
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Agreed, ClientFigures, Period, count
from kbsearch.core.figures.table import tabulate
from kbsearch.core.net import Net
from tests.clients import ACME
from tests.core.effects.planted import WEEKS

NET = Net(("known_incident",))
FIRST = WEEKS - 3
SIZE = 1000
PARIS = ZoneInfo("Europe/Paris")
TRAPS = (
    *("fcr_no_call_back", "fcr_no_call_back, net", "n1_absorption", "n1_absorption, net", "n2_share", "n3_share"),
    *("n3_share, net", "n3_n1_could", "answer_rate", "csat", "csat_response_rate", "nps"),
    "calls of withheld numbers, in no contact",
)


@pytest.fixture(scope="module")
def year() -> Year:
    return Year("acme", MONDAY, 3, [Subject("tpe hors ligne", "tpe"), Subject("vpn coupé", "vpn")])


@pytest.fixture(scope="module")
def calls(year: Year) -> list[Call]:
    told = [fold(of) for week in range(FIRST, WEEKS) for _, of in groupby(year.week(week, SIZE), lambda one: one.call)]
    return sorted(told, key=lambda one: one.started)


def counted(calls: list[Call]) -> ClientFigures:
    period = Period(MONDAY.date(), ENDS.date(), PARIS)
    return count(ACME, period, tabulate(ACME, calls), NOW, Agreed(net=NET))


def test_figures_are_what_was_planted_to_the_call(year: Year, calls: list[Call]) -> None:
    assert FIRST >= WEEKS - QUARTER
    lines = [*compared(counted(calls), year.truth)]
    assert {one.what: one.found for one in lines} == {one.what: one.planted for one in lines}
    assert all(one.is_met for one in lines)
    assert tuple(one.what for one in lines) == TRAPS


def test_each_trap_is_there(year: Year, calls: list[Call]) -> None:
    """Whoever takes it for nothing special reads other figures."""
    found = Counter(
        "named" if one.incident else "incident" if one.outcome is Outcome.KNOWN_INCIDENT else "withheld"
        for one in calls
        if one.incident or one.outcome is Outcome.KNOWN_INCIDENT or (one.closed_at and not one.start.caller)
    )
    assert min(found[one] for one in ("named", "incident", "withheld")) > 15
    assert sum(len(one.ratings) > 1 for one in calls) > 5
    assert any(one.ratings and one.closed_at is None for one in calls)
    assert any(one.reviews for one in calls)
    gross, net = year.truth.figures["fcr_no_call_back"], year.truth.net["fcr_no_call_back"]
    assert gross[1] - net[1] == found["named"] + found["incident"]
    with_number = [one if one.start.caller else replace(one, start=ev.Started("phone", caller=one.id)) for one in calls]
    lines = {one.what: one.is_met for one in compared(counted(with_number), year.truth)}
    assert not lines["fcr_no_call_back"], "a withheld number would be a caller of its own"
