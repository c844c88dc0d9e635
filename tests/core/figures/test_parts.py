"""Figures of parts of a period: by hand where clocks are put back, and all parts together are the whole."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Outcome
from kbsearch.core.figures import FIGURES, Agreed, Period, calls_of, count
from kbsearch.core.figures.nouns import Counted, Figure
from kbsearch.core.figures.parts import (
    AS_PRESENTED,
    By,
    FigurePart,
    FigureParts,
    InTurn,
    calls_of_part,
    count_parts,
    spans,
)
from kbsearch.core.figures.queue import CAME_TO
from kbsearch.core.figures.table import tabulate
from kbsearch.core.net import Net
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.examples import examples

AUTUMN = Period(date(2026, 10, 1), date(2026, 11, 30), ZoneInfo("Europe/Paris"))
NOW = datetime(2027, 1, 1, tzinfo=UTC)
DIMENSIONS = get_args(By)


def call(at: str, queue: str = "", outcome: Outcome = Outcome.RESOLVED, *, offered: str = "", caller: str = "") -> Call:
    """Begun then, UTC; offered then, where that is said, and taken at its beginning."""
    began = datetime.fromisoformat(at).replace(tzinfo=UTC)
    happened: list[ev.Happening] = [ev.Started("phone", queue, caller=caller or at, began=began)]
    if offered:
        presented = datetime.fromisoformat(offered).replace(tzinfo=UTC)
        happened.append(ev.Telephoned(offered_at=presented, answered_at=began, disposition=Disposition.ANSWERED))
    happened.append(ev.Closed(outcome))
    name = f"{at}-{queue}-{caller}"
    return fold(
        Event(f"{name}:{n}", "acme", name, began + timedelta(minutes=n), what) for n, what in enumerate(happened)
    )


def parts(by: By, *calls: Call) -> FigureParts:
    return count_parts(ACME, AUTUMN, by, tabulate(ACME, sorted(calls, key=lambda one: one.started)), NOW)


def began(found: FigureParts) -> dict[str, int]:
    return {one.key: one.began for one in found.parts}


def shares(found: FigureParts, name: str) -> dict[str, str]:
    return {
        part.key: f"{one.numerator}/{one.denominator}"
        for part in found.parts
        for one in part.figures
        if one.name == name and one.denominator
    }


def test_by_queue_the_largest_first_and_the_one_that_nobody_told_by_no_name() -> None:
    found = parts(
        "queue",
        call("2026-10-05T08:00", "caisse"),
        call("2026-10-05T09:00", "réseau", Outcome.ESCALATED_N2),
        call("2026-10-05T10:00", "réseau"),
        call("2026-10-05T11:00"),
    )
    assert [one.key for one in found.parts] == ["réseau", "", "caisse"]
    assert shares(found, "n1_absorption") == {"réseau": "1/2", "": "1/1", "caisse": "1/1"}


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("hour", {"01": 1, "02": 2, "23": 1}),  # 00:30, 01:30 (02:30 twice), and 22:30 UTC the day before clocks change
        ("weekday", {"6": 1, "7": 3}),
        ("day", {"2026-10-24": 1, "2026-10-25": 3}),
        ("week", {"2026-W43": 4}),
        ("month", {"2026-10": 4}),
    ],
)
def test_local_time_where_clocks_are_put_back(by: By, keys: dict[str, int]) -> None:
    """On 25 October 2026 at three o'clock in Paris it is two o'clock again."""
    told = ("2026-10-24T21:30", "2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30")
    assert began(parts(by, *map(call, told))) == keys


def test_figures_of_the_queue_are_of_the_hour_in_which_the_call_was_presented() -> None:
    found = parts("hour", call("2026-11-02T09:01", offered="2026-11-02T08:59"))
    assert shares(found, "answer_rate") == {"09": "1/1"}
    assert shares(found, "n1_absorption") == {"10": "1/1"}
    assert began(found) == {"09": 0, "10": 1}


def test_a_contact_is_of_the_queue_of_its_first_call() -> None:
    first = call("2026-11-02T09:00", "caisse", Outcome.CALL_BACK_PROMISED, caller="a")
    again = call("2026-11-02T09:05", "réseau", caller="a")
    assert shares(parts("queue", first, again), "fcr_no_call_back") == {"caisse": "1/1"}


def test_nothing_has_no_part() -> None:
    for by in DIMENSIONS:
        assert parts(by).parts == ()


@pytest.mark.parametrize("by", get_args(InTurn))
def test_the_spans_of_a_period_are_its_days_each_once_and_have_the_names_of_its_parts(by: InTurn) -> None:
    found = spans(AUTUMN, by)
    days = [one.since + timedelta(days=n) for one in found for n in range((one.until - one.since).days + 1)]
    assert days == [AUTUMN.since + timedelta(days=n) for n in range(AUTUMN.days)]
    calls = [call(f"{day}T12:00") for day in days]
    parts = count_parts(ACME, AUTUMN, by, tabulate(ACME, calls), NOW).parts
    assert [(one.key, one.began) for one in parts] == [(one.key, (one.until - one.since).days + 1) for one in found]


def test_another_clients_calls_are_refused() -> None:
    table = tabulate(ACME, [call("2026-11-02T09:00")])
    with pytest.raises(ScopeViolation):
        count_parts(ZETA, AUTUMN, "day", table, NOW)


TIMES = st.datetimes(datetime(2026, 9, 20), datetime(2026, 12, 10)).map(lambda at: f"{at:%Y-%m-%dT%H:%M}")


CALLS = st.lists(
    st.builds(
        call, TIMES, st.sampled_from(["", "caisse", "réseau"]), st.sampled_from([*Outcome]),
        offered=TIMES, caller=st.sampled_from(["", "a", "b"]),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)  # fmt: skip
AGREED = Agreed(net=Net(("known_incident",)))


@pytest.mark.parametrize("by", DIMENSIONS)
@given(CALLS)
def test_all_parts_together_are_the_whole(by: By, calls: list[Call]) -> None:
    table = tabulate(ACME, sorted(calls, key=lambda one: (one.started, one.id)))
    whole, found = count(ACME, AUTUMN, table, NOW, AGREED), count_parts(ACME, AUTUMN, by, table, NOW, AGREED)
    assert sum(one.began for one in found.parts) == whole.began
    for at, figure in enumerate(whole.figures):
        some = [one.figures[at] for one in found.parts]
        assert {one.name for one in some} <= {figure.name}
        assert sum(one.numerator for one in some) == figure.numerator
        assert sum(one.denominator for one in some) == figure.denominator
        if figure.net:
            assert sum(one.net.denominator for one in some if one.net) == figure.net.denominator
        if not some:
            assert figure.denominator == 0
    assert len({one.key for one in found.parts}) == len(found.parts), zlib.crc32(repr(found).encode())


@pytest.mark.parametrize("by", DIMENSIONS)
@examples(0.3)
@given(CALLS)
def test_each_part_is_counted_again_from_its_calls_and_they_are_together_those_of_the_figure(
    by: By, calls: list[Call]
) -> None:
    table = tabulate(ACME, sorted(calls, key=lambda one: (one.started, one.id)))
    found = count_parts(ACME, AUTUMN, by, table, NOW, AGREED)
    for at, place in enumerate(FIGURES):
        together: list[Counted] = []
        for part in found.parts:
            asked = FigurePart(place.name, by, part.key)
            listed = calls_of_part(ACME, AUTUMN, asked, table, NOW, AGREED).calls
            assert list(listed) == sorted(listed, key=lambda one: (one.began, one.call))
            assert_is_of(part.figures[at], listed)
            together.extend(listed)
        whole = calls_of(ACME, AUTUMN, place.name, table, NOW, AGREED)
        assert tuple(sorted(together, key=lambda one: (one.began, one.call))) == whole.calls


def assert_is_of(figure: Figure, listed: tuple[Counted, ...]) -> None:
    assert (figure.numerator, figure.denominator) == (sum(one.counted for one in listed), len(listed))
    if figure.net:
        net = [one.counted for one in listed if one.is_net]
        assert (figure.net.numerator, figure.net.denominator) == (sum(net), len(net))


def ended(number: int, came_of: Disposition | None, *, is_answered: bool) -> Call:
    """Presented that morning; None = the telephone system told no end."""
    began = datetime(2026, 11, 2, 9, number, tzinfo=UTC)
    told = ev.Telephoned(offered_at=began, answered_at=began if is_answered else None, disposition=came_of)
    happened: list[ev.Happening] = [ev.Started("phone", began=began), told]
    return fold(Event(f"c{number}:{n}", "acme", f"c{number}", began, what) for n, what in enumerate(happened))


@given(st.lists(st.tuples(st.sampled_from([None, *Disposition]), st.booleans()), max_size=8))
def test_what_came_of_the_calls_of_the_queue_opens_them(told: list[tuple[Disposition | None, bool]]) -> None:
    calls = [ended(number, came_of, is_answered=is_answered) for number, (came_of, is_answered) in enumerate(told)]
    table = tabulate(ACME, calls)
    counts = count(ACME, AUTUMN, table, NOW).queue
    for name in AS_PRESENTED:
        of_each = {
            part: calls_of_part(ACME, AUTUMN, FigurePart(name, "disposition", part), table, NOW).calls
            for part in CAME_TO
        }
        whole = calls_of(ACME, AUTUMN, name, table, NOW).calls
        assert sorted(one.call for listed in of_each.values() for one in listed) == sorted(one.call for one in whole)
        if name == "answer_rate":
            assert {part: len(listed) for part, listed in of_each.items()} == {
                part: getattr(counts, part) for part in CAME_TO
            }
            assert len(whole) == counts.presented


def test_a_part_that_is_not_there_has_no_calls_and_a_figure_that_is_not_there_no_parts() -> None:
    table = tabulate(ACME, [call("2026-11-02T09:00", "caisse")])
    absent: tuple[tuple[By, str], ...] = (("queue", "réseau"), ("queue", ""), ("hour", "25"), ("week", "2026-W99"))
    for by, key in absent:
        assert calls_of_part(ACME, AUTUMN, FigurePart("n1_absorption", by, key), table, NOW).calls == ()
    with pytest.raises(KeyError, match="no figure 'absent'"):
        calls_of_part(ACME, AUTUMN, FigurePart("absent", "day", "2026-11-02"), table, NOW)
    with pytest.raises(KeyError, match="no figure of the queue"):
        calls_of_part(ACME, AUTUMN, FigurePart("n1_absorption", "disposition", "answered"), table, NOW)
    with pytest.raises(ScopeViolation):
        calls_of_part(ZETA, AUTUMN, FigurePart("n1_absorption", "queue", "caisse"), table, NOW)
