"""What a client's own secret makes of a text: nobody else's secret makes the same."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing

from tests.isolation.world import World


def caller_key(world: World, client: str) -> str:
    """Of the one number that everybody calls from."""
    return hmac.new(_secret(world, client), b"+33612345678", hashlib.sha256).hexdigest()[:32]


def agent_key(world: World, client: str, account: str) -> str:
    """What stands for an account in the client's calls."""
    return tag(world, client, account, "agent")[:32]


def tag(world: World, client: str, name: str, purpose: str = "idempotency key") -> str:
    """What is kept instead of a name; without a purpose, of one that a post was given."""
    of_purpose = hmac.new(_secret(world, client), f"tag {purpose}".encode(), hashlib.sha256).digest()
    return hmac.new(of_purpose, name.encode(), hashlib.sha256).hexdigest()


def kept_keys(world: World, client: str) -> set[str]:
    with closing(sqlite3.connect(world.settings.data / "calls.db")) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM replies WHERE client = ?", (client,))}


def _secret(world: World, client: str) -> bytes:
    return (world.settings.data / "secrets" / f"{client}.key").read_bytes()
