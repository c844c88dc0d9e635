"""Figures: each client's are those of its own calls, counted here a second time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from kbsearch.app import figures
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY = "2024-06-12"
"""Of which each client has another number of calls, and nothing else happens."""
SAME_CALLER = "+33 1 40 00 00 99"
"""Of one solved call of each client that day: at each, nobody has called twice."""


def reads_figures(world: World, client: str, other: str) -> None:
    """Of a day whose calls are known, of the last thirty days as its list of calls has them, and of another: none."""
    world.rule = "figures"
    solved, handed = 1 + world.number(client) % 10, 1 + world.number(client) // 10
    _import(world, client, {"resolved": solved, "escalated_n2": handed, "escalated_n3": 1, "abandoned": 2})
    calls = solved + handed + 1
    by_hand = {
        "n1_absorption": (solved, calls),
        "n2_share": (handed, calls),
        "n2_n1_could": (0, 0),
        "n3_share": (1, calls),
        "n3_n1_could": (0, 0),
        "link_rate": (solved, calls + 2),
        "known_share": (solved, calls + 2),
        "new_share": (0, calls + 2),
        "fcr_no_call_back": (1, 1),
        "fcr_declared": (1, 1),
        "fcr_confirmed": (0, 0),
        "response_rate": (0, calls),
        "answer_rate": (0, 0),
        "abandonment_rate": (0, 0),
        "service_level": (0, 0),
        "waiting_time": (0, 0),
        "handle_time": (0, 0),
        "talk_time": (0, 0),
        "wrap_up_time": (0, 0),
        "search_time": (0, 0),
        "csat": (0, 0),
        "csat_response_rate": (0, calls),
        "nps": (0, 0),
        "nps_response_rate": (0, calls),
        "doubtful_share": (0, calls + 2),
    }
    days = f"since={DAY}&until={DAY}"
    base = f"/api/v1/clients/{client}/figures"
    found = world.ask(client, "GET", f"{base}?{days}").json
    expect(found["client"] == client, "figures say whose they are")
    expect((found["began"], found["abandoned"], found["unfinished"]) == (calls + 2, 2, 0), f"{client}'s calls alone")
    expect(not any(found["queue"].values()), f"no call of {client}'s was presented: {found['queue']}")
    expect(_counts(found) == by_hand, f"{client}'s figures are those of its calls: {_counts(found)}")
    by_queue = world.ask(client, "GET", f"{base}/parts?by=queue&{days}").json["parts"]
    own = f"file-{word(world.number(client))}"
    parts = [(one["key"], one["began"]) for one in by_queue]
    expect(parts == [(own, calls + 2)], f"{client}'s queue alone: {by_queue}")
    listed = world.ask(client, "GET", f"{base}/n1_absorption/calls?{days}", accept="text/csv").body.decode()
    marks = [line.rsplit(",", 2)[1] for line in listed.splitlines()[1:]]
    expect((marks.count("1"), len(marks)) == (solved, calls), f"{client}'s figure is made of {client}'s calls")
    _opens_its_counts(world, client, days, (calls, handed))
    _opens_its_part(world, (client, other), days, calls)
    page = world.ask(client, "GET", f"/c/{client}/figures?{days}", accept="text/html").body.decode()
    expect(f"{solved} sur {calls}" in page, f"{client}'s page has {client}'s figures")
    _reads_dashboard(world, client, days, (solved, calls))

    _reads_list(world, client, base)
    theirs = f"/api/v1/clients/{other}/figures"
    told = ("", f"?{days}", f"/link_rate/calls?{days}", f"/handled/calls?{days}", "/parts?by=day")
    others = (f"{theirs}{more}" for more in told)
    dashboards = (f"/c/{other}/dashboard{more}" for more in ("", "/today", ".csv", ".json"))
    for path in (*others, f"/c/{other}/figures", *dashboards):
        expect(world.ask(client, "GET", path).status == 404, f"{other} is not there for {client}")


def _reads_list(world: World, client: str, base: str) -> None:
    """The figures of the last thirty days, beside the list of those calls."""
    found = world.ask(client, "GET", base).json
    rows = _listed(world, client, found["begins"], found["ends"])
    closed = [one for one in rows if one["state"] == "closed"]
    linked = sum(bool(one["used"]) for one in closed)
    expect((found["began"], found["unfinished"]) == (len(rows), len(rows) - len(closed)), f"{client}'s list has them")
    above, below = _counts(found)["link_rate"]  # calls of one caller that are one count once
    expect(above <= linked and below <= len(closed), f"{client}'s list has its articles")
    expect(_counts(found)["doubtful_share"][1] == len(rows), f"{client}'s list has each of them")
    listed = world.ask(client, "GET", f"{base}/link_rate/calls", accept="text/csv").body.decode().splitlines()[1:]
    own_calls = {one["call"] for one in closed}
    expect({line.split(",")[1] for line in listed} <= own_calls, f"{client}'s figure is made of those of its list")
    expect(len(listed) == below, f"{client}'s figure is made of as many")


def _opens_its_counts(world: World, client: str, days: str, two: tuple[int, int]) -> None:
    """Those handled, and of these those handed over."""
    calls, handed = two
    for name, n in {"began": calls + 2, "handled": calls, "outcome_escalated_n2": handed, "first_contacts": 1}.items():
        path = f"/api/v1/clients/{client}/figures/{name}/calls?{days}"
        lines = world.ask(client, "GET", path, accept="text/csv").body.decode().splitlines()[1:]
        expect(len(lines) == n, f"{client}'s count opens {client}'s calls alone: {name}, {len(lines)}")


def _opens_its_part(world: World, two: tuple[str, str], days: str, calls: int) -> None:
    """Its own queue's calls, and of its neighbour's queue none."""
    client, base = two[0], f"/api/v1/clients/{two[0]}/figures/n1_absorption/calls"
    for one, lines in zip(two, (calls, 0), strict=True):
        of_queue = f"{base}?by=queue&key=file-{word(world.number(one))}&{days}"
        part = world.ask(client, "GET", of_queue, accept="text/csv").body.decode().splitlines()[1:]
        expect(len(part) == lines, f"{client} opens its own calls alone by the queue of {one}: {part}")


def _reads_dashboard(world: World, client: str, days: str, absorbed: tuple[int, int]) -> None:
    """Of those days on the page and in both files, and of this very day, whose it is."""
    base, (solved, calls) = f"/c/{client}/dashboard", absorbed
    page = world.ask(client, "GET", f"{base}?{days}", accept="text/html").body.decode()
    expect(f"{solved} sur {calls}" in page, f"{client}'s dashboard has {client}'s figures")
    lines = world.ask(client, "GET", f"{base}.csv?{days}", accept="text/csv").body.decode()
    expect(f",n1_absorption,share,{solved},{calls}," in lines, f"{client}'s file has {client}'s figures: {lines}")
    found = world.ask(client, "GET", f"{base}.json?{days}").json
    expect({found[of]["client"] for of in ("figures", "parts")} == {client}, "a file says whose figures it has")
    today = world.ask(client, "GET", f"{base}/today").json
    expect(today["client"] == client, "a day says whose it is")
    waits = figures.day_waits(world.kb, world.one(client), DAY, datetime.now(UTC))
    expect(waits.client == client, f"the longest waits of {client}'s day are its own")


def _import(world: World, client: str, outcomes: dict[str, int]) -> None:
    """So many calls of each outcome; those resolved with an article."""
    ended = [outcome for outcome, number in outcomes.items() for _ in range(number)]
    rows = [
        {
            "call_id": f"chiffre-{at}",
            "started_at": f"{DAY}T09:{at:02}:00+02:00",
            "closed_at": f"{DAY}T10:{at:02}:00+02:00",
            "outcome": outcome,
            "caller": SAME_CALLER if at == 0 else "",
            "queue": f"file-{word(world.number(client))}",
            "used": ["vpn"] if outcome == "resolved" else [],
        }
        for at, outcome in enumerate(ended)
    ]
    lines = "\n".join(map(json.dumps, rows)).encode()
    got = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", lines, kind="application/x-ndjson")
    expect(got.json["calls"] == len(rows), f"{client} imports its calls")


def _counts(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["name"]: (one["numerator"], one["denominator"]) for one in found["figures"]}


def _listed(world: World, client: str, since: str, until: str) -> list[dict[str, Any]]:
    base = f"/api/v1/clients/{client}/calls?limit=100&since={since}&until={until}"
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = world.ask(client, "GET", f"{base}&cursor={cursor}").json
        rows, cursor = rows + page["items"], page["next_cursor"]
    return rows
