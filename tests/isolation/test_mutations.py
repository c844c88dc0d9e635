"""The hunt must find what it hunts: with each wall taken away in turn, a short run of it finds something.

A mutation that is not found is a fault of the tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial, wraps
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from kbsearch.adapters.live import LiveSnapshots
from kbsearch.adapters.snapshots import LiveMemories, MemoryStore
from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.incidents import SqliteIncidents
from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.api import asgi
from kbsearch.api.access import guards, second_wall
from kbsearch.api.access.route_audit import UnguardedRouteError
from kbsearch.app import App, Calls
from kbsearch.core.one_client import OneClient
from kbsearch.errors import NotFound
from tests.isolation.canaries import CanaryFound, Leak
from tests.isolation.desk import Desk
from tests.isolation.guarded import CONTROLLERS
from tests.isolation.places import look_through
from tests.isolation.sweep import attempt, neighbours, settle, sweep
from tests.isolation.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CLIENTS = 3
PAIRS = 2
"""Clients that work with their neighbours where everything is tried to the end: what holds for two holds for all."""

READS = (
    (App, "understand"),
    (App, "snapshot"),
    (App, "article"),
    (App, "escalation"),
    (App, "handover"),
    (Calls, "call"),
    (Calls, "history"),
    (Calls, "between"),
    (Calls, "page"),
    (Calls, "incident"),
    (Calls, "active_incidents"),
    (SqliteCalls, "call"),
    (SqliteCalls, "history"),
    (SqliteCalls, "calls"),
    (SqliteCalls, "page"),
    (SqliteIncidents, "active"),
    (SqliteIncidents, "incidents"),
    (SqliteIncidents, "incident"),
    (LiveSnapshots, "get"),
    (LiveMemories, "get"),
    (MemoryStore, "open"),
)
"""What brings a client's things out of the engine."""
WRITES = (
    (App, "answer"),
    (App, "reply"),
    (App, "snapshot_if_any"),
    (Calls, "send"),
    (Calls, "send_start"),
    (Calls, "say_again"),
    (Calls, "send_search"),
    (Calls, "holds_search"),
    (Calls, "load"),
    (Calls, "open_incident"),
    (Calls, "check_incident"),
    (SqliteCalls, "append"),
    (SqliteCalls, "send"),
    (SqliteIncidents, "open"),
    (SqliteIncidents, "close_incident"),
    (MemoryStore, "publish"),
    (CallerKeys, "key"),
    (CallerKeys, "tag"),
    (SqliteReplies, "claim"),
    (SqliteReplies, "keep"),
    (SqliteReplies, "release"),
)
ONLY_BEHIND_THE_SECOND_WALL = (
    (App, "article"),
    (App, "escalation"),
    (App, "handover"),
    (Calls, "call"),
    (Calls, "history"),
    (SqliteIncidents, "incidents"),
    (Calls, "incident"),
    (Calls, "page"),
)
"""Entries after which no other wall stands but the second."""


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settled") / "world"
    with closing(World(folder, CLIENTS)) as world:
        settle(world)
    return folder


@contextmanager
def a_copy(settled: Path, folder: Path) -> Iterator[World]:
    shutil.copytree(settled, folder / "world")
    with closing(World(folder / "world", CLIENTS)) as world:
        world.holder = {"kanarbabzuz": "c01"}
        world.owners = {"kanarbabzuz": {"c01"}}
        yield world


def found_first(settled: Path, folder: Path) -> CanaryFound | None:
    with a_copy(settled, folder) as world:
        return next(sweep(world), None)


def neighbour(client: OneClient) -> OneClient:
    return OneClient(f"c{(int(client.id[1:]) + 1) % CLIENTS:02}")


def swap(monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> None:
    """From now on `name` works for the neighbour of the client that it is asked for."""
    original: Callable[..., Any] = getattr(kind, name)

    @wraps(original)
    def swapped(self: Any, client: OneClient, *rest: Any, **more: Any) -> Any:
        return original(self, neighbour(client), *rest, **more)

    monkeypatch.setattr(kind, name, swapped)


def is_shown(found: CanaryFound) -> bool:
    """Whether it stood in an answer or in the log, and not only where the engine keeps things."""
    return isinstance(found, Leak) and not str(found).startswith("places")


def named(entry: tuple[type, str]) -> str:
    return f"{entry[0].__name__}.{entry[1]}"


def test_nothing_is_found_where_all_walls_stand(settled: Path, tmp_path: Path) -> None:
    with a_copy(settled, tmp_path) as world:
        assert [*sweep(world)] == []


@pytest.mark.parametrize("entry", WRITES, ids=named)
def test_an_entry_that_works_for_the_neighbour_is_found(
    settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: tuple[type, str]
) -> None:
    swap(monkeypatch, *entry)
    assert found_first(settled, tmp_path) is not None


@pytest.mark.parametrize("entry", READS, ids=named)
def test_an_entry_that_reads_for_the_neighbour_is_found_and_the_walls_left_hold_it_back(
    settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: tuple[type, str]
) -> None:
    """Its client is refused, which the hunt finds; nobody sees anything of the neighbour's."""
    swap(monkeypatch, *entry)
    with a_copy(settled, tmp_path) as world:
        found = [*sweep(world, pairs=PAIRS)]
    assert found, "the hunt does not notice"
    assert [str(one) for one in found if is_shown(one)] == []


@pytest.mark.parametrize("entry", ONLY_BEHIND_THE_SECOND_WALL, ids=named)
def test_without_the_second_wall_it_leaks(
    settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: tuple[type, str]
) -> None:
    swap(monkeypatch, *entry)
    monkeypatch.setattr(second_wall, "require_own", lambda *_: None)
    with a_copy(settled, tmp_path) as world:
        assert any(map(is_shown, sweep(world)))


async def opens_every_door(connection: Any, _: Any) -> None:
    from kbsearch.api.access.guards import _LET_IN, OneClient

    name = connection.path_params.get("client", "")
    if not connection.app.state.kb.knows(name):
        raise NotFound("There is no such client.")
    connection.scope["state"][_LET_IN] = OneClient(name)


async def opens_the_neighbours_door(connection: Any, _: Any) -> None:
    from kbsearch.api.access.guards import _LET_IN, OneClient

    name = connection.path_params["client"]
    connection.scope["state"][_LET_IN] = OneClient(f"c{(int(name[1:]) + 1) % 3:02}")


@pytest.mark.parametrize("other", [opens_every_door, opens_the_neighbours_door], ids=lambda guard: guard.__name__)
def test_a_guard_that_asks_nobody_is_found(settled: Path, tmp_path: Path, other: Any) -> None:
    original = guards.requires_client.__code__
    guards.requires_client.__code__ = other.__code__
    try:
        with a_copy(settled, tmp_path) as world:
            assert any(map(is_shown, sweep(world)))
    finally:
        guards.requires_client.__code__ = original


def test_without_the_guard_no_server_starts_and_no_handler_answers(
    settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for controller in CONTROLLERS:
        left = tuple(guard for guard in controller.guards or () if guard is not guards.requires_client)
        monkeypatch.setattr(controller, "guards", left)
    with pytest.raises(UnguardedRouteError), a_copy(settled, tmp_path / "audited"):
        pass
    monkeypatch.setattr(asgi, "require_guarded", lambda _: None)
    (tmp_path / "unaudited").mkdir()
    found = found_first(settled, tmp_path / "unaudited")
    assert found is not None
    assert not isinstance(found, Leak)


class OneForAll(dict[Any, Any]):
    """A cache whose key has lost its client."""

    def _key(self, key: Any) -> Any:
        return (next(iter(self), key)) if self else key

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(self._key(key), default)

    def __contains__(self, key: Any) -> bool:
        return super().__contains__(self._key(key))

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self._key(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(self._key(key), value)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        return super().setdefault(self._key(key), default)


CACHES: dict[str, Callable[[App], tuple[Any, str]]] = {
    "remembered queries": lambda kb: (kb._remembered, "_owners"),
    "phrases of incidents": lambda kb: (kb._incidents, "_made"),
    "evidence": lambda kb: (kb._memories, "_held"),
    "snapshots": lambda kb: (kb._live, "_entries"),
}


def one_after_another(world: World) -> Iterator[CanaryFound]:
    """The sweep ends with all of them at once: where whoever was first is the last too, one entry tells nothing. Here
    each is the last for once."""
    for client, other in neighbours(world):
        for step in (partial(Desk(world).searches, client, other), partial(look_through, world)):
            if (found := attempt(world, step)) is not None:
                yield found


@pytest.mark.parametrize("cache", CACHES)
def test_a_cache_whose_key_lost_its_client_is_found(settled: Path, tmp_path: Path, cache: str) -> None:
    with a_copy(settled, tmp_path) as world:
        holder, name = CACHES[cache](world.kb)
        setattr(holder, name, OneForAll())
        assert next(chain(sweep(world), one_after_another(world)), None) is not None


def test_secrets_that_clients_share_are_found(settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CallerKeys, "_secret", lambda *_: b"s" * 32)
    assert found_first(settled, tmp_path) is not None
