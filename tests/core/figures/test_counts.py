"""The plain counts: as many as were counted by hand, and each as long as the list of its calls, in all and in parts."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from kbsearch.core.calls.happenings import Disposition, Outcome
from kbsearch.core.figures import FIGURES, ClientFigures, calls_of, count
from kbsearch.core.figures.counts import COUNTS, NOT_PRESENTED, OUTCOMES
from kbsearch.core.figures.parts import By, FigurePart, calls_of_part, count_parts
from kbsearch.core.figures.queue import CAME_TO
from kbsearch.core.figures.shelf import BY_NAME
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.figures.test_by_hand import LOOKED_AT, OCTOBER, found, table
from tests.core.figures.test_queue import DAY, NOON, NOW, phoned
from tests.core.figures.three_hundred import TOLD

__all__ = ["found", "table"]


@pytest.mark.parametrize("name", [one.name for one in COUNTS])
def test_a_count_is_as_long_as_its_list(name: str, found: ClientFigures, table: CallTable) -> None:
    listed = calls_of(ACME, OCTOBER, name, table, LOOKED_AT).calls
    assert len(listed) == len({one.call for one in listed}) == found.counts[name]
    assert {one.counted for one in listed} <= {1}
    with pytest.raises(ScopeViolation):
        calls_of(ZETA, OCTOBER, name, table, LOOKED_AT)


def test_every_call_is_in_one_part_of_each_whole(found: ClientFigures) -> None:
    n = found.counts
    assert {*n} == {one.name for one in COUNTS}
    assert n["began"] == n["handled"] + n["abandoned"] + n["unfinished"] + n["unanswered"] == 300 - 8
    assert n["handled"] == sum(n[name] for name in OUTCOMES.values()) == 259
    assert n["queue_presented"] == sum(n[f"queue_{part}"] for part in CAME_TO) == 289
    assert (n["first_contacts"], n["unripe_contacts"], n["repeated_contacts"], n["unattached"]) == (208, 14, 25, 20)
    assert found.handled == 259
    assert (n["menu_abandoned"], n["closed_hours"]) == (4, 3), "of which none is presented"
    assert len(BY_NAME) == len(FIGURES) + len(COUNTS), "a count has no name of a figure"


def test_outcomes_are_those_that_agents_said(found: ClientFigures, table: CallTable) -> None:
    """Counted here a second time, from the stories."""
    ids = {one.call for one in calls_of(ACME, OCTOBER, "began", table, LOOKED_AT).calls}
    ended = (one.outcome if one.reopened_as is None else one.reopened_as for one in TOLD)
    said = Counter(outcome for number, outcome in enumerate(ended) if f"call{number}" in ids)
    assert {str(outcome): found.counts[name] for outcome, name in OUTCOMES.items()} == {
        str(outcome): said[outcome] for outcome in OUTCOMES
    }
    assert found.abandoned == said[Outcome.ABANDONED] == 6


@pytest.mark.parametrize("came", [None, *Disposition])
@pytest.mark.parametrize("is_taken", [False, True])
def test_a_call_that_never_reached_the_queue_is_in_no_part_of_it(came: Disposition | None, is_taken: bool) -> None:
    """Nor is one that somebody took after all among those that never did."""
    call = phoned("c", NOON, came, 10 if is_taken else None)
    n = count(ACME, DAY, tabulate(ACME, [call]), NOW).counts
    outside = {one.name: n[one.name] for one in NOT_PRESENTED}
    expected = {"menu_abandoned": Disposition.ABANDONED_IN_IVR, "closed_hours": Disposition.CLOSED_HOURS}
    assert outside == {name: int(came is one and not is_taken) for name, one in expected.items()}
    assert n["queue_presented"] + sum(outside.values()) == n["began"] == 1


@pytest.mark.parametrize("by", get_args(By))
def test_all_parts_of_a_count_are_the_whole(by: By, found: ClientFigures, table: CallTable) -> None:
    parts = count_parts(ACME, OCTOBER, by, table, LOOKED_AT).parts
    for name, whole in found.counts.items():
        listed = {
            part.key: len(calls_of_part(ACME, OCTOBER, FigurePart(name, by, part.key), table, LOOKED_AT).calls)
            for part in parts
        }
        assert sum(listed.values()) == whole, name
        assert name != "began" or listed == {part.key: part.began for part in parts}


def test_what_came_of_those_presented_is_a_part_of_them_too(found: ClientFigures, table: CallTable) -> None:
    for part in CAME_TO:
        asked = FigurePart("queue_presented", "disposition", part)
        assert len(calls_of_part(ACME, OCTOBER, asked, table, LOOKED_AT).calls) == found.counts[f"queue_{part}"]
    with pytest.raises(KeyError, match="no figure of the queue"):
        calls_of_part(ACME, OCTOBER, FigurePart("handled", "disposition", "answered"), table, LOOKED_AT)
