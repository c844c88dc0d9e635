"""What no article solves: each client's gaps are of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.app import gaps
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY = "2024-06-13"
"""On which nothing else happens."""


def finds_its_gaps(world: World, client: str, other: str) -> None:
    """As many calls as it has a number, handed over with its own word: its gap, and nothing of the neighbour's."""
    world.rule = "gaps"
    count = 1 + world.number(client)
    rows = [
        {
            "call_id": f"gap-{client}-{n}",
            "started_at": f"{DAY}T08:{n % 60:02}:00Z",
            "closed_at": f"{DAY}T08:{n % 60:02}:30Z",
            "outcome": "escalated_n2",
            "symptom": f"portail {word(world.number(client))}",
        }
        for n in range(count)
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
    found = gaps.gaps(world.kb, world.one(client), DAY, DAY, datetime.now(UTC))
    expect((found.client, found.unsolved) == (client, count), f"{client}'s own calls are counted: {found.unsolved}")
    said = " ".join(words for gap in found.gaps for words in (gap.label, *gap.wordings))
    expect(word(world.number(client)) in said, f"{client}'s own words are said")
    expect(word(world.number(other)) not in said, f"{other}'s are not")
    largest = max(found.gaps, key=lambda gap: len(gap.calls))
    draft = gaps.draft(world.kb, world.one(client), largest.id, found, is_committed=False)
    expect(draft.path.startswith(f"{client}/"), f"{client}'s draft is in its own folder: {draft.path}")
    expect(word(world.number(client)) in draft.text, f"{client}'s own words are in its draft")
    expect(f"N2 : {count} appels sur {count}" in draft.text, f"{client}'s own calls are in its draft")
