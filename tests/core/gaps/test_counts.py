"""The calls of each count above the gaps: as many as the gaps have it, whatever was told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event
from kbsearch.core.gaps import COUNTS, Finder, calls_of_gaps
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.gaps.planted import call
from tests.core.gaps.test_finding import N2, NOON, NOTHING, PERIOD, RESOLVED, SURE
from tests.happenings import calls


@given(st.lists(calls(), max_size=6))
def test_the_calls_of_each_count_are_as_many(told: list[list[Event]]) -> None:
    said = [
        fold(structs.replace(one, id=f"{n}-{one.id}", call=f"call-{n}") for one in events)
        for n, events in enumerate(told)
    ]
    finder = Finder(ACME, PERIOD)
    for one in said:
        finder.add(one)
    found = finder.found([[n] for n in range(len(finder.symptoms))])
    listed = {count: [one.call for one in calls_of_gaps(ACME, PERIOD, said, count).calls] for count in COUNTS}
    assert {count: len(ids) for count, ids in listed.items()} == {
        "gaps_looked_at": found.looked_at,
        "gaps_unsolved": found.unsolved,
        "gaps_wordless": found.wordless,
    }
    in_gaps = {id for gap in found.gaps for id in gap.calls}
    assert {*listed["gaps_unsolved"]} == in_gaps | {*listed["gaps_wordless"]}
    assert {*listed["gaps_unsolved"]} <= {*listed["gaps_looked_at"]}


def test_they_are_of_the_period_of_one_client_and_of_one_name() -> None:
    said = [
        call("before", NOON.replace(month=10), "badge", NOTHING, N2),
        call("lacking", NOON, "badge", NOTHING, N2),
        call("helped", NOON, "vpn", SURE, RESOLVED),
        call("after", NOON.replace(month=12), "badge", NOTHING, N2),
    ]
    looked_at, unsolved = (
        [one.call for one in calls_of_gaps(ACME, PERIOD, said, count).calls]
        for count in ("gaps_looked_at", "gaps_unsolved")
    )
    assert (looked_at, unsolved) == (["lacking", "helped"], ["lacking"])
    assert calls_of_gaps(ACME, PERIOD, said, "gaps_wordless").figure == "gaps_wordless"
    with pytest.raises(KeyError):
        calls_of_gaps(ACME, PERIOD, said, "gaps_solved")
    with pytest.raises(ScopeViolation):
        calls_of_gaps(ZETA, PERIOD, said, "gaps_unsolved")
