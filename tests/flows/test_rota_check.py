"""What `check` says of the coming weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kbsearch.core.model import Fault
from kbsearch.flows.check import check
from tests.flows.test_check import FolderOfTexts

TODAY = date(2026, 3, 2)
WEEK = "\n".join(f'{day} = "09:00-17:00"' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
HOURS = f"[hours]\n{WEEK}\n"
ON_CALL = '[[levels]]\nlevel = "on-call"\ngroup = "night"\n'
DESK = '[[levels]]\nlevel = "N2"\ngroup = "desk"\n'
ADA = '[[levels.shifts]]\nwho = "Ada"\ncontact = "poste 2"\n'
UNCALLED = ADA.replace('contact = "poste 2"\n', "")
BOSS = 'supervisor = "poste 9"\n'


def found(toml: str, *, today: date | None = TODAY, ics: str | None = None) -> list[Fault]:
    """Faults of a `client.toml` that names a supervisor above what is given: lines count from there."""
    calendar = {"acme/a.ics": ics} if ics is not None else {}
    library = FolderOfTexts({"acme/client.toml": BOSS + toml, "acme/a.md": "---\nid: a\n---\n# A", **calendar})
    told = check(library, today=today).faults
    return [replace(one, line=one.line - 1) for one in told if one.path == "acme/client.toml"]


def faults(toml: str, *, today: date | None = TODAY, ics: str | None = None) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.code, fault.message) for fault in found(toml, today=today, ics=ics)]


def test_a_rota_without_a_gap() -> None:
    assert faults(HOURS + ON_CALL + 'hours = "outside"\n' + ADA) == []


@pytest.mark.parametrize(
    ("toml", "codes"),
    [
        (HOURS + DESK, ["level-contact"]),
        (HOURS + DESK + 'contact = "poste 1"\n', []),
        (DESK + 'contact = "poste 1"\n', ["level-hours"]),
        (DESK + 'contact = "poste 1"\nhours = "outside"\n', ["level-hours"]),
        (DESK + 'contact = "poste 1"\nalways = true\n', []),
        (DESK, ["level-contact", "level-hours"]),
        (DESK + ADA, []),
    ],
)
def test_a_path_that_would_leave_open_how_or_when_to_reach_a_group(toml: str, codes: list[str]) -> None:
    """`hours = "outside"` of a client without hours is at any time too, which nobody means."""
    assert [(line, code) for line, code, _ in faults(toml)] == [
        (toml.count("\n", 0, toml.index("[[")) + 1, one) for one in codes
    ]


def test_a_gap_is_told_once_with_its_first_hours() -> None:
    toml = HOURS + ON_CALL + "always = true\n" + ADA + 'days = ["weekdays"]\n'
    assert faults(toml) == [
        (
            7,
            "rota-gap",
            "Nobody of “night” is on duty from 2026-03-07 00:00 to 2026-03-09 00:00 and 7 more times, "
            "in the 8 weeks from 2026-03-02.",
        )
    ]
    assert faults(toml, today=None) == []


def test_a_lost_night_stands_out_among_the_lunch_breaks() -> None:
    def shift(who: str, begins: str, ends: str) -> str:
        return f'{ADA.replace("Ada", who)}from = "{begins}"\nuntil = "{ends}"\n'

    rota = shift("Ada", "08:00", "12:00") + shift("Bob", "13:00", "18:00")
    night = shift("Cleo", "18:00", "08:00")
    lost = f"{night}last = 2026-03-17\n{night}since = 2026-03-19\n"
    every = ON_CALL + "always = true\n"
    lunch = "from 2026-03-02 12:00 to 2026-03-02 13:00 and 56 more times"
    weeks = ", in the 8 weeks from 2026-03-02."
    ((_, _, only_lunch),) = faults(every + rota + night)
    assert only_lunch == f"Nobody of “night” is on duty {lunch}{weeks}"
    ((_, code, message),) = faults(every + rota + lost)
    assert (code, message) == (
        "rota-gap",
        f"Nobody of “night” is on duty {lunch}, nor from 2026-03-18 18:00 to 2026-03-19 08:00{weeks}",
    )


def test_a_gap_that_the_weeks_cut_is_no_pattern_of_its_own() -> None:
    day = ON_CALL + "always = true\n" + ADA + 'from = "08:00"\nuntil = "18:00"\n'
    ((_, _, message),) = faults(day)
    told = "from 2026-03-02 18:00 to 2026-03-03 08:00 and 57 more times, in the 8 weeks from 2026-03-02."
    assert message == f"Nobody of “night” is on duty {told}"


def test_gaps_at_many_hours_are_told_with_the_longest() -> None:
    toml = ON_CALL + "always = true\n" + ADA + 'days = ["saturday", "sunday"]\n'
    for day, ends in zip(("monday", "tuesday", "wednesday", "thursday", "friday"), range(9, 14), strict=True):
        for begins, until in (("00:00", f"{ends:02}:00"), (f"{ends + 1:02}:00", "23:00" if ends > 9 else "14:00")):
            toml += f'{ADA}days = ["{day}"]\nfrom = "{begins}"\nuntil = "{until}"\n'
    ((_, _, message),) = faults(toml)
    assert message.startswith(
        "Nobody of “night” is on duty from 2026-03-02 09:00 to 2026-03-02 10:00 and 8 more times, "
    )
    assert ", nor from 2026-03-02 14:00 to 2026-03-03 00:00 and 8 more times, nor " in message
    assert message.endswith(" more times at other hours, in the 8 weeks from 2026-03-02.")


DAY_AND_NIGHT = (
    ADA + 'from = "08:00"\nuntil = "18:00"\n' + ADA.replace("Ada", "Bob") + 'from = "18:00"\nuntil = "08:00"\n'
)


@pytest.mark.parametrize(
    ("hours", "idle"),
    [
        ("", "“Bob”"),
        ('hours = "outside"\n', None),
        ("always = true\n", None),
        ('[levels.hours]\nmonday = "18:00-20:00"\n', "“Ada”"),
        ('[levels.hours]\nmonday = "17:00-19:00"\n', None),
    ],
)
def test_turns_that_never_meet_the_hours_of_the_level(hours: str, idle: str | None) -> None:
    message = f"Every turn of {idle} is outside the hours of “desk”, in the 8 weeks from 2026-03-02."
    expected = [(7, "rota-outside-hours", message)] if idle else []
    assert faults(HOURS + DESK + hours + DAY_AND_NIGHT) == expected
    assert faults(HOURS + DESK + hours + DAY_AND_NIGHT, today=None) == []


def test_a_turn_that_ends_after_the_weeks_is_not_judged() -> None:
    last = ADA.replace("Ada", "Bob") + 'since = 2026-04-27\nfrom = "18:00"\nuntil = "10:00"\n'
    assert faults(HOURS + DESK + ADA + 'until = "18:00"\nfrom = "08:00"\n' + last) == []


@pytest.mark.parametrize(("begins", "idle"), [("20260223", []), ("20260302", ["rota-outside-hours"])])
def test_a_turn_that_ends_on_the_morning_of_the_check_is_not_judged(begins: str, idle: list[str]) -> None:
    turns = (("Ada", f"{begins}T000000", "20260302T080000"), ("Bob", "20260302T080000", "20260601T080000"))
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{who}\r\nSUMMARY:{who}\r\nCONTACT:1\r\nDTSTART:{start}\r\nDTEND:{end}\r\nEND:VEVENT\r\n"
        for who, start, end in turns
    )
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"
    toml = HOURS + DESK + 'ical = "a.ics"\n'
    assert [code for _, code, _ in faults(toml, ics=calendar)] == idle


def test_a_level_that_is_never_open() -> None:
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    toml = "[hours]\n" + "".join(f'{day} = "00:00-24:00"\n' for day in week)
    message = "“night” is never open by its hours, in the 8 weeks from 2026-03-02."
    for rota in ('contact = "poste 1"\n', ADA):
        told = faults(toml + ON_CALL + 'hours = "outside"\n' + rota)
        assert told == [(9, "level-never-open", message)], rota
    assert faults(toml.replace("24:00", "23:00") + ON_CALL + 'hours = "outside"\n' + ADA) == []


def test_a_rota_that_ends_within_the_weeks() -> None:
    ((_, code, message),) = faults(HOURS + ON_CALL + 'hours = "outside"\n' + ADA + "last = 2026-04-20\n")
    assert code == "rota-gap"
    assert "from 2026-04-21 00:00 to 2026-04-21 09:00" in message
    assert faults(HOURS + ON_CALL + 'hours = "outside"\n' + ADA + "last = 2026-04-28\n") == []


def test_an_override_closes_a_gap() -> None:
    gap = ON_CALL + "always = true\n" + ADA + "last = 2026-03-31\n" + ADA.replace("Ada", "Bob") + "since = 2026-04-02\n"
    assert [code for _, code, _ in faults(gap)] == ["rota-gap"]
    cleo = 'who = "Cleo"\ncontact = "poste 7"\nfrom = "2026-04-01T00:00"\nuntil = "2026-04-02T00:00"\n'
    filled = f"{gap}[[levels.overrides]]\n{cleo}"
    assert faults(filled) == []


@pytest.mark.parametrize(
    ("today", "gap"),
    [
        (date(2026, 3, 2), None),
        (date(2026, 9, 21), "from 2026-10-25 02:00 to 2026-10-25 03:00, in the 8 weeks from 2026-09-21"),
    ],
)
def test_a_gap_that_only_a_night_of_changing_clocks_has(today: date, gap: str | None) -> None:
    # Ada's last turn ends on 25 October at 02:00, before the clocks go back; Bob's first begins at 03:00.
    toml = ON_CALL + "always = true\n" + ADA + f"last = {date(2026, 10, 24)}\n" + 'until = "02:00"\nfrom = "02:00"\n'
    toml += ADA.replace("Ada", "Bob") + 'since = 2026-10-25\nfrom = "03:00"\nuntil = "03:00"\n'
    told = [message for _, code, message in faults(toml, today=today) if code == "rota-gap"]
    assert [gap in message for message in told] == [True] * (gap is not None)


def test_a_calendar_that_is_empty_or_called_off() -> None:
    """What a broken one leaves open is not told as well."""
    toml = ON_CALL + 'always = true\nical = "a.ics"\n'
    empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    event = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Ada\r\nCONTACT:1\r\nDTSTART:20260101T080000\r\nDTEND:20270101T080000\r\n"
    for calendar, codes in (
        (empty, ["client-levels"]),
        ("", ["client-levels"]),
        (empty.replace("END:VCAL", f"{event}STATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCAL"), ["rota-gap"]),
        (empty.replace("END:VCAL", f"{event}END:VEVENT\r\nEND:VCAL"), []),
    ):
        assert sorted(code for _, code, _ in faults(toml, ics=calendar)) == codes, calendar


@pytest.mark.parametrize(
    ("override", "hint"),
    [
        ('who = "Ada Lovelac"', "Did you mean Ada Lovelace?"),
        ('who = "Zed"', "Add to the override the contact to reach this person."),
        ('who = "Zed"\ncontact = "poste 9"', None),
        ('who = "Ada Lovelace"', None),
    ],
)
def test_a_stand_in_who_has_no_turn(override: str, hint: str | None) -> None:
    rota = ON_CALL + "always = true\n" + ADA.replace("Ada", "Ada Lovelace")
    days = "from = 2026-04-01T08:00:00\nuntil = 2026-04-02T08:00:00\n"
    toml = f"{rota}[[levels.overrides]]\n{override}\n{days}"
    for today, is_told in ((TODAY, hint is not None), (date(2026, 4, 3), False)):
        told = [(fault.code, fault.hint) for fault in found(toml, today=today)]
        assert told == [("override-outsider", hint)] * is_told


def test_two_on_duty_at_once() -> None:
    both = ADA + 'from = "08:00"\nuntil = "20:00"\n' + ADA.replace("Ada", "Bob") + 'from = "18:00"\nuntil = "08:00"\n'
    ((line, code, message),) = faults(ON_CALL + "always = true\n" + both)
    assert (line, code) == (1, "rota-overlap")
    assert "Ada and Bob are both on duty from" in message
    assert "18:00" in message


@pytest.mark.parametrize("names", [("Ada", "Bob"), ("Bob", "Ada")])
def test_of_two_who_come_on_together_the_one_of_the_shorter_turn_counts(names: tuple[str, str]) -> None:
    day, morning = (
        ADA.replace("Ada", who) + f'from = "08:00"\nuntil = "{until}"\n'
        for who, until in zip(names, ("08:00", "12:00"), strict=True)
    )
    for both in (day + morning, morning + day):
        ((_, code, message),) = faults(ON_CALL + "always = true\n" + both)
        assert code == "rota-overlap"
        assert message.endswith(f"08:00 to 2026-03-02 12:00; {names[1]} counts.")


def test_a_trigger_of_a_category_that_no_article_has() -> None:
    toml = ON_CALL + 'always = true\n[[triggers]]\ncategories = ["resaux"]\ngroup = "night"\n'
    library = FolderOfTexts({"acme/client.toml": toml, "acme/reseaux/a.md": "---\nid: a\n---\n# A"})
    (fault,) = (fault for fault in check(library).faults if fault.path == "acme/client.toml")
    assert (fault.line, fault.code, fault.hint) == (6, "trigger-category", "Did you mean reseaux?")


@pytest.mark.parametrize(
    ("rota", "names"),
    [
        (UNCALLED, "“Ada”"),
        (ADA, None),
        (UNCALLED + ADA.replace("Ada", "Bob") + "since = 2026-03-09\n", "“Ada”"),
        (UNCALLED + "last = 2026-03-01\n" + ADA.replace("Ada", "Bob"), None),
        (UNCALLED + UNCALLED.replace("Ada", "Bob") + "since = 2026-03-09\n", "“Ada”, “Bob”"),
        ('contact = "poste 1"\n' + UNCALLED, None),
    ],
)
def test_a_person_on_duty_whom_nothing_says_how_to_reach(rota: str, names: str | None) -> None:
    told = [(line, message) for line, code, message in faults(ON_CALL + "always = true\n" + rota) if "level-co" in code]
    said = f"Nothing says how to reach {names} of “night”: a path names them, and no number."
    assert told == ([(1, said)] if names else [])


def test_a_client_whose_paths_end_at_nobody() -> None:
    """Whoever writes anything of a client is told; an empty file only says that a folder is one client's."""
    for toml, told in ((BOSS, []), ('name = "Acme"\n', ["no-supervisor"]), ("", []), ("# ours\n", []), (None, [])):
        file = {"acme/client.toml": toml} if toml is not None else {}
        library = FolderOfTexts({"acme/a.md": "---\nid: a\n---\n# A", **file})
        codes = [fault.code for fault in check(library, today=TODAY).faults if fault.code == "no-supervisor"]
        assert codes == told, toml


@pytest.mark.parametrize("toml", [HOURS, ""])
def test_a_client_with_hours_and_no_level(toml: str) -> None:
    assert [code for _, code, _ in faults(toml)] == ["escalation-empty"] * bool(toml)
