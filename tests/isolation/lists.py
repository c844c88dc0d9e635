"""Lists, page by page: each goes on where its own client left it, and nowhere else."""

from __future__ import annotations

from tests.isolation.desk import expect
from tests.isolation.world import World

LISTS = ("articles", "calls", "incidents")


def reads_lists(world: World, client: str, other: str) -> None:
    """Its own lists to the end; another's place in them is none."""
    world.rule = "lists"
    entries = world.ask(client, "GET", "/api/v1/clients").json["items"]
    expect([one["client"] for one in entries] == [client], f"{client}'s key is for {client} alone")
    for wanted in (
        "state=open",
        "state=closed",
        "outcome=resolved",
        "since=2026-01-01T00:00",
        "until=2090-01-01T00:00",
    ):
        calls = world.ask(client, "GET", f"/api/v1/clients/{client}/calls?{wanted}")
        expect(calls.json["client"] == client, f"{client} reads its calls with {wanted}")
    served = world.ask(client, "GET", f"/api/v1/clients/{client}")
    expect(served.json["client"] == client, f"{client} reads what it is served from")
    for name in LISTS:
        base = f"/api/v1/clients/{client}/{name}?limit=1"
        seen, cursor = 0, ""
        while cursor is not None:
            page = world.ask(client, "GET", f"{base}&cursor={cursor}" if cursor else base).json
            seen, cursor = seen + len(page["items"]), page["next_cursor"]
            expect(seen < 500, f"{client}'s {name} come to an end")
        expect(seen >= 2, f"{client} sees its {name}")
        theirs = world.ask(other, "GET", f"/api/v1/clients/{other}/{name}?limit=1").json["next_cursor"]
        expect(world.ask(client, "GET", f"{base}&cursor={theirs}").status == 400, "another's cursor is none")
