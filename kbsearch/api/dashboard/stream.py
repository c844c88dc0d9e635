"""A client's day as it goes on, by server-sent events: one look at the calls for all who watch.

A stream says what its client's figures are whenever they changed, and what time it is for them when they did not. Who
may watch is asked again all the time; watching is not using, so a session that nobody uses ends as it would without.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakSet

import msgspec
from litestar import Request
from litestar.response import Stream

from kbsearch.api.access.identity import principal_of, still_in
from kbsearch.api.catalogue import Lang
from kbsearch.api.dashboard.words import clock, today_out
from kbsearch.api.transport.connections import STOPS
from kbsearch.app import App
from kbsearch.app.today import Day, today
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.errors import KbsearchError, ScopeViolation, StateError

log = logging.getLogger("kbsearch.dashboard")

MEDIA_TYPE = "text/event-stream"
LOOK_S = 3.0
"""From one look at a client's calls to the next."""
CHECK_S = 2.0
"""How often it is asked whether somebody may still watch."""
BEAT_S = 15.0
"""The longest silence: a proxy takes a longer one for the end, and so does the page."""
RETRY_MS = 5000
"""When a browser comes back whose stream broke."""
MOST_STREAMS, MOST_EACH = 100, 4
"""In all, and of one key or person: a browser has six connections to a server for all its tabs. Twenty supervisors
with a few tabs are under the first; each stream is a connection of `connections.MOST_CONNECTIONS`."""
GONE = b"event: gone\ndata: -\n\n"
BEAT = b": \n\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """One look."""

    found: Day
    at: str
    """When, as the client's clocks have it."""
    events: dict[Lang, bytes]
    """Language → what is sent of it."""
    id: str
    """Another one for other figures."""


class Streams:
    """All that are open. For one thread, the event loop's."""

    def __init__(self) -> None:
        self._looks: dict[str, Look] = {}
        self._open: WeakSet[Watching] = WeakSet()
        """Also one that nobody began to read goes, once its answer is gone."""

    def begin(self, kb: App, client: OneClient, request: Request[Any, Any, Any], lang: Lang) -> Stream:
        """Raises `StateError` "busy" where there are as many as may be."""
        actor = principal_of(request).actor
        own = Counter(one.actor for one in self._open)
        if own.total() >= MOST_STREAMS or own[actor] >= MOST_EACH:
            raise StateError("busy")
        look = self._looks.setdefault(client.id, Look(kb, client, self._forget))
        watching = Watching(request, look, lang, self._over)
        self._open.add(watching)
        look.show_to(watching)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return Stream(watching, media_type=MEDIA_TYPE, headers=headers)

    def _over(self, one: Watching) -> None:
        self._open.discard(one)
        one.look.leave(one)

    def _forget(self, look: Look) -> None:
        if self._looks.get(look.client.id) is look:
            del self._looks[look.client.id]


class Look:
    """Looks at one client's calls again and again while somebody watches."""

    def __init__(self, kb: App, client: OneClient, forget: Callable[[Look], None]) -> None:
        self.kb, self.client = kb, client
        self.seen: Seen | None = None
        self._forget = forget
        self._watching: WeakSet[Watching] = WeakSet()
        self._task: asyncio.Task[None] | None = None

    def show_to(self, one: Watching) -> None:
        self._watching.add(one)
        if self._task is None:
            self._task = asyncio.create_task(self._go_on())

    def leave(self, one: Watching) -> None:
        self._watching.discard(one)
        if not self._watching and self._task is not None:
            self._forget(self)
            self._task.cancel()

    async def _go_on(self) -> None:
        while self._watching:
            await self._once()
            for one in self._watching:
                one.wake()
            await asyncio.sleep(LOOK_S)
        self._forget(self)

    async def _once(self) -> None:
        """What fails is tried again the next time; meanwhile the page says how old its figures are."""
        try:
            self.seen = await asyncio.wrap_future(self.kb.threads.watchers.submit(self._read, self.client.id))
        except ScopeViolation:
            self.kb.violations.add()
            log.exception("the day of %s has what is another client's; nothing of it was told", self.client.id)
            for one in self._watching:
                one.stop()
        except KbsearchError as error:
            log.info("the day of %s could not be counted: %s", self.client.id, error)
        except Exception:
            log.exception("the day of %s could not be counted", self.client.id)

    def _read(self) -> Seen:
        """On a watcher's thread."""
        now, before = datetime.now(UTC), self.seen
        found = today(self.kb, self.client, now)
        if before is not None and before.found == found:
            return Seen(found, clock(found.figures, now), before.events, before.id)
        said: dict[Lang, bytes] = {}
        for lang in ("fr", "en"):
            said[lang] = msgspec.json.encode(today_out(self.client, found, now, lang))
        id = hashlib.blake2b(repr(found).encode(), digest_size=8).hexdigest()
        events = {lang: b"id: %s\nevent: figures\ndata: %s\n\n" % (id.encode(), body) for lang, body in said.items()}
        return Seen(found, clock(found.figures, now), events, id)


class Watching:
    """One stream: what is sent, until whoever asked may not see it any more, or the server stops."""

    def __init__(
        self, request: Request[Any, Any, Any], look: Look, lang: Lang, over: Callable[[Watching], None]
    ) -> None:
        self.actor, self.look = principal_of(request).actor, look
        self._request, self._lang, self._over = request, lang, over
        self._told, self._at = request.headers.get("last-event-id", ""), ""
        self._woken, self._is_over = asyncio.Event(), False
        request.scope["state"][STOPS] = self.stop

    def wake(self) -> None:
        """There is something to look at."""
        self._woken.set()

    def stop(self) -> None:
        """Say no more."""
        self._is_over = True
        self._woken.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"retry: %d\n\n" % RETRY_MS
        sent = time.monotonic()
        try:
            while not self._is_over:
                self._woken.clear()
                if not self._may_watch():
                    yield GONE
                    return
                if event := self._next(time.monotonic() - sent):
                    sent = time.monotonic()
                    yield event
                with suppress(TimeoutError):
                    async with asyncio.timeout(CHECK_S):
                        await self._woken.wait()
        except KbsearchError as error:  # whoever comes back is told it
            log.warning("who watches the day of %s could not be looked up: %s", self.look.client.id, error)
        finally:
            self._over(self)

    def _may_watch(self) -> bool:
        client = self.look.client.id
        principal = still_in(self._request)
        return principal is not None and principal.may(Scope.READ_FIGURES, client) and self.look.kb.knows(client)

    def _next(self, silent_s: float) -> bytes:
        """Empty = there is nothing to say yet."""
        seen = self.look.seen
        if seen is not None and seen.id != self._told:
            self._told, self._at = seen.id, seen.at
            return seen.events[self._lang]
        if seen is not None and seen.at != self._at:
            self._at = seen.at
            return b"event: looked\ndata: %s\n\n" % seen.at.encode()
        return BEAT if silent_s >= BEAT_S else b""


def streams(request: Request[Any, Any, Any]) -> Streams:
    """The server's own."""
    found: Streams = request.app.state.streams
    return found
