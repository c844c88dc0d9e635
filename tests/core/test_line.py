from __future__ import annotations

import pytest

from kbsearch.core.line import Line


def test_the_expected_wait_is_the_line_times_what_one_takes_over_the_threads() -> None:
    line = Line(2)
    assert line.expected_wait_s() == 0
    for _ in range(6):
        line.enter()
    assert line.expected_wait_s() == 0, "nothing was measured yet"
    line.note(0.010)
    assert line.expected_wait_s() == pytest.approx(0.030)
    line.leave()
    assert line.expected_wait_s() == pytest.approx(0.025)


def test_what_one_takes_follows_what_is_measured() -> None:
    line = Line(1)
    line.note(1.0)
    line.enter()
    for _ in range(60):
        line.note(0.1)
    assert line.expected_wait_s() == pytest.approx(0.1, rel=0.05)
