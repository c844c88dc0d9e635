"""Calls that are one: passed on, or dialled again within a quarter of an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Figure, Period, calls_of, count
from kbsearch.core.figures.parts import FigurePart, calls_of_part, count_parts
from kbsearch.core.figures.table import tabulate
from tests.clients import ACME

DAY = Period(date(2026, 11, 2), date(2026, 11, 2), ZoneInfo("UTC"))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=30)
RESOLVED, HANDED, GIVEN_UP = (ev.Closed(Outcome(one)) for one in ("resolved", "escalated_n2", "abandoned"))
USED, NEW = ev.Used("vpn"), ev.Used("vpn-neuf", created=True)
YES, NO = ev.Confirmed(True), ev.Confirmed(False)


def leg(
    id: str,
    minute: float,
    *what: ev.Happening,
    caller: str = "k",
    talk: int | None = None,
    wrap_up: int | None = None,
) -> Call:
    """Begun so many minutes after noon, and over in five."""
    at = NOON + timedelta(minutes=minute)
    told: list[ev.Happening] = [ev.Started("phone", caller=caller, queue=id, began=at)]
    if talk is not None:
        ended = at + timedelta(seconds=talk)
        free = None if wrap_up is None else ended + timedelta(seconds=wrap_up)
        told.append(ev.Telephoned(answered_at=at, ended_at=ended, wrapup_ended_at=free))
    told += what
    over = at + timedelta(minutes=5)
    return fold([Event(f"{id}-{n}", "acme", id, at if n == 0 else over, one) for n, one in enumerate(told)])


def counts(*calls: Call) -> dict[str, Figure]:
    table = tabulate(ACME, sorted(calls, key=lambda one: one.started))
    return {one.name: one for one in count(ACME, DAY, table, NOW).figures}


@pytest.mark.parametrize(
    ("legs", "expected"),
    [
        # passed on: N2 has a record of its own, and solves it
        ([(HANDED,), (RESOLVED,)], {"n1_absorption": (0, 1), "n2_share": (1, 1), "link_rate": (0, 1)}),
        # what the first knew, the second used too
        ([(USED, RESOLVED), (RESOLVED,)], {"n1_absorption": (1, 1), "link_rate": (1, 1), "known_share": (1, 1)}),
        ([(USED, RESOLVED), (NEW, RESOLVED)], {"known_share": (0, 1), "new_share": (1, 1)}),
        # cut off, and solved when they called again; and the other way round
        ([(GIVEN_UP,), (RESOLVED,)], {"n1_absorption": (1, 1), "link_rate": (0, 1)}),
        ([(RESOLVED,), (GIVEN_UP,)], {"n1_absorption": (1, 1), "link_rate": (0, 1)}),
        ([(GIVEN_UP,), (GIVEN_UP,)], {"n1_absorption": (0, 0), "link_rate": (0, 1)}),
        # somebody has them on the line again: nobody knows how it ends
        ([(RESOLVED,), ()], {"n1_absorption": (0, 0), "n2_share": (0, 0), "link_rate": (0, 0)}),
        # the last word counts, of the handled ones
        ([(RESOLVED, YES), (RESOLVED, NO)], {"fcr_confirmed": (0, 1), "response_rate": (1, 1)}),
        ([(RESOLVED, YES), (GIVEN_UP, NO)], {"fcr_confirmed": (1, 1), "response_rate": (1, 1)}),
        ([(ev.Rated(5, 10), RESOLVED), (ev.Rated(2), RESOLVED)], {"csat": (0, 1), "nps": (1, 1)}),
        # of a level its own last word
        (
            [(HANDED, ev.Reviewed("N2", n1_could=False)), (RESOLVED, ev.Reviewed("N2", n1_could=True))],
            {"n2_n1_could": (1, 1)},
        ),
    ],
)
def test_what_they_are_together(legs: list[tuple[ev.Happening, ...]], expected: dict[str, tuple[int, int]]) -> None:
    found = counts(*(leg(f"c{n}", 10 * n, *what) for n, what in enumerate(legs)))
    assert {name: (found[name].numerator, found[name].denominator) for name in expected} == expected


def told(found: Sequence[Figure]) -> dict[str, tuple[int, int]]:
    return {one.name: (one.numerator, one.denominator) for one in found}


def test_a_leg_that_is_hung_up_and_that_nobody_closed_takes_nothing_from_the_figures() -> None:
    """N2 took it on by telephone alone: what N1 said of it stands. While they still talk, nobody knows how it ends."""
    on_the_line = ev.Telephoned(offered_at=NOON, answered_at=NOON + timedelta(minutes=6))
    over = [leg("a", 0, HANDED), leg("b", 6, talk=600)]
    assert told([counts(*over)[one] for one in ("n2_share", "n1_absorption", "link_rate")]) == {
        "n2_share": (1, 1),
        "n1_absorption": (0, 1),
        "link_rate": (0, 1),
    }
    assert told([counts(over[0], leg("b", 6, on_the_line))["n2_share"]]) == {"n2_share": (0, 0)}
    solved = counts(leg("a", 0, RESOLVED), leg("b", 6, talk=600))
    assert told([solved[one] for one in ("n1_absorption", "fcr_declared", "fcr_no_call_back")]) == {
        "n1_absorption": (1, 1),
        "fcr_declared": (1, 1),
        "fcr_no_call_back": (0, 1),
    }, "the agent closed it as solved, and the caller talked to somebody again"
    assert counts(leg("b", 6, talk=600))["n1_absorption"].denominator == 0


def test_calls_that_are_one_are_of_the_highest_level_that_any_reached() -> None:
    table = tabulate(ACME, [leg("a", 0, GIVEN_UP), leg("b", 6, HANDED), leg("c", 0, RESOLVED, caller="j")])
    found = {one.key: told(one.figures) for one in count_parts(ACME, DAY, "level", table, NOW).parts}
    assert {key: (one["n2_share"], one["fcr_declared"]) for key, one in found.items()} == {
        "N1": ((0, 1), (1, 1)),
        "N2": ((1, 1), (0, 1)),
    }
    shown = calls_of_part(ACME, DAY, FigurePart("n2_share", "level", "N2"), table, NOW)
    assert [one.call for one in shown.calls] == ["a"]


def test_the_end_that_the_telephone_system_tells_counts_however_long_they_talked() -> None:
    long = leg("a", 0, talk=150 * 60)
    assert counts(long, leg("b", 155, RESOLVED))["n1_absorption"].denominator == 1
    assert counts(leg("a", 0, RESOLVED, talk=150 * 60), leg("b", 166, RESOLVED))["n1_absorption"].denominator == 2


def test_who_calls_again_later_or_is_another_or_nobody_known_has_called_twice() -> None:
    apart = (leg("a", 0, RESOLVED), leg("b", 21, RESOLVED))
    assert counts(*apart)["n1_absorption"].denominator == 2, "a quarter of an hour after the end, and a minute"
    assert counts(leg("a", 0, RESOLVED), leg("b", 19, RESOLVED))["n1_absorption"].denominator == 1
    assert counts(leg("a", 0, RESOLVED), leg("b", 6, RESOLVED, caller="j"))["n1_absorption"].denominator == 2
    assert counts(*(leg(id, 6, RESOLVED, caller="") for id in "ab"))["n1_absorption"].denominator == 2


def test_they_took_as_long_as_all_of_them() -> None:
    found = counts(leg("a", 0, HANDED, talk=120), leg("b", 6, RESOLVED, talk=60), leg("c", 12, RESOLVED))["handle_time"]
    assert (found.numerator, found.denominator) == (180, 1)


def test_talk_and_wrap_up_are_of_the_legs_that_tell_both() -> None:
    legs = (leg("a", 0, HANDED, talk=120, wrap_up=30), leg("b", 6, RESOLVED, talk=60), leg("c", 12, RESOLVED))
    other = (leg("d", 0, RESOLVED, caller="j", talk=60), leg("e", 0, RESOLVED, caller="i", talk=240, wrap_up=0))
    found = counts(*legs, *other)
    assert {
        name: (found[name].numerator, found[name].denominator) for name in ("handle_time", "talk_time", "wrap_up_time")
    } == {"handle_time": (150 + 60 + 60 + 240, 3), "talk_time": (120 + 240, 2), "wrap_up_time": (30, 2)}


def test_they_count_once_when_the_first_began_and_each_in_the_queue() -> None:
    before, after = leg("a", -12 * 60 - 3, HANDED), leg("b", -12 * 60 + 4, RESOLVED)
    table = tabulate(ACME, [before, after, leg("c", 0, RESOLVED, caller="j")])
    found = count(ACME, DAY, table, NOW)
    assert found.began == 2
    assert next(one.denominator for one in found.figures if one.name == "n1_absorption") == 1, "the day before"
    assert [one.call for one in calls_of(ACME, DAY, "n1_absorption", table, NOW).calls] == ["c"]
    doubtful = next(one for one in found.figures if one.name == "doubtful_share")
    assert doubtful.denominator == 2, "call by call"
