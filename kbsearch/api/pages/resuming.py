"""A form that comes after its session is over: kept while somebody signs in, shown to them, and sent again by them.

What was typed may name a caller: it stands in no address and no cookie, in memory alone, and not for long. It is shown
to the browser that sent it alone, which has a cookie for that, and to who may work for that client: a link that
somebody else made would else have others send what they never wrote.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Controller, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.params import QueryParameter
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import cookie_name, is_same_origin, needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import cookie
from kbsearch.api.calls.titles import call_title
from kbsearch.api.pages.filled_in import act_of, call_of, filled_in
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.forms import MOST_FIELDS
from kbsearch.api.transport.limits import address_of
from kbsearch.api.transport.sweeping import Sweeper
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope as May
from kbsearch.core.one_client import OneClient
from kbsearch.core.rates import asker

WITHIN_S = 600.0
MOST_KEPT = 200
MOST_OF_ADDRESS = 20
"""So that one machine does not drive out what others wait for."""
LONGEST = 32_000
"""Bytes of a form that is kept; no page of one client sends more."""
OF_CLIENTS = "/c/"
FORM = "application/x-www-form-urlencoded"
AGAIN = "again"
"""The field of a form that comes from here: its word."""
Word = Annotated[str, QueryParameter(name="said", max_length=40, required=False)]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that came too late."""

    browser: str
    """The secret that its cookie has."""
    address: str
    """From which it came."""
    path: str
    fields: Sequence[tuple[str, str]]
    """Without the token of the session that is over."""
    is_sent: bool = False
    """It was sent from here: nothing of what was typed is kept any more."""


class UnsentForms:
    """For one thread, the event loop's."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Unsent]] = {}
        self._sweeper = Sweeper(self._sweep)

    def keep(self, form: Unsent, word: str = "") -> str:
        """The word to ask for it with: `word`, where it comes from here and is kept once more."""
        if not self._is_of(word, form.browser):
            word = secrets.token_urlsafe(12)
        self._put(word, form)
        same = [word for word, (_, other) in self._kept.items() if other.address == form.address]
        for old in same[:-MOST_OF_ADDRESS] or [*self._kept][:-MOST_KEPT]:
            del self._kept[old]
        self._sweeper.begin()
        return word

    def sent(self, word: str, browser: str) -> None:
        """What it said is done: it is forgotten, but for that."""
        if self._is_of(word, browser):
            self._put(word, replace(self._kept[word][1], fields=(), is_sent=True))

    def _is_of(self, word: str, browser: str) -> bool:
        return word in self._kept and _is_same(self._kept[word][1].browser, browser)

    def _put(self, word: str, form: Unsent) -> None:
        """As the newest."""
        self._kept.pop(word, None)
        self._kept[word] = (time.monotonic(), form)

    def of(self, client: OneClient, word: str, browser: str) -> Unsent | None:
        """None where none is kept, or it is another client's, or was sent by another browser."""
        at, form = self._kept.get(word, (0.0, None))
        if form is None or time.monotonic() - at > WITHIN_S or not form.path.startswith(home_of(client.id)):
            return None
        return form if _is_same(form.browser, browser) else None

    def _sweep(self) -> float | None:
        now = time.monotonic()
        self._kept = {word: (at, form) for word, (at, form) in self._kept.items() if now - at <= WITHIN_S}
        return next((at + WITHIN_S - now for at, _ in self._kept.values()), None)


def _is_same(browser: str, other: str) -> bool:
    return hmac.compare_digest(browser.encode(), other.encode())


def resuming(app: ASGIApp, forms: UnsentForms) -> ASGIApp:
    """`app`, but for a form of ours about one client that is refused for want of a session: to the sign-in page, and
    from there to the form. Sent from there, and taken, it is forgotten."""

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
                await _lead(forms, Request(scope), bytes(body), send)
            elif not is_over:
                if message["type"] == "http.response.start" and message["status"] < 400:
                    _forget(forms, Request(scope), bytes(body))
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


def _forget(forms: UnsentForms, request: Request[Any, Any, Any], body: bytes) -> None:
    with suppress(ValueError):  # too many fields
        for name, word in _fields(body):
            if name == AGAIN:
                forms.sent(word, request.cookies.get(_cookie_name(request), ""))


def _fields(body: bytes) -> list[tuple[str, str]]:
    """Raises `ValueError` for more than any page of ours sends."""
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)


async def _lead(forms: UnsentForms, request: Request[Any, Any, Any], body: bytes, send: Send) -> None:
    """To the sign-in page, and from there to the form; to the client's own page where it is too much to be kept."""
    client, _, rest = request.scope["path"].removeprefix(OF_CLIENTS).partition("/")
    home, browser = home_of(client), request.cookies.get(_cookie_name(request)) or secrets.token_urlsafe(18)
    onward = home.rstrip("/")
    with suppress(ValueError):  # too many fields
        if len(body) <= LONGEST:
            said = _fields(body)
            fields = [(name, value) for name, value in said if name not in ("csrf", AGAIN)]
            kept = Unsent(browser, asker(address_of(request.scope)), f"{home}{quote(rest)}", fields)
            onward = f"{home}again?said={forms.keep(kept, dict(said).get(AGAIN, ''))}"
    told = cookie(request, _cookie_name(request), browser, max_age=int(WITHIN_S))
    headers = [
        (b"location", f"/sign-in?{urlencode({'next': onward})}".encode()),
        (b"set-cookie", told.to_header(header="").encode()),
        (b"cache-control", b"no-store"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def home_of(client: str) -> str:
    """What the addresses of all its pages begin with."""
    return f"{OF_CLIENTS}{quote(client)}/"


def _cookie_name(request: Request[Any, Any, Any]) -> str:
    return f"{cookie_name(request)}-again"


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
        form = forms.of(one_client, word, request.cookies.get(_cookie_name(request), ""))

        def work() -> Response[str]:
            client = still_own(one_client, kb.snapshot(one_client)).client
            page, lines, below = Page(web, request, "search", client), [], ""
            if form:
                lines, below = filled_in(kb, one_client, page, form.fields), form.path.removeprefix(home_of(client.id))
            about = call_title(kb, one_client, page, call_of(below, form.fields)) if form else ""
            return page.show("again.html", form=form, word=word, act=act_of(below), about=about, lines=lines)

        return await on_a_thread(kb, work)
