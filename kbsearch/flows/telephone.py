"""From what a telephone system says to the client whose call it is, and what the call is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kbsearch.core.callers import is_number, line_key, region_of
from kbsearch.core.model import Client
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone import MenuEntry


def holder(line: str, clients: Iterable[Client]) -> str:
    """The client whose line it is; empty for a line that is nobody's, or several clients'."""
    held = [client.id for client in clients if _key(line, client) in client.telephone.lines]
    return held[0] if len(held) == 1 else ""


def queue_of(line: str, client: Client) -> str:
    """The queue that a dialled line names; empty for a number, which is no queue."""
    return "" if is_number(_key(line, client)) else line.strip()


def preselected(snapshot: Snapshot, path: Sequence[str]) -> MenuEntry | None:
    """What the client's voice menu says of this path, its product as the articles write it; None where it says nothing,
    or names what no article has any more."""
    entry = snapshot.client.telephone.chosen(path)
    product = snapshot.facets.written("product", entry.product) if entry else ""
    return MenuEntry(entry.path, product, entry.lang) if entry and product else None


def _key(line: str, client: Client) -> str:
    return line_key(line, region=region_of(client.holidays))
