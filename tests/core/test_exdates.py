"""`EXDATE`: which turns of a repeated event are left out, and which of them names none."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.duty import ical
from tests.core.test_duty import PARIS, calendar

WEEKS = (date(2026, 1, 1), date(2026, 1, 20))
ZONED = (
    "UID:a\r\nSUMMARY:Ada\r\nDTSTART;TZID=Europe/Paris:20260105T180000\r\n"
    "DTEND;TZID=Europe/Paris:20260105T200000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
)
FLOATING = ZONED.replace(";TZID=Europe/Paris", "")
UTC = FLOATING.replace("T180000", "T170000Z").replace("T200000", "T190000Z")
DAYS = "UID:a\r\nSUMMARY:Ada\r\nDTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"


def left(*events: str) -> list[str]:
    found = sorted(ical.events(calendar(*events), PARIS, WEEKS))
    return [f"{piece.who} {datetime.fromtimestamp(piece.start, PARIS):%d}" for piece in found]


@pytest.mark.parametrize("series", [ZONED, FLOATING, UTC], ids=["zoned", "floating", "utc"])
@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        (";TZID=Europe/Paris:20260106T180000", True),
        (":20260106T170000Z", True),
        (";VALUE=DATE:20260106", True),
        (";TZID=Asia/Tokyo:20260107T020000", True),
        (";TZID=Europe/Paris:20260106T190000", False),
        (";TZID=Europe/Paris:20260106T170000", False),
        (":20260106T180000Z", False),
        (":20260106T160000Z", False),
        (";TZID=Europe/Paris:20260106T080000", False),
        (";VALUE=DATE:20260111", False),
    ],
)
def test_a_turn_is_left_out_at_its_very_beginning(series: str, said: str, *, is_meant: bool) -> None:
    event = f"{series}EXDATE{said}\r\n"
    assert ical.fault(calendar(event)) is None
    assert left(event) == (["Ada 05", "Ada 07"] if is_meant else ["Ada 05", "Ada 06", "Ada 07"])
    assert len(ical.left_out_in_vain(calendar(event), PARIS, WEEKS)) == (not is_meant)


def test_several_of_them_on_one_line_or_more() -> None:
    here = ";TZID=Europe/Paris:"
    event = f"{ZONED}EXDATE{here}20260105T180000,20260106T190000\r\nEXDATE:20260107T170000Z\r\n"
    assert left(event) == ["Ada 06"]
    assert ical.left_out_in_vain(calendar(event), PARIS, WEEKS) == [("Ada", "2026-01-06 19:00")]
    assert ical.left_out_in_vain(calendar(event), PARIS, (date(2026, 1, 7), date(2026, 1, 20))) == []


def test_a_turn_of_before_that_lasts_into_the_days() -> None:
    week = ZONED.replace("20260105T200000", "20260112T080000").replace("DAILY", "WEEKLY")
    days = (date(2026, 1, 9), date(2026, 1, 10))
    for hour, who in ((18, []), (19, ["Ada"])):
        text = calendar(f"{week}EXDATE;TZID=Europe/Paris:20260105T{hour}0000\r\n")
        assert [piece.who for piece in ical.events(text, PARIS, days)] == who


def test_a_turn_that_was_moved_and_then_left_out() -> None:
    moved = (
        "UID:a\r\nSUMMARY:Bob\r\nRECURRENCE-ID;TZID=Europe/Paris:20260302T180000\r\n"
        "DTSTART;TZID=Europe/Paris:20260110T190000\r\nDTEND;TZID=Europe/Paris:20260110T210000\r\n"
    )
    series = ZONED.replace("COUNT=3", "COUNT=90")
    assert "Bob 10" in left(series, moved)
    assert "Bob 10" not in left(f"{series}EXDATE;TZID=Europe/Paris:20260302T180000\r\n", moved)


def test_whole_days_changes_of_a_turn_and_the_zone_of_a_calendar() -> None:
    assert left(f"{DAYS}EXDATE;VALUE=DATE:20260106\r\n") == ["Ada 05", "Ada 07"]
    assert left(f"{DAYS}EXDATE:20260106T000000\r\n") == ["Ada 05", "Ada 07"]
    change = (
        "UID:a\r\nSUMMARY:Bob\r\nRECURRENCE-ID;TZID=Europe/Paris:20260106T180000\r\n"
        "DTSTART;TZID=Europe/Paris:20260106T190000\r\nDTEND;TZID=Europe/Paris:20260106T210000\r\n"
    )
    out = "EXDATE;TZID=Europe/Paris:20260106T{}0000\r\n"
    assert left(ZONED + out.format(18), change) == ["Ada 05", "Ada 07"]
    assert left(ZONED + out.format(19), change) == ["Ada 05", "Bob 06", "Ada 07"]
    wide = calendar(f"{UTC}EXDATE:20260106T170000Z,20260107T180000Z\r\n").replace(
        "VERSION:2.0\r\n", "VERSION:2.0\r\nX-WR-TIMEZONE:Europe/Paris\r\n"
    )
    starts = [datetime.fromtimestamp(piece.start, ZoneInfo("UTC")) for piece in ical.events(wide, PARIS, WEEKS)]
    assert [f"{at:%d %H}" for at in sorted(starts)] == ["05 17", "07 17"]
