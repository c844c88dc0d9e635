"""The key that a request carries: as a Bearer token, and for telephone systems, of which many can be given an address
alone, as the password of HTTP Basic (`https://cti:KEY@host/…`).

In both it is a header of its own, and so in no log and in nobody's history, as it would be in an address.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from litestar.connection import ASGIConnection

BEARER = 'Bearer realm="kbsearch"'
BASIC = 'Basic realm="kbsearch", charset="UTF-8"'
BY_BASIC: dict[str, Any] = {"by_basic": True}
"""For a handler's `opt`: it takes a key as the password of HTTP Basic too."""


def sent_key(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """As it was sent, right or wrong; empty for one that cannot be read, None where none was sent as it is taken here.
    Of HTTP Basic any name before the key is as good as another."""
    scheme, _, text = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return text.strip()
    return _password(text.strip()) if is_basic(connection) and takes_basic(connection) else None


def is_basic(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.headers.get("authorization", "").partition(" ")[0].lower() == "basic"


def takes_basic(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    handler = connection.scope.get("route_handler")
    return bool(handler is not None and handler.opt.get("by_basic"))


def challenges(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """`WWW-Authenticate` of a 401 (RFC 9110, 11.6.1): every way to send a key that is taken at this address, Basic too,
    for many tools send a password only once it was asked for."""
    return f"{BEARER}, {BASIC}" if takes_basic(connection) else BEARER


def _password(sent: str) -> str:
    try:
        return base64.b64decode(sent, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
