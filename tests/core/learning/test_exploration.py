"""What evidence is worth: which calls are compared, what counts, and how sure that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.learning.exploration import FEWEST, Comparison, Share, Side, compared, difference

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
VERSION = "c" * 40


def search(memory: str, *, withheld: bool = False) -> ev.Searched:
    return ev.Searched("vpn", "hybrid", VERSION, "g1", memory=memory, withheld=withheld)


def call(id: str, days: float, *more: ev.Happening, caller: str = "", outcome: Outcome = Outcome.RESOLVED) -> Call:
    what = (ev.Started(caller=caller or id), *more, ev.Closed(outcome))
    start = NOW - timedelta(days=days)
    return fold(Event(f"{id}-{at}", "acme", id, start + timedelta(minutes=at), one) for at, one in enumerate(what))


FIRST = ev.Displayed("vpn", 1, VERSION, "vpn#1")
SECOND = ev.Displayed("tpe", 2, VERSION, "tpe#1")


def test_calls_are_on_the_side_of_their_first_search_with_evidence() -> None:
    calls = [
        call("with", 20, search("memory-2")),
        call("without", 19, search("memory-2", withheld=True), search("memory-2")),
        call("before", 18, search("memory-1")),
        call("none", 17, search("")),
        call("no search", 16),
    ]
    found = compared(calls, NOW)
    assert (found.with_evidence.calls, found.without.calls) == (2, 1)
    now = compared(calls, NOW, memory="memory-2")
    assert (now.with_evidence.calls, now.without.calls) == (1, 1)


@pytest.mark.parametrize(("memory", "sides"), [("", (0, 1)), ("memory-1", (0, 1)), ("memory-2", (1, 0)), ("m", (0, 0))])
def test_a_call_over_two_memories_is_on_the_side_that_was_drawn_for_each(memory: str, sides: tuple[int, int]) -> None:
    calls = [call("over midnight", 20, search("memory-1", withheld=True), search("memory-2"))]
    found = compared(calls, NOW, memory=memory)
    assert (found.with_evidence.calls, found.without.calls) == sides


def test_resolved_at_n1_and_not_called_back_of_those_of_whom_that_can_be_known() -> None:
    escalated = ev.Escalated("N2", "réseau")
    calls = [
        call("solved", 20, search("m")),
        call("escalated", 20, search("m"), escalated, outcome=Outcome.ESCALATED_N2),
        call("helped by N2", 20, search("m"), escalated),
        call("solved by N2, which says so", 20, search("m"), ev.Reviewed("N2", n1_could=True)),
        call("called back", 20, search("m"), caller="k"),
        call("again", 18, outcome=Outcome.ABANDONED, caller="k"),
        call("denied", 20, search("m"), ev.Confirmed(False)),
        call("unripe", 6.9, search("m")),
    ]
    unknown = fold([Event("u0", "acme", "u", NOW - timedelta(days=20), search("m"))])
    assert compared([*calls, unknown], NOW).with_evidence == Side(7, Share(1, 6), Share(0, 0))


def test_the_first_result_is_used_when_it_stood_first() -> None:
    calls = [
        call("first", 1, search("m"), FIRST, SECOND, ev.Used("vpn")),
        call("second", 1, search("m"), FIRST, SECOND, ev.Used("tpe")),
        call("nothing shown", 1, search("m"), ev.Used("vpn")),
    ]
    assert compared(calls, NOW).with_evidence.first_used == Share(1, 2)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [(Share(0, 10), 0.0, 0.2775), (Share(10, 10), 0.7225, 1.0), (Share(5, 10), 0.2366, 0.7634), (Share(0, 0), 0, 1)],
)
def test_intervals_are_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval() == pytest.approx((low, high), abs=1e-4)


def test_differences_are_newcombes() -> None:
    assert difference(Share(9, 10), Share(3, 10)) == pytest.approx((0.6, 0.1705, 0.8090), abs=1e-4)
    found = difference(Share(3, 10), Share(9, 10))
    assert found == pytest.approx((-0.6, -0.8090, -0.1705), abs=1e-4)


def test_few_calls_are_too_few() -> None:
    many, few = Side(400, Share(280, FEWEST), Share(0, 0)), Side(20, Share(12, FEWEST - 1), Share(0, 0))
    assert Comparison(many, many).is_enough
    assert not Comparison(many, few).is_enough
