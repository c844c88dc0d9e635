"""Away from an address that says who calls, where the call that it is about could not be shown.

A page that is refused would stay under the address that the telephone system opened, and in the browser's history.
What is refused before a route is looked for is no page yet: who opens it in a browser is told in words all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseStartEvent

from kbsearch.api.catalogue import choose, text
from kbsearch.api.pages import Web, error_page, language
from kbsearch.api.problems import MEDIA_TYPE, REASON, STATUS, decode, problem
from kbsearch.api.sign_in import POP

REFUSED = "refused"
"""The parameter that says which problem it was, in the place of all others."""
FIRST_REFUSAL = 400


def leading_away(app: ASGIApp) -> ASGIApp:
    """`app`, but for a call that a browser opens as a page and does not get: that is told under `POP` alone."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] != POP or not _is_of_caller(scope["query_string"]):
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["method"] != "GET" or not is_opened(headers):
            await app(scope, receive, send)
            return
        is_led = False

        async def led(message: Message) -> None:
            nonlocal is_led
            if message["type"] == "http.response.start" and message["status"] >= FIRST_REFUSAL:
                is_led = True
                place = f"{POP}?{urlencode({REFUSED: _problem(scope.get('state', {}).get(REASON))})}"
                told = [(b"location", place.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
                await send({"type": "http.response.start", "status": 303, "headers": told})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            elif not is_led:
                await send(message)

        await app(scope, receive, led)

    return wrapped


def in_words(app: ASGIApp, web: Web) -> ASGIApp:
    """`app`, but for a problem that answers a call which a browser opens or sends: a page says the same.

    Its headers stay, such as when to come back. Who asks for anything but a page gets the problem document.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] != POP:
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if "text/html" not in headers.get("accept", ""):
            await app(scope, receive, send)
            return
        begun: HTTPResponseStartEvent | None = None
        body = b""

        async def told(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_problem(message):
                begun = message
            elif begun is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message["body"]
                if not message.get("more_body"):
                    lang = choose(headers.get("accept-language", ""))
                    page = error_page(web, decode(body), lang, is_of_call=True)
                    await _send_page(page.content.encode(), begun, send)

        await app(scope, receive, told)

    return wrapped


def is_opened(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that it opens this as a page (https://www.w3.org/TR/fetch-metadata/)."""
    how = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return how == ("navigate", "document") and "prefetch" not in headers.get("sec-purpose", "")


def refused_page(request: Request[Any, Any, Any], web: Web) -> Response[str] | None:
    """The page that `leading_away` leads to; None for any other request."""
    name = str(request.query_params.getall(REFUSED, [""])[0])
    if name not in STATUS:
        return None
    lang = language(request)
    said = problem(name, lang, text(lang, "pop-refused"), str(request.scope.get("state", {}).get("request_id", "")))
    return error_page(web, said, lang)


def _is_of_caller(query: bytes) -> bool:
    return bool(query) and not query.startswith(f"{REFUSED}=".encode())


def _problem(reason: object) -> str:
    return str(reason) if reason in STATUS else "not-ready"


def _is_problem(start: HTTPResponseStartEvent) -> bool:
    return any((name, value) == (b"content-type", MEDIA_TYPE.encode()) for name, value in _headers(start))


def _headers(start: HTTPResponseStartEvent) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in start["headers"]]


async def _send_page(page: bytes, start: HTTPResponseStartEvent, send: Send) -> None:
    """`page` under the status and the headers of the problem that it stands for."""
    kept = [pair for pair in _headers(start) if pair[0] not in (b"content-type", b"content-length")]
    own = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": start["status"], "headers": [*kept, *own]})
    await send({"type": "http.response.body", "body": page, "more_body": False})
