"""What is wrong with one event of many: its own line, in words of who plans."""

from __future__ import annotations

import pytest

from kbsearch.core.duty import ical
from kbsearch.core.duty.ical_lines import property_lines
from tests.core.test_duty import calendar

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
        ("RRULE:FREQ=HOURLY", "the turn of Ada repeats within a day"),
        ("EXDATE:demain", "the EXDATE of Ada has no meaning: “demain”"),
        ("RDATE:\x1b[31m", "the RDATE of Ada has no meaning: “\\x1b[31m”"),
        ("SEQUENCE:x", "the SEQUENCE of Ada has no meaning: “x”"),
    ],
)
def test_a_property_that_makes_no_sense_has_its_own_line(said: str, what: str) -> None:
    assert told(f"{SOUND.format(3)}{said}\r\n") == (FIRST + 4, what)


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
    assert ada == {"BEGIN": (3, "VEVENT"), "ATTENDEE": (4, "mailto:x"), "SUMMARY": (8, "Ada")}
    assert bob == {"BEGIN": (11, "VEVENT"), "SUMMARY": (12, "Bob")}
    assert property_lines("END:VEVENT\r\nBEGIN:VEVENT") == []
