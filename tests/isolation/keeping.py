"""What is kept of one client, told and deleted beside the same of its neighbour: the neighbour's stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from kbsearch.adapters.snapshots import memory_file
from kbsearch.adapters.snapshots.memories import FOLDER
from kbsearch.app import housekeeping, incidents, learning
from kbsearch.core.calls.happenings import Searched, Started
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.learning.evidence import Drawn
from kbsearch.core.model import Answer
from kbsearch.core.telephone.queue_calls import QueueCall
from kbsearch.flows.learn import Verdict
from kbsearch.flows.record import Shown
from tests.happenings import event
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.own_secrets import tag
from tests.isolation.world import World

_ROUNDED = 1e-5
_NUMBERS = count(1)
_MOMENT = 1763805600
"""Seconds since 1970."""
LONG_AGO = datetime(2015, 3, 2, 9, tzinfo=UTC)


def forgets_a_call(world: World, client: str, other: str) -> None:
    """A call of each, with one id, of which one is deleted."""
    world.rule = "forget"
    call = _new("oubli")
    for one in (client, other):
        _begin(world, one, call, datetime.now(UTC))
    world.erase(client, call)
    _expect_gone(world, client, other, call)


def forgets_old_calls(world: World, client: str, other: str) -> None:
    """A call of each, with one id: the client's is too old, the neighbour's has just begun."""
    world.rule = "forget"
    call, one = _new("vieux"), world.one(client)
    _begin(world, client, call, LONG_AGO)
    _begin(world, other, call, datetime.now(UTC))
    known = housekeeping.known_client(world.kb, one)
    expect(known.id == client, f"{client}'s own days are counted")
    housekeeping.forget_old_calls(world.kb, one, LONG_AGO + timedelta(days=known.retention_days + 30))
    _expect_gone(world, client, other, call)
    expect(world.kb.calls.retained(one).id == client, f"{client} may be served no more, and has calls on record")


def is_told_by_the_terminal(world: World, client: str, other: str) -> None:
    """What commands say and ask, without any door's guard before them."""
    world.rule = "terminal"
    kb, one, call, now = world.kb, world.one(client), _new("terminal"), datetime.now(UTC)
    mine = word(world.number(client))
    found = kb.search(one, f"le tunnel bleu {mine} ne monte pas")
    expect(mine in found.results[0].title, f"{client} finds its own")
    started = event(f"{call}-dit-1", Started("phone", queue=mine), client=client, call=f"{call}-dit")
    kb.calls.record(one, [started], None)
    kb.calls.record_search(one, call, _searched(call, found))
    kb.calls.record_start(one, call, Started("phone", queue=f"file-{mine}"), now)
    kb.calls.record_symptom(one, call, f"le vpn {mine} tombe", now)
    logged = QueueCall(client, f"{call}-file", "queue_log", 1, f"file-{mine}", _MOMENT, _MOMENT)
    kb.calls.load_queue_calls(one, [logged])
    expect(kb.calls.call(one, f"{call}-file").start.queue == f"file-{mine}", f"{client}'s queue is {client}'s")
    kept = kb.calls.call(one, call)
    expect(kept.client == client and mine in str(kept), f"{client}'s call is {client}'s")
    expect(kept.start.queue == f"file-{mine}", f"{client}'s call came in by its queue")
    expect(any(mine in str(told) for told in kept.described), f"{client}'s caller was heard")
    expect(kb.calls.call(one, f"{call}-dit").start.queue == mine, f"{client}'s call that was told is {client}'s")
    searches = [told for told in kb.calls.history(one, call) if isinstance(told.event.what, Searched)]
    expect(len(searches) == 1, f"{client}'s search is kept")


def accounts_for_its_incidents(world: World, client: str, other: str) -> None:
    """Declared and closed: on the trail by a tag that its own secret makes, its calls by the incident's id, which is
    the same for the neighbour."""
    world.rule = "trail"
    kb, one, id, now = world.kb, world.one(client), f"{_new('panne')} générale", datetime.now(UTC)
    mine = word(world.number(client))
    calls = {}
    for each in (other, client):
        made = Incident(each, id, f"Panne {word(world.number(each))}", ("coupure",), "", now - timedelta(hours=1))
        incidents.declare(kb, world.one(each), "terminal:tests", made)
        calls[each] = f"{each}-{_new('touché')}"
        _begin(world, each, calls[each], now)
        close = {"id": f"fin-{calls[each]}", "at": now.isoformat(), "outcome": "resolved", "incident": id}
        path = f"/api/v1/clients/{each}/calls/{calls[each]}/close"
        expect(world.ask(each, "POST", path, close).status == 200, f"{each} closes its call")
    about = [one.id for one in incidents.calls_about(kb, one, kb.calls.incident(one, id))]
    expect(about == [calls[client]], f"{client}'s calls are about its incident: {about}")
    expect(
        _object_on_trail(world, client) == _tagged(world, client, id), f"{client}'s incident is tagged by its secret"
    )
    closed = incidents.close(kb, one, "terminal:tests", id, now)
    expect(closed.closed is not None and mine in closed.title, f"{client}'s incident is over")
    theirs = kb.calls.incident(world.one(other), id)
    expect(theirs.closed is None, f"{other}'s is not")
    expect(_object_on_trail(world, client) == _tagged(world, client, id), "by the same tag")


def keeps_its_evidence(world: World, client: str, other: str) -> None:
    """Learned, published, looked at, taken from, and gone back from: the neighbour's is not touched."""
    world.rule = "evidence"
    kb, one, now, theirs = world.kb, world.one(client), datetime.now(UTC), _evidence(world, other)
    before = theirs.joinpath("CURRENT").read_bytes()
    world.import_solved(client)
    learned = learning.learn(kb, one, now)
    expect(learned.memory.client == client, f"{client} learns from its own calls")
    for _ in range(3):  # under a name that the neighbour's has not, with one before it
        learning.promote(kb, one, replace(learned, verdict=Verdict.NOT_WORSE))
        if _number(world, client) > 1 and _number(world, client) != _number(world, other):
            break
    current = _current(world, client)
    expect(current != _current(world, other), f"{client} has evidence of its own")
    expect(kb.memory_store.current(one) == current, f"{client} uses its own evidence")
    expect(kb.memory_store.pointer(one).name == current, f"{client} is led to its own evidence")
    expect(learning.worth(kb, one, now)[0] == current, f"{client}'s own evidence is judged")
    used = learning.served_by(kb, one)
    expect(used is not None and used.client == client, f"{client} is served with its own evidence")
    written = _evidence(world, client).joinpath(current).stat().st_mtime
    told = kb.memory_store.written(one)
    expect(told is not None and abs(told.timestamp() - written) < _ROUNDED, f"{client}'s own evidence has an age")
    lines = len(world.logged.lines)
    housekeeping.learn_from_calls(kb, one, now)
    said = [line for line in world.logged.lines[lines:] if "solved calls" in line]
    expect(len(said) == 1 and f"{client}: " in said[0], f"{client} learns: {said}")
    _takes_a_call_out(world, client)
    held = _current(world, client)
    learning.restore(kb, one)
    expect(_current(world, client) != held, f"{client} goes back to the evidence before")
    expect(theirs.joinpath("CURRENT").read_bytes() == before, f"{other}'s evidence stays")
    world.learn(client)


def _takes_a_call_out(world: World, client: str) -> None:
    """Off the record, then out of the evidence."""
    one = world.one(client)
    rows = memory_file.read(_evidence(world, client) / _current(world, client), client).rows
    gone = rows[0].call
    world.kb.calls.erase(one, [gone])
    learning.forget(world.kb, one)
    left = memory_file.read(_evidence(world, client) / _current(world, client), client).rows
    expect(gone not in {row.call for row in left}, f"{client}'s evidence loses what {client} deleted")


def _evidence(world: World, client: str) -> Path:
    return world.settings.indexes / client / FOLDER


def _current(world: World, client: str) -> str:
    return (_evidence(world, client) / "CURRENT").read_text().split("\n")[0]


def _number(world: World, client: str) -> int:
    return int(_current(world, client).rpartition("-")[2] or 0)


def _searched(call: str, found: Answer) -> Shown:
    return Shown(f"cherché-{call}", datetime.now(UTC), found, {}, Drawn("", False))


def _new(name: str) -> str:
    """An id that was not used before."""
    return f"{name}-{next(_NUMBERS)}"


def _begin(world: World, client: str, call: str, at: datetime) -> None:
    told = {"id": f"{call}-dit", "at": at.isoformat(), "what": {"kind": "described", "symptom": "le vpn tombe"}}
    got = world.ask(client, "POST", f"/api/v1/clients/{client}/calls/{call}/events", {"events": [told]})
    expect(got.status == 200, f"{client} has a call: {got.body[:200]!r}")


def _expect_gone(world: World, client: str, other: str, call: str) -> None:
    for one, status in ((client, 404), (other, 200)):
        got = world.ask(one, "GET", f"/api/v1/clients/{one}/calls/{call}")
        expect(got.status == status, f"{client}'s call is deleted and {other}'s is not: {one} gets {got.status}")


def _object_on_trail(world: World, client: str) -> str:
    """What the last thing done for this client was done to."""
    rows = world.kb.access.file.read("SELECT body FROM audit ORDER BY seq DESC LIMIT 20")
    entries = (json.loads(body) for (body,) in rows)
    return str(next(entry["object"] for entry in entries if entry["client"] == client))


def _tagged(world: World, client: str, id: str) -> str:
    return f"tag:{tag(world, client, id, 'audit object')[:32]}"
