"""Problem documents outside the framework: what is refused before a route was looked for."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping

import msgspec
from litestar.types import Scope, Send

from kbsearch.api.catalogue import choose, text
from kbsearch.api.errors.problems import MEDIA_TYPE, REASON, problem

PAUSE_S = (0.7, 1.3)
"""How long somebody who asks too much waits for the refusal: who sends again at once, whatever `Retry-After` says, does
so less often, for refusing is what costs most in a flood. Drawn each time, so that they do not come back as one."""
REFUSED_PER_S = 150
"""How many are refused in a second at most, about: where more wait, each waits longer. A refusal costs about a tenth of
a search, so that all of them leave most of the machine to those that are let in, however many they are."""


MOST_WAITING = 800
"""As many as there may be connections, each of which carries one request at a time. More wait only where somebody hangs
up without waiting: then there is no pause, so that neither memory nor anybody else's pause grows with it."""


class SlowRefusals:
    """Refusals after a pause."""

    def __init__(self) -> None:
        self._waiting = 0

    async def refuse(
        self, scope: Scope, send: Send, name: str, headers: Mapping[str, str], *, detail: str = "", **filled: object
    ) -> None:
        """`refuse` in a while, seven seconds at most."""
        if self._waiting >= MOST_WAITING:
            await refuse(scope, send, name, headers, detail=detail, **filled)
            return
        self._waiting += 1
        try:
            crowd = max(1.0, self._waiting / REFUSED_PER_S)
            await asyncio.sleep(crowd * random.uniform(*PAUSE_S))  # noqa: S311 - no secret
        finally:
            self._waiting -= 1
        await refuse(scope, send, name, headers, detail=detail, **filled)


async def refuse(
    scope: Scope, send: Send, name: str, headers: Mapping[str, str], *, detail: str = "", **filled: object
) -> None:
    """Answer with the problem `name`, in the reader's language. `filled`: for the text `detail` (`<name>-detail`)."""
    given = dict(scope["headers"])
    lang = choose(given.get(b"accept-language", b"").decode("latin-1"))
    state = scope.get("state") or {}
    state[REASON] = "busy" if detail == "busy-detail" else name
    said = text(lang, detail or f"{name}-detail", **filled)
    document = problem(name, lang, said, str(state.get("request_id", "")))
    body = msgspec.json.encode(document)
    sent = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **headers}
    pairs = [(key.encode(), value.encode()) for key, value in sent.items()]
    await send({"type": "http.response.start", "status": document.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})
