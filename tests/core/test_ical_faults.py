"""What is wrong with one event of many: its own line, in words of who plans."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.duty import ical
from kbsearch.core.duty.ical_lines import property_lines
from tests.core.test_duty import calendar
from tests.examples import examples

SOUND = "UID:{}\r\nSUMMARY:Ada\r\nDTSTART:20260101T080000\r\nDTEND:20260101T090000\r\n"
FIRST = 16
"""Line of the third event's `UID`."""


def told(third: str) -> tuple[int, str] | None:
    return ical.fault(calendar(SOUND.format(1), SOUND.format(2), third))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("RRULE:FREQ=WEKLY", "the RRULE of Ada has no meaning: “FREQ=WEKLY”"),
        ("RRULE:FREQ=WEEKLY;BYDAY=XX", "the RRULE of Ada has no meaning: “FREQ=WEEKLY;BYDAY=XX”"),
        ("RRULE:INTERVAL=2", "the RRULE of Ada has no FREQ (DAILY, WEEKLY, MONTHLY or YEARLY): “INTERVAL=2”"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=0", "the RRULE of Ada cannot be followed: “FREQ=WEEKLY;INTERVAL=0”"),
        ("RRULE:FREQ=WEEKLY;COUNT=-1", "the RRULE of Ada cannot be followed: “FREQ=WEEKLY;COUNT=-1”"),
        ("RRULE:FREQ=YEARLY;BYDAY=99MO", "the RRULE of Ada cannot be followed: “FREQ=YEARLY;BYDAY=99MO”"),
        ("RRULE:FREQ=HOURLY", "the turn of Ada repeats within a day"),
        ("EXDATE:demain", "the EXDATE of Ada has no meaning: “demain”"),
        ("RDATE:\x1b[31m", "the RDATE of Ada has no meaning: “\\x1b[31m”"),
        ("SEQUENCE:x", "the SEQUENCE of Ada has no meaning: “x”"),
    ],
)
def test_a_property_that_makes_no_sense_has_its_own_line(said: str, what: str) -> None:
    assert told(f"{SOUND.format(3)}{said}\r\n") == (FIRST + 4, what)


@pytest.mark.parametrize(
    "said",
    [
        *("EXDATE;VALUE=DATE:00010101", "EXDATE:00010101T000000", "EXDATE;TZID=Europe/Paris:00010101T000000"),
        *("EXDATE;VALUE=DATE:20260105,99991231", "EXDATE:120000", "EXDATE:P1D"),
        *("EXDATE;VALUE=PERIOD:20260106T180000/PT1H", "EXDATE:19991231T235959Z", "EXDATE;VALUE=DATE:20990101"),
        *("RDATE:00010101T000000", "RDATE;VALUE=DATE:99991231", "RDATE:120000"),
        *("RDATE;VALUE=PERIOD:20260106T180000/P99999D", "RDATE;VALUE=PERIOD:20260106T180000Z/99991231T235959Z"),
        *("RECURRENCE-ID:00010101T000000", "RECURRENCE-ID;VALUE=DATE:99991231", "RECURRENCE-ID:120000"),
        *("RRULE:FREQ=DAILY;UNTIL=00010101", "RRULE:FREQ=DAILY;UNTIL=120000", "DTEND:99991231T235959", "DTEND:120000"),
        *("DURATION:P3000000D", "DURATION:-P3000000D", "DTSTART:120000"),
    ],
)
def test_what_is_no_date_of_a_rota_has_its_own_line(said: str) -> None:
    key, value = re.split(r"(?:;[A-Z]+=[^:]*)?:", said, maxsplit=1)
    ends = "" if key in ("DURATION", "DTEND") else "DTEND:20260101T090000\r\n"
    rest = f"{ends}DTSTART:20260101T080000\r\n" if key != "DTSTART" else ends
    found = told(f"UID:3\r\nSUMMARY:Ada\r\n{said}\r\n{rest}")
    assert found == (FIRST + 2, f"the {key} of Ada is of no date from 2000 to 2098: “{value}”")


@pytest.mark.parametrize(
    "said",
    [
        *("EXDATE;VALUE=DATE:20000101", "EXDATE:20981231T235959Z", "RDATE;VALUE=DATE:20260106"),
        *("RDATE;VALUE=PERIOD:20260106T180000/PT1H", "RDATE;VALUE=PERIOD:20260106T180000Z/20260106T190000Z"),
        *("RRULE:FREQ=MONTHLY;UNTIL=99991231T235959Z", "RRULE:FREQ=MONTHLY;UNTIL=99991231"),
        "RECURRENCE-ID;VALUE=DATE:20260106",
    ],
)
def test_a_date_of_a_rota_is_read_in_every_zone(said: str) -> None:
    text = calendar(f"{SOUND.format(3)}{said}\r\n")
    assert ical.fault(text) is None
    read_everywhere(text)


def test_the_last_day_may_end_on_the_next() -> None:
    assert told("UID:3\r\nSUMMARY:Ada\r\nDTSTART;VALUE=DATE:20981231\r\nDTEND;VALUE=DATE:20990101\r\n") is None


@pytest.mark.parametrize("wrong", ["demain", "00010101T000000"])
def test_the_wrong_one_of_several_lines_is_told(wrong: str) -> None:
    line, what = told(f"{SOUND.format(3)}EXDATE:20260105T080000\r\nEXDATE:{wrong}\r\n") or (0, "")
    assert (line, what[-len(wrong) - 1 :]) == (FIRST + 5, f"{wrong}”")


def read_everywhere(text: str) -> None:
    for zone in map(ZoneInfo, ("Europe/Paris", "Pacific/Kiritimati", "Etc/GMT+12")):
        for days in ((date(2025, 12, 20), date(2026, 3, 1)), (date(2098, 10, 1), date(2099, 1, 8))):
            list(ical.events(text, zone, days))
            ical.left_out_in_vain(text, zone, days)


_PARAMETERS = ["", ";TZID=Europe/Paris", ";TZID=Pacific/Kiritimati", ";TZID=X/Y", ";VALUE=DATE", ";VALUE=PERIOD"]
_DAYS = st.sampled_from(["20260101", "20260102", "20260105", "00010101", "99991231", "19991231", "20981231"])
_TIMES = st.sampled_from(["", "T000000", "T080000", "T235959", "T000000Z", "T235959Z"])
_ENDS = st.sampled_from(["/PT1H", "/-P999999D", "/P9999999D", "/99991231T235959Z"])
_OTHERS = st.sampled_from(["", "120000", "P1D", "-P9999999D", "demain"])
_PERIODS = st.builds("{}T080000{}".format, _DAYS, _ENDS)
_MOMENTS = st.one_of(*[st.builds(str.__add__, _DAYS, _TIMES)] * 4, _OTHERS, _PERIODS)
_RULES = st.one_of(
    st.builds("RRULE:FREQ=DAILY;UNTIL={}".format, _MOMENTS),
    st.sampled_from(["RRULE:FREQ=WEEKLY", "RRULE:FREQ=YEARLY;BYDAY=99MO", "RRULE:FREQ=YEARLY;INTERVAL=99999999999"]),
)
_KEYS = st.sampled_from(["DTEND", "DURATION", "EXDATE", "EXDATE", "RDATE", "RECURRENCE-ID", "DTSTART"])
_LINES = st.builds("{}{}:{}".format, _KEYS, st.sampled_from(_PARAMETERS), _MOMENTS)


@examples(3)
@given(st.lists(_LINES, max_size=3), st.lists(_RULES, max_size=1), st.booleans())
def test_what_has_no_fault_is_read_in_every_zone(lines: list[str], rules: list[str], is_apart: bool) -> None:
    has = {re.split("[:;]", line)[0] for line in lines}
    start = "" if "DTSTART" in has else "DTSTART;TZID=Europe/Paris:20260101T080000\r\n"
    end = "" if has & {"DTEND", "DURATION"} else "DURATION:PT1H\r\n"
    own = "".join(f"{line}\r\n" for line in (*lines, *rules))
    text = calendar(f"UID:1\r\nSUMMARY:Ada\r\n{start}{end}{own}", *([SOUND.format(2)] if is_apart else []))
    if ical.fault(text) is None:
        read_everywhere(text)


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;UNTIL=20260201", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY;COUNT=3"])
def test_a_rule_that_can_be_followed(rule: str) -> None:
    assert told(f"{SOUND.format(3)}RRULE:{rule}\r\n") is None


@pytest.mark.parametrize(
    ("third", "line", "what"),
    [
        ("UID:3\r\nSUMMARY:Durand\\, Ada\r\nDTSTART:00010101T080000\r\n", 2, "the event of Durand, Ada begins in 1"),
        ("UID:3\r\nSUMMARY;LANGUAGE=fr:Ada\r\nX-A:1\r\n", 1, "the event of Ada has no DTSTART"),
        ("UID:3\r\nSUMMARY:Ad\r\n a\r\nDTSTART:20261301T080000\r\n", 3, "the DTSTART of Ada has no meaning:"),
        ("UID:3\r\nDTSTART:20260101T080000\r\n", -1, "an event has no SUMMARY"),
        (SOUND.format(3) + "DTSTART:20260102T080000\r\n", 2, "the event of Ada has more than one DTSTART"),
        (SOUND.format(3).replace("DTEND:2026", "DTEND:2025"), 3, "the event of Ada ends before it begins"),
        (SOUND.format(2).replace("Ada", "Bob\\; Zoe"), 1, "have one UID"),
    ],
)
def test_an_event_is_found_whatever_its_summary_looks_like(third: str, line: int, what: str) -> None:
    found = told(third)
    assert found is not None
    assert (found[0], what in found[1]) == (FIRST + line, True), found


def test_the_lines_of_each_event() -> None:
    alarm = "BEGIN:VALARM\r\nSUMMARY:wake up\r\nEND:VALARM\r\n"
    text = calendar(
        f'ATTENDEE;CN="a:b":mailto:x\r\n{alarm}SUMMARY:Ada\r\n goes on\r\n', "summary:Bob\r\nSUMMARY:Zoe\r\n"
    )
    ada, bob = property_lines(text)
    assert ada == {"BEGIN": [(3, "VEVENT")], "ATTENDEE": [(4, "mailto:x")], "SUMMARY": [(8, "Ada")]}
    assert bob == {"BEGIN": [(11, "VEVENT")], "SUMMARY": [(12, "Bob"), (13, "Zoe")]}
    assert property_lines("END:VEVENT\r\nBEGIN:VEVENT") == []
