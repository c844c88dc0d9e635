"""`Idempotency-Key`: a post that is sent again is done once, and answered as it was the first time."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.params import HeaderParameter

from kbsearch.api.access.identity import principal_of
from kbsearch.api.access.second_wall import still_own_kept
from kbsearch.api.catalogue import Lang, choose
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.calls.replies import Mark
from kbsearch.core.one_client import OneClient
from kbsearch.errors import KbsearchError, UserError

log = logging.getLogger("kbsearch.api")

REPLAYED = "Idempotency-Replayed"
MOST_CHARS = 255

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="Your name for this post. The same post under the same name is done once: within 24 hours its "
        "first answer is given again. Only hashes of name and body are kept.",
        max_length=MOST_CHARS,
    ),
]
REPLAYED_HEADER = ResponseHeader(
    name=REPLAYED,
    documentation_only=True,
    description="`true` where this is the first answer, given again.",
)


class Once:
    """One post of one client, with the key it was given; empty = none."""

    def __init__(self, kb: App, client: OneClient, request: Request[Any, Any, Any], key: str) -> None:
        self._kb, self._client, self._request, self._key = kb, client, request, key

    @property
    def lang(self) -> Lang:
        """What the poster reads."""
        return choose(self._request.headers.get("accept-language", ""))

    async def answer(self, work: Callable[[], Awaitable[msgspec.Struct]], *, call: str = "") -> Response[Any]:
        """What `work` answers, or answered before. It may be run again after a crash: it must not do twice what it did.

        What it refuses (`UserError`) leaves the key free. The answer is kept as it was, so it must repeat nothing that
        was typed but ids, and what is on record for good anyway (an incident's words). `call`: it is deleted with that.
        """
        if not self._key:
            return Response(await work())
        mark = await self._mark(call)
        replies = await on_a_thread(self._kb, lambda: self._kb.calls.replies)
        kept = await on_a_thread(self._kb, lambda: replies.claim(self._client, mark, datetime.now(UTC)))
        if kept is not None:
            still_own_kept(self._client, kept)
            return Response(kept, media_type="application/json", headers={REPLAYED: "true"})
        try:
            answer = msgspec.json.encode(await work())
        except UserError:
            await on_a_thread(self._kb, lambda: replies.release(self._client, mark))
            raise
        except BaseException:
            replies.leave(self._client, mark)
            raise
        try:
            await on_a_thread(self._kb, lambda: replies.keep(self._client, mark, answer))
        except KbsearchError as error:  # it is done: sent again, it is done again and changes nothing
            log.warning("an answer of %s was given and not kept: %s", self._client.id, error)
        return Response(answer, media_type="application/json")

    async def name(self, kind: str) -> str:
        """An id for the event that this post makes: the same for the same poster and key. Empty without a key."""
        if not self._key:
            return ""
        said = msgspec.json.encode([principal_of(self._request).actor, self._key])
        tag = await on_a_thread(self._kb, lambda: self._kb.calls.tag(self._client, f"idempotent {kind}", said))
        return f"{kind}:{tag[:32]}"

    async def _mark(self, call: str) -> Mark:
        request = self._request
        where = f"{request.method} {request.scope['path']} {request.headers.get('content-type', '')}\n"
        body = await request.body()

        def made() -> Mark:
            self._kb.calls.require_impersonal(call, "call")
            tag = self._kb.calls.tag
            digest = tag(self._client, "idempotency body", where.encode() + body)
            key = tag(self._client, "idempotency key", self._key.encode())
            return Mark(principal_of(request).actor, key, digest, call)

        return await on_a_thread(self._kb, made)


async def provide_once(
    one_client: NamedDependency[OneClient],
    request: Request[Any, Any, Any],
    kb: NamedDependency[App],
    idempotency_key: IdempotencyKey = "",
) -> Once:
    return Once(kb, one_client, request, idempotency_key)
