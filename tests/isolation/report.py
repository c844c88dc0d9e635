"""The monthly report: each client's is of its own calls, articles and incidents, and so is every word of its page."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.api.pages import open_web
from kbsearch.api.report_words import page
from kbsearch.app import report
from kbsearch.core.incidents import Incident
from tests.isolation.canaries import seen_in, word
from tests.isolation.desk import expect
from tests.isolation.world import World

MONTH = "2024-03"
"""In which nothing else happens, nor in the five months before."""
BEGUN, MADE = datetime(2024, 3, 11, 8, tzinfo=UTC), datetime(2024, 5, 1, 8, tzinfo=UTC)


def is_told_its_month(world: World, client: str, other: str) -> None:
    """As many calls as it has a number, in a queue, about a thing and during an incident of its own word: its page says
    so, and nothing of the neighbour's, which has its own month too."""
    world.rule = "report"
    for one in (other, client):
        _happens(world, one)
    count = 1 + world.number(client)
    found = report.report(world.kb, world.one(client), MONTH, MADE)
    expect(
        (found.client, found.figures.began) == (client, count), f"{client}'s calls are counted: {found.figures.began}"
    )
    expect([part.began for part in found.months.parts] == [count], f"{client}'s months are its own")
    expect([len(gap.calls) for gap in found.gaps.gaps] == [count], f"{client}'s gap is its own")
    expect([one.incident.client for one in found.incidents] == [client], f"{client}'s incident is its own")
    html = page(open_web(), world.one(client), found, "fr")
    own = word(world.number(client))
    for said in (f"file-{own}", f"portail {own}", f"Panne {own}"):
        expect(said in html, f"{client}'s page says “{said}”")
    mine = seen_in(own.encode())
    expect(seen_in(html.encode()) <= mine, f"{client}'s page has no other's word: {seen_in(html.encode()) - mine}")


def _happens(world: World, client: str) -> None:
    own, one = word(world.number(client)), world.one(client)
    rows = [
        {
            "call_id": f"month-{client}-{n}",
            "started_at": BEGUN.replace(minute=n % 60).isoformat(),
            "closed_at": BEGUN.replace(minute=n % 60, second=30).isoformat(),
            "outcome": "escalated_n2",
            "queue": f"file-{own}",
            "symptom": f"portail {own}",
        }
        for n in range(1 + world.number(client))
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
    calls = world.kb.calls
    if calls.incidents.incident(one, "month") is None:
        calls.open_incident(one, Incident(client, "month", f"Panne {own}", (), "", BEGUN))
        calls.incidents.close_incident(one, "month", BEGUN.replace(hour=12))
