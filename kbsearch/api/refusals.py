"""Problem documents outside the framework: what is refused before a route was looked for."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from litestar.types import Scope, Send

from kbsearch.api.catalogue import choose, text
from kbsearch.api.problems import MEDIA_TYPE, problem


async def refuse(scope: Scope, send: Send, name: str, headers: Mapping[str, str], **filled: object) -> None:
    """Answer with the problem `name`, in the reader's language. `filled`: for the text `<name>-detail`."""
    given = dict(scope["headers"])
    lang = choose(given.get(b"accept-language", b"").decode("latin-1"))
    state = scope.get("state") or {}
    document = problem(name, lang, text(lang, f"{name}-detail", **filled), str(state.get("request_id", "")))
    body = msgspec.json.encode(document)
    sent = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **headers}
    pairs = [(key.encode(), value.encode()) for key, value in sent.items()]
    await send({"type": "http.response.start", "status": document.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})
