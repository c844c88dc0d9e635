"""Reading `paths.md`: clients in blocks, cases in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kbsearch.core import clients
from kbsearch.core.client import Client
from kbsearch.core.duty.moments import read_moment
from kbsearch.core.escalation import Match, Plan, Situation, Step
from kbsearch.core.levels import PRIORITIES, Trigger
from kbsearch.core.model import Escalation
from kbsearch.core.ports import SourceFile

FILE = Path(__file__).with_name("paths.md")
CALENDAR = "astreinte.ics"


@dataclass(frozen=True)
class Case:
    """One line of a table."""

    name: str
    client: Client
    instant: str
    known: str
    steps: list[str]
    warnings: list[str]


def cases() -> Iterator[Case]:
    """Every line of every table, with its section's client."""
    for section in FILE.read_text("utf-8").split("\n## ")[1:]:
        blocks = dict(re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL))
        client = client_of(blocks["toml"], blocks.get("ical", ""))
        for line in section.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if line.startswith("|") and len(cells) == 5 and cells[0] not in ("case", "---"):
                name, instant, known, steps, warnings = cells
                yield Case(name, client, instant, known, steps.split(" → "), warnings.split())


def client_of(toml: str, ical: str = "") -> Client:
    """The client of a `client.toml` that has no fault."""
    calendars = {CALENDAR: ical.replace("\n", "\r\n").encode()} if ical else {}
    client, faults = clients.parse(SourceFile("client.toml", toml.encode(), "0"), "acme", calendars)
    assert faults == ()
    return client


def situation_of(case: Case, plan: Plan) -> Situation:
    """The instant, and what the *known* column says."""
    moment = read_moment(case.instant, plan.zone)
    known = Situation(moment.at, doubt=moment.doubt)
    for part in filter(None, case.known.split(", ")):
        kind, _, value = part.partition(": ")
        if kind in PRIORITIES:
            known = replace(known, priority=next(one for one in PRIORITIES if one == kind))
        elif kind == "category":
            known = replace(known, category=value)
        elif kind == "article":
            level, group = value.split("/")
            known = replace(known, article="Fiche", escalation=Escalation(level, group))
        else:
            known = replace(known, matches=tuple(matches(case.client.triggers, value, is_said=kind == "words")))
    return known


def matches(triggers: tuple[Trigger, ...], phrase: str, *, is_said: bool) -> Iterator[Match]:
    for place, trigger in enumerate(triggers):
        if phrase in trigger.phrases:
            yield Match(place, phrase, "words" if is_said else "meaning")


def written(step: Step) -> str:
    """A step as the tables write it."""
    who = f" ({step.who})" if step.who else ""
    until = f"{step.until:%Y-%m-%d %H:%M}" if step.until else "–"
    return f"{step.group or step.level}{'*' if step.is_open else ''}{who} {until}"
