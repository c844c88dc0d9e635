"""What callers call about: each client's topics are of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from kbsearch.app import effects, topics
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY, EARLIER = "2024-05-02", "2024-03-05"
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
    counted = [one.calls for one in found.figures.topics if one.topic]
    expect(counted == [count + 1], f"{client}'s calls are counted once each, the later one with its topic: {counted}")
    said = " ".join(one for words in found.read.wordings.values() for one in words)
    expect(word(world.number(client)) in said, f"{client}'s own words are said")
    expect(word(world.number(other)) not in said, f"{other}'s are not")
    store, until = world.kb.calls.topics, found.figures.period.ends
    kept = store.last(world.one(client), until)
    expect(kept is not None and len(kept.members) == count + 1, f"{client}'s own topics are kept")


def judges_its_articles(world: World, client: str, other: str) -> None:
    """Since when its articles are there is said of its own alone, and what they did is reckoned of its own calls."""
    world.rule = "effects"
    _called(world, client, range(CALLS), EARLIER)
    one, after = world.one(client), date.fromisoformat(EARLIER) + timedelta(days=1)
    topics.freeze(world.kb, one, EARLIER, EARLIER, datetime.now(UTC))
    own = {*world.kb.snapshot(one).by_id}
    said = dict.fromkeys(sorted(own), after)
    found = effects.effect(world.kb, one, (EARLIER, after.isoformat()), said, datetime.now(UTC))
    expect(found.client == client, f"{client}'s own articles are judged")
    expect({article.article for article in found.published} == own, f"{client}'s own articles are judged, no other")
    words = " ".join(text for words in found.read.wordings.values() for text in words)
    expect(word(world.number(client)) in words, f"{client}'s own topics are named")
    expect(word(world.number(other)) not in words, f"{other}'s are not")


def _called(world: World, client: str, numbers: range, day: str = DAY) -> None:
    rows = [
        {
            "call_id": f"topic-{client}-{day}-{n}",
            "started_at": f"{day}T08:{n % 60:02}:00Z",
            "closed_at": f"{day}T08:{n % 60:02}:30Z",
            "outcome": "resolved",
            "symptom": f"portail {word(world.number(client))}",
        }
        for n in numbers
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
