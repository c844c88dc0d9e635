"""Figures of parts of a period: by hand where clocks are put back, and all parts together are the whole."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core import happenings as ev
from kbsearch.core.calls import Call, fold
from kbsearch.core.events import Event
from kbsearch.core.figures import Agreed, Period, count
from kbsearch.core.figures.parts import By, FigureParts, count_parts
from kbsearch.core.figures.table import tabulate
from kbsearch.core.happenings import Disposition, Outcome
from kbsearch.core.net import Net
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA

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


def test_another_clients_calls_are_refused() -> None:
    table = tabulate(ACME, [call("2026-11-02T09:00")])
    with pytest.raises(ScopeViolation):
        count_parts(ZETA, AUTUMN, "day", table, NOW)


TIMES = st.datetimes(datetime(2026, 9, 20), datetime(2026, 12, 10)).map(lambda at: f"{at:%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("by", DIMENSIONS)
@given(
    st.lists(
        st.builds(
            call, TIMES, st.sampled_from(["", "caisse", "réseau"]), st.sampled_from([*Outcome]),
            offered=TIMES, caller=st.sampled_from(["", "a", "b"]),
        ),
        max_size=8,
        unique_by=lambda one: one.id,
    )
)  # fmt: skip
def test_all_parts_together_are_the_whole(by: By, calls: list[Call]) -> None:
    table = tabulate(ACME, sorted(calls, key=lambda one: (one.started, one.id)))
    agreed = Agreed(net=Net(("known_incident",)))
    whole, found = count(ACME, AUTUMN, table, NOW, agreed), count_parts(ACME, AUTUMN, by, table, NOW, agreed)
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
