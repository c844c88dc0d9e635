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


def test_a_turn_that_a_calendar_leaves_out_in_vain() -> None:
    nights = "DTSTART:20260101T180000\r\nDTEND:20260102T180000\r\nRRULE:FREQ=DAILY\r\n"
    event = f"UID:a\r\nSUMMARY:Ada\r\nCONTACT:1\r\n{nights}"
    toml = ON_CALL + 'always = true\nical = "a.ics"\n'
    for said, codes in (
        ("20260305T190000", ["rota-exdate"]),
        ("20260305T180000", ["rota-gap"]),
        ("20260105T190000", []),
    ):
        body = f"BEGIN:VEVENT\r\n{event}EXDATE:{said}\r\nEND:VEVENT\r\n"
        calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"
        told = faults(toml, ics=calendar)
        assert [code for _, code, _ in told] == codes, said
    assert (
        "The EXDATE 2026-03-05 19:00 of “Ada” in “night” names no"
        in faults(toml, ics=calendar.replace("20260105T190000", "20260305T190000"))[0][2]
    )
