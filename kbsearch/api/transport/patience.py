"""A body that does not come, and an asker who is gone: neither may hold anything up."""

from __future__ import annotations

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from kbsearch.api.errors.problems import TooSlowError
from kbsearch.api.transport.limits import kind_of

BODY_S = 20.0
"""From a request's headers until the last byte of its body."""
WATCHED_AFTER_S = 0.05
"""From when on it is noticed that an asker is gone: most answers are given sooner, and need no watch."""


def patient(app: ASGIApp) -> ASGIApp:
    """`app`, with `TooSlowError` raised where it waits for a body too long, and stopped when an asker hangs up.

    What is posted to be kept is finished whoever still listens; what was only asked is dropped, so that nothing is
    embedded for nobody.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        is_asking = scope["method"] == "POST" and kind_of(scope) == "searches"
        watch = _Watch(asyncio.current_task()) if is_asking else None
        deadline = asyncio.get_running_loop().time() + BODY_S
        is_whole = False

        async def in_time() -> ReceiveMessage:
            nonlocal is_whole
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise TooSlowError from None
            is_whole = message["type"] != "http.request" or not message.get("more_body")
            if is_whole and watch is not None:
                watch.begin(receive)
            return message

        async def told(message: Message) -> None:
            if watch is not None and message["type"] == "http.response.start":
                watch.end()
            await send(message)

        try:
            await app(scope, in_time, told)
        except asyncio.CancelledError:
            if watch is None or not watch.is_gone:
                raise
            watch.forgive()
        finally:
            if watch is not None:
                watch.end()

    return wrapped


class _Watch:
    """Cancels a task when its asker hangs up before there is an answer."""

    def __init__(self, task: asyncio.Task[None] | None) -> None:
        self._task = task
        self._timer: asyncio.TimerHandle | None = None
        self._listener: asyncio.Future[ReceiveMessage] | None = None
        self._is_over = False
        self.is_gone = False
        """Whether the task was cancelled for that."""

    def begin(self, receive: Receive) -> None:
        """Listen, soon; `receive` returns only when the asker is gone, since the body is here."""
        self._timer = asyncio.get_running_loop().call_later(WATCHED_AFTER_S, self._listen, receive)

    def _listen(self, receive: Receive) -> None:
        self._listener = asyncio.ensure_future(receive())
        self._listener.add_done_callback(self._hung_up)

    def end(self) -> None:
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self._listener is not None:
            self._listener.cancel()

    def forgive(self) -> None:
        """The cancellation was for this task alone, and is done with."""
        if self._task is not None:
            self._task.uncancel()

    def _hung_up(self, listener: asyncio.Future[ReceiveMessage]) -> None:
        if not self._is_over and not listener.cancelled() and self._task is not None:
            self.is_gone = True
            self._task.cancel()
