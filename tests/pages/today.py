"""Calls of this very day, as a telephone system tells of them; and a stream that is read as a browser reads it."""

from __future__ import annotations

import json
import queue
import socket
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import httpx

from tests.served import Served

WITHIN_S = 12.0


def rang(served: Served, call: str, *, client: str = "acme", waited_s: int | None = 40) -> None:
    """A call offered now, and answered after so long; None = its caller hung up."""
    now = datetime.now(UTC)
    told: dict[str, Any] = {"at": now.isoformat(), "offered_at": now.isoformat()}
    if waited_s is None:
        told["disposition"] = "abandoned_in_queue"
    else:
        told |= {"disposition": "answered", "answered_at": (now + timedelta(seconds=waited_s)).isoformat()}
    kept = served.http.put(f"/api/v1/clients/{client}/calls/{call}", json=told)
    assert kept.status_code in (200, 201), kept.text


@dataclass(frozen=True)
class Event:
    """One that a browser would give to a page."""

    kind: str
    data: str
    id: str

    def tile(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in json.loads(self.data)["tiles"] if one["name"] == name)
        return found


class Stream:
    """A client's day, until it is left or ends."""

    def __init__(self, url: str, client: str = "acme", **headers: str) -> None:
        self._held = ExitStack()
        http = self._held.enter_context(httpx.Client(trust_env=False, timeout=60))
        sent = {"accept": "text/event-stream"} | {name.replace("_", "-"): value for name, value in headers.items()}
        place = f"{url}/c/{client}/dashboard/today"
        self.answer = self._held.enter_context(http.stream("GET", place, headers=sent))
        self.raw = ""
        """All that came."""
        self._events: queue.Queue[Event | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def next(self, kind: str = "figures", within_s: float = WITHIN_S) -> Event:
        """The next of this kind; `looked`, which comes with every minute, is passed over."""
        while True:
            found = self._events.get(timeout=within_s)
            assert found is not None, f"the stream is over: {self.raw}"
            if found.kind == kind:
                return found

    def waiting(self) -> list[str]:
        """Kinds of what came and was not asked for yet."""
        return [one.kind for one in [*self._events.queue] if one is not None and one.kind != "looked"]

    def ends(self, within_s: float = WITHIN_S) -> bool:
        self._reader.join(within_s)
        return not self._reader.is_alive()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self.answer.iter_lines():
                self.raw += line + "\n"
                name, _, value = line.partition(":")
                if line and name:
                    fields[name] = value.strip()
                elif "data" in fields:
                    self._events.put(Event(fields.get("event", ""), fields["data"], fields.get("id", "")))
                if not line:
                    fields = {}
        except httpx.HTTPError:
            pass  # it was left
        self._events.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()

    def leave(self) -> None:
        """Hang up. To close a socket that another thread reads from would not."""
        with suppress(OSError):
            self.answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._reader.join(WITHIN_S)
        self._held.close()
