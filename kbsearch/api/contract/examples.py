"""The examples of the OpenAPI document, as a client of the API really gets them."""

from __future__ import annotations

from typing import Any

COMMIT = "6b1f0c2e9d4a7f5830c1de24b97a8e3f51c0d9aa"
GENERATION = "00000007-3f9c2a1b"

PATH: dict[str, Any] = {
    "at": "2026-03-29T10:15:00+02:00",
    "priority": "P2",
    "now": 1,
    "steps": [
        {
            "level": "N2",
            "group": "support-terminaux",
            "title": "N2 Support terminaux",
            "who": "",
            "contact": "Support terminaux, poste 4210",
            "channel": "téléphone",
            "open": False,
            "until": "2026-03-30T07:00:00+02:00",
            "reached": "Closed until Monday 30 March 07:00",
            "delay_minutes": 20,
            "delay": "within 20 min",
            "facts": ["numéro de série du terminal", "code affiché"],
            "kind": "functional",
            "rule": {
                "code": "article",
                "text": "As the article says: Move C3 hors ligne. When: réseau absent après le test SIM.",
            },
            "name": "Support terminaux",
            "whom": "N2 · Support terminaux, poste 4210 · téléphone",
        },
        {
            "level": "on-call",
            "group": "astreinte-commerce",
            "title": "On-call Astreinte commerce",
            "who": "Nadia Belkacem",
            "contact": "Astreinte commerce, poste 4299",
            "channel": "téléphone",
            "open": True,
            "until": "2026-03-30T08:00:00+02:00",
            "reached": "Can be reached until Monday 30 March 08:00",
            "delay_minutes": 60,
            "delay": "within 1 h",
            "facts": ["encaissement totalement arrêté : oui ou non", "numéro de rappel"],
            "kind": "hierarchical",
            "rule": {"code": "next-level", "text": "Next level."},
            "name": "Astreinte commerce",
            "whom": "On-call · Nadia Belkacem · Astreinte commerce, poste 4299 · téléphone",
        },
    ],
    "warnings": [{"code": "closed", "text": "Support terminaux is closed until Monday 30 March 07:00: next step."}],
}

SEARCH: dict[str, Any] = {
    "client": "caissio",
    "query": "terminal conection impossible",
    "mode": "hybrid",
    "results": [
        {
            "article": "tpe-hors-ligne",
            "path": "terminaux/tpe-hors-ligne.md",
            "title": "Move C3 hors ligne : E-204 « Appel en échec » ou « Connexion impossible »",
            "score": 4.21,
            "state": "validated",
            "lang": "fr",
            "product": "TPE Move C3",
            "category": "terminaux",
            "passage": {
                "chunk": "tpe-hors-ligne#2",
                "heading": ["Résolution"],
                "text": "Faire sortir le **terminal** de son socle et l'approcher d'une fenêtre.",
                "highlights": [[18, 26]],
                "lines": [38, 40],
                "commit": COMMIT,
                "excerpt": [
                    ["Faire sortir le ", False],
                    ["terminal", True],
                    [" de son socle et l'approcher d'une fenêtre.", False],
                ],
            },
            "signals": {
                "cosine": 0.87,
                "passages": 0.86,
                "article": 0.83,
                "label": 0.91,
                "bm25": 6.3,
                "coverage": 0.92,
                "exact_code": False,
                "english_passages": None,
                "english_article": None,
            },
            "reviewed": "2026-09-14",
            "level": "N1",
            "next_level": "N2",
            "review_due": "2027-03-13",
            "review_overdue": False,
        }
    ],
    "suggestions": [{"word": "conection", "instead": "connexion", "range": [9, 18]}],
    "notes": [],
    "state": "sure",
    "probability": 0.93,
    "reasons": [
        {"code": "searches-agree", "text": "les mots et le sens désignent le même article"},
        {"code": "words-found", "text": "l’article contient presque tous les mots de la question"},
    ],
    "commit": COMMIT,
    "generation": GENERATION,
    "incidents": [
        {
            "id": "INC-2026-118",
            "title": "Autorisations bancaires en panne",
            "message": "La banque rétablit le service, prochain point à 11 h.",
            "opened": "2026-11-02T07:50:00Z",
        }
    ],
    "event": "search:3f9c2a1b5d0e4c7f8a6b9d1e2f304152",
    "escalation": PATH,
    "question": {
        "facet": "product",
        "text": "Sur quel matériel ou quel logiciel ?",
        "choices": [
            {"value": "TPE Move C3", "label": "TPE Move C3", "articles": ["tpe-hors-ligne"]},
            {"value": "Pilote", "label": "Pilote", "articles": ["connexion-pilote-impossible"]},
        ],
    },
}

PROBLEMS: dict[int, dict[str, Any]] = {
    400: {
        "type": "/problems#bad-request",
        "title": "Bad request",
        "status": 400,
        "detail": "Field to mend: query. At most 1000 characters.",
        "request_id": "5f0c9a7be2d41836",
        "errors": [{"field": "query", "message": "At most 1000 characters."}],
    },
    401: {
        "type": "/problems#unauthenticated",
        "title": "Key or session needed",
        "status": 401,
        "detail": "Send a key that holds: Authorization: Bearer kbs_… (kbsearch keys create makes one).",
        "request_id": "5f0c9a7be2d41836",
    },
    403: {
        "type": "/problems#forbidden",
        "title": "Not allowed",
        "status": 403,
        "detail": "The scope “record” is missing for this client.",
        "request_id": "5f0c9a7be2d41836",
    },
    404: {
        "type": "/problems#not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "request_id": "5f0c9a7be2d41836",
    },
    408: {
        "type": "/problems#too-slow",
        "title": "Request too slow",
        "status": 408,
        "detail": "The request did not arrive whole in time. Send it again.",
        "request_id": "5f0c9a7be2d41836",
    },
    409: {
        "type": "/problems#event-conflict",
        "title": "Id used twice",
        "status": 409,
        "detail": "An event of this client has this id already, with another content. Nothing was kept.",
        "request_id": "5f0c9a7be2d41836",
        "errors": [{"field": "id", "message": "“e1” is another event: give each an id of its own."}],
    },
    413: {
        "type": "/problems#too-large",
        "title": "Request body too large",
        "status": 413,
        "detail": "At most 64000 bytes a post. Send less at once: cut a file between two rows, with its header in each "
        "part.",
        "request_id": "5f0c9a7be2d41836",
    },
    414: {
        "type": "/problems#address-too-long",
        "title": "Address too long",
        "status": 414,
        "detail": "At most 4096 characters before “?”, and as many after it. Texts belong in the body.",
        "request_id": "5f0c9a7be2d41836",
    },
    415: {
        "type": "/problems#unsupported-media-type",
        "title": "Unsupported media type",
        "status": 415,
        "detail": "Send JSON with the header Content-Type: application/json.",
        "request_id": "5f0c9a7be2d41836",
    },
    421: {
        "type": "/problems#misdirected",
        "title": "Host name refused",
        "status": 421,
        "detail": (
            "This server only answers to the names that it is served under and, beyond its own machine, only by HTTPS."
        ),
        "request_id": "5f0c9a7be2d41836",
    },
    422: {
        "type": "/problems#key-reused",
        "title": "Idempotency key used twice",
        "status": 422,
        "detail": "This idempotency key is that of another post. Nothing was kept: give each post a key of its own.",
        "request_id": "5f0c9a7be2d41836",
    },
    429: {
        "type": "/problems#rate-limited",
        "title": "Too many requests",
        "status": 429,
        "detail": "You send more requests than allowed. Try again in 1 s.",
        "request_id": "5f0c9a7be2d41836",
    },
    431: {
        "type": "/problems#headers-too-large",
        "title": "Headers too large",
        "status": 431,
        "detail": "The headers of this request are too many or too long.",
        "request_id": "5f0c9a7be2d41836",
    },
    500: {
        "type": "/problems#internal",
        "title": "Internal error",
        "status": 500,
        "detail": "The fault is in kbsearch, not in the request. Quote this id: 5f0c9a7be2d41836.",
        "request_id": "5f0c9a7be2d41836",
    },
    503: {
        "type": "/problems#index-missing",
        "title": "Client not built yet",
        "status": 503,
        "detail": "No index is built here yet. Run: kbsearch build",
        "request_id": "5f0c9a7be2d41836",
        "remedy": "kbsearch build",
    },
}

LIVE: dict[str, Any] = {"status": "live"}
READY: dict[str, Any] = {
    "status": "ready",
    "model": "ready",
    "mode": "hybrid",
    "why": "",
    "clients": 3,
    "served": 3,
    "fallback": 0,
    "unserved": 0,
    "mismatched": 0,
}

CLIENT: dict[str, Any] = {
    "client": "caissio",
    "name": "Caissio",
    "lang": "fr",
    "time_zone": "Europe/Paris",
    "commit": COMMIT,
    "generation": GENERATION,
}
ENTRIES: dict[str, Any] = {
    "items": [{"client": "caissio", "scopes": ["escalate", "record", "search"]}],
    "next_cursor": None,
}
