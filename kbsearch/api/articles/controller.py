"""One client's articles: what there is, and each of them, as of the snapshot being served."""

from __future__ import annotations

from datetime import datetime
from heapq import nsmallest
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from kbsearch import __version__
from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.articles import examples as article_examples
from kbsearch.api.articles.links import links
from kbsearch.api.articles.shapes import ArticleOut, ArticlesOut, ClientOut, article_out, articles_out, client_out
from kbsearch.api.contract import examples
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests import freshness
from kbsearch.api.requests.cursors import Cursor, Cursors
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.articles.reviews import is_overdue, review_due
from kbsearch.core.model import Article
from kbsearch.core.one_client import OneClient

MOST_SHOWN = 200

ArticlePath = Annotated[str, PathParameter(description="The article's id; it may contain `/`.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_SHOWN, description="Most articles to return.")]


def article_id(path: str) -> str:
    """The id in a `{article:path}` parameter, which begins with `/`."""
    return path.lstrip("/")


class ArticleController(Controller):
    """What one client is served from."""

    path = "/api/v1/clients/{client:str}"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    tags = ("client",)

    @get(
        "/",
        opt=freshness.CONDITIONAL,
        operation_id="readClient",
        name="client",
        summary="Read what a client is served from",
        description="Its `generation` changes whenever anything that can be found does: ask with `If-None-Match` now "
        "and then, and list the articles again after a 200.",
        responses=found(ClientOut, "The snapshot being served.", examples.CLIENT)
        | problems(
            _400="The address is malformed.",
            _404="No such client, or not yours.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def client(
        self, one_client: NamedDependency[OneClient], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[ClientOut] | Response[None]:
        snapshot = await on_a_thread(kb, lambda: kb.snapshot(one_client))
        etag = f'"{__version__}-{snapshot.generation}"'
        known = freshness.as_known(request, etag)
        return known or Response(client_out(one_client, snapshot), headers=freshness.headers(etag))

    @get(
        "/articles",
        operation_id="listArticles",
        name="articles",
        summary="List a client's articles",
        description="By id. Follow `next_cursor` until it is null: an article that stays is listed once, whatever is "
        "added or goes meanwhile. `blob` changes when the article does.",
        responses=found(ArticlesOut, "One page.", article_examples.ARTICLES)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def articles(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], cursor: Cursor = "", limit: Limit = 50
    ) -> ArticlesOut:
        def read() -> ArticlesOut:
            cursors = Cursors.of(kb.calls, one_client, "articles")
            last = cursors.position(cursor, str)
            snapshot = kb.snapshot(one_client)
            ahead = (one for one in snapshot.articles if last is None or one.id > last)
            shown, rest = cursors.page(nsmallest(limit + 1, ahead, key=_by_id), limit, _by_id)
            return articles_out(one_client, snapshot, shown, rest)

        return await on_a_thread(kb, read)

    @get(
        "/articles/{article:path}",
        opt=freshness.CONDITIONAL,
        operation_id="readArticle",
        name="article",
        summary="Read one article",
        description="Rendered HTML and Markdown source as of the commit being served. Each step of the procedure is an "
        "`li` of class `step`: the first one is `step` 1 of a `ticked` event.",
        responses=found(ArticleOut, "The article as of the commit being served.", article_examples.ARTICLE)
        | problems(
            _400="The address is malformed.",
            _404="No such client or article, or not yours.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def article(
        self,
        one_client: NamedDependency[OneClient],
        article: ArticlePath,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[ArticleOut] | Response[None]:
        view = await on_a_thread(kb, lambda: kb.article(one_client, article_id(article)))
        today = datetime.now(view.snapshot.plan.zone).date()
        due = "-due" if is_overdue(review_due(view.article), today) else ""
        etag = f'"{__version__}-{view.snapshot.generation}-{view.article.blob[:16]}{due}"'
        if known := freshness.as_known(request, etag):
            return known
        rendered = await on_a_thread(kb, lambda: kb.rendered(view, links(view)))
        return Response(article_out(one_client, view, rendered, today=today), headers=freshness.headers(etag))


def _by_id(article: Article) -> str:
    return article.id
