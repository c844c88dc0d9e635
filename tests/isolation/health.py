"""How articles fare: each client's are counted of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.app import health
from tests.isolation.articles import own_article
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY = "2024-06-20"
"""On which nothing else happens."""


def counts_for_its_articles(world: World, client: str, other: str) -> None:
    """As many calls as it has a number, solved with an article of the same name as the neighbour's: its own count, and
    no article of the neighbour's."""
    world.rule = "health"
    count = 1 + world.number(client)
    rows = [
        {
            "call_id": f"health-{client}-{n}",
            "started_at": f"{DAY}T08:{n % 60:02}:00Z",
            "closed_at": f"{DAY}T08:{n % 60:02}:30Z",
            "outcome": "resolved",
            "used": ["vpn"],
        }
        for n in range(count)
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
    found = health.health(world.kb, world.one(client), DAY, DAY, datetime.now(UTC))
    expect((found.client, found.calls) == (client, count), f"{client}'s own calls are counted: {found.calls}")
    used = {one.article: one.used for one in found.articles}
    expect(used.get("vpn") == count, f"{client}'s own article is counted: {used}")
    expect(own_article(client) in used, f"{client}'s own articles are named")
    expect(own_article(other) not in used, f"{other}'s are not")
