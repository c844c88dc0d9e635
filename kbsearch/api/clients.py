"""One client's search and articles. Everything below `/api/v1/clients/{client}` passes the guard first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import SerializationException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import JSONBody, PathParameter

from kbsearch import __version__
from kbsearch.api import examples
from kbsearch.api.links import links
from kbsearch.api.problems import Problem, UnsupportedMediaTypeError
from kbsearch.api.shapes import ArticleOut, SearchIn, SearchOut, article_out, search_out
from kbsearch.app import App
from kbsearch.errors import BadRequest, NotFound, StateError

MAX_WAITING = 200
"""Searches that may wait for a thread; more are told to come back (503) instead of growing the queue without end."""

T = TypeVar("T")

ClientName = Annotated[
    str, PathParameter(description="The client's folder name.", pattern="^[a-z0-9][a-z0-9_-]*$", max_length=64)
]
ArticlePath = Annotated[str, PathParameter(description="The article's id; it may contain `/`.")]


async def requires_client(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The wall between clients. A guard, because guards run for every handler whether it asks for anything or not.

    Absent and forbidden are one answer. Keys are checked here once they exist.
    """
    if not connection.app.state.kb.knows(connection.path_params.get("client", "")):
        raise NotFound("There is no such client.")


async def requires_json_text(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A body declared as JSON and made of UTF-8, so that decoding can only fail as a field error.

    Refusing other content types also refuses what a foreign page can send without a preflight.
    """
    if not isinstance(connection, Request) or connection.method != "POST":
        return
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMediaTypeError
    body = await connection.body()
    try:
        if not body.decode("utf-8").strip():
            raise BadRequest("body-empty", field="body")
        await connection.json()  # kept by the request; here only for its one fault that is not a decoding error
    except UnicodeDecodeError:
        raise BadRequest("body-not-utf8", field="body") from None
    except (RecursionError, SerializationException):
        raise BadRequest("body-not-json", field="body") from None


async def requires_search(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A body of the very types documented. Litestar itself would take `"5"` and `5.0` for 5."""
    if not isinstance(connection, Request):
        return
    try:
        msgspec.convert(await connection.json(), SearchIn, strict=True)
    except msgspec.ValidationError as error:
        message, _separator, at = str(error).partition(" - at `$.")
        raise ValidationException(extra=[{"message": message, "key": at.rstrip("`")}]) from None


async def on_a_thread(kb: App, work: Callable[[], T], pool: Executor | None = None) -> T:
    """Run `work` on a thread of `pool`, or of the general one; refuse when too much is waiting already."""
    if kb.waiting >= MAX_WAITING:
        raise StateError("busy")
    kb.waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(pool or kb.pool, work)
    finally:
        kb.waiting -= 1


def article_id(path: str) -> str:
    """The id in a `{article:path}` parameter, which begins with `/`."""
    return path.lstrip("/")


def problems(**described: str) -> dict[int, ResponseSpec]:
    """Problem documents for the OpenAPI document: `_404="…"` → 404."""
    kind: Any = "application/problem+json"
    return {
        (code := int(status.strip("_"))): ResponseSpec(
            Problem,
            generate_examples=False,
            description=text,
            media_type=kind,
            examples=[Example(value=examples.PROBLEMS[code])] if code in examples.PROBLEMS else None,
        )
        for status, text in described.items()
    }


def found(kind: type[Any], description: str, example: dict[str, Any]) -> dict[int, ResponseSpec]:
    """The 200 of an operation, with an example."""
    shown = [Example(value=example)]
    return {200: ResponseSpec(kind, generate_examples=False, description=description, examples=shown)}


class ClientController(Controller):
    """Search and articles of one client."""

    path = "/api/v1/clients/{client:str}"
    guards = (requires_client, requires_json_text)
    tags = ("client",)

    @post(
        "/search",
        status_code=200,
        guards=[requires_search],
        operation_id="search",
        name="search",
        summary="Search one client's articles",
        description="One result per article, best first, with its best passage. Exact codes come first.",
        responses=found(SearchOut, "Best articles first; none is an answer too.", examples.SEARCH)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _413="The body is too large.",
            _415="The body is not JSON.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def search(self, client: ClientName, data: JSONBody[SearchIn], kb: NamedDependency[App]) -> SearchOut:
        understood = await on_a_thread(kb, lambda: kb.understand(client, data.query), kb.encoders)
        answer = await on_a_thread(kb, lambda: kb.answer(understood, limit=data.limit), kb.searchers)
        return search_out(client, answer)

    @get(
        "/articles/{article:path}",
        operation_id="readArticle",
        name="article",
        summary="Read one article",
        description="Rendered HTML and Markdown source as of the commit being served. Supports `If-None-Match`.",
        responses=found(ArticleOut, "The article as of the commit being served.", examples.ARTICLE)
        | problems(
            _400="The address is malformed.",
            _404="No such client or article, or not yours.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def article(
        self,
        client: ClientName,
        article: ArticlePath,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[ArticleOut | None]:
        view = await on_a_thread(kb, lambda: kb.article(client, article_id(article)))
        etag = f'"{__version__}-{view.snapshot.generation}-{view.article.blob[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)
        html = await on_a_thread(kb, lambda: kb.html(view, links(view)))
        return Response(article_out(view, html), headers=headers)
