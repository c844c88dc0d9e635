"""The pages for people: server-rendered, usable without JavaScript, one client at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kbsearch.api.access.guards import requires_scope
from kbsearch.api.access.identity import PUBLIC, csrf_of, needs, principal_of, who_of
from kbsearch.api.catalogue import SCRIPT_KEYS, Lang, choose, text, unfilled
from kbsearch.api.errors.problems import STATUS, Problem, sentence
from kbsearch.api.local_words import local_date
from kbsearch.api.pages.navigation import navigation
from kbsearch.api.requests import freshness
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.articles.typography import spaced
from kbsearch.core.text import MAX_QUERY_CHARS
from kbsearch.errors import NotFound

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""The only kinds of file that are served."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file, in memory."""

    data: bytes
    media_type: str
    etag: str


class Web:
    """The `web` folder, read once: `pages` are templates, `assets` are served as they are, each under its bare name."""

    def __init__(self, folder: Path) -> None:
        loader = jinja2.FileSystemLoader(folder / "pages")
        self._templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self._templates.globals["most_query_chars"] = MAX_QUERY_CHARS
        self._templates.filters["local_date"] = local_date
        self._templates.filters["spaced"] = spaced
        self.assets = {
            path.name: _asset(path) for path in sorted((folder / "assets").iterdir()) if path.suffix in TYPES
        }

    def page(self, template: str, lang: Lang, **values: Any) -> str:
        """The HTML of `template`; inside it, `t("key")` is a text of the catalogue."""

        def t(key: str, **filled: object) -> str:
            return text(lang, key, **filled)

        words = {key: unfilled(lang, key) for key in SCRIPT_KEYS}
        return self._templates.get_template(template).render(t=t, lang=lang, words=words, **values)


def open_web() -> Web:
    """From the wheel's `kbsearch/web`, else from the checkout's `web`."""
    package = Path(str(resources.files("kbsearch")))
    inside, beside = package / "web", package.parent / "web"
    return Web(inside if inside.is_dir() else beside)


def html(body: str, *, status: int = 200) -> Response[str]:
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    return Response(body, status_code=status, media_type="text/html", headers=headers)


def language(request: Request[Any, Any, Any]) -> Lang:
    return choose(request.headers.get("accept-language", ""))


@get("/", guards=[requires_scope], opt=needs(Scope.SEARCH, Scope.READ_FIGURES), include_in_schema=False)
async def home(request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]) -> Response[str]:
    """Clients to search for; and those of which figures alone may be seen, by name."""
    principal = principal_of(request)
    seen = {view.id: view for view in await on_a_thread(kb, kb.clients)}
    views = [view for view in seen.values() if principal.may(Scope.SEARCH, view.id)]
    others = [view for view in seen.values() if view not in views and principal.may(Scope.READ_FIGURES, view.id)]
    shown = {
        "clients": views,
        "for_figures": others,
        "sentence": sentence,
        "csrf": csrf_of(request),
        "who": who_of(request),
        "nav": navigation(principal, "", ""),
    }
    return html(web.page("home.html", language(request), **shown))


@get("/assets/{name:str}", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def asset(name: FromPath[str], request: Request[Any, Any, Any], web: NamedDependency[Web]) -> Response[bytes]:
    found = web.assets.get(name)
    if found is None:
        raise NotFound("There is no such file.")
    headers = {"ETag": found.etag, "Cache-Control": "no-cache"}
    if freshness.names(request.headers.get("if-none-match", ""), found.etag):
        return Response(b"", status_code=304, headers=headers)
    return Response(found.data, media_type=found.media_type, headers=headers)


@get("/problems", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def problems_page(request: Request[Any, Any, Any], web: NamedDependency[Web]) -> Response[str]:
    return html(web.page("problems.html", language(request), statuses=STATUS))


def error_page(web: Web, document: Problem, lang: Lang, *, is_of_call: bool = False) -> Response[str]:
    """A problem for a person: the same words as the document. `is_of_call`: the page's address may say who calls."""
    shown = web.page("error.html", lang, problem=document, is_of_call=is_of_call)
    return html(shown, status=document.status)


def hue(client: str) -> int:
    """One of eight colours that is always this client's."""
    return hashlib.sha256(client.encode()).digest()[0] % 8


def _asset(path: Path) -> Asset:
    data = path.read_bytes()
    return Asset(data, TYPES[path.suffix], f'"{hashlib.sha256(data).hexdigest()[:16]}"')
