"""A client's levels, made ready: which group stands where, and when each can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kbsearch.core.client import Client
from kbsearch.core.duty.agenda import Agenda
from kbsearch.core.duty.moments import zone_of
from kbsearch.core.escalation.phrases import Phrase, phrases_of
from kbsearch.core.levels import LEVELS, Level


@dataclass(frozen=True)
class Plan:
    """Made once per snapshot; any thread may ask."""

    client: Client
    zone: ZoneInfo
    agendas: tuple[Agenda, ...]
    """One for each of `client.levels`."""
    phrases: tuple[tuple[int, Phrase], ...]
    """(place of the trigger, phrase), in the order of the file."""

    def of_group(self, group: str) -> Agenda | None:
        """The group's level; None for a group that the client does not declare."""
        return next((agenda for agenda in self.agendas if agenda.level.group == group), None)

    def of_level(self, level: str) -> Agenda | None:
        """The first group of a level."""
        return next((agenda for agenda in self.agendas if agenda.level.level == level), None)

    def climb(self, above: str = "N1") -> list[str]:
        """The declared levels above this one, lowest first."""
        declared = {level.level for level in self.client.levels}
        return [name for name in LEVELS[LEVELS.index(above) + 1 :] if name in declared]


def plan_of(client: Client) -> Plan:
    """The plan of one client. Raises `ValueError` for a time zone that this machine does not know."""
    zone = zone_of(client.time_zone)
    if zone is None:
        raise ValueError(f"the time zone {client.time_zone!r} is not known on this machine; install tzdata")
    phrases = (
        (place, phrase)
        for place, trigger in enumerate(client.triggers)
        for phrase in phrases_of(trigger.phrases, client.lang)
    )
    return Plan(client, zone, tuple(_agenda(level, client, zone) for level in client.levels), tuple(phrases))


def _agenda(level: Level, client: Client, zone: ZoneInfo) -> Agenda:
    return Agenda(level, client.hours, client.holidays, zone)
