"""What holds for every client, instant and call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st

from kbsearch.core.client import Client
from kbsearch.core.escalation import Path, Plan, Situation, path, plan_of
from kbsearch.core.levels import PRIORITIES, Hours, Level, Rota, Shift, Span
from kbsearch.core.model import Escalation
from tests.core.escalation.written import cases
from tests.examples import examples

WRITTEN = list({case.client: None for case in cases()})
MANY = examples(2)


@cache
def plan(client: Client) -> Plan:
    return plan_of(client)


spans = st.builds(
    lambda opens, long: (Span(opens, opens + long),), st.integers(0, 1439), st.integers(1, 1440)
) | st.just(())
weeks = st.builds(Hours, st.tuples(*[spans] * 7), spans)
shifts = st.builds(
    Shift,
    st.sampled_from(["Ada", "Bob"]),
    st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple),
    st.builds(lambda opens, long: Span(opens, opens + long), st.integers(0, 1439), st.integers(1, 1440)),
)
levels = st.builds(
    Level,
    st.sampled_from(["N1", "N2", "N3", "on-call"]),
    st.uuids().map(str),
    hours=weeks | st.sampled_from(["client", "outside", "always"]),
    rota=st.none() | st.builds(Rota, st.lists(shifts, max_size=2).map(tuple)),
)
zones = st.sampled_from(["Europe/Paris", "Europe/London", "America/Guadeloupe", "Australia/Lord_Howe"])
made_up = st.builds(
    Client, st.just("acme"), time_zone=zones, levels=st.lists(levels, max_size=4).map(tuple), hours=st.none() | weeks
)
near_changes = st.sampled_from([datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 4, 4, 15)]).flatmap(
    lambda change: st.integers(-7200 * 3, 7200 * 3).map(lambda s: change + timedelta(seconds=s))
)
instants = (st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)) | near_changes).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
articles = st.none() | st.builds(
    Escalation, st.sampled_from(["", "N1", "N2", "N3", "on-call"]), st.sampled_from(["", "desk", "network", "nobody"])
)
calls = st.builds(
    Situation, instants, st.sampled_from(PRIORITIES), escalation=articles, category=st.sampled_from(["", "reseau"])
)


@MANY
@given(client=st.sampled_from(WRITTEN) | made_up, call=calls)
def test_a_path_is_never_empty_and_says_the_truth(client: Client, call: Situation) -> None:
    found = path(plan(client), call)
    assert found.steps
    assert found.steps[found.now].is_open
    assert not any(step.is_open for step in found.steps[: found.now])
    assert len({step.group for step in found.steps}) == len(found.steps)
    for step in found.steps:
        assert step.until is None or step.until.astimezone(UTC) > call.at


@MANY
@given(client=made_up, call=calls)
def test_what_changes_changes_then(client: Client, call: Situation) -> None:
    """One second before `until` nothing is different; at `until`, it is another person, or nobody, or somebody."""
    for step in path(plan(client), call).steps:
        agenda = plan(client).of_group(step.group)
        if agenda is not None and step.until is not None:
            change = int(step.until.timestamp())
            now, before, after = (agenda.now(at) for at in (int(call.at.timestamp()), change - 1, change))
            assert (now is None) == (before is None)
            assert after is None or before is None or after.who != before.who


@MANY
@given(client=st.sampled_from(WRITTEN), call=calls, hours=st.integers(-12, 14))
def test_another_offset_is_the_same_instant(client: Client, call: Situation, hours: int) -> None:
    elsewhere = call.at.astimezone(timezone(timedelta(hours=hours)))
    assert path(plan(client), Situation(elsewhere)) == path(plan(client), Situation(call.at))


@MANY
@given(client=made_up, call=calls)
def test_what_was_asked_before_does_not_matter(client: Client, call: Situation) -> None:
    again: Path = path(plan_of(client), call)
    assert path(plan(client), call) == again


@MANY
@given(client=made_up, call=calls)
def test_open_is_what_a_clock_on_the_wall_says(client: Client, call: Situation) -> None:
    """Against the definition, read off the wall clock, away from the nights on which it changes."""
    zone = plan(client).zone
    local = call.at.astimezone(zone)
    assume(len({(call.at + timedelta(hours=h)).astimezone(zone).utcoffset() for h in (-50, 0, 50)}) == 1)
    for step in path(plan(client), call).steps:
        agenda = plan(client).of_group(step.group)
        assert agenda is None or step.is_open == is_reached(agenda.level, client.hours, local)


def is_reached(level: Level, hours: Hours | None, local: datetime) -> bool:
    """The level's hours say open, and somebody's turn has begun and not ended."""
    if level.hours == "always" or (hours is None and isinstance(level.hours, str)):
        is_open = True
    elif isinstance(level.hours, Hours):
        is_open = in_week(level.hours, local)
    else:
        assert hours is not None
        is_open = in_week(hours, local) == (level.hours == "client")
    turns = [(day, shift.span) for shift in level.rota.shifts for day in shift.days] if level.rota else []
    return is_open and (level.rota is None or any(covers(day, span, local) for day, span in turns))


def in_week(hours: Hours, local: datetime) -> bool:
    return any(covers(day, span, local) for day, spans in enumerate(hours.week) for span in spans)


def covers(day: int, span: Span, local: datetime) -> bool:
    """Whether a span that opens on this weekday is open at this reading of the clock."""
    minute = local.hour * 60 + local.minute
    return span.opens <= (local.weekday() - day) % 7 * 1440 + minute < span.closes
