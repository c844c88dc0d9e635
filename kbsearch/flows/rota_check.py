"""What a calendar of the coming weeks says of a client's rotas."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from kbsearch.core import clients
from kbsearch.core.client import Client
from kbsearch.core.duty import ical
from kbsearch.core.duty.agenda import Agenda
from kbsearch.core.duty.patterns import alike
from kbsearch.core.duty.pieces import Piece, clipped
from kbsearch.core.duty.rotas import doubled, people, turns
from kbsearch.core.escalation import plan_of
from kbsearch.core.faults import shown
from kbsearch.core.model import Fault, Severity
from kbsearch.core.ports import SourceFile

WEEKS_AHEAD = 8
MOST_PATTERNS = 4
"""Of a rota's gaps that are told apart beside those like the first."""


def rota_faults(client: Client, source: SourceFile, today: date) -> Iterator[Fault]:
    """Warnings for the `WEEKS_AHEAD` from `today` on: nobody on duty, two at once, turns or hours that never come, no
    path at all, or whom nothing says how or when to reach.
    """
    path = f"{client.id}/{clients.FILE}"
    if not client.supervisor and client != Client(client.id):  # an empty file only makes one client
        message = "Nothing says whom to tell when nobody can be reached: the last step of every path has no contact."
        hint = 'Write supervisor = "Team lead, poste 4000" above the first [table].'
        yield Fault(path, 1, "no-supervisor", message, hint, Severity.WARNING)
    if not client.levels:
        if client.hours or client.triggers:
            message = "No [[levels]] is declared: every path of this client ends at the supervisor."
            hint = "Add a [[levels]] entry for each group that takes calls over."
            yield Fault(path, 1, "escalation-empty", message, hint, Severity.WARNING)
        return
    until = today + timedelta(weeks=WEEKS_AHEAD)
    for agenda in plan_of(client).agendas:
        line = clients.group_line(source, agenda.level.group)
        yield from _never(agenda, path, line, (today, until))
        if (agenda.level.rota and agenda.level.rota.calendar) or not clients.calendar_of(source, agenda.level.group):
            yield from _gaps(agenda, path, line, (today, until))  # where a calendar is refused, that is told instead
        yield from _doubled(agenda, path, line, (today, until))
        yield from _left_out_in_vain(agenda, path, line, (today, until))
        yield from _outsiders(agenda, path, line, today)
        yield from _unsaid(agenda, path, line)
        yield from _uncalled(agenda, path, line, (today, until))


def category_faults(client: Client, source: SourceFile, known: Collection[str]) -> Iterator[Fault]:
    """Triggers that name a category which none of the client's articles has: they never fire by it."""
    folded = {category.casefold() for category in known}
    for place, trigger in enumerate(client.triggers):
        for name in trigger.categories:
            if name.casefold() not in folded:
                path, line = f"{client.id}/{clients.FILE}", clients.key_line(source, f"triggers.{place}.categories")
                message = f"No article of {client.id} has the category {shown(name)}; this trigger never fires by it."
                near = get_close_matches(name, sorted(known), n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Use some of {', '.join(sorted(known))[:200]}."
                yield Fault(path, line, "trigger-category", message, hint, Severity.WARNING)


def calendar_faults(client: Client, source: SourceFile, beside: Collection[str]) -> Iterator[Fault]:
    """Calendars beside `client.toml` that no level names: nobody in them is ever on duty."""
    named = clients.calendars_named(source)
    for name in sorted(beside):
        if named is not None and name.endswith(clients.CALENDAR) and name not in named:
            message = f"No level of {client.id}/{clients.FILE} names this calendar: nobody in it is on duty."
            hint = f'Write ical = "{name}" below the [[levels]] entry whose rota it is, or delete the file.'
            yield Fault(f"{client.id}/{name}", 1, "calendar-unused", message, hint, Severity.WARNING)


def _never(agenda: Agenda, path: str, line: int, between: tuple[date, date]) -> Iterator[Fault]:
    """Hours that never come, or who has turns at other hours alone: nobody is on duty by either."""
    rota, group = agenda.level.rota, shown(agenda.level.group)
    month, weeks = agenda.between(*between), f"in the {WEEKS_AHEAD} weeks from {between[0]}"
    if not month.open:
        message = f"{group} is never open by its hours, {weeks}."
        hint = "Write other hours for it, or always = true."
        yield Fault(path, line, "level-never-open", message, hint, Severity.WARNING)
    elif rota is not None:
        first, end = month.window.start, month.window.end  # a turn that reaches over them may meet hours out there
        given = [piece for piece in turns(rota, agenda.zone, between) if first <= piece.start and piece.end <= end]
        idle = {piece.who for piece in given} - {piece.who for piece in clipped(given, month.open)}
        if idle:
            names = ", ".join(map(shown, sorted(idle)))[:200]
            message = f"Every turn of {names} is outside the hours of {group}, {weeks}."
            hint = "Write always = true for the level, or hours that these turns lie in."
            yield Fault(path, line, "rota-outside-hours", message, hint, Severity.WARNING)


def _gaps(agenda: Agenda, path: str, line: int, between: tuple[date, date]) -> Iterator[Fault]:
    """One warning for all gaps of a rota: those at the hours of the first, then those at other hours, longest first."""
    gaps = agenda.gaps(*between)
    if not gaps or agenda.level.rota is None:
        return
    first, *others = alike(gaps, agenda.zone, agenda.between(*between).window)
    others.sort(key=lambda pieces: max(piece.end - piece.start for piece in pieces), reverse=True)
    said = [_times(agenda, pieces) for pieces in (first, *others[:MOST_PATTERNS])]
    if left := sum(map(len, others[MOST_PATTERNS:])):
        said.append(f"{_more(left)} at other hours")
    message = f"Nobody of {shown(agenda.level.group)} is on duty {', nor '.join(said)}"
    hint = "Add a shift or an override, or close the level's own hours at those times."
    weeks = f", in the {WEEKS_AHEAD} weeks from {between[0]}."
    yield Fault(path, line, "rota-gap", message + weeks, hint, Severity.WARNING)


def _times(agenda: Agenda, alike: Sequence[Piece]) -> str:
    longest = max(alike, key=lambda piece: (piece.end - piece.start, -piece.start))  # none that the weeks cut short
    others = f" and {_more(len(alike) - 1)}" if len(alike) > 1 else ""
    return f"{_written(agenda, longest)}{others}"


def _more(count: int) -> str:
    return f"{count} more time{'s' if count > 1 else ''}"


def _doubled(agenda: Agenda, path: str, line: int, between: tuple[date, date]) -> Iterator[Fault]:
    rota = agenda.level.rota
    pairs = doubled(rota, agenda.zone, between) if rota is not None else []
    if pairs:
        one, other = pairs[0]
        both = Piece(other.start, min(one.end, other.end))
        message = f"{one.who} and {other.who} are both on duty {_written(agenda, both)}; {other.who} counts."
        hint = "End one shift where the other begins, or write an override."
        yield Fault(path, line, "rota-overlap", message, hint, Severity.WARNING)


def _left_out_in_vain(agenda: Agenda, path: str, line: int, between: tuple[date, date]) -> Iterator[Fault]:
    rota = agenda.level.rota
    found = ical.left_out_in_vain(rota.calendar, agenda.zone, between) if rota is not None and rota.calendar else []
    if found:
        (who, at), group = found[0], shown(agenda.level.group)
        others = f" and {_more(len(found) - 1)}" if len(found) > 1 else ""
        message = (
            f"The EXDATE {at} of {shown(who)} in {group}{others} names no beginning of a turn: it leaves none out."
        )
        hint = "Write the very day and hour at which the turn that is left out begins, as in its DTSTART."
        yield Fault(path, line, "rota-exdate", message, hint, Severity.WARNING)


def _outsiders(agenda: Agenda, path: str, line: int, today: date) -> Iterator[Fault]:
    """Who stands in from now on, is in none of the rota's turns, and has no contact there: most likely misspelt."""
    rota = agenda.level.rota
    names = people(rota) if rota is not None else {}
    if rota is None or not names:
        return
    for one in rota.overrides:
        if one.who not in names and not one.contact and one.end.date() >= today:
            message = f"{shown(one.who)} stands in from {one.start:%Y-%m-%d %H:%M} and has no turn in this rota."
            near = get_close_matches(one.who, sorted(names), n=1)
            hint = f"Did you mean {near[0]}?" if near else "Add to the override the contact to reach this person."
            yield Fault(path, line, "override-outsider", message, hint, Severity.WARNING)


def _unsaid(agenda: Agenda, path: str, line: int) -> Iterator[Fault]:
    """What a path leaves open where no rota names anybody: how a group can be reached, and when."""
    group = shown(agenda.level.group)
    if agenda.level.rota is not None:
        return
    if not agenda.level.contact:
        message = f"Nothing says how to reach {group}: a path names it, and nobody to call."
        yield Fault(path, line, "level-contact", message, 'Write contact = "Support, poste 4210".', Severity.WARNING)
    if not agenda.is_declared:
        message = f"The hours of {group} are not declared: it counts as open at any time."
        hint = "Write [hours] for the client, [levels.hours] for the group, or always = true."
        yield Fault(path, line, "level-hours", message, hint, Severity.WARNING)


def _uncalled(agenda: Agenda, path: str, line: int, between: tuple[date, date]) -> Iterator[Fault]:
    """Whom the paths of these weeks name, and nothing to dial: neither their turn nor the level has a contact."""
    rota = agenda.level.rota
    if rota is None or agenda.level.contact:
        return
    known = people(rota)
    outsiders = {one.who for one in rota.overrides if one.who not in known} if known else set()  # told by `_outsiders`
    month = agenda.between(*between)
    names = sorted({piece.who for piece in month.duty if not piece.contact} - outsiders)
    if names:
        message = f"Nothing says how to reach {', '.join(map(shown, names))[:200]} of {shown(agenda.level.group)}: "
        hint = 'Write contact = "06 12 34 56 78" in each turn (CONTACT in a calendar), or once for the level.'
        yield Fault(path, line, "level-contact", f"{message}a path names them, and no number.", hint, Severity.WARNING)


def _written(agenda: Agenda, piece: Piece) -> str:
    """`from 2026-11-28 18:00 to 2026-11-29 08:00`, local time."""
    start, end = (datetime.fromtimestamp(at, agenda.zone).strftime("%Y-%m-%d %H:%M") for at in (piece.start, piece.end))
    return f"from {start} to {end}"
