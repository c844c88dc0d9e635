"""What no article solves: each client's gaps are of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.app import gaps
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY, OTHER_DAY = "2024-06-13", "2024-08-13"
"""On which nothing else happens, nor the days before."""


def finds_its_gaps(world: World, client: str, other: str) -> None:
    """As many calls as it has a number, handed over with its own word: its gap, and nothing of the neighbour's."""
    world.rule = "gaps"
    count = 1 + world.number(client)
    _handed_over(world, client, DAY, range(count))
    found = gaps.gaps(world.kb, world.one(client), DAY, DAY, datetime.now(UTC))
    expect((found.client, found.unsolved) == (client, count), f"{client}'s own calls are counted: {found.unsolved}")
    compared = gaps.gaps_compared(world.kb, world.one(client), DAY, DAY, datetime.now(UTC), progress=lambda *_: None)
    expect((compared.found.client, compared.found.unsolved) == (client, count), f"{client}'s own calls are compared")
    said = " ".join(words for gap in found.gaps for words in (gap.label, *gap.wordings))
    expect(word(world.number(client)) in said, f"{client}'s own words are said")
    expect(word(world.number(other)) not in said, f"{other}'s are not")
    largest = max(found.gaps, key=lambda gap: len(gap.calls))
    draft = gaps.draft(world.kb, world.one(client), largest.id, found, is_committed=False)
    expect(draft.path.startswith(f"{client}/"), f"{client}'s draft is in its own folder: {draft.path}")
    expect(word(world.number(client)) in draft.text, f"{client}'s own words are in its draft")
    expect(f"N2 : {count} appels sur {count}" in draft.text, f"{client}'s own calls are in its draft")


def reads_its_gaps(world: World, client: str, other: str) -> None:
    """Over the API and on its page, both after the neighbour read its own, and again when one call more came: what is
    kept in memory is of its own calls as they are now."""
    world.rule = "gaps read"
    days = f"since={OTHER_DAY}&until={OTHER_DAY}"
    for one in (other, client):
        _handed_over(world, one, OTHER_DAY, range(1 + world.number(one)))
        count = _reads(world, one, days)
    _handed_over(world, client, OTHER_DAY, range(count, count + 1))
    expect(_reads(world, client, days) == count + 1, f"{client}'s call that came since is counted")
    for path in (f"/api/v1/clients/{other}/gaps", f"/c/{other}/gaps"):
        expect(world.ask(client, "GET", f"{path}?{days}").status == 404, f"{other} is not there for {client}")


def _reads(world: World, client: str, days: str) -> int:
    """How many calls no article solved."""
    got = world.ask(client, "GET", f"/api/v1/clients/{client}/gaps?{days}")
    found, own = got.json, word(world.number(client))
    expect(got.status == 200 and found["client"] == client, f"{client} reads its gaps: {got.status}")
    said = [one["label"] for one in found["gaps"]]
    expect(len(said) == 1 and own in said[0], f"{client}'s own words are said: {said}")
    listed = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/gaps_unsolved/calls?{days}").body.decode()
    ids = [line.split(",")[1] for line in listed.splitlines()[1:]]
    expect(len(ids) == found["unsolved"], f"{client}'s unsolved calls are listed: {len(ids)}")
    expect(all(id.startswith(f"gap-{client}-") for id in ids), f"{client}'s own calls are listed: {ids}")
    page = world.ask(client, "GET", f"/c/{client}/gaps?{days}", accept="text/html")
    expect(own in page.body.decode(), f"{client}'s page says its own words")
    return int(found["unsolved"])


def _handed_over(world: World, client: str, day: str, numbers: range) -> None:
    rows = [
        {
            "call_id": f"gap-{client}-{day}-{n}",
            "started_at": f"{day}T08:{n % 60:02}:00Z",
            "closed_at": f"{day}T08:{n % 60:02}:30Z",
            "outcome": "escalated_n2",
            "symptom": f"portail {word(world.number(client))}",
        }
        for n in numbers
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
