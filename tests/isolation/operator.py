"""What the operator takes out of a running instance: its totals, which tell of nobody, and a backup of one client."""

from __future__ import annotations

import re
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime

from prometheus_client.parser import text_string_to_metric_families

from kbsearch.app import backups
from tests.isolation import canaries
from tests.isolation.canaries import Leak
from tests.isolation.desk import expect
from tests.isolation.world import World

_CLIENT = re.compile(rb"\bc\d\d\b")
"""What clients are called here."""


def reads_totals(world: World, client: str) -> None:
    """After requests that say a canary and a client wherever a request can: nothing of anybody's, its own included."""
    world.rule = "scrape"
    word, before = canaries.word(world.number(client)), _requests(world.meter.text())
    said = {"x_request_id": word, "user_agent": word, "accept_language": word, "idempotency_key": word}
    asked = (
        ("POST", f"/api/v1/clients/{client}/search", {"query": f"le tunnel bleu {word}"}),
        ("GET", f"/api/v1/clients/{client}/articles/{word}", None),
        ("GET", f'/c/{client}/a/{word}"', None),
        ("GET", f"/{word}/{client}?q={word}", None),
        (word.upper(), f"/api/v1/clients/{client}/search", None),
    )
    for method, path, body in asked:
        world.ask(client, method, path, body, **said)
    text = world.meter.text()
    if found := canaries.seen_in(text) | {name.decode() for name in _CLIENT.findall(text)}:
        raise Leak(f"scrape: {found} in the totals")
    expect(_requests(text) - before == len(asked), "each request is counted once")


def exports(world: World, client: str) -> None:
    """A backup of this client alone, every byte and row of it: what is in it is its own, or was once shown to it."""
    world.rule = "export"
    target = world.folder / "export.backup"
    backups.make_client(world.one(client), world.settings, target, "export", datetime.now(UTC), lambda *_: None)
    world.counts["export"] += 1
    try:
        look_into(world, client, target.read_bytes(), unpacked(target))
    finally:
        target.unlink()


def look_into(world: World, client: str, whole: bytes, files: dict[str, bytes]) -> None:
    """Raises `CanaryFound` for anything of another's in these bytes."""
    word = canaries.word(world.number(client)).encode()
    expect(f"secrets/{client}.key" in files and word in files["calls.db"], f"{client}'s things are in its backup")
    world.check(client, whole, "backup", is_past=True)
    for name, data in files.items():
        world.check(client, data, f"backup, {name}", is_past=True)
    world.check(client, _rows(files["calls.db"]), "backup, rows", is_past=True)  # one that lies on two pages, too
    for path in (world.settings.data / "secrets").glob("*.key"):
        if path.stem != client and path.read_bytes() in whole:
            raise Leak(f"export: the secret of {path.stem} in {client}'s backup")


def unpacked(backup: object) -> dict[str, bytes]:
    """Every file in it."""
    with tarfile.open(str(backup)) as tar:
        return {entry.name: content.read() for entry in tar if (content := tar.extractfile(entry)) is not None}


def _rows(database: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = [connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names]  # noqa: S608
    return repr(rows).encode()


def _requests(text: bytes) -> float:
    families = text_string_to_metric_families(text.decode())
    return sum(one.value for family in families if family.name == "kbsearch_requests" for one in family.samples)
