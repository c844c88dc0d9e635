"""Where a client's things are kept, in memory and on disk, looked through for another's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import msgspec

from kbsearch.core.one_client import OneClient
from tests.isolation import canaries
from tests.isolation.canaries import Leak
from tests.isolation.world import World

TABLES = (
    *("events", "calls", "texts", "incidents", "replies", "call_numbers", "call_kinds", "calls_changed"),
    *("articles_apart", "alerts", "webhook_deliveries", "failing_webhooks"),
)
"""Of the calls file."""


def look_through(world: World) -> int:
    """Raises `CanaryFound`; else how many things were looked at."""
    world.rule = "places"
    looked = 0
    for client, where, data in (*_in_memory(world), *_on_disk(world), *_in_tables(world)):
        world.check(client, data, where, is_past=True)
        looked += 1
    for path in (world.settings.data / "access.db", world.settings.data / "access.db-wal"):
        if path.exists() and (found := canaries.seen_in(path.read_bytes())):
            raise Leak(f"{found} in {path.name}, which is of no client")
    return looked


def _in_memory(world: World) -> Iterator[tuple[str, str, bytes]]:
    """What a running server remembers, each under the client that it was remembered for."""
    kb = world.kb
    for owner in kb._remembered._owners:
        yield owner[0], "remembered queries", " ".join(kb._remembered.of(owner)).encode()  # type: ignore[index]
    for client, made in kb._incidents._made.items():
        yield client, "phrases of incidents", " ".join(map(str, made[0])).encode()
    for one, (_, _, memory) in kb._memories._held.items():
        if memory is not None:
            yield one.id, "evidence in memory", msgspec.json.encode(memory.rows)
    kept = {"gaps": kb.found_gaps, "health": kb.found_health, "topics": kb.found_topics, "articles": kb.found_articles}
    for name, memory in {**kept, "effects": kb.found_effects}.items():
        for client in memory._made:  # type: ignore[attr-defined]
            yield client, f"{name} in memory", repr(memory.of(OneClient(client))).encode()  # type: ignore[attr-defined]
    for client, snapshot in world.live.held().items():
        yield client, "snapshot", repr((snapshot.client, snapshot.articles, snapshot.chunks, snapshot.facets)).encode()
        yield client, "vocabulary", " ".join(snapshot.keywords.vocabulary().completions("kan", 1000)).encode()


def _on_disk(world: World) -> Iterator[tuple[str, str, bytes]]:
    """Every file of a client's own folder of indexes, its cache of vectors, and its secret."""
    indexes = world.settings.indexes
    for client in world.names:
        own = [path for path in (indexes / client).rglob("*") if path.is_file()]
        own += [*(indexes / ".cache").glob(f"{client}.db*"), *(world.settings.data / "secrets").glob(f"{client}.*")]
        for path in own:
            yield client, f"file {path.relative_to(world.folder)}", path.read_bytes()


def _in_tables(world: World) -> Iterator[tuple[str, str, bytes]]:
    """Every row of the file that clients share, by the client that it is kept for."""
    with closing(sqlite3.connect(world.settings.data / "calls.db")) as connection:
        for table in TABLES:
            for row in connection.execute(f"SELECT client, * FROM {table}"):  # noqa: S608
                yield row[0], f"row of {table}", repr(row[1:]).encode()
        for client, reply in connection.execute("SELECT client, reply FROM replies WHERE reply IS NOT NULL"):
            if msgspec.json.decode(reply)["client"] != client:
                raise Leak(f"places: an answer kept for {client} is another's")
