"""Declaring and closing known incidents, on the audit trail, for whichever door somebody comes through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kbsearch.core.access.audit import Act, Action
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.local_time import END, FIRST
from kbsearch.core.one_client import OneClient

if TYPE_CHECKING:
    from kbsearch.app.instance import App

GRACE = timedelta(days=30)
"""A call about an incident may begin before it is declared, and after it is over."""


def declare(kb: App, client: OneClient, actor: str, made: Incident) -> Incident:
    """Open it, and what was kept of it, its words redacted. Raises like `Calls.open_incident` and `Access.audited`."""
    act = Act(actor, Action.INCIDENT_OPEN, client.id, kb.calls.name_on_trail(client, made.id), datetime.now(UTC))
    with kb.access.audited(act):
        kb.calls.open_incident(client, made)
    return kb.calls.incident(client, made.id)


def close(kb: App, client: OneClient, actor: str, incident: str, at: datetime) -> Incident:
    """It is over at `at`, as `IncidentStore.close_incident` has it. Raises like that one and `Access.audited`."""
    act = Act(actor, Action.INCIDENT_CLOSE, client.id, kb.calls.name_on_trail(client, incident), datetime.now(UTC))
    with kb.access.audited(act):
        kb.calls.incidents.close_incident(client, incident, at, now=act.now)
    return kb.calls.incident(client, incident)


def calls_about(kb: App, client: OneClient, one: Incident) -> list[Call]:
    """The client's calls that were closed with it, by their start."""
    until = min(one.closed or datetime.now(UTC), END) + GRACE
    calls = kb.calls.between(client, max(one.opened, FIRST) - GRACE, until)
    return [call for call in calls if call.incident == one.id]
