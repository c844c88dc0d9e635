"""What is not one's own is answered like what is not there: the same bytes, after the same work, in the same time."""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import mannwhitneyu

from kbsearch.api.access import guards
from kbsearch.app import App
from tests.isolation.asked import AT_THE_DOOR, GHOST, INSIDE, MINE, NOBODY, PAGES, THEIRS, WITH_THEIR_IDS
from tests.isolation.desk import AT, CALL
from tests.isolation.people import FORM
from tests.isolation.sweep import settle
from tests.isolation.world import Got, World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

EACH = 400
"""Requests of each sort, one after the other in an order of chance."""
DOUBT = 0.001
"""A difference in time is one that chance gives this rarely, three times in a row and in the same direction."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("same")
    with closing(World(folder, 2)) as made:
        settle(made)
        made.ask(THEIRS, "PUT", f"/api/v1/clients/{THEIRS}/calls/à-eux", {"channel": "phone"})
        told = {"id": f"chez-{THEIRS}-dit", "at": AT, "what": {"kind": "described", "symptom": "vpn"}}
        made.ask(THEIRS, "POST", f"/api/v1/clients/{THEIRS}/calls/chez-{THEIRS}/events", {"events": [told]})
        lone = {"id": f"seul-{THEIRS}", "title": "Panne", "opened_at": AT}
        assert made.ask(THEIRS, "POST", f"/api/v1/clients/{THEIRS}/incidents", lone).status == 200
        yield made


def plain(got: Got) -> tuple[int, list[tuple[bytes, bytes]], object]:
    """Without the request's own id, and the second in which it was answered."""
    headers = sorted(pair for pair in got.headers if pair[0].lower() != b"x-request-id")
    body = {name: value for name, value in got.json.items() if name != "request_id"} if got.body else None
    if body and "escalation" in body:
        body["escalation"] = {name: value for name, value in body["escalation"].items() if name != "at"}
    return got.status, headers, body


@pytest.mark.parametrize(("method", "path", "body"), AT_THE_DOOR)
def test_anothers_client_is_answered_like_none(world: World, method: str, path: str, body: object) -> None:
    theirs, nobodys = (world.ask(MINE, method, f"/api/v1/clients/{client}/{path}", body) for client in (THEIRS, NOBODY))
    assert plain(theirs) == plain(nobodys)
    assert theirs.status in (404, 405)


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_anothers_pages_are_answered_like_nobodys(world: World, method: str, path: str) -> None:
    sent = (b"id=x&outcome=resolved" if method == "POST" else None, FORM)
    pages = [
        world.ask(MINE, method, f"/c/{client}{path}", sent[0], kind=sent[1], accept="text/html")
        for client in (THEIRS, NOBODY)
    ]
    assert [page.status for page in pages] == [404, 404]
    assert len({page.body.replace(dict(page.headers)[b"x-request-id"], b"") for page in pages}) == 1
    assert len({str(sorted(pair for pair in page.headers if pair[0] != b"x-request-id")) for page in pages}) == 1


@pytest.mark.parametrize(("method", "path", "body"), WITH_THEIR_IDS)
def test_a_write_with_anothers_id_is_answered_like_one_with_a_new_id(
    world: World, method: str, path: str, body: object
) -> None:
    """Below one's own client: what another has of that id changes nothing, and nothing of it."""
    before = kept_of(world, THEIRS)
    answers = []
    for owner in (THEIRS, GHOST):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = data.replace(b"{}", owner.encode())
        kind = "application/x-ndjson" if path == "imports/calls" else "application/json"
        answers.append(world.ask(MINE, method, f"/api/v1/clients/{MINE}/{path.format(owner)}", sent, kind=kind))
        world.erase(MINE, f"chez-{owner}")
    theirs, nobodys = (plain(replace(got, body=got.body.replace(THEIRS.encode(), GHOST.encode()))) for got in answers)
    assert theirs == nobodys
    assert theirs[0] in (200, 400, 404)
    assert kept_of(world, THEIRS) == before


def kept_of(world: World, client: str) -> list[object]:
    """All rows of the client's calls and incidents."""
    with closing(sqlite3.connect(world.settings.data / "calls.db")) as connection:
        tables = ("events", "calls", "texts", "incidents")
        found = (connection.execute(f"SELECT * FROM {one} WHERE client = ?", (client,)).fetchall() for one in tables)  # noqa: S608
        return [sorted(map(repr, rows)) for rows in found]


@pytest.mark.parametrize(("method", "path", "ids"), INSIDE)
def test_what_another_has_is_answered_like_nothing(world: World, method: str, path: str, ids: tuple[str, str]) -> None:
    assert world.ask(THEIRS, method, f"/api/v1/clients/{THEIRS}/{path.format(ids[0])}").status == 200
    theirs, nobodys = (world.ask(MINE, method, f"/api/v1/clients/{MINE}/{path.format(id)}") for id in ids)
    assert plain(theirs) == plain(nobodys)
    assert theirs.status == 404


def test_an_event_id_of_anothers_is_free(world: World) -> None:
    """Ids are each client's own: one that another used is new here, as one that nobody used."""
    found = []
    for id in (f"{CALL}-d", "jamais-vu"):
        event = {"id": id, "at": "2026-11-02T09:14:00+01:00", "what": {"kind": "described", "symptom": "autre"}}
        path = f"/api/v1/clients/{MINE}/calls/libre/events"
        world.erase(MINE, CALL)
        found.append(plain(world.ask(MINE, "POST", path, {"events": [event]})))
    assert found[0] == found[1]
    assert found[0][0] == 200


def test_at_anothers_door_nothing_is_looked_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a client, nor its index, nor a file: there is no work whose time could tell."""
    looked: list[str] = []
    for name in ("knows", "snapshot", "understand", "article", "escalation", "handover"):
        monkeypatch.setattr(App, name, _noted(getattr(App, name), name, looked))
    monkeypatch.setattr(type(world.kb.calls), "file", _noted(type(world.kb.calls).file, "file", looked))
    for (method, path, body), client in product(AT_THE_DOOR, (THEIRS, NOBODY)):
        world.ask(MINE, method, f"/api/v1/clients/{client}/{path}", body)
    assert looked == []
    world.ask(MINE, "GET", f"/api/v1/clients/{MINE}/articles/vpn")
    assert looked == ["knows", "article", "snapshot"]


def test_the_database_does_the_same_work(world: World) -> None:
    """Instructions of SQLite's machine, to the last one."""
    store, mine = world.kb.calls.file(), world.one(MINE)
    steps = {}
    for id in ("à-eux", "absent"):
        for read in (store.call, store.history):
            steps[read.__name__, id] = _steps(store._readers.mine(), lambda read=read, id=id: read(mine, id))
    for id in (f"panne-{THEIRS}", "panne-c99"):
        connection = store.incidents._readers.mine()
        steps["incident", id] = _steps(connection, lambda id=id: store.incidents.incident(mine, id))
    assert steps["call", "à-eux"] == steps["call", "absent"] > 0
    assert steps["history", "à-eux"] == steps["history", "absent"] > 0
    assert steps["incident", f"panne-{THEIRS}"] == steps["incident", "panne-c99"] > 0


@pytest.mark.alone
def test_times_do_not_tell_anothers_client_from_none(world: World) -> None:
    paths = [f"/api/v1/clients/{client}/articles/vpn" for client in (THEIRS, NOBODY)]
    assert not tells_apart(world, *paths)


@pytest.mark.alone
@pytest.mark.parametrize(("method", "path", "ids"), INSIDE)
def test_times_do_not_tell_what_another_has_from_nothing(
    world: World, method: str, path: str, ids: tuple[str, str]
) -> None:
    assert not tells_apart(world, *(f"/api/v1/clients/{MINE}/{path.format(id)}" for id in ids))


@pytest.mark.alone
def test_times_would_tell_if_clients_were_looked_up_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison finds a difference where there is one: a folder that is looked for on disk."""
    original = guards.identify

    async def looks_first(connection: Any) -> Any:
        connection.app.state.kb.knows(connection.path_params.get("client", ""))
        return await original(connection)

    monkeypatch.setattr(guards, "identify", looks_first)
    paths = [f"/api/v1/clients/{client}/articles/vpn" for client in (THEIRS, NOBODY)]
    assert tells_apart(world, *paths)


def tells_apart(world: World, first: str, second: str) -> bool:
    """Whether the times of the two differ by more than chance, in each of three rounds, in the same direction."""
    signs = []
    for turn in range(3):
        times = _times(world, first, second, turn)
        p = mannwhitneyu(times[first], times[second]).pvalue
        if p >= DOUBT:
            return False
        signs.append(statistics.median(times[first]) > statistics.median(times[second]))
    return len(set(signs)) == 1


def _times(world: World, first: str, second: str, turn: int) -> dict[str, list[float]]:
    order = [first, second] * EACH
    random.Random(turn).shuffle(order)  # noqa: S311
    times: dict[str, list[float]] = {first: [], second: []}
    for path in order:
        begun = time.perf_counter()
        world.ask(MINE, "GET", path)
        times[path].append(time.perf_counter() - begun)
    return times


def _steps(connection: Any, read: Callable[[], object]) -> int:
    read()  # reads the tables' definitions, the first time
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(counted, 1)
    try:
        read()
    finally:
        connection.set_progress_handler(None, 0)
    return count


def _noted(original: Callable[..., Any], name: str, looked: list[str]) -> Callable[..., Any]:
    def noting(*rest: Any, **more: Any) -> Any:
        looked.append(name)
        return original(*rest, **more)

    return noting
