"""What callers call about: each client's topics are of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.app import topics
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY = "2024-05-02"
"""Around which nothing else happens."""
CALLS = 6


def settles_its_topics(world: World, client: str, other: str) -> None:
    """As many calls more as it has a number, with its own word: its topic, before and after more came; nothing of the
    neighbour's."""
    world.rule = "topics"
    count = CALLS + world.number(client)
    _called(world, client, range(count))
    now = datetime.now(UTC)
    read = topics.freeze(world.kb, world.one(client), DAY, DAY, now)
    expect(read.topics.client == client, f"{client}'s own topics are frozen")
    expect(len(read.topics.members) == count, f"{client}'s own calls are in them: {len(read.topics.members)}")
    _called(world, client, range(count, count + 1))
    found = topics.period_of(world.kb, world.one(client), DAY, DAY, now)
    expect(found.figures.client == client, f"{client}'s own calls are counted")
    expect(sum(one.calls for one in found.figures.topics) == count + 1, f"{client}'s calls are counted once each")
    said = " ".join(one for words in found.read.wordings.values() for one in words)
    expect(word(world.number(client)) in said, f"{client}'s own words are said")
    expect(word(world.number(other)) not in said, f"{other}'s are not")
    store, until = world.kb.calls.topics, found.figures.period.ends
    kept = store.last(world.one(client), until)
    expect(kept is not None and len(kept.members) == count + 1, f"{client}'s own topics are kept")


def _called(world: World, client: str, numbers: range) -> None:
    rows = [
        {
            "call_id": f"topic-{client}-{n}",
            "started_at": f"{DAY}T08:{n % 60:02}:00Z",
            "closed_at": f"{DAY}T08:{n % 60:02}:30Z",
            "outcome": "resolved",
            "symptom": f"portail {word(world.number(client))}",
        }
        for n in numbers
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
