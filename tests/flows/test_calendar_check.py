"""What `check` says of the iCalendar files beside `client.toml`."""

from __future__ import annotations

from kbsearch.flows.check import check
from tests.flows.test_check import FolderOfTexts
from tests.flows.test_rota_check import ADA, ON_CALL, faults


def test_a_calendar_that_no_level_names() -> None:
    event = "UID:a\r\nSUMMARY:Ada\r\nCONTACT:1\r\nDTSTART:20260101T080000\r\nDTEND:20270101T080000\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    level = ON_CALL + "always = true\n"
    for toml, told in (
        (level + 'ical = "a.ics"\n', []),
        (level + ADA, ["calendar-unused"]),
        ("", ["calendar-unused"]),
        ("name = ", []),
        (None, []),
    ):
        file = {"acme/client.toml": toml} if toml is not None else {}
        library = FolderOfTexts({"acme/a.md": "---\nid: a\n---\n# A", "acme/a.ics": calendar, **file})
        assert [fault.code for fault in check(library).faults if fault.path == "acme/a.ics"] == told, toml


def test_a_calendar_that_says_no_contact() -> None:
    event = "UID:a\r\nSUMMARY:Ada\r\n{}DTSTART:20260101T080000\r\nDTEND:20270101T080000\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    toml = ON_CALL + 'always = true\nical = "a.ics"\n'
    assert [code for _, code, _ in faults(toml, ics=calendar.format(""))] == ["level-contact"]
    assert faults(toml, ics=calendar.format("CONTACT:06 12\r\n")) == []
    stand_in = '[[levels.overrides]]\nwho = "Ada"\nfrom = "2026-04-01T08:00"\nuntil = "2026-04-02T08:00"\n'
    assert faults(toml + stand_in, ics=calendar.format("CONTACT:06 12\r\n")) == []
