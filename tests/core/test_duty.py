"""Pieces of time, instants as written, and public holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.duty import ical
from kbsearch.core.duty.calendars import closing, public_holidays
from kbsearch.core.duty.moments import read_moment
from kbsearch.core.duty.pieces import Piece, clipped, joined, laid, of_day, without
from kbsearch.core.duty.rotas import stand_ins, turns
from kbsearch.core.levels import WHOLE_DAY, Holidays, Override, Rota, Shift, Span

PARIS = ZoneInfo("Europe/Paris")
pieces = st.lists(
    st.builds(
        lambda start, long, who: Piece(start, start + long, who),
        st.integers(0, 40),
        st.integers(1, 20),
        st.sampled_from("ab"),
    ),
    max_size=6,
)


def seconds(some: list[Piece]) -> set[int]:
    return {at for piece in some for at in range(piece.start, piece.end)}


@given(some=pieces, others=pieces)
def test_pieces_are_sets_of_seconds(some: list[Piece], others: list[Piece]) -> None:
    assert seconds(without(some, others)) == seconds(some) - seconds(others)
    assert seconds(clipped(some, others)) == seconds(some) & seconds(others)
    assert seconds(joined(some)) == seconds(some)


@given(some=pieces)
def test_the_later_of_two_lies_on_top(some: list[Piece]) -> None:
    top = laid(some)
    assert sum(piece.end - piece.start for piece in top) == len(seconds(some)), "disjoint, nothing lost"
    for at in seconds(some):
        (found,) = [piece.who for piece in top if piece.start <= at < piece.end]
        assert found == [piece.who for piece in some if piece.start <= at < piece.end][-1]


@pytest.mark.parametrize(
    ("evening", "hours"), [(date(2026, 3, 27), 14), (date(2026, 3, 28), 13), (date(2026, 10, 24), 15)]
)
def test_a_night_from_six_to_eight_has_as_many_hours_as_it_has(evening: date, hours: int) -> None:
    (piece,) = of_day(evening, [Span(18 * 60, 32 * 60)], PARIS)
    assert piece.end - piece.start == hours * 3600


def test_a_span_that_the_clocks_skip_whole_is_nothing() -> None:
    assert list(of_day(date(2026, 3, 29), [Span(120, 180)], PARIS)) == []


@pytest.mark.parametrize(
    ("text", "utc", "doubt"),
    [
        ("2026-12-25T03:00", "2026-12-25T02:00", ""),
        ("2026-12-25 03:00", "2026-12-25T02:00", ""),
        ("2026-12-25T03:00Z", "2026-12-25T03:00", ""),
        ("2026-03-29T02:30", "2026-03-29T01:30", "skipped"),
        ("2026-03-29T03:00", "2026-03-29T01:00", ""),
        ("2026-10-25T02:00", "2026-10-25T00:00", "twice"),
        ("2026-10-25T02:59:59", "2026-10-25T00:59:59", "twice"),
        ("2026-10-25T03:00", "2026-10-25T02:00", ""),
    ],
)
def test_an_instant_as_written(text: str, utc: str, doubt: str) -> None:
    moment = read_moment(text, PARIS)
    assert moment.at.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert moment.doubt == doubt


def test_public_holidays_have_names_in_the_readers_language() -> None:
    moselle = Holidays("FR", "57", ("12-24",))
    assert closing(date(2026, 4, 3), moselle) == "Vendredi saint"
    assert closing(date(2026, 4, 3), moselle, "en") == "Good Friday"
    assert closing(date(2026, 4, 3), Holidays("FR")) is None
    assert closing(date(2026, 12, 24), moselle) == ""
    assert len(public_holidays("FR", "", 2026)) == 11


SERIES = "UID:a\r\nSUMMARY:Ada\r\nDTSTART:20260105T080000\r\nDTEND:20260105T180000\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
SEVENTH = "UID:a\r\nSUMMARY:Bob\r\nDTSTART:20260107T080000\r\nDTEND:20260107T180000\r\nRECURRENCE-ID"


@pytest.mark.parametrize(
    ("events", "turns"),
    [
        ([SERIES], ["Ada 05", "Ada 06", "Ada 07", "Ada 08"]),
        ([SERIES + "STATUS:CANCELLED\r\n"], []),
        ([SERIES, f"{SEVENTH}:20260107T080000\r\nSTATUS:CANCELLED\r\n"], ["Ada 05", "Ada 06", "Ada 08"]),
        ([SERIES, f"{SEVENTH}:20260107T080000\r\n"], ["Ada 05", "Ada 06", "Bob 07", "Ada 08"]),
        ([SERIES, f"{SEVENTH};RANGE=THISANDFUTURE:20260107T080000\r\nSTATUS:CANCELLED\r\n"], ["Ada 05", "Ada 06"]),
        ([SERIES + "STATUS:CANCELLED\r\n", f"{SEVENTH}:20260107T080000\r\nSTATUS:CONFIRMED\r\n"], ["Bob 07"]),
        ([SERIES + "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\n"], ["Ada 05", "Ada 06", "Ada 07", "Ada 08"]),
    ],
)
def test_what_is_cancelled_is_nobodys_turn(events: list[str], turns: list[str]) -> None:
    text = calendar(*events)
    assert ical.fault(text) is None
    found = sorted(ical.events(text, PARIS, (date(2026, 1, 1), date(2026, 1, 20))))
    assert [f"{piece.who} {datetime.fromtimestamp(piece.start, PARIS):%d}" for piece in found] == turns


def test_two_ways_to_reach_who_is_on_duty_are_both_said() -> None:
    text = calendar(f"{SERIES}CONTACT:poste 4220\r\nCONTACT:06 12 34 56 78\r\n")
    found = ical.events(text, PARIS, (date(2026, 1, 1), date(2026, 1, 20)))
    assert {(piece.who, piece.contact) for piece in found} == {("Ada", "poste 4220 / 06 12 34 56 78")}


WEEK = "UID:week\r\nSUMMARY:Ada\r\nDTSTART:20260601T080000\r\nDTEND:20260608T080000\r\n"


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n"


WEEKS, SECOND, THIRD = f"{WEEK}RRULE:FREQ=WEEKLY;COUNT=3\r\n", "20260608T080000", "20260615T080000"
BOBS = WEEK.replace("Ada", "Bob").replace("0601", "0608").replace("DTEND:20260608", "DTEND:20260615")


def test_two_persons_in_events_of_one_uid_are_a_fault_that_names_both() -> None:
    problem = (
        "the events of Ada from 2026-06-01 08:00 and of Bob from 2026-06-08 08:00 have one UID, "
        "so only one would count: give each its own"
    )
    assert ical.fault(calendar(WEEK, BOBS)) == (11, problem)
    day = "UID:week\r\nSUMMARY:{}\r\nDTSTART;VALUE=DATE:20260601\r\n"
    found = ical.fault(calendar(day.format("Ada"), day.format("Bob")))
    assert found is not None
    assert "of Ada from 2026-06-01 and of Bob from 2026-06-01 have" in found[1]
    change = f"{SEVENTH}:20260107T080000\r\n"
    assert ical.fault(calendar(SERIES, change, change.replace("Bob", "Zoe"))) is not None
    for one, other in (("", "SEQUENCE:0\r\n"), ("SEQUENCE:0\r\n", "")):
        assert ical.fault(calendar(f"{WEEK}{one}", f"{BOBS}{other}")) == (11 + bool(one), problem)
    called_off = f"{WEEK}STATUS:CANCELLED\r\n"
    assert ical.fault(calendar(WEEK, called_off)) is not None
    assert ical.fault(calendar(SERIES, f"{SERIES}EXDATE:20260106T080000\r\n")) is not None


@pytest.mark.parametrize(
    ("events", "who"),
    [
        ((WEEK, BOBS.replace("UID:week", "UID:other")), ["Ada", "Bob"]),
        ((WEEK.replace("UID:week\r\n", ""), BOBS.replace("UID:week\r\n", "")), ["Ada", "Bob"]),
        ((f"{WEEK}SEQUENCE:1\r\n", f"{BOBS}SEQUENCE:2\r\n"), ["Bob"]),
        ((f"{WEEK}DTSTAMP:20260101T000000Z\r\n", f"{WEEK}DTSTAMP:20260102T000000Z\r\n"), ["Ada"]),
        ((f"{WEEK}STATUS:CONFIRMED\r\n", WEEK), ["Ada"]),
        ((f"{WEEKS}EXDATE:{SECOND},{THIRD}\r\n", f"{WEEKS}EXDATE:{THIRD},{SECOND}\r\n"), ["Ada"]),
        ((f"{WEEKS}EXDATE:{SECOND},{THIRD}\r\n", f"{WEEKS}EXDATE:{THIRD}\r\nEXDATE:{SECOND}\r\n"), ["Ada"]),
    ],
)
def test_events_of_other_uids_later_versions_of_one_and_one_written_twice(
    events: tuple[str, ...], who: list[str]
) -> None:
    text = calendar(*events)
    assert ical.fault(text) is None
    assert [piece.who for piece in ical.events(text, PARIS, (date(2026, 6, 1), date(2026, 6, 20)))] == who


@pytest.mark.parametrize("day", [1, 2, 7])
def test_a_swap_counts_over_the_week_that_it_is_taken_from_on_its_first_day_too(day: int) -> None:
    swap = f"UID:swap\r\nSUMMARY:Bob\r\nDTSTART:202606{day:02}T080000\r\nDTEND:202606{day + 1:02}T080000\r\n"
    for events in ((WEEK, swap), (swap, WEEK)):
        found = turns(Rota(calendar=calendar(*events)), PARIS, (date(2026, 6, 1), date(2026, 6, 8)))
        (bob,) = (piece for piece in found if piece.who == "Bob")
        assert bob == Piece(*(int(datetime(2026, 6, at, 8, tzinfo=PARIS).timestamp()) for at in (day, day + 1)), "Bob")
        assert sum(piece.end - piece.start for piece in found) == 7 * 86400


def test_of_two_shifts_that_begin_together_the_shorter_one_counts() -> None:
    for names in (("Ada", "Zoe"), ("Zoe", "Ada")):
        day, morning = (
            Shift(who, (0,), span) for who, span in zip(names, (Span(480, 1080), Span(480, 720)), strict=True)
        )
        for shifts in ((day, morning), (morning, day)):
            found = turns(Rota(shifts), PARIS, (date(2026, 6, 1), date(2026, 6, 1)))
            assert [piece.who for piece in found] == [morning.who, day.who]


@pytest.mark.parametrize(
    ("who", "said", "contact"),
    [
        ("Ada", "", "06 11"),
        ("Ada", "poste 9", "poste 9"),
        ("Bob", "", "06 22"),
        ("Cleo", "", ""),
        ("Zed", "", ""),
        ("Zed", "poste 9", "poste 9"),
    ],
)
def test_who_stands_in_is_reached_as_in_turns_of_their_own(who: str, said: str, contact: str) -> None:
    shifts = tuple(Shift(name, (0,), WHOLE_DAY, to) for name, to in (("Ada", ""), ("Ada", "06 11"), ("Cleo", "")))
    instead = Override(who, datetime(2026, 6, 2, 8), datetime(2026, 6, 2, 20), said)
    rota = Rota(
        shifts, (instead,), calendar(WEEK.replace("Ada", "Bob"), f"{WEEK.replace('Ada', 'Bob')}CONTACT:06 22\r\n")
    )
    assert [(piece.who, piece.contact) for piece in stand_ins(rota, PARIS)] == [(who, contact)]
