"""What calls did with each article: stories of one caller or two, each counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.health import (
    ANY,
    DONE,
    SOLVED_AS,
    ArticleHealth,
    ByArticle,
    all_solved_with,
    calls_done_with,
    calls_solved_with,
    count_by_article,
)
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.health.test_health import KINDS, LATER, N2, NOVEMBER, SOLVED, call, many, shown
from tests.happenings import calls


def counted(said: Sequence[Call], now: datetime = LATER, **titles: str) -> ByArticle:
    return count_by_article(ACME, NOVEMBER, sorted(said, key=lambda one: one.started), titles, now)


def in_order(said: Sequence[Call]) -> CallTable:
    return tabulate(ACME, sorted(said, key=lambda one: one.started))


def only(found: ByArticle) -> ArticleHealth:
    assert len(found.articles) == 1, found.articles
    return found.articles[0]


def share(one: ArticleHealth) -> str:
    return f"{one.not_called_back.numerator}/{one.not_called_back.denominator}"


def test_who_calls_again_within_a_week_was_not_helped_whatever_it_is_about() -> None:
    back = call("c1", "11-02T09", "a", ev.Used("vpn"), SOLVED)
    for day, expected in (("11-09T08", "0/1"), ("11-09T09", "0/1"), ("11-09T10", "1/1")):
        found = counted([back, call("c2", day, "a", N2)])
        assert share(only(found)) == expected, f"a week is over at 11-09T09: {day}"
        assert only(found).called_back == (("c1",) if expected == "0/1" else ())
    assert share(only(counted([back, call("c2", "11-03T09", "b", N2)]))) == "1/1", "somebody else"


def test_what_is_unripe_is_counted_and_in_no_share() -> None:
    """It was closed minutes after 11-20T09, so the week is over after 11-27T09: whoever has called again by then is not
    known as called back either."""
    said = [call("c1", "11-20T09", "a", ev.Used("vpn"), SOLVED), call("c2", "11-21T09", "a", N2)]
    early, ripe = (only(counted(said, datetime(2026, 11, 27, hour, tzinfo=UTC))) for hour in (9, 10))
    assert (share(early), early.unripe, early.solved, early.not_called_back.value) == ("0/0", 1, 1, None)
    assert early.not_called_back.interval is None
    assert (share(ripe), ripe.unripe, ripe.solved) == ("0/1", 0, 1)


def test_a_call_of_nobody_known_is_solved_and_in_no_share() -> None:
    said = [
        call("c1", "11-02T09", "", ev.Used("vpn"), SOLVED),
        call("c2", "11-02T10", "", ev.Used("vpn"), N2),
        call("c3", "11-02T11", "", ev.Used("vpn")),
        call("c4", "10-20T11", "", ev.Used("vpn"), SOLVED),
    ]
    found = counted(said)
    one = only(found)
    assert (one.used, one.solved, one.unattached, share(one)) == (3, 1, 1, "0/0"), (
        "two are not solved, one is October's"
    )
    assert (found.unattached, found.solved, found.not_called_back.value) == (1, 1, None)


def test_an_article_that_was_ruled_out_and_then_served_is_both() -> None:
    one = only(counted([call("c1", "11-02T09", "a", ev.Refused("vpn"), ev.Used("vpn"), SOLVED)]))
    assert (one.refused, one.used, one.solved, share(one)) == (1, 1, 1, "1/1")
    late = only(counted([call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Unused("vpn"), ev.Refused("vpn"), SOLVED)]))
    assert (late.refused, late.used, late.solved, share(late)) == (1, 0, 0, "0/0")


def test_of_used_and_unused_the_last_word_counts() -> None:
    taken_back = call("c1", "11-02T09", "a", ev.Tried("vpn"), ev.Used("vpn"), ev.Unused("vpn"), SOLVED)
    one = only(counted([taken_back]))
    assert (one.tried, one.used, one.solved, share(one)) == (1, 0, 0, "0/0")
    again = only(counted([call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Unused("vpn"), ev.Used("vpn"), SOLVED)]))
    assert (again.used, again.solved, share(again)) == (1, 1, "1/1")


def test_a_call_in_which_two_articles_served_counts_for_each_and_once_of_all() -> None:
    said = [
        call(
            "c1", "11-02T09", "a", shown("vpn"), shown("tpe"), ev.Opened("vpn"), ev.Used("vpn"), ev.Used("tpe"), SOLVED
        ),
        call("c2", "11-03T09", "b", ev.Used("vpn"), ev.Used("tpe"), SOLVED),
        call("c3", "11-04T09", "b", N2),
    ]  # fmt: skip
    found = counted(said)
    assert {one.article: (one.shown, one.opened, one.used, one.solved, share(one)) for one in found.articles} == {
        "vpn": (1, 1, 2, 2, "1/2"),
        "tpe": (1, 0, 2, 2, "1/2"),
    }
    assert (found.calls, found.using, found.solved) == (3, 2, 2)
    assert (found.not_called_back.numerator, found.not_called_back.denominator) == (1, 2)


def test_a_contact_of_two_calls_is_solved_once_with_what_served_in_either() -> None:
    first = call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Closed(Outcome.CALL_BACK_PROMISED))
    found = counted([first, call("c2", "11-02T09", "a", ev.Used("tpe"), SOLVED)])
    assert {one.article: (one.used, one.solved, share(one)) for one in found.articles} == {
        "vpn": (1, 1, "1/1"),
        "tpe": (1, 1, "1/1"),
    }
    assert found.solved == 1


def test_what_a_level_above_solved_is_used_and_not_solved() -> None:
    one = only(counted([call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Escalated("N2", "réseau"), SOLVED)]))
    assert (one.used, one.solved, one.unripe, share(one)) == (1, 0, 0, "0/0")


def test_the_interval_is_wilsons() -> None:
    """8 of 10, by hand: (0.8 + 1.96²/20 ± 1.96·√(0.8·0.2/10 + 1.96²/400)) / (1 + 1.96²/10)."""
    interval = next(one for one in counted(many("vpn", 10, 2)).articles).not_called_back.interval
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.4902, 0.9433)


def test_the_one_that_solved_most_is_first_and_what_no_call_knows_is_not_met() -> None:
    said = [
        call("c1", "11-02T09", "a", ev.Used("vpn"), N2),
        call("c2", "11-02T09", "b", ev.Used("vpn"), N2),
        call("c3", "11-02T09", "c", ev.Used("tpe"), SOLVED),
        call("c4", "11-02T09", "d", shown("scan")),
    ]
    found = counted(said, lone="Seul", tpe="TPE")
    assert [(one.article, one.title) for one in found.articles] == [
        ("tpe", "TPE"), ("vpn", ""), ("scan", ""), ("lone", "Seul"),
    ]  # fmt: skip
    assert [one.article for one in found.met] == ["tpe", "vpn", "scan"]


def test_the_calls_of_an_articles_share_add_up_to_it() -> None:
    said = [
        call("c1", "11-02T09", "a", ev.Used("vpn"), SOLVED),
        call("c2", "11-03T09", "a", ev.Used("vpn"), SOLVED),
        call("c3", "11-04T09", "b", ev.Used("tpe"), SOLVED),
        call("c4", "11-04T10", "", ev.Used("vpn"), SOLVED),
        call("c5", "11-29T09", "c", ev.Used("vpn"), SOLVED),
    ]
    now = datetime(2026, 12, 1, tzinfo=UTC)
    found = calls_solved_with(ACME, NOVEMBER, tabulate(ACME, said), "vpn", now)
    assert (found.client, found.figure) == ("acme", "not_called_back")
    assert [(one.call, one.began, one.counted) for one in found.calls] == [
        ("c1", datetime(2026, 11, 2, 9, tzinfo=UTC), 0),
        ("c2", datetime(2026, 11, 3, 9, tzinfo=UTC), 1),
    ]
    vpn = next(one for one in counted(said, now).articles if one.article == "vpn")
    assert (share(vpn), vpn.unripe, vpn.unattached) == ("1/2", 1, 1)
    with pytest.raises(ScopeViolation):
        calls_solved_with(ZETA, NOVEMBER, tabulate(ACME, said), "vpn", now)


@given(st.lists(calls(), max_size=6))
def test_the_calls_of_each_count_are_as_many(told: list[list[Event]]) -> None:
    said = [
        fold(structs.replace(one, id=f"{n}-{one.id}", call=f"call-{n}") for one in events)
        for n, events in enumerate(told)
    ]
    now = datetime(2026, 12, 1, tzinfo=UTC)
    for one in counted(said, now).articles:
        for what in DONE:
            assert len(calls_done_with(ACME, NOVEMBER, said, what, one.article).calls) == getattr(one, what)
        solved = all_solved_with(ACME, NOVEMBER, in_order(said), one.article, now).calls
        assert len(solved) == one.solved
        assert [*solved] == sorted(solved, key=lambda each: each.began)
        for what in ("unripe", "unattached"):
            beside = all_solved_with(ACME, NOVEMBER, in_order(said), one.article, now, what).calls
            assert len(beside) == getattr(one, what)
            assert {*beside} <= {*solved}
    with pytest.raises(KeyError):
        calls_done_with(ACME, NOVEMBER, said, "solved", "vpn")


@given(st.lists(calls(), max_size=6))
def test_the_calls_of_the_counts_of_all_articles_are_as_many(told: list[list[Event]]) -> None:
    said = [
        fold(structs.replace(one, id=f"{n}-{one.id}", call=f"call-{n}") for one in events)
        for n, events in enumerate(told)
    ]
    now = datetime(2026, 12, 1, tzinfo=UTC)
    found, table = counted(said, now), in_order(said)
    assert len(calls_done_with(ACME, NOVEMBER, said, "used", ANY).calls) == found.using
    for what in SOLVED_AS:
        assert len(all_solved_with(ACME, NOVEMBER, table, ANY, now, what).calls) == getattr(found, what)
    kept = [one.counted for one in calls_solved_with(ACME, NOVEMBER, table, ANY, now).calls]
    assert (sum(kept), len(kept)) == (found.not_called_back.numerator, found.not_called_back.denominator)


@given(st.lists(calls(), max_size=6))
def test_whatever_is_solved_is_in_the_share_or_counted_beside_it(told: list[list[Event]]) -> None:
    said = [
        fold(structs.replace(one, id=f"{n}-{one.id}", call=f"call-{n}") for one in events)
        for n, events in enumerate(told)
    ]
    found = counted(said)
    for one in found.articles:
        assert one.solved == one.not_called_back.denominator + one.unripe + one.unattached
        assert all(getattr(one, kind) <= found.calls for kind in KINDS)
        assert one.solved <= found.solved
    assert found.solved <= sum(one.solved for one in found.articles)
    assert found.not_called_back.denominator == found.called_back.denominator


def test_another_clients_call_is_refused() -> None:
    with pytest.raises(ScopeViolation):
        count_by_article(ZETA, NOVEMBER, [call("c1", "11-02T09", "a", SOLVED)], {}, LATER)
