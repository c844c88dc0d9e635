"""Where the marks of a drawing stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.api.report.share_chart import AXES, BOTTOM, FEWEST, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart, height
from kbsearch.core.figures import Figure
from kbsearch.core.figures.nouns import Target

USUAL = Target(0.95, 0.97)


def test_a_mark_stands_where_its_share_is_and_its_bar_is_the_interval() -> None:
    nothing, half, all_ = Figure("x", 0, 0), Figure("x", 50, 100), Figure("x", 100, 100, target=Target(0.6, 0.8))
    drawn = chart(all_, [None, half, half, nothing, half, all_])
    assert [one.value for one in drawn.marks] == [None, 0.5, 0.5, None, 0.5, 1.0]
    assert drawn.begins == 0.4
    one = drawn.marks[1]
    interval = half.interval
    assert interval is not None
    assert (one.y, one.top, one.bottom) == tuple(
        drawn.height(share) for share in (0.5, interval.high, max(0.4, interval.low))
    )
    assert all(LEFT < mark.x < WIDTH - RIGHT for mark in drawn.marks)
    assert [(x1, x2) for x1, _, x2, _ in drawn.lines] == [
        (drawn.marks[at].x, drawn.marks[at + 1].x) for at in (1, 4)
    ], "no line over a month without a value"
    assert drawn.aim is not None
    assert drawn.aim.lines == (drawn.height(0.8), drawn.height(0.6))
    assert not drawn.is_empty


def test_without_a_value_there_is_nothing_to_draw_and_without_an_aim_no_band() -> None:
    drawn = chart(Figure("x", 0, 0), [None] * 6)
    assert (drawn.is_empty, drawn.lines, drawn.aim, drawn.begins) == (True, (), None, 0.0)
    goal = chart(Figure("x", 10, 10, target=Target(0.8)), [Figure("x", 10, 10)]).aim
    assert goal is not None
    assert (goal.top, goal.lines) == (TOP, (height(0.8, 0.7),)), "the more the better: to the top, and one line"


def test_the_band_of_the_trade_can_be_seen_beside_values_that_are_near_it() -> None:
    drawn = chart(Figure("x", 1880, 2000, target=USUAL), [Figure("x", n, 100) for n in (94, 96, 91, 98)])
    assert drawn.aim is not None
    assert drawn.begins == 0.9
    assert drawn.aim.bottom - drawn.aim.top > 20


def test_a_day_of_few_calls_does_not_say_where_the_axis_begins() -> None:
    enough, few = Figure("x", 96, 100, target=USUAL), Figure("x", 1, 2)
    drawn = chart(enough, [enough, few, enough, Figure("x", 9, 9), Figure("x", 95, 100)])
    assert drawn.begins == 0.9
    assert [(one.is_few, one.is_below) for one in drawn.marks] == [
        *[(False, False), (True, True), (False, False), (True, False), (False, False)]
    ]
    assert drawn.marks[1].y == drawn.marks[1].bottom == HEIGHT - BOTTOM, "it is told at the axis"
    assert drawn.lines == (), "and joined to nobody"
    assert drawn.has_few
    assert not chart(enough, [enough]).has_few


def test_where_all_are_few_each_has_its_say() -> None:
    drawn = chart(Figure("x", 3, 6), [Figure("x", 1, 2), Figure("x", 2, 4)])
    assert drawn.begins == 0.4
    assert not any(one.is_below for one in drawn.marks)


@given(
    counted=st.lists(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=8),
    target=st.sampled_from([None, USUAL, Target(0.6, 0.8), Target(0.8)]),
)
def test_no_value_of_enough_calls_and_no_aim_is_cut(counted: list[tuple[int, int]], target: Target | None) -> None:
    drawn = chart(Figure("x", 0, 0, target=target), [Figure("x", above, n) for above, n in counted] or [None])
    assert drawn.axis in AXES
    for (above, n), mark in zip(counted, drawn.marks, strict=False):
        assert mark.is_few == (n < FEWEST)
        assert TOP <= mark.top <= mark.y <= mark.bottom <= HEIGHT - BOTTOM
        if n >= FEWEST:
            assert above / n >= drawn.begins
    assert target is None or target.low > drawn.begins


@pytest.mark.parametrize("begins", [axis[0] for axis in AXES])
def test_the_whole_drawing_is_from_where_the_axis_begins_to_1(begins: float) -> None:
    assert (height(1.0, begins), height(begins, begins)) == (TOP, HEIGHT - BOTTOM)
