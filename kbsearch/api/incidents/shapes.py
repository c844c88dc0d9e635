"""Known incidents, as the API takes and gives them. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant, NextCursor
from kbsearch.core.calls.happenings import ADDRESS_ID
from kbsearch.core.calls.incidents import (
    LEAST_SYMPTOM_CHARS,
    MOST_MESSAGE_CHARS,
    MOST_SYMPTOMS,
    MOST_TITLE_CHARS,
    NOT_BLANK,
    Incident,
)
from kbsearch.core.one_client import OneClient

IncidentAt: TypeAlias = Annotated[
    datetime, Meta(tz=True, description="With an offset, from 2000 to 2098.", examples=["2026-11-02T08:50:00+01:00"])
]


class IncidentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is broken for many at once. Title, symptoms and message are kept and shown redacted."""

    id: Annotated[
        str,
        Meta(
            pattern=ADDRESS_ID,
            description="Your own id, without personal data: the same again changes nothing.",
            examples=["INC-2026-118"],
        ),
    ]
    title: Annotated[str, Meta(pattern=NOT_BLANK, max_length=MOST_TITLE_CHARS, examples=["Panne du VPN de Lyon"])]
    opened_at: IncidentAt
    symptoms: Annotated[
        tuple[
            Annotated[str, Meta(pattern=NOT_BLANK, min_length=LEAST_SYMPTOM_CHARS, max_length=MOST_TITLE_CHARS)], ...
        ],
        Meta(
            max_length=MOST_SYMPTOMS, description="In callers' words; searches that hold or mean one show the incident."
        ),
    ] = ()
    message: Annotated[str, Meta(max_length=MOST_MESSAGE_CHARS, description="What to tell callers.")] = ""


class IncidentClose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """It is over."""

    at: IncidentAt


class IncidentShown(msgspec.Struct, frozen=True):
    """The banner above a search's results."""

    id: str
    title: str
    message: str
    opened: Instant


class IncidentOut(msgspec.Struct, frozen=True):
    """One incident; `closed` is null while no end is known."""

    client: str
    id: str
    title: str
    symptoms: tuple[str, ...]
    message: str
    opened: Instant
    closed: Instant | None


class IncidentCallsOut(msgspec.Struct, frozen=True):
    """One incident and the calls that were closed with it, by their start."""

    incident: IncidentOut
    calls: Annotated[tuple[str, ...], Meta(description="Empty without the scope `record`: calls are read with it.")]


class IncidentsOut(msgspec.Struct, frozen=True):
    """A page of incidents, newest first."""

    client: str
    items: tuple[IncidentOut, ...]
    next_cursor: NextCursor


def incident_shown(client: OneClient, incident: Incident) -> IncidentShown:
    still_own(client, incident)
    return IncidentShown(incident.id, incident.title, incident.message, incident.opened)


def incident_out(client: OneClient, one: Incident) -> IncidentOut:
    still_own(client, one)
    return IncidentOut(client.id, one.id, one.title, one.symptoms, one.message, one.opened, one.closed)
