"""Where the marks of a report's drawing stand."""

from __future__ import annotations

import pytest

from kbsearch.api.report_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart, height
from kbsearch.core.figures import Figure
from kbsearch.core.figures.nouns import Target


def test_a_mark_stands_where_its_share_is_and_its_bar_is_the_interval() -> None:
    nothing, half, all_ = Figure("x", 0, 0), Figure("x", 50, 100), Figure("x", 100, 100, target=Target(0.6, 0.8))
    drawn = chart(all_, [None, half, half, nothing, half, all_])
    assert [one.value for one in drawn.marks] == [None, 0.5, 0.5, None, 0.5, 1.0]
    one = drawn.marks[1]
    interval = half.interval
    assert interval is not None
    assert (one.y, one.top, one.bottom) == (height(0.5), height(interval.high), height(interval.low))
    assert all(LEFT < mark.x < WIDTH - RIGHT for mark in drawn.marks)
    assert [(x1, x2) for x1, _, x2, _ in drawn.lines] == [
        (drawn.marks[at].x, drawn.marks[at + 1].x) for at in (1, 4)
    ], "no line over a month without a value"
    assert drawn.aim == (height(0.8), height(0.6))
    assert not drawn.is_empty


def test_without_a_value_there_is_nothing_to_draw_and_without_an_aim_no_band() -> None:
    drawn = chart(Figure("x", 0, 0), [None] * 6)
    assert (drawn.is_empty, drawn.lines, drawn.aim) == (True, (), None)
    assert chart(Figure("x", 1, 1, target=Target(0.8)), [None]).aim == (height(1.0), height(0.8))


@pytest.mark.parametrize(("share", "at"), [(1.0, TOP), (0.0, HEIGHT - BOTTOM)])
def test_the_whole_drawing_is_from_0_to_1(share: float, at: float) -> None:
    assert height(share) == at
