"""The examples of calls in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from kbsearch.api.contract.examples import COMMIT, PATH

RECORDED: dict[str, Any] = {"client": "caissio", "call": "1763805600.10", "new": 2, "repeated": 0, "warnings": []}

CALL: dict[str, Any] = {
    "client": "caissio",
    "call": "1763805600.10",
    "started": "2026-11-02T08:14:00Z",
    "closed": "2026-11-02T08:21:30Z",
    "outcome": "resolved",
    "incident": "",
    "knowledge": "known",
    "confirmed": None,
    "reopened": 0,
    "channel": "phone",
    "queue": "support-caissio",
    "ivr": ["1", "3"],
    "caller_key": "5b3e0c6f1d2a4987be60c1f27a94d853",
    "searches": 1,
    "displayed": 4,
    "opened": ["tpe-hors-ligne"],
    "copied": [],
    "tried": ["tpe-hors-ligne"],
    "refused": [],
    "used": ["tpe-hors-ligne"],
    "created": [],
    "n1_could": None,
    "n1_article": None,
    "faults": [],
    "symptom": "terminal connexion impossible",
    "query": "terminal connexion impossible",
    "answers": [{"question": "Le voyant réseau est-il allumé ?", "answer": "non"}],
    "ticked": [{"article": "tpe-hors-ligne", "steps": [1, 2]}],
    "comment": "câble réseau changé, à surveiller",
}

CALLS: dict[str, Any] = {
    "client": "caissio",
    "items": [
        {key: CALL[key] for key in ("call", "started", "closed", "outcome", "incident", "used")}
        | {"state": "closed", "symptom": "terminal connexion impossible"}
    ],
    "next_cursor": None,
}

REPLAY: dict[str, Any] = {
    "call": CALL,
    "timeline": [
        {
            "id": "s1:01",
            "at": "2026-11-02T08:15:02Z",
            "what": {
                "kind": "displayed",
                "article": "tpe-hors-ligne",
                "rank": 1,
                "version": COMMIT,
                "chunk": "tpe-hors-ligne#2",
                "search": "s1",
            },
            "shown": {
                "title": "Move C3 hors ligne : E-204 « Appel en échec » ou « Connexion impossible »",
                "path": "terminaux/tpe-hors-ligne.md",
                "state": "validated",
                "product": "TPE Move C3",
                "heading": ["Résolution"],
                "excerpt": [["Faire sortir le ", False], ["terminal", True], [" de son socle.", False]],
                "lines": [38, 40],
                "commit": COMMIT,
            },
        }
    ],
}

HANDOVER: dict[str, Any] = {
    "client": "caissio",
    "call": "1763805600.10",
    "begun": "2026-11-02T09:14:00+01:00",
    "came": "phone › support-caissio",
    "caller_key": "5b3e0c6f1d2a4987be60c1f27a94d853",
    "priority": "P2",
    "impact": "une caisse sur trois",
    "symptoms": ["terminal connexion impossible"],
    "answers": [{"question": "Le voyant réseau est-il allumé ?", "answer": "non"}],
    "facts": [
        {"name": "numéro de série du terminal", "value": "C3-20418", "asked": True},
        {"name": "code affiché", "value": "", "asked": False},
    ],
    "articles": [
        {
            "article": "tpe-hors-ligne",
            "title": "Move C3 hors ligne : E-204 « Appel en échec » ou « Connexion impossible »",
            "version": COMMIT,
            "did": "tried",
            "steps": [1, 2],
            "version_by": "event",
        }
    ],
    "displayed": [
        {
            "article": "tpe-ticket-illisible",
            "title": "Move C3 : ticket illisible ou blanc",
            "version": COMMIT,
            "did": "displayed",
            "steps": [],
            "version_by": "event",
        }
    ],
    "path": PATH,
    "markdown": "## Hand-over to N2 Support terminaux\n- **Client**: Caissio\n",
    "text": "Hand-over to N2 Support terminaux\n  Client: Caissio\n",
}

INCIDENT: dict[str, Any] = {
    "client": "caissio",
    "id": "INC-2026-118",
    "title": "Autorisations bancaires en panne",
    "symptoms": ["paiement refusé partout", "demande d'autorisation impossible"],
    "message": "La banque rétablit le service, prochain point à 11 h. Encaisser en espèces en attendant.",
    "opened": "2026-11-02T07:50:00Z",
    "closed": None,
}
INCIDENTS: dict[str, Any] = {"client": "caissio", "items": [INCIDENT], "next_cursor": None}
INCIDENT_CALLS: dict[str, Any] = {"incident": INCIDENT, "calls": ["1763805600.10", "1763805712.12"]}
