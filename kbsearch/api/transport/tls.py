"""TLS with two bounds that uvicorn's has not: a handshake has an end, and while it lasts it counts as a connection."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from uvicorn.protocols.utils import get_remote_addr

from kbsearch.api.transport.connections import BoundedConnection

HANDSHAKE_S = 10.0
"""From the opening of a connection; asyncio's own is 60."""
GOODBYE_S = 5.0
"""How long the other side may take to agree that a connection ends; asyncio's own is 30."""


def context_of(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or later. Raises `OSError`; a key with a passphrase is refused, and asked for nowhere."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, key, "")
    return made


def behind_tls(kind: type[BoundedConnection], context: ssl.SSLContext) -> Callable[..., asyncio.Protocol]:
    """What uvicorn makes per connection in `kind`'s place, on a socket that it takes for a plain one."""

    def make(**parts: Any) -> asyncio.Protocol:
        return TlsDoor(kind(**parts), context)

    return make


class TlsDoor(asyncio.Protocol):
    """One connection until its handshake is done; then `inner` has it. Too many are hung up on without a word."""

    def __init__(self, inner: BoundedConnection, context: ssl.SSLContext) -> None:
        self._inner, self._context = inner, context
        self._connections: set[Any] = inner.connections
        self._early = bytearray()
        """What came with the handshake's last message, before `inner` could take it."""
        self._is_lost = False
        self.client: tuple[str, int] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self.client = get_remote_addr(transport)
        self._connections.add(self)
        if self._inner.is_too_many(self.client):
            self._connections.discard(self)
            transport.abort()
            return
        transport.pause_reading()
        self._opening = self._inner.loop.create_task(self._open())

    def data_received(self, data: bytes) -> None:
        self._early += data

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_lost = True
        self._connections.discard(self)

    def shutdown(self) -> None:
        """What uvicorn calls when it stops."""
        self._transport.abort()

    async def _open(self) -> None:
        try:
            secure = await self._inner.loop.start_tls(
                self._transport,
                self,
                self._context,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=GOODBYE_S,
            )
        except OSError:  # no TLS, not in time, or gone: nobody is left to be told
            self._transport.abort()
            return
        finally:
            self._connections.discard(self)
        if secure is None or self._is_lost:
            return
        secure.set_protocol(self._inner)
        self._inner.connection_made(secure)
        if self._early:
            self._inner.data_received(bytes(self._early))
