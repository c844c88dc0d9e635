"""What each client is served from, and from where: as its own disk and its own file have it, not the neighbour's."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from kbsearch.errors import StateError
from tests.isolation.articles import origin
from tests.isolation.desk import expect
from tests.isolation.world import World

ALLOWED = b"access-control-allow-origin"


def reads_its_state(world: World, client: str, other: str) -> None:
    """When it was published, how many calls it learned from, and that it is an older one only where it is."""
    world.rule = "state"
    path, one = f"/c/{client}/status", world.one(client)
    page = world.ask(client, "GET", path, accept="text/html").body.decode()
    seals = (world.settings.indexes / client).rglob("seal.json")
    sealed = {found["generation"]: found["published"] for found in (json.loads(seal.read_bytes()) for seal in seals)}
    served = world.kb.snapshot(one).generation
    expect(f'datetime="{sealed[served]}"' in page, f"{client} reads when its own generation was published")
    rows = world.kb.memory_store.open(one)
    learned = len({row.call for row in rows.rows}) if rows else 0
    expect(f"<dd>{learned}</dd>" in re.sub(r"\s", "", page), f"{client} reads how many calls it learned from")
    before = world.live._entries[client]
    world.live._entries[client] = replace(before, error=StateError("Damaged."))
    try:
        warned = {of: _warnings(world, of) for of in (client, other)}
    finally:
        world.live._entries[client] = before
    expect(_warnings(world, client) < warned[client], f"{client} is told that it is served an older one")
    expect(_warnings(world, other) == warned[other], f"{other} is told nothing of that")


def is_read_by_its_pages_alone(world: World, client: str, other: str) -> None:
    """By pages elsewhere of the origins that it lists, not by those of the neighbour's."""
    world.rule = "origins"
    path = f"/api/v1/clients/{client}"
    own = dict(world.ask(client, "GET", path, origin=origin(client)).headers)
    expect(own.get(ALLOWED) == origin(client).encode(), f"{client}'s pages may read {client}'s answers")
    theirs = dict(world.ask(client, "GET", path, origin=origin(other)).headers)
    expect(ALLOWED not in theirs, f"{other}'s may not")


def _warnings(world: World, client: str) -> int:
    return world.ask(client, "GET", f"/c/{client}/status", accept="text/html").body.count(b'class="warning"')
