"""Three hundred calls of October 2026, counted by hand: every figure, with every trap in them.

Paris puts its clocks back on the 25th. Everything is looked at on 5 November at 09:00 UTC, so that what began after
09:00 UTC on 29 October is not ripe. Of each group, the sums below say what it is to the figure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Agreed, ClientFigures, Period, count
from kbsearch.core.figures.by_topic import count_by_topic
from kbsearch.core.figures.parts import count_parts
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.net import Net
from tests.clients import ACME
from tests.core.figures.three_hundred import LONG_TALK, TALK, TOLD, WRAP_UP, call_of

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), ZoneInfo("Europe/Paris"))
LOOKED_AT = datetime(2026, 11, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def table() -> CallTable:
    calls = (call_of(number, told) for number, told in enumerate(TOLD))
    return tabulate(ACME, sorted(calls, key=lambda call: call.started))


@pytest.fixture(scope="module")
def found(table: CallTable) -> ClientFigures:
    return count(ACME, OCTOBER, table, LOOKED_AT, Agreed(net=Net((Outcome.KNOWN_INCIDENT,), ())))


def test_there_are_three_hundred() -> None:
    assert len(TOLD) == 300


def test_every_figure_is_what_was_counted_by_hand(found: ClientFigures) -> None:
    answered = 121 + 20 + 12 + 12 + 30 + 20 + 14 + 6 + 8 + 6 + 10 + 12  # those of September's last night are its own
    presented = answered + 9 + 9
    handled = 121 + 20 + 6 + 12 + 30 + 20 + 14 + 6 + 4 + 4 + 10 + 12  # those of November's first are its own
    once = handled - 6  # who was passed on has called once
    first = 121 + 6 + 6 + 15 + 10 + 14 + 6 + 4 + 4 + 10 + 12
    declared = first - 4 - 10  # reopened and handed on; an incident
    ripe = first - 14
    kept = 121 + 6 + 6 + 4 + 12  # plain, cut off, at night, over midnight, late
    at_n1 = 121 + 20 + 6 + 15 + 20 + 14 + 6 + 4 + 12
    timed = answered - 8 + 4
    seconds = (timed - 12) * (TALK + WRAP_UP) + 12 * (LONG_TALK + WRAP_UP)
    assert {one.name: (one.numerator, one.denominator) for one in found.figures} == {
        "answer_rate": (answered, presented),
        "abandonment_rate": (9, presented),
        "service_level": (answered - 12, answered + 9),
        "fcr_no_call_back": (kept, ripe),
        "fcr_declared": (declared, first),
        "fcr_confirmed": (40, 50),
        "response_rate": (50, once),
        "n1_absorption": (at_n1, once),
        "n2_share": (6 + 10 + 4, once),
        "n2_n1_could": (2, 2 + 3),
        "n3_share": (5, once),
        "n3_n1_could": (1, 1 + 3),
        "link_rate": (121 + 3, once),  # who was cut off and called again is one too
        "known_share": (121, once),
        "new_share": (3, once),
        "waiting_time": ((answered - 8 - 12) * 30 + 8 * 60 + 12 * 91, answered),
        "handle_time": (seconds, timed - 6 - 6),
        "talk_time": (seconds - timed * WRAP_UP, timed - 6 - 6),
        "wrap_up_time": (timed * WRAP_UP, timed - 6 - 6),
        "search_time": (30 * 30 + 5 * (TALK - 10), 30 + 5),
        "csat": (14 + 6, 14 + 6 + 3 + 2 + 2),
        "csat_response_rate": (27, once),
        "nps": (15 - 5, 15 + 4 + 5),
        "nps_response_rate": (24, once),
        "doubtful_share": (2, 300 - 8),
    }
    assert next(one.against for one in found.figures if one.name == "nps") == 5
    assert (answered, presented, handled, first, ripe, kept, at_n1) == (271, 289, 259, 208, 194, 149, 218)


def test_every_call_has_its_place(found: ClientFigures) -> None:
    assert (found.began, found.unfinished, found.unanswered, found.abandoned) == (300 - 8, 2, 25, 6)
    contacts = found.contacts
    assert (contacts.first, contacts.unripe, contacts.repeated, contacts.unattached) == (208, 14, 25, 20)
    queue = found.queue
    assert (queue.presented, queue.answered, queue.abandoned, queue.overflowed, queue.dissuaded) == (289, 271, 9, 3, 2)
    assert (queue.callback_requested, queue.voicemail, queue.failed, queue.untold) == (2, 1, 1, 0)


def test_net_figures_are_without_the_incident(found: ClientFigures) -> None:
    net = {one.name: (one.net.numerator, one.net.denominator) for one in found.figures if one.net}
    assert net == {
        "fcr_no_call_back": (149, 184),
        "fcr_declared": (194, 198),
        "fcr_confirmed": (40, 50),
        "n1_absorption": (218, 243),
        "n2_share": (20, 243),
        "n3_share": (5, 243),
    }


def test_the_bracket_counts_who_called_about_something_else_at_its_high_end(table: CallTable) -> None:
    topics = {f"call{number}": told.topic for number, told in enumerate(TOLD)}
    found = count_by_topic(ACME, OCTOBER, table, topics, LOOKED_AT)
    assert [(one.numerator, one.denominator) for one in (found.low, found.high)] == [(149, 194), (149 + 10, 194)]


def test_by_the_highest_level_that_was_reached(table: CallTable) -> None:
    parts = count_parts(ACME, OCTOBER, "level", table, LOOKED_AT).parts
    assert [(one.key, one.began) for one in parts] == [("N1", 300 - 8 - 26 - 5), ("N2", 6 + 6 + 10 + 4), ("N3", 5)]
    counted = {one.key: {each.name: (each.numerator, each.denominator) for each in one.figures} for one in parts}
    assert counted["N1"]["n1_absorption"] == (218, 253 - 25)
    assert counted["N2"]["n2_share"] == (20, 20)
    assert counted["N2"]["fcr_no_call_back"] == (0, 6 + 4), "passed on, and reopened: a contact is of its first call"


def test_the_hour_that_there_is_twice_and_the_nights_that_two_months_share(table: CallTable) -> None:
    by_hour = {one.key: one.began for one in count_parts(ACME, OCTOBER, "hour", table, LOOKED_AT).parts}
    by_day = {one.key: one for one in count_parts(ACME, OCTOBER, "day", table, LOOKED_AT).parts}
    assert by_hour["02"] == 6
    assert by_day["2026-10-25"].began == 6
    assert by_day["2026-10-01"].began == 4
    last = {one.name: (one.numerator, one.denominator) for one in by_day["2026-10-31"].figures}
    assert (by_day["2026-10-31"].began, last["answer_rate"]) == (0, (8, 8))
    assert "2026-09-30" not in by_day
    assert "2026-11-01" not in by_day
