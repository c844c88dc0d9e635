"""One connection, with deadlines that uvicorn does not have: for the head, the whole request, and a slow reader."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import h11
import msgspec
from uvicorn.protocols.http.h11_impl import H11Protocol

from kbsearch.api.catalogue import text
from kbsearch.api.errors.problems import MEDIA_TYPE, problem
from kbsearch.api.transport.envelope import SECURITY_HEADERS, usable_id
from kbsearch.api.transport.limits import LONGEST_ADDRESS

HEAD_S = 10.0
"""From the first byte of a request, or the opening of a connection, until its headers are there."""
REQUEST_S = 40.0
"""Until its body is there too. The application answers 408 before, `patience.BODY_S`; this ends what goes on anyway."""
READING_S = 30.0
"""How long an answer may lie unread."""
TICK_S = 0.5
STOPS = "kbsearch_stops"
"""Where the state of a request that is answered without end says how to end it, when the server stops."""
MOST_CONNECTIONS = 800
"""Under the 1,024 files that a process may usually have open."""
MOST_PER_ADDRESS = 200
"""Twenty agents behind one address, with the six connections of a browser each, have 120."""


class BoundedConnection(H11Protocol):
    """HTTP/1.1 with bounds. What is refused here, before there is a request, is a problem document too."""

    most_per_address = MOST_PER_ADDRESS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._began: float | None = time.monotonic()
        """When the request that is still arriving began; None between two requests."""
        self._unread_since: float | None = None
        if self.is_too_many(self.client):
            self._refuse("not-ready", {"retry-after": "1"})
            return
        self._watch = self.loop.call_later(TICK_S, self._tick)

    def data_received(self, data: bytes) -> None:
        if self._began is None:
            self._began = time.monotonic()
        super().data_received(data)
        self._note_arrival()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._note_arrival()

    def send_400_response(self, msg: str) -> None:
        """Called while h11's error is handled, which says 431 of a head that it would not go on collecting."""
        error = sys.exception()
        if isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431:
            is_address = b"\n" not in self.conn.trailing_data[0]
            self._refuse("address-too-long" if is_address else "headers-too-large", {})
        else:
            self._refuse("bad-request", {})

    def shutdown(self) -> None:
        """What uvicorn calls when it stops: it waits for answers under way, so that one without end must be told."""
        super().shutdown()
        if self.cycle is not None and not self.cycle.response_complete:
            stop = self.cycle.scope.get("state", {}).get(STOPS)
            if stop is not None:
                stop()

    def _note_arrival(self) -> None:
        is_between = self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]
        if is_between or self.conn.their_state in (h11.DONE, h11.MUST_CLOSE):
            self._began = None

    def is_too_many(self, client: tuple[str, int] | None) -> bool:
        """Whether there are more than may be, in all or from there, with the one that `client` has just opened."""
        if len(self.connections) > MOST_CONNECTIONS:
            return True
        host = client[0] if client else ""
        own = sum(1 for one in self.connections if (peer := getattr(one, "client", None)) and peer[0] == host)
        return own > self.most_per_address

    def _tick(self) -> None:
        now = time.monotonic()
        is_unread = self.transport.get_write_buffer_size() > 0
        self._unread_since = (self._unread_since or now) if is_unread else None
        took = now - self._began if self._began is not None else 0.0
        if (self._unread_since is not None and now - self._unread_since > READING_S) or took > REQUEST_S:
            self.transport.abort()
        elif took > HEAD_S and self.conn.their_state is h11.IDLE:
            self._refuse("too-slow", {})
        if not self.transport.is_closing() or is_unread:
            self._watch = self.loop.call_later(TICK_S, self._tick)

    def _refuse(self, name: str, headers: dict[str, str]) -> None:
        """Answer without an application, in the language that is the default, and hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        request_id = usable_id(b"")
        key = "busy-detail" if name == "not-ready" else f"{name}-detail"
        document = problem(name, "fr", text("fr", key, limit=LONGEST_ADDRESS), request_id)
        body = msgspec.json.encode(document)
        sent: list[Any] = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            (b"x-request-id", request_id.encode()),
            *SECURITY_HEADERS,
            *((key.encode(), value.encode()) for key, value in headers.items()),
        ]
        for event in (h11.Response(status_code=document.status, headers=sent), h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class ProxiedConnection(BoundedConnection):
    """The same behind proxies: all connections are theirs."""

    most_per_address = MOST_CONNECTIONS
