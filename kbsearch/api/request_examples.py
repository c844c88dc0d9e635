"""The examples of what the API takes, by the type of the body."""

from __future__ import annotations

from typing import Any

import msgspec

from kbsearch.api.alerts.shapes import EnableIn
from kbsearch.api.calls.bodies import CallIn, CloseIn, ConfirmIn, EventsIn, ReopenIn
from kbsearch.api.calls.handovers import HandoverIn
from kbsearch.api.health.shapes import ApartIn
from kbsearch.api.incidents.shapes import IncidentClose, IncidentIn
from kbsearch.api.search.path_shapes import EscalationIn
from kbsearch.api.search.shapes import SearchIn
from kbsearch.api.telephone.events import TelephoneEventIn

BODIES: dict[type[msgspec.Struct], dict[str, Any]] = {
    EnableIn: {},
    SearchIn: {"query": "terminal connexion impossible", "limit": 3, "call": "c-118"},
    EscalationIn: {"symptom": "odeur de brûlé dans le coffret", "at": "2026-12-25T03:00", "priority": "P1"},
    CallIn: {"channel": "phone", "queue": "support-caissio", "ivr": ["1", "3"], "caller": "+33 6 12 34 56 78"},
    TelephoneEventIn: {
        "event": "newCall",
        "callId": "1763805600.10",
        "direction": "in",
        "from": "+33 6 12 34 56 78",
        "to": "+33 1 84 80 00 10",
        "queue": "support-caissio",
    },
    EventsIn: {
        "events": [
            {
                "id": "c-118:opened:1",
                "at": "2026-11-02T09:15:10+01:00",
                "what": {"kind": "opened", "article": "tpe-hors-ligne"},
            },
            {
                "id": "c-118:tried:1",
                "at": "2026-11-02T09:17:40+01:00",
                "what": {"kind": "tried", "article": "tpe-hors-ligne"},
            },
        ]
    },
    CloseIn: {
        "id": "c-118:closed",
        "at": "2026-11-02T09:21:30+01:00",
        "outcome": "resolved",
        "used": ["tpe-hors-ligne"],
        "comment": "câble réseau changé, à surveiller",
    },
    ReopenIn: {"id": "c-118:reopened", "at": "2026-11-02T14:02:00+01:00"},
    ConfirmIn: {"id": "c-118:confirmed", "at": "2026-11-03T10:00:00+01:00", "solved": True},
    HandoverIn: {
        "impact": "une caisse sur trois",
        "priority": "P2",
        "facts": [{"name": "code affiché", "value": "E-204"}],
    },
    IncidentIn: {
        "id": "INC-2026-118",
        "title": "Autorisations bancaires en panne",
        "opened_at": "2026-11-02T08:50:00+01:00",
        "symptoms": ["paiement refusé partout"],
        "message": "La banque rétablit le service, prochain point à 11 h.",
    },
    ApartIn: {"first": "reseau/vpn", "second": "impression/imprimante"},
    IncidentClose: {"at": "2026-11-02T12:30:00+01:00"},
}
