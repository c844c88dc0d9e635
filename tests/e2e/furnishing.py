"""A server with something on every page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kbsearch.api.access.people_pages import MARK_CHARS
from kbsearch.app.access import NewKey
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.core.access.principals import Role, Scope
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.model import Fault, Severity
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.clients import ACME
from tests.e2e.pages_seen import PAGES
from tests.pages.visitor import found_wrong
from tests.served import Served

FAULTS = (
    Fault("acme/reseau/wifi.md", 4, "front-matter-duplicate-key", "The key “title” is given twice.", "Keep one."),
    Fault("acme/reseau/vpn.md", 9, "review-overdue", "“reviewed” is long ago.", "", Severity.WARNING),
)


def furnished(server: Served) -> tuple[str, ...]:
    """The addresses of `PAGES` on this server, with an incident, calls, an alert, faults, a key and an account to be
    seen."""
    now, kb = datetime.now(UTC), server.kb
    body = {"id": "INC-1", "title": "Panne du VPN de Lyon", "opened_at": "2026-11-02T08:00:00Z"}
    body |= {"symptoms": ["vpn coupé"], "message": "Nos équipes y travaillent."}
    assert server.http.post("/api/v1/clients/acme/incidents", json=body).status_code == 200
    close = {"id": "seen-1", "at": "2026-11-02T09:14:00Z", "outcome": "known_incident", "incident": "INC-1"}
    closed = server.http.post(f"{Caller(server, 'seen-1').path}/close", json=close | {"used": ["reseau/vpn"]})
    assert closed.status_code == 200, closed.text
    told = {
        "offered_at": "2026-11-02T10:00:00Z",
        "answered_at": "2026-11-02T10:00:40Z",
        "ended_at": "2026-11-02T10:09:00Z",
    }
    for call, said in (("taken", told | {"disposition": "answered"}), ("lost", {"disposition": "abandoned_in_queue"})):
        kept = server.http.put(f"/api/v1/clients/acme/calls/{call}", json={"offered_at": told["offered_at"]} | said)
        assert kept.status_code == 200, kept.text
    handed = {"call_id": "lacks-1", "started_at": "2026-11-02T11:00:00Z", "closed_at": "2026-11-02T11:09:00Z"}
    handed |= {"outcome": "escalated_n2", "symptom": "badge refusé au portail"}
    kind = {"content-type": "application/x-ndjson"}
    lacking = server.http.post("/api/v1/clients/acme/imports/calls", content=json.dumps(handed), headers=kind)
    assert (lacking.status_code, lacking.json()["faulty"]) == (200, 0), lacking.text
    counted = Count(31, 40, now - timedelta(hours=9), now)
    looked = Looked("acme", now, tuple(Kind), (Alert(Kind.ANSWER_RATE, counted, 0.88, 30),))
    kb.calls.alerts.settle(ACME, looked, None)
    entry = server.live.entries["acme"]
    assert isinstance(entry, Snapshot)
    server.live.entries["acme"] = replace(entry, client=replace(entry.client, alerts=AlertRules(is_on=True)))
    found_wrong(server, *FAULTS)
    asked = NewKey("GLPI de vide", ("vide",), frozenset({Scope.SEARCH}))
    key, _ = kb.access.create_key("terminal:tests", now, asked)
    if kb.access.accounts.find("lea.morin") is None:
        roles = {"acme": (Role.AGENT,), "*": (Role.EDITOR,)}
        Accounts(kb.access).add("terminal:tests", now, NewAccount("lea.morin", "Léa Morin", roles, "sept phares bleus"))
    person = kb.access.keyed("page of a person", "lea.morin")[:MARK_CHARS]
    return tuple(page.format(client="acme", call="seen-1", key=key.id, person=person) for page in PAGES)
