"""`[api] origins` of `client.toml`: the web pages elsewhere that may read this client's answers, with a key."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from kbsearch.core.clients.table import Table
from kbsearch.core.faults import shown

MOST = 20
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[1-9]\d{0,4}))?"
)
_USUAL = {"https": "443", "http": "80"}
_HINT = 'Write for instance origins = ["https://crm.example.com"].'


def read(table: Table) -> tuple[str, ...]:
    """As a browser writes them in `Origin`, to be compared letter by letter; faulty ones are left out."""
    inner = table.child("api")
    if inner is None:
        return ()
    inner.note_unknown(("origins",))
    found = tuple(_sound(inner))
    if len(found) > MOST:
        inner.refuse("origins", f"“origins” lists {len(found)} pages; at most {MOST} are read.", "List fewer.")
    return found[:MOST]


def _sound(table: Table) -> Iterator[str]:
    for origin in table.texts("origins"):
        if why := fault(origin):
            table.refuse("origins", f"The origin {shown(origin)} {why}.", _HINT)
        else:
            yield origin


def fault(origin: str) -> str:
    """What is wrong with it, as the end of a sentence; empty = nothing."""
    if "*" in origin or origin == "null":
        return "stands for pages that nobody has named"
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return "is not scheme, host and perhaps port, in small letters, without a path or a `/` at the end"
    if match["port"] == _USUAL[match["scheme"]]:
        return f"names the port {match['port']}, which browsers leave out"
    if match["port"] and int(match["port"]) > 65_535:
        return "names a port that there is not"
    if match["scheme"] == "http" and not _is_this_machine(match["host"]):
        return "is not encrypted: only https, or http on this machine, may be listed"
    return ""


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
