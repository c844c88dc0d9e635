"""Hours, holidays, rotas and triggers of `client.toml`: what is read, and what is wrong with its line."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kbsearch.core import clients
from kbsearch.core.client import Client
from kbsearch.core.levels import Holidays, Hours, Override, Rota, Shift, Span, Trigger
from kbsearch.core.model import Fault
from kbsearch.core.ports import SourceFile

LEVEL = '[[levels]]\nlevel = "N2"\ngroup = "desk"\n'
ICAL = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//tests//FR\r
BEGIN:VEVENT\r
UID:a\r
SUMMARY:Ada\r
DTSTART:20260105T080000\r
DTEND:20260112T080000\r
RRULE:FREQ=WEEKLY;INTERVAL=2\r
END:VEVENT\r
END:VCALENDAR\r
"""
NEVER_MET = ("20261224", "2026-W52-4", "2026W524", "W52-4")
"""Days as ISO 8601 writes them too: the calendar looks up 2026-12-24 and 12-24."""
AGAIN = "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Bob\r\nDTSTART:20260105T080000\r\n"
DAILY = AGAIN + "DTEND:20260105T090000\r\nRRULE:FREQ=DAILY\r\n"
EVENT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Ada\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def parse(text: str, calendars: dict[str, str] | None = None) -> tuple[Client, tuple[Fault, ...]]:
    source = SourceFile("client.toml", text.encode(), "0")
    return clients.parse(source, "acme", {name: data.encode() for name, data in (calendars or {}).items()})


def test_everything_that_can_be_said() -> None:
    client, faults = parse(
        'supervisor = "poste 4000"\n'
        '[hours]\nmonday = ["13:30-18:00", "08:30-12:30"]\nfriday = "18:00-08:00"\nsunday = "closed"\n'
        'holidays = "10:00-24:00"\n'
        '[holidays]\ncountry = "fr"\nregion = "57"\nclosed = ["12-24", "2026-05-15"]\n'
        '[holidays.opened]\n"12-31" = "09:00-12:00"\n'
        + LEVEL
        + "delays = { P2 = 20, P1 = 10 }\n"
        + '[[levels.shifts]]\nwho = "Ada"\ndays = ["weekend", "Monday"]\nfrom = "18:00"\nuntil = "08:00"\nevery = 2\n'
        'since = 2026-01-05\nlast = "2027-01-01"\ncontact = "poste 1"\n'
        '[[levels.overrides]]\nwho = "Bob"\nfrom = 2026-12-24T18:00:00\nuntil = "2026-12-26T08:00"\n'
        '[[triggers]]\nphrases = ["fumée"]\npriorities = ["p1"]\ncategories = ["securite"]\n'
        'group = "desk"\nwhy = "Feu."\n'
        '[[triggers]]\npriorities = ["P1"]\nlevel = "n2"\n'
    )
    assert faults == ()
    assert client.supervisor == "poste 4000"
    morning, afternoon = Span(510, 750), Span(810, 1080)
    week = ((morning, afternoon), (), (), (), (Span(1080, 1920),), (), ())
    assert client.hours == Hours(week, (Span(600, 1440),))
    assert client.holidays == Holidays("FR", "57", ("12-24", "2026-05-15"), (("12-31", (Span(540, 720),)),))
    (level,) = client.levels
    assert level.delays == (("P1", 10), ("P2", 20))
    assert level.rota == Rota(
        (Shift("Ada", (0, 5, 6), Span(1080, 1920), "poste 1", 2, date(2026, 1, 5), date(2027, 1, 1)),),
        (Override("Bob", datetime(2026, 12, 24, 18), datetime(2026, 12, 26, 8)),),
    )
    assert client.triggers == (
        Trigger(("fumée",), ("securite",), ("P1",), "", "desk", "Feu."),
        Trigger((), (), ("P1",), "N2", ""),
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_calendar_lies_beside(mark: str) -> None:
    """With a byte order mark too, as editors on Windows write it."""
    client, faults = parse(LEVEL + 'ical = "a.ics"', {"a.ics": mark + ICAL})
    assert (client.levels[0].rota, faults) == (Rota(calendar=ICAL), ())


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('[hours]\nmonday = "8h-12h"', 2, "client-hours"),
        ('[hours]\nmonday = ["08:00-12:00", 3]', 2, "client-hours"),
        ('[hours]\ntuesday = "08:00-25:00"\nmonday = "08:00-09:00"', 2, "client-hours"),
        ('[hours]\nmonday = ["08:00-12:00", "11:00-13:00"]', 2, "client-hours"),
        ('[hours]\nmonday = "18:00-08:00"\ntuesday = "07:00-12:00"', 2, "client-hours"),
        ('[hours]\nlundi = "08:00-12:00"\nmonday = "08:00-12:00"', 2, "client-unknown-key"),
        ('[hours]\nmonday = "closed"', 2, "client-hours"),
        ('hours = "always"', 1, "client-hours"),
        ('time_zone = "Europe/Pariss"', 1, "time-zone"),
        ('[holidays]\ncountry = "ZZ"', 2, "client-holidays"),
        ('[holidays]\ncountry = "FR"\nregion = "Mosele"', 3, "client-holidays"),
        ('[holidays]\nregion = "57"', 2, "client-holidays"),
        ('[holidays]\ncountry = "FR"\nclosed = ["24/12"]', 3, "client-holidays"),
        ('[holidays.opened]\n"2026-02-30" = "08:00-12:00"', 2, "client-holidays"),
        *((f'[holidays]\nclosed = ["{day}"]', 2, "client-holidays") for day in NEVER_MET),
        *((f'[holidays.opened]\n"{day}" = "08:00-12:00"', 2, "client-holidays") for day in NEVER_MET),
        (LEVEL + "always = 1", 4, "client-levels"),
        (LEVEL + 'always = true\nhours = "outside"', 4, "client-levels"),
        (LEVEL + 'hours = "sometimes"', 4, "client-levels"),
        (LEVEL + '[levels.hours]\nmonday = "8-12"\ntuesday = "08:00-12:00"', 5, "client-levels"),
        (LEVEL + LEVEL, 6, "client-levels"),
        (LEVEL + "delays = { P1 = -1 }", 4, "client-levels"),
        (LEVEL + "delays = { P1 = 60, P2 = 30 }", 4, "delay-order"),
        (LEVEL + "delays = 3", 4, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nfrom = "18:00"', 4, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\ndays = ["mondy"]', 6, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\nfrom = "18h"', 6, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\nevery = 2', 6, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\nevery = 0', 6, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\nsince = "soon"', 6, "client-levels"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\nsince = 2026-02-01\nlast = 2026-01-01', 7, "client-levels"),
        (
            LEVEL + '[[levels.overrides]]\nwho = "Ada"\nfrom = 2026-02-01T08:00:00\nuntil = 2026-02-01T07:00:00',
            7,
            "client-levels",
        ),
        (
            LEVEL + '[[levels.overrides]]\nwho = "Ada"\nfrom = 2026-02-01T08:00:00Z\nuntil = 2026-02-02T07:00:00',
            6,
            "client-levels",
        ),
        (LEVEL + 'ical = "absent.ics"', 4, "client-levels"),
        (LEVEL + '[[triggers]]\nphrases = ["x"]\ngroup = "desc"', 6, "client-triggers"),
        (LEVEL + '[[triggers]]\nphrases = ["x"]\nlevel = "N3"', 6, "client-triggers"),
        (LEVEL + '[[triggers]]\ngroup = "desk"', 4, "client-triggers"),
        (LEVEL + '[[triggers]]\nphrases = ["x"]', 4, "client-triggers"),
        (LEVEL + '[[triggers]]\npriorities = ["P1", "P5"]\ngroup = "desk"', 5, "client-triggers"),
    ],
)
def test_what_is_wrong_has_its_line_and_a_hint(text: str, line: int, code: str) -> None:
    _, faults = parse(text)
    assert [(fault.line, fault.code) for fault in faults] == [(line, code)]
    assert faults[0].hint
    assert clients.stops_build(faults[0], "acme") == (code not in ("client-unknown-key", "delay-order"))


@pytest.mark.parametrize(
    ("calendar", "what"),
    [
        ("not a calendar", "not an iCalendar file"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "holds 0 events"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "not an iCalendar file"),
        (EVENT.format("DTSTART:demain"), "demain"),
        (EVENT.format("X-NOTE:no start"), "no DTSTART"),
        (EVENT.replace("SUMMARY:Ada", "X-A:b").format("DTSTART:20260105T080000"), "no SUMMARY"),
        (EVENT.format("DTSTART:00010105T080000"), "begins in 1"),
        (EVENT.format("DTSTART;TZID=Mars/Base:20260105T080000"), "unknown time zone, Mars/Base"),
        (
            EVENT.format("DTSTART:20260105T080000Z\r\nDTEND;TZID=Mars/Base:20260105T090000"),
            "unknown time zone, Mars/Base",
        ),
        (EVENT.format("DTSTART:20260105T080000\r\nDTEND:20260104T080000"), "ends before it begins"),
        (EVENT.format("DTSTART:20260105T080000\r\nRRULE:FREQ=WEEKLY;UNTIL=x"), "RRULE"),
        (EVENT.format("DTSTART:20260105T080000\r\nRRULE:FREQ=SECONDLY"), "repeats within a day"),
        (EVENT.format("DTSTART:20260105T080000\r\nRRULE:FREQ=DAILY;\r\n BYMINUTE=1,2,3"), "repeats within a day"),
        (EVENT.format("DTSTART:20260105T080000"), "of Ada lasts no time"),
        (EVENT.format("DTSTART:20260105T080000\r\nDURATION:PT0S"), "of Ada lasts no time"),
        (EVENT.format("DTSTART:20260105T080000\r\nDURATION:-PT2H"), "of Ada lasts no time"),
        (EVENT.format(f"DTSTART:20260105T080000\r\n{AGAIN * 500}"), "holds 501 events"),
        ("", "not an iCalendar file"),
        (ICAL.replace("BEGIN:VEVENT", "METHOD:CANCEL\r\nBEGIN:VEVENT"), "calls events off"),
        (
            EVENT.format(f"DTSTART:20260105T080000\r\nDTEND:20260105T090000\r\n{DAILY * 20}"),
            "turns in 100 days, more than 1000",
        ),
    ],
)
def test_a_calendar_that_cannot_be_used(calendar: str, what: str) -> None:
    client, faults = parse(LEVEL + 'ical = "a.ics"', {"a.ics": calendar})
    assert [(fault.line, fault.code) for fault in faults] == [(4, "client-levels")]
    assert what in faults[0].message
    assert client.levels[0].rota == Rota()


def trigger(said: str, target: str = 'group = "desk"') -> str:
    return f"[[triggers]]\n{said}\n{target}\n"


TWO = LEVEL + LEVEL.replace("N2", "N3").replace("desk", "lab")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TWO + trigger('phrases = ["x"]', 'group = "desk"\nlevel = "N3"'), [(10, "trigger-level")]),
        (TWO + trigger('phrases = ["x"]', 'group = "lab"\nlevel = "N3"'), []),
        (TWO + trigger('phrases = ["Fumée"]') + trigger('phrases = ["y", "fumee"]'), [(11, "trigger-repeated")]),
        (TWO + trigger('categories = ["a"]') + trigger('categories = ["A"]'), [(11, "trigger-repeated")]),
        (TWO + trigger('phrases = ["a"]') + trigger('categories = ["a"]'), []),
        (TWO + trigger('phrases = ["a"]\npriorities = ["P1"]') + trigger('phrases = ["a"]'), []),
        (
            TWO + trigger('phrases = ["a"]') + trigger('phrases = ["a"]\npriorities = ["P1"]'),
            [(11, "trigger-repeated")],
        ),
        (
            TWO
            + trigger('phrases = ["a"]\npriorities = ["P1", "P2"]')
            + trigger('priorities = ["P2"]\nphrases = ["a"]'),
            [(13, "trigger-repeated")],
        ),
        (TWO + trigger('phrases = ["a"]\npriorities = ["P1"]') + trigger('priorities = ["P1"]'), []),
        (TWO + trigger('priorities = ["P1"]') + trigger('priorities = ["P2", "P1"]'), [(11, "trigger-repeated")]),
        (LEVEL + "delay_minutes = 30\ndelays = { P1 = 60 }", [(5, "delay-order")]),
        (LEVEL + "delay_minutes = 60\ndelays = { P1 = 15, P4 = 30 }", [(5, "delay-order")]),
        (LEVEL + "delay_minutes = 60\ndelays = { P1 = 10, P2 = 60, P4 = 480 }", []),
        (LEVEL + "delay_minutes = 60\ndelays = { P1 = 10, P2 = 20, P3 = 30, P4 = 40 }", []),
    ],
)
def test_what_never_counts_or_contradicts_itself_is_told(text: str, told: list[tuple[int, str]]) -> None:
    _, faults = parse(text)
    assert [(fault.line, fault.code) for fault in faults] == told
    assert not any(clients.stops_build(fault, "acme") for fault in faults)


def test_a_calendar_that_is_not_utf_8_is_refused_with_its_line() -> None:
    source = SourceFile("client.toml", (LEVEL + 'ical = "a.ics"').encode(), "0")
    written = ICAL.replace("SUMMARY:Ada", "SUMMARY:Chloé").encode("latin-1")
    client, (fault,) = clients.parse(source, "acme", {"a.ics": written})
    assert (fault.line, fault.code) == (4, "client-levels")
    assert "“a.ics” cannot be used, line 6: it is not UTF-8" in fault.message
    assert client.levels[0].rota == Rota()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (LEVEL + '[[triggers]]\nphrases = ["x"]\ngroup = "desc"', "Did you mean desk?"),
        ('[holidays]\ncountry = "FR"\nregion = "Mosele"', "Did you mean Moselle?"),
        (LEVEL + '[[levels.shifts]]\nwho = "Ada"\ndays = ["mondy"]', "Did you mean monday?"),
    ],
)
def test_what_was_meant_is_guessed(text: str, hint: str) -> None:
    assert parse(text)[1][0].hint == hint


def test_lines_of_tables_below_the_second_level() -> None:
    source = SourceFile("client.toml", (LEVEL + LEVEL.replace("desk", "lab") + "hours = 3").encode(), "0")
    assert clients.group_line(source, "lab") == 4
    assert clients.group_line(source, "absent") == 1
    assert clients.parse(source, "acme")[1][0].line == 7
