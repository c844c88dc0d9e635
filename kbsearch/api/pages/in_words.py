"""What is refused before a route is looked for is no page yet: who opens it in a browser is told in words."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseStartEvent

from kbsearch.api.access.sign_in import POP
from kbsearch.api.catalogue import choose
from kbsearch.api.errors.problems import MEDIA_TYPE, decode
from kbsearch.api.pages.web import Web, error_page

NO_PAGES = ("/api/", "/assets/")


def in_words(app: ASGIApp, web: Web) -> ASGIApp:
    """`app`, but for a problem that answers a browser which opens a page or sends a form: a page says the same.

    Its headers stay, such as when to come back. Who asks for anything but a page gets the problem document.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(NO_PAGES):
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
                    page = error_page(web, decode(body), lang, is_of_call=scope["path"] == POP)
                    await _send_page(page.content.encode(), begun, send)

        await app(scope, receive, told)

    return wrapped


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
