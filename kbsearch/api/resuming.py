"""A form that comes after its session is over: kept while somebody signs in, shown to them, and sent again by them.

What was typed may name a caller: it stands in no address and no cookie, in memory alone, and not for long. Its word in
the address was drawn for it; what it is worth is asked of who signs in, as for any other page of that client.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Controller, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.params import QueryParameter
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from kbsearch.api.forms import MOST_FIELDS
from kbsearch.api.guards import requires_client
from kbsearch.api.identity import is_same_origin, needs
from kbsearch.api.page_frame import Page
from kbsearch.api.pages import Web
from kbsearch.api.second_wall import still_own
from kbsearch.api.sweeping import Sweeper
from kbsearch.api.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope as May
from kbsearch.core.one_client import OneClient

WITHIN_S = 600.0
MOST_KEPT = 200
LONGEST = 32_000
"""Bytes of a form that is kept; no page of one client sends more."""
OF_CLIENTS = "/c/"
FORM = "application/x-www-form-urlencoded"
LABELS = {
    "query": "search-label",
    "missing": "c-missing",
    "comment": "c-comment",
    "title": "incident-title",
    "symptoms": "incident-symptoms",
    "message": "incident-message",
}
"""Fields that somebody writes in, as their pages call them."""
Word = Annotated[str, QueryParameter(name="said", max_length=40, required=False)]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that nobody has taken yet."""

    path: str
    fields: Sequence[tuple[str, str]]
    """Without the token of the session that is over."""

    @property
    def typed(self) -> Sequence[tuple[str, str]]:
        """What somebody wrote in it, each with the key of its label."""
        return [(LABELS[name], value) for name, value in self.fields if name in LABELS and value.strip()]


class UnsentForms:
    """For one thread, the event loop's."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Unsent]] = {}
        self._sweeper = Sweeper(self._sweep)

    def keep(self, form: Unsent) -> str:
        """The word to ask for it with."""
        word = secrets.token_urlsafe(12)
        self._kept[word] = (time.monotonic(), form)
        for old in list(self._kept)[: max(0, len(self._kept) - MOST_KEPT)]:
            del self._kept[old]
        self._sweeper.begin()
        return word

    def of(self, client: OneClient, word: str) -> Unsent | None:
        """None where none is kept, or it is another client's."""
        at, form = self._kept.get(word, (0.0, None))
        is_fresh = time.monotonic() - at <= WITHIN_S
        return form if form and is_fresh and form.path.startswith(f"{OF_CLIENTS}{quote(client.id)}/") else None

    def _sweep(self) -> float | None:
        now = time.monotonic()
        self._kept = {word: (at, form) for word, (at, form) in self._kept.items() if now - at <= WITHIN_S}
        return next((at + WITHIN_S - now for at, _ in self._kept.values()), None)


def resuming(app: ASGIApp, forms: UnsentForms) -> ASGIApp:
    """`app`, but for a form of ours about one client that is refused for want of a session: to the sign-in page, and
    from there to the form."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _is_own_form(scope):
            await app(scope, receive, send)
            return
        body, has_more, is_over = bytearray(), True, False

        async def heard() -> ReceiveMessage:
            nonlocal has_more
            message = await receive()
            has_more = message["type"] == "http.request" and message.get("more_body", False)
            if message["type"] == "http.request" and len(body) <= LONGEST:
                body.extend(message.get("body", b""))
            return message

        async def told(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start" and message["status"] == 401:
                is_over = True
                while has_more and len(body) <= LONGEST:
                    await heard()
                place = _sign_in(forms, scope["path"], bytes(body)) if len(body) <= LONGEST else "/sign-in"
                headers = [(b"location", place.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
                await send({"type": "http.response.start", "status": 303, "headers": headers})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            elif not is_over:
                await send(message)

        await app(scope, heard, told)

    return wrapped


def _is_own_form(scope: HTTPScope) -> bool:
    if scope["method"] != "POST" or not scope["path"].startswith(OF_CLIENTS):
        return False
    connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
    is_page = "text/html" in connection.headers.get("accept", "")
    is_form = connection.headers.get("content-type", "").startswith(FORM)
    return is_page and is_form and is_same_origin(connection) is True


def _sign_in(forms: UnsentForms, path: str, body: bytes) -> str:
    """The sign-in page that leads to it."""
    client, _, rest = path.removeprefix(OF_CLIENTS).partition("/")
    home = f"{OF_CLIENTS}{quote(client)}"
    try:
        said = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return f"/sign-in?{urlencode({'next': home})}"
    kept = Unsent(f"{home}/{quote(rest)}", [(name, value) for name, value in said if name != "csrf"])
    return f"/sign-in?{urlencode({'next': f'{home}/again?said={forms.keep(kept)}'})}"


class AgainPage(Controller):
    """The form as it was filled in, to be sent."""

    path = "/c/{client:str}/again"
    guards = (requires_client,)
    opt = needs(May.SEARCH)
    include_in_schema = False

    @get("/")
    async def show(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
        word: Word = "",
    ) -> Response[str]:
        forms: UnsentForms = request.app.state.unsent
        form = forms.of(one_client, word)

        def work() -> Response[str]:
            client = still_own(one_client, kb.snapshot(one_client)).client
            return Page(web, request, "search", client).show("again.html", form=form)

        return await on_a_thread(kb, work)
