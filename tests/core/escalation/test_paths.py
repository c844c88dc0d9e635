"""Every case of `paths.md`, computed by hand."""

from __future__ import annotations

import pytest

from kbsearch.core.escalation import path, plan_of
from tests.core.escalation.written import Case, cases, situation_of, written

CASES = list(cases())


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_path(case: Case) -> None:
    plan = plan_of(case.client)
    found = path(plan, situation_of(case, plan))
    assert [written(step) for step in found.steps] == case.steps
    assert [warning.code for warning in found.warnings] == case.warnings
    assert found.now == next(place for place, step in enumerate(found.steps) if step.is_open)
