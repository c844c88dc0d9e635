"""Away from an address that says who calls, where the call that it is about could not be shown.

A page that is refused would stay under the address that the telephone system opened, and in the browser's history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kbsearch.api.access.sign_in import POP
from kbsearch.api.catalogue import text
from kbsearch.api.errors.problems import REASON, STATUS, problem
from kbsearch.api.pages.web import Web, error_page, language

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
