"""Days of a client: where they begin and end, and what is no day."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.figures import LONGEST_DAYS, Period, read_period
from kbsearch.core.figures.period import months_until, read_month
from kbsearch.errors import BadRequest

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "zone", "begins", "ends"),
    [
        ("2026-11-02", "Europe/Paris", "2026-11-01T23:00", "2026-11-02T23:00"),
        ("2026-03-29", "Europe/Paris", "2026-03-28T23:00", "2026-03-29T22:00"),  # 23 hours
        ("2026-10-25", "Europe/Paris", "2026-10-24T22:00", "2026-10-25T23:00"),  # 25 hours
        ("2026-11-02", "America/Guadeloupe", "2026-11-02T04:00", "2026-11-03T04:00"),
        ("2026-04-24", "Africa/Cairo", "2026-04-23T22:00", "2026-04-24T21:00"),  # it begins at one o'clock
        ("2026-11-01", "America/Havana", "2026-11-01T04:00", "2026-11-02T05:00"),  # it has two midnights
        ("2000-01-01", "Europe/Paris", "2000-01-01T00:00", "2000-01-01T23:00"),  # no time before is told
        ("2098-12-31", "America/Guadeloupe", "2098-12-31T04:00", "2098-12-31T23:59"),  # nor after
    ],
)
def test_a_day_is_the_clients_own(day: str, zone: str, begins: str, ends: str) -> None:
    period = Period(date.fromisoformat(day), date.fromisoformat(day), ZoneInfo(zone))
    assert (f"{period.begins:%Y-%m-%dT%H:%M}", f"{period.ends:%Y-%m-%dT%H:%M}") == (begins, ends)
    assert str(period.begins.tzinfo) == str(period.ends.tzinfo) == "UTC"
    assert period.days == 1


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("", "", "2026-10-28", "2026-11-26"),
        ("2026-11-20", "", "2026-11-20", "2026-11-26"),
        ("", "2026-02-10", "2026-01-12", "2026-02-10"),
        ("2026-11-26", "2026-11-26", "2026-11-26", "2026-11-26"),
        ("2025-11-26", "2026-11-26", "2025-11-26", "2026-11-26"),
        ("", "2000-01-02", "2000-01-01", "2000-01-02"),
    ],
)
def test_what_is_left_out_is_told_by_the_rest(since: str, until: str, first: str, last: str) -> None:
    period = read_period(since, until, today=TODAY, zone=PARIS)
    assert (period.since.isoformat(), period.until.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["hier", "2026-13-01", "20261102", "2026-W45-1", "1999-12-31", "2099-01-01", "2026-1-2"]
)
def test_what_is_no_day_is_refused_by_name(text: str) -> None:
    for name in ("since", "until"):
        with pytest.raises(BadRequest) as refused:
            read_period(**{"since": "", "until": "", name: text}, today=TODAY, zone=PARIS)
        assert (refused.value.field, refused.value.key) == (name, "value-day")


@pytest.mark.parametrize(
    ("since", "until", "key"),
    [
        ("2026-11-03", "2026-11-02", "value-days-order"),
        ("2026-11-27", "", "value-days-order"),
        ("2025-11-25", "2026-11-26", "value-days-many"),
        ("2000-01-01", "", "value-days-many"),
    ],
)
def test_days_in_the_wrong_order_and_too_many_are_refused(since: str, until: str, key: str) -> None:
    assert LONGEST_DAYS == 366
    with pytest.raises(BadRequest) as refused:
        read_period(since, until, today=TODAY, zone=PARIS)
    assert (refused.value.field, refused.value.key) == ("since", key)


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("", "2026-10-01", "2026-10-31"),  # the last that is over
        ("2026-11", "2026-11-01", "2026-11-30"),  # this one, although it is not
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2000-01", "2000-01-01", "2000-01-31"),
    ],
)
def test_a_month_is_whole(month: str, first: str, last: str) -> None:
    period = read_month(month, today=TODAY, zone=PARIS)
    assert (period.since.isoformat(), period.until.isoformat()) == (first, last)
    assert read_month("", today=date(2027, 1, 1), zone=PARIS).until == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["2026-12", "2026-13", "2026-1", "2026", "2026-11-02", "1999-12", "novembre"])
def test_what_is_no_month_or_has_not_begun_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_month(text, today=TODAY, zone=PARIS)
    assert refused.value.field == "month"
    assert refused.value.key == ("value-month-future" if text == "2026-12" else "value-month")


def test_months_go_back_over_the_year() -> None:
    found = months_until(date(2026, 3, 1), 6)
    assert [f"{one:%Y-%m-%d}" for one in (found[0], found[2], found[-1])] == ["2025-10-01", "2025-12-01", "2026-03-01"]
    assert len(found) == 6
