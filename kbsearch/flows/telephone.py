"""From what a telephone system says to the client whose call it is, and what the call is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kbsearch.core.calls.callers import is_number, line_key, region_of
from kbsearch.core.client import Client
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import MenuEntry


def holder(line: str, clients: Iterable[Client]) -> str:
    """The client whose line it is; empty for a line that is nobody's, or several clients'."""
    keys: dict[str, str] = {}
    held = []
    for client in clients:
        region = region_of(client.holidays)
        if region not in keys:  # reading a number takes some 50 µs, and most clients are of one country
            keys[region] = line_key(line, region=region)
        if keys[region] in client.telephone.lines:
            held.append(client.id)
    return held[0] if len(held) == 1 else ""


def queue_of(line: str, client: Client) -> str:
    """The queue that a dialled line names; empty for a number, which is no queue."""
    return "" if is_number(line_key(line, region=region_of(client.holidays))) else line.strip()


def is_not_its_line(line: str, client: Client) -> bool:
    """Whether it is a number, the client lists the numbers that it is called on, and this is none of them. An extension
    is no number that anybody dials, so nothing is known of it."""
    key = line_key(line, region=region_of(client.holidays))
    return is_number(key) and any(map(is_number, client.telephone.lines)) and key not in client.telephone.lines


def is_not_its_queue(queue: str, client: Client) -> bool:
    """Whether the client lists queues among its lines, and this is none of them."""
    key = line_key(queue, region=region_of(client.holidays))
    return bool(key) and not all(map(is_number, client.telephone.lines)) and key not in client.telephone.lines


def preselected(snapshot: Snapshot, path: Sequence[str]) -> MenuEntry | None:
    """What the client's voice menu says of this path, its product as the articles write it; None where it says nothing,
    or names what no article has any more."""
    entry = snapshot.client.telephone.chosen(path)
    product = snapshot.facets.written("product", entry.product) if entry else ""
    return MenuEntry(entry.path, product, entry.lang) if entry and product else None
